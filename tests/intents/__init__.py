"""Requests in the words of the business, from signed bytes to balances."""
