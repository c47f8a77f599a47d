"""`praya bench transfers`: measure this machine, beside a database on the same machine.

The ledger it measures lies in a temporary folder, which is removed. It must not know how anything
is measured.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import click

from praya.base.errors import fail
from praya.base.limits import BLOCK_ENVELOPES_MAX
from praya.dev.bench.bank import Told
from praya.dev.bench.transfers import Plan, bench_transfers
from praya.dev.commands.command import command, option
from praya.dev.commands.facts import show_facts
from praya.dev.commands.terminal import Terminal

DEFAULTS: Final = Plan()
ACCOUNTS: Final = click.IntRange(2, 10_000_000)  # a transfer needs two; more do not fit a laptop
BATCHES: Final = click.IntRange(1, BLOCK_ENVELOPES_MAX)
BLOCKS: Final = click.IntRange(1, 1_000)
SECONDS: Final = click.IntRange(0, 3_600)


@command("bench", more="bench.more")
@click.argument("name", type=click.Choice(["transfers"]))
@option("--accounts", type=ACCOUNTS, metavar="N", default=DEFAULTS.accounts, words="bench.accounts")
@option("--batches", type=BATCHES, metavar="N", default=DEFAULTS.batches, words="bench.batches")
@option("--blocks", type=BLOCKS, metavar="N", default=DEFAULTS.blocks, words="bench.blocks")
@option("--seconds", type=SECONDS, metavar="N", default=DEFAULTS.seconds, words="bench.seconds")
@option("--dir", "folder", metavar="DIR", default=None, words="bench.dir")
@option("--verify", is_flag=True, words="bench.verify")
@click.pass_obj
def bench(terminal: Terminal, /, name: str, folder: str | None, **numbers: Any) -> None:
    """Measure and show. FOLDER_MISSING for a --dir that is not there."""
    place = Path(tempfile.gettempdir() if folder is None else folder)
    if not place.is_dir():
        fail("FOLDER_MISSING", dir=str(place))
    with _progress(terminal) as told:
        found = bench_transfers(Plan(**numbers), place, told)
    _show(terminal, found)
    terminal.data(found)


def _show(terminal: Terminal, found: dict[str, Any]) -> None:
    """The figures for people; the sentences under them say what each side does."""
    words, baseline = terminal.words, found["baseline"]
    rates = f"{found['transfers_per_s']:,} [{found['min']:,} - {found['max']:,}]"
    others = f"{baseline['transfers_per_s']:,} [{baseline['min']:,} - {baseline['max']:,}]"
    facts = [
        (words("bench.rate"), rates),
        (words("bench.processor"), f"{found['transfers_per_processor_s']:,}"),
        (words("bench.block"), f"{found['p50_ms']} / {found['p99_ms']} ms"),
        (words("bench.batch"), f"{found['batch_p50_ms']} / {found['batch_p99_ms']} ms"),
        (words("bench.baseline", name=baseline["name"]), others),
        (words("bench.ratio"), f"{found['ratio']}x"),
        (words("bench.runs"), str(found["runs"])),
        (words("bench.opened"), f"{found['accounts']:,}"),
        (words("bench.mode"), found["journal_mode"]),
        (words("bench.suite"), found["suite"]),
    ]
    facts += [
        (name, str(value)) for name, value in found["environment"].items() if value is not None
    ]
    show_facts(terminal, facts, indent=0)
    terminal.say("bench.fairness", setting=baseline["setting"])
    terminal.say("bench.verified" if found["folder_verified"] else "bench.unverified")


@contextmanager
def _progress(terminal: Terminal) -> Iterator[Told]:
    """How far it is, on a terminal only, gone when it is done."""
    if terminal.json or not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("")

        def told(stage: str, done: int, total: int) -> None:
            spoken = terminal.words(f"bench.stage_{stage}")
            bar.update(task, description=spoken, completed=done, total=total)

        yield told
