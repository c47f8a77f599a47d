"""How far a stage of many like things is, on a terminal only, gone when it is done.

It must not know any command.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from praya.dev.commands.terminal import Terminal

Told = Callable[[int, int], None]


@contextmanager
def stage_bar(terminal: Terminal, stage: str) -> Iterator[Told]:
    """Gives what is told how many are through, and of how many."""
    if terminal.json or not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns: list[Any] = [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()]
    with Progress(
        *columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True
    ) as bar:
        task = bar.add_task(stage)

        def told(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield told
