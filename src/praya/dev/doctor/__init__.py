"""What `praya doctor` looks at: the machine, the disk, a ledger, keys. One file each."""
