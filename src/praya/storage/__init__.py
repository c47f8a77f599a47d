"""Durable storage: the journal, snapshots, the folder they lie in, and its lock."""
