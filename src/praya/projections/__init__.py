"""Read models: columns made from the journal for questions, and rebuilt at any time."""
