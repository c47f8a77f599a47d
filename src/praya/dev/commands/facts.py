"""Facts for people: a label and its value on each line, aligned in either language.

It must not know any command.
"""

from collections.abc import Sequence

from praya.dev.commands.help_page import columns_of
from praya.dev.commands.terminal import Terminal

Fact = tuple[str, str]  # label, value
_GAP = 2


def show_facts(terminal: Terminal, facts: Sequence[Fact], indent: int = 0) -> None:
    """One line of data for each fact; nothing with --json."""
    widest = max((columns_of(label) for label, _ in facts), default=0)
    for label, value in facts:
        space = " " * (widest - columns_of(label) + _GAP)
        terminal.line(f"{' ' * indent}{label}{space}{value}".rstrip())
