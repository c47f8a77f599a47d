"""Telling a run: headings, facts, answers and progress on the terminal; nothing with --json."""

import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from praya.base.catalogue import Spoken, explain
from praya.base.errors import PrayaError
from praya.base.status import Status
from praya.dev.commands.terminal import Terminal, printable
from praya.node.execution import Answer

Advance = Callable[[int], None]
LOOK_EVERY_SECONDS: Final = 0.2
INDENT: Final = 2  # of what is told below a heading
_REASON_CHARACTERS_MAX: Final = 220


class Teller:
    """What a run says, in the user's language."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self._bar: Progress | None = None  # the one that a block of work is shown by

    def words(self, key: str, **values: object) -> str:
        """The catalogue's words."""
        return self.terminal.words(key, **values)

    def chapter(self, title: str) -> None:
        """A heading, set off from what came before."""
        self._clear()
        self.terminal.line()
        self._styled(title, "bold cyan")

    def title(self, title: str) -> None:
        """The heading over all."""
        self._styled(title, "bold")

    def fact(self, text: str) -> None:
        """One thing that happened."""
        self._clear()
        self.terminal.line(f"  {text}")

    def answer(self, what: str, answer: Answer) -> None:
        """A request and what the ledger said to it."""
        if answer.status == Status.APPLIED:
            said = self.words("life.applied", height=answer.height)
            told = self.words("life.said", what=what, said=said)
            self._styled(f"  \u2713 {told}", "green")
            return
        entry = explain(answer.status, self.terminal.language)
        self._refusal(what, answer.status.name, entry.what)

    def error(self, what: str, problem: PrayaError) -> None:
        """Something that was refused before it reached the ledger, and the first reason."""
        listed = problem.values.get("problems")
        if isinstance(listed, list) and listed:
            why = _said(listed[0], self.terminal.language)
        else:
            why = explain(problem.code, self.terminal.language, **problem.values).what
        longer = len(why) > _REASON_CHARACTERS_MAX
        self._refusal(what, problem.code, why[:_REASON_CHARACTERS_MAX] + "..." * longer)

    def _refusal(self, what: str, code: str, why: str) -> None:
        said = self.words("life.refused", status=code, why=why)
        told = self.words("life.said", what=what, said=said)
        self._styled(f"  \u2717 {told}", "yellow")

    def table(
        self, headings: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[int]
    ) -> None:
        """A table, indented like a fact."""
        self._clear()
        self.terminal.table(headings, rows, numbers, indent=INDENT)

    @contextmanager
    def progress(self, what: str, total: int | None) -> Iterator[Advance]:
        """A bar with how long it took and will take, on a terminal; elsewhere nothing.

        Without a total it only says that something goes on, and how long it took. It leaves the
        screen as soon as something is told, and comes back with the next advance.
        """
        if self.terminal.json or not sys.stderr.isatty():
            yield lambda _: None
            return
        columns = (
            TextColumn("  {task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
        )
        bar = Progress(
            *columns,
            console=Console(stderr=True),
            transient=True,
            redirect_stdout=False,  # what is told goes to stdout itself, and no bar is there then
            redirect_stderr=False,
        )
        task = bar.add_task(what, total=total)
        self._bar = bar
        bar.start()

        def advance(step: int) -> None:
            bar.advance(task, step)
            if not bar.live.is_started:
                bar.start()

        try:
            yield advance
        finally:
            self._clear()
            self._bar = None

    @contextmanager
    def watching(self, what: str, total: int, look: Callable[[], int]) -> Iterator[None]:
        """The same for work that says by itself how far it is: a thread looks at it."""
        done = threading.Event()
        with self.progress(what, total) as advance:

            def follow() -> None:
                seen = 0
                while not done.wait(LOOK_EVERY_SECONDS):
                    now = look()
                    advance(now - seen)
                    seen = now

            watcher = threading.Thread(target=follow, daemon=True)
            watcher.start()
            try:
                yield
            finally:
                done.set()
                watcher.join()

    def _clear(self) -> None:
        """Take the bar off the screen, with the cursor where the bar began."""
        if self._bar is not None and self._bar.live.is_started:
            self._bar.stop()
            print("\r\x1b[2K", end="", file=sys.stderr, flush=True)

    def _styled(self, text: str, style: str) -> None:
        self._clear()
        if self.terminal.json:
            return
        if not sys.stdout.isatty():
            self.terminal.line(text)
            return
        Console().print(Text(printable(text), style=style), soft_wrap=True)


def _said(problem: object, language: str) -> str:
    """One problem as a sentence in the user's language."""
    return problem.said(language) if isinstance(problem, Spoken) else str(problem)
