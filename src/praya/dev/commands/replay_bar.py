"""How far a replay is, on a terminal only, gone when it is done. It must not know any command."""

from collections.abc import Iterator
from contextlib import contextmanager

from praya.dev.commands.terminal import Terminal
from praya.node.replay import Progress


@contextmanager
def replay_bar(terminal: Terminal, progress: Progress, key: str) -> Iterator[None]:
    """Show `progress` while the block runs; `key` is the talk of one moment (height, envelopes)."""
    if not terminal.interactive:
        yield
        return
    from rich.console import Console
    from rich.progress import BarColumn, ProgressColumn, SpinnerColumn, Task, TimeElapsedColumn
    from rich.progress import Progress as Bar
    from rich.text import Text

    class Place(ProgressColumn):
        """Height and envelopes so far."""

        def render(self, task: Task) -> Text:
            """The words of this moment."""
            height, envelopes = f"{progress.height:,}", f"{progress.envelopes:,}"
            return Text(terminal.words(key, height=height, envelopes=envelopes))

    columns = (SpinnerColumn(), BarColumn(bar_width=20), Place(), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        bar.add_task("", total=None)
        yield
