"""For programs: build and sign requests, and a whole ledger in one process."""
