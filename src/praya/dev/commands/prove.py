"""`praya prove KIND ...`: a file by which an outsider checks one thing of a ledger, and no other.

It reads a ledger and never writes to it. It must not know how proofs are made or checked.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from shlex import quote
from typing import Any, Final

import click

from praya.base.dates import parse_day
from praya.base.errors import fail
from praya.dev.commands.command import command, option
from praya.dev.commands.facts import show_facts
from praya.dev.commands.input_files import write_new
from praya.dev.commands.numbers import read_number
from praya.dev.commands.terminal import Terminal
from praya.node.folders import find_ledger
from praya.node.proving import (
    prove_block,
    prove_consistency,
    prove_document,
    prove_envelope,
    prove_position,
)
from praya.proofs.files import verify_proof
from praya.proofs.telling import proof_data, proof_facts
from praya.storage.disk import FolderDisk

_COMMAND: Final = "praya prove"
_NUMBER_MAX: Final = 10**18 - 1  # of a height or an index
# What each kind takes, and which of --height and --through mean something to it.
_KINDS: Final[Mapping[str, tuple[Callable[..., bytes], tuple[str, ...], tuple[str, ...]]]] = {
    "position": (prove_position, ("ACCOUNT", "ASSET", "DATE"), ("through",)),
    "document": (prove_document, ("NAME",), ("height", "through")),
    "block": (prove_block, ("HEIGHT",), ("through",)),
    "envelope": (prove_envelope, ("HEIGHT", "INDEX"), ("through",)),
    "consistency": (prove_consistency, ("HEIGHT", "LATER_HEIGHT"), ()),
}


@command("prove", more="prove.more")
@click.argument("kind", type=click.Choice(list(_KINDS)))
@click.argument("names", nargs=-1)
@option("--dir", "folder", metavar="DIR", required=True, words="prove.dir")
@option("--height", metavar="HEIGHT", words="prove.height")
@option("--through", metavar="HEIGHT", words="prove.through")
@option("--out", metavar="FILE", words="prove.out")
@click.pass_obj
def prove(
    terminal: Terminal,
    kind: str,
    names: tuple[str, ...],
    *,
    folder: str,
    height: str | None,
    through: str | None,
    out: str | None,
) -> None:
    """Write one proof. With --json and no --out, standard output is the proof, which is JSON."""
    maker, wanted, options = _KINDS[kind]
    named = _named(names, wanted)
    heights = {}
    for name, text in (("height", height), ("through", through)):
        if text is not None and name not in options:
            fail("ARGUMENT_UNEXPECTED", command=f"{_COMMAND} {kind}", extra=f"--{name}")
        if text is not None:
            heights[name] = _height(text, f"--{name}")
    content = maker(FolderDisk(str(find_ledger(folder))), *named, **heights)
    if out is None:
        sys.stdout.write(content.decode("utf-8"))
        return
    write_new(out, content)
    _show(terminal, out, content)


def _show(terminal: Terminal, file: str, content: bytes) -> None:
    """What was written, and how it is checked."""
    words, proof = terminal.words, verify_proof(content)
    facts = [
        (words("proof.fact.states"), proof.statement[terminal.language]),
        (words("proof.fact.file"), file),
        (words("proof.fact.bytes"), f"{len(content):,}"),
    ]
    show_facts(terminal, [*facts, *proof_facts(proof, terminal.language)])
    terminal.say("prove.next", file=quote(file))
    terminal.data({"file": file, "bytes": len(content), **proof_data(proof, None)})


def _named(names: Sequence[str], wanted: Sequence[str]) -> list[Any]:
    """The arguments of a kind, numbers and days as such."""
    if len(names) < len(wanted):
        fail("ARGUMENT_MISSING", name=wanted[len(names)], command=_COMMAND)
    if len(names) > len(wanted):
        fail("ARGUMENT_UNEXPECTED", command=_COMMAND, extra=names[len(wanted)])
    return [_value(name, word) for name, word in zip(names, wanted, strict=True)]


def _value(text: str, word: str) -> str | int:
    if word == "DATE":
        return parse_day(text)
    return _height(text, word) if word in ("HEIGHT", "LATER_HEIGHT", "INDEX") else text


def _height(text: str, name: str) -> int:
    return read_number(text, name, 0, _NUMBER_MAX, command=_COMMAND)
