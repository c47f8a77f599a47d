"""Fuzzing every decoder that reads what a stranger wrote."""
