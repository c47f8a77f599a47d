"""A naive reference model of the kernel, written from docs/reference/kernel.md alone.

It is the independent oracle: dicts, Python integers, no speed. It must not import the kernel, and
it must not share the kernel's structure. Only the numbers of statuses and limits are shared.
"""
