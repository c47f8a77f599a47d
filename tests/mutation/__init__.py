"""Mutation testing of kernel and envelopes: small bugs by the hundred, and who notices them."""
