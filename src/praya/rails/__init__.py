"""Outside rails and message families: one file for what each says, and how it meets the ledger."""
