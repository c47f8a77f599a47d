"""`praya show`: a ledger, a thing on it, one of its blocks, or an envelope in a file, in words.

It reads and never writes; a ledger is shown as of its last closed block.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import click

from praya.base.errors import fail
from praya.base.limits import ENVELOPE_BYTES_MAX
from praya.dev.commands.command import command, option
from praya.dev.commands.envelope_view import (
    envelope_data,
    show_rows,
    show_summary,
    signature_facts,
)
from praya.dev.commands.facts import show_facts
from praya.dev.commands.flaws_told import flaws_data, show_flaws, unsent_flaws
from praya.dev.commands.input_files import read_bytes
from praya.dev.commands.numbers import read_number
from praya.dev.commands.show_block import show_block, show_envelope
from praya.dev.commands.show_ledger import (
    show_account,
    show_asset,
    show_overview,
    show_participant,
)
from praya.dev.commands.terminal import Terminal
from praya.envelopes.frame import parse

_KINDS: Final[Mapping[str, tuple[Callable[..., None], tuple[str, ...]]]] = {
    "block": (show_block, ("HEIGHT",)),
    "envelope": (show_envelope, ("HEIGHT", "INDEX")),
    "asset": (show_asset, ("CODE",)),
    "account": (show_account, ("CODE",)),
    "participant": (show_participant, ("CODE",)),
}
_NUMBERS: Final = ("HEIGHT", "INDEX")
_NUMBER_MAX: Final = 10**18 - 1  # of a height or an index


@command("show", more="show.more")
@click.argument("path")
@click.argument("kind", required=False, type=click.Choice(list(_KINDS)))
@click.argument("names", nargs=-1)
@option("--all", "everything", is_flag=True, words="show.all")
@click.pass_obj
def show(
    terminal: Terminal, path: str, kind: str | None, names: tuple[str, ...], everything: bool
) -> None:
    """Show one thing. An envelope in a file is shown from its bytes alone."""
    if os.path.isfile(path):
        if kind is not None:
            fail("ARGUMENT_UNEXPECTED", command="praya show", extra=kind)
        _show_file(terminal, path, everything)
        return
    if kind is None:
        show_overview(terminal, path)
        return
    shower, wanted = _KINDS[kind]
    shower(terminal, path, *_named(names, wanted), everything=everything)


def _show_file(terminal: Terminal, path: str, everything: bool) -> None:
    envelope = parse(read_bytes(path, ENVELOPE_BYTES_MAX))
    envelope.check_section()
    show_summary(terminal, envelope.header)
    show_rows(terminal, envelope, everything)
    words = terminal.words
    facts = [(words("fact.envelope_id"), envelope.id.hex()), *signature_facts(terminal, envelope)]
    show_facts(terminal, facts)
    flaws = unsent_flaws(envelope.header)
    show_flaws(terminal, path, flaws)
    terminal.data({**envelope_data(envelope, everything), **flaws_data(terminal, flaws)})


def _named(names: Sequence[str], wanted: Sequence[str]) -> list[str | int]:
    """The arguments of a kind, numbers as numbers."""
    if len(names) < len(wanted):
        fail("ARGUMENT_MISSING", name=wanted[len(names)], command="praya show")
    if len(names) > len(wanted):
        fail("ARGUMENT_UNEXPECTED", command="praya show", extra=names[len(wanted)])
    return [
        read_number(name, word, 0, _NUMBER_MAX, command="praya show") if word in _NUMBERS else name
        for name, word in zip(names, wanted, strict=True)
    ]
