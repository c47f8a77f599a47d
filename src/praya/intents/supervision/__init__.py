"""Facts from outside and evidence for outsiders."""
