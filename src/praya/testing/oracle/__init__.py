"""A naive ledger: what must become of every envelope, and the header of every block.

It stands on the reference model of the kernel (`praya.testing.model`) and adds what a node does
around it: who may ask, request ids, the meaning of each request, blocks and their headers. Dicts,
Python integers and whole copies; it imports neither the kernel, nor the node, nor any lowering.
It encodes, hashes and reads documents by itself (`digests`, `documents`). What it takes from the
product: numbers and limits, plain records, whether a document or term sheet may be taken, and the
schedules of bonds that pay more than once.
"""
