"""Whole lives, run from beginning to end on a ledger of their own and told step by step."""
