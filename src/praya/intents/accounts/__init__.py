"""Accounts and positions: opening, eligibility, freezes."""
