"""Participants and what the ledger itself follows."""
