"""Telling a run: headings, facts, answers and progress on the terminal; nothing with --json."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.text import Text

from praya.base.catalogue import explain
from praya.base.status import Status
from praya.dev.commands.terminal import Terminal
from praya.node.execution import Answer


class Teller:
    """What a run says, in the user's language."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal

    def words(self, key: str, **values: object) -> str:
        """The catalogue's words."""
        return self.terminal.words(key, **values)

    def chapter(self, title: str) -> None:
        """A heading, set off from what came before."""
        self.terminal.line()
        self._styled(title, "bold cyan")

    def title(self, title: str) -> None:
        """The heading over all."""
        self._styled(title, "bold")

    def fact(self, text: str) -> None:
        """One thing that happened."""
        self.terminal.line(f"  {text}")

    def answer(self, what: str, answer: Answer) -> None:
        """A request and what the ledger said to it."""
        if answer.status == Status.APPLIED:
            said = self.words("evergreen.applied", height=answer.height)
            self._styled(f"  \u2713 {what}: {said}", "green")
            return
        entry = explain(answer.status, self.terminal.language)
        said = self.words("evergreen.refused", status=answer.status.name, why=entry.what)
        self._styled(f"  \u2717 {what}: {said}", "yellow")

    def table(
        self, headings: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[int]
    ) -> None:
        """A table, indented like a fact."""
        self.terminal.table(["", *headings], [["", *row] for row in rows], [n + 1 for n in numbers])

    @contextmanager
    def progress(self, what: str, total: int) -> Iterator[Callable[[], None]]:
        """A bar on a terminal; elsewhere nothing."""
        if self.terminal.json or not sys.stderr.isatty():
            yield lambda: None
            return
        columns = (TextColumn("  {task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(what, total=total)
            yield lambda: bar.advance(task)

    def _styled(self, text: str, style: str) -> None:
        if self.terminal.json:
            return
        if not sys.stdout.isatty():
            self.terminal.line(text)
            return
        Console().print(Text(text, style=style), soft_wrap=True)
