"""Commands that end in each way a command can end; the tests put them into a table of their own."""

import os

import click

from praya.base.errors import fail, require
from praya.base.status import Status
from praya.cli import CommandRow
from praya.dev.commands.command import command
from praya.dev.commands.terminal import RefusalError, Terminal

HOSTILE_NAME = "a\x1b[31mred\nline"


@command("done")
@click.pass_obj
def done(terminal: Terminal) -> None:
    terminal.line("ready")
    terminal.data({"ready": True})


@command("refused")
def refused() -> None:
    raise RefusalError(Status.EXCEEDS_AVAILABLE)


@command("bad-input")
def bad_input() -> None:
    fail("FILE_UNREADABLE", file=HOSTILE_NAME, cause="no such file")


@command("damaged")
def damaged() -> None:
    fail("GENESIS_DAMAGED", file="genesis")


@command("environment")
def environment() -> None:
    os.stat("a-file-that-is-not-there")


@command("bug")
def bug() -> None:
    require(1 + 1 == 3, "one and one are three")


@command("unexpected")
def unexpected() -> None:
    raise ZeroDivisionError("planted")


@command("interrupted")
def interrupted() -> None:
    raise KeyboardInterrupt


@command("not-understood")
def not_understood() -> None:
    raise click.UsageError("planted")


@command("table")
@click.pass_obj
def table(terminal: Terminal) -> None:
    terminal.table(["name", "amount"], [["[bold]x", "1" * 200]], numbers=(1,))


PLANTED = {
    name: CommandRow(f"planted_commands:{name.replace('-', '_')}", name, name, compiles=False)
    for name in (
        "done",
        "refused",
        "bad-input",
        "damaged",
        "environment",
        "bug",
        "unexpected",
        "interrupted",
        "not-understood",
        "table",
    )
} | {"absent": CommandRow("planted_commands_absent:absent", "absent", "absent", compiles=False)}
