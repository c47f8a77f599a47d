"""`python -m praya`: the command line, where the `praya` script is not on the path."""

from praya.cli import main

main()
