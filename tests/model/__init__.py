"""Tests of the reference model: what the kernel's text says, as small stories told to the model."""
