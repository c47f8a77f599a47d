"""The node under hostile hands: envelopes, crashes, disks that fail, bugs."""
