"""One file per command of `praya`; what they share stands in terminal and command."""
