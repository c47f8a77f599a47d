"""A naive ledger: what must become of every envelope, and the header of every block.

It stands on the reference model of the kernel (`praya.testing.model`) and adds what a node does
around it: who may ask, request ids, the meaning of each request, blocks and their headers. Dicts,
Python integers and whole copies; it imports neither the kernel, nor the node, nor any lowering.
What it shares with the product is what both must read alike: encodings, documents, term sheets.
"""
