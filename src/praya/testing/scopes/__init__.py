"""Exhaustive small scopes: every state of tiny ledgers, through the real transition functions."""
