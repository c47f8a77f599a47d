"""Three-way agreement: the naive model, the kernel as written, the kernel compiled."""
