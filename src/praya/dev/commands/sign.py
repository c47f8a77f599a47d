"""`praya sign VERB BODY`: an envelope of one request, signed by one or several institutions.

It needs no ledger, only its chain id: keys and ledger may be on different machines. What is signed
is shown first, in both languages.
"""

import os
import sys
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

import click

from praya.base.errors import fail
from praya.dev.commands.bodies import read_body
from praya.dev.commands.command import command, option
from praya.dev.commands.envelope_view import show_summary, summary_of
from praya.dev.commands.facts import show_facts
from praya.dev.commands.hexadecimal import read_digest
from praya.dev.commands.input_files import read_json, write_new
from praya.dev.commands.keys import open_institution
from praya.dev.commands.terminal import Terminal
from praya.envelopes.frame import parse
from praya.intents import INTENTS
from praya.intents.schema import body_of
from praya.node.clock import SystemClock
from praya.sdk.institution import SEED_BYTES, Ticket, demand_flawless, sign_all

_YES: Final = ("y", "yes", "是")


@command("sign", more="sign.more")
@click.argument("verb")
@click.argument("body")
@option("--keys", "key_folder", metavar="DIR", required=True, words="sign.keys")
@option("--chain", metavar="HEX", required=True, words="sign.chain")
@option("--out", metavar="FILE", required=True, words="sign.out")
@option("--cosign", metavar="DIR", multiple=True, words="sign.cosign")
@option("--yes", is_flag=True, words="sign.yes")
@click.pass_obj
def sign(
    terminal: Terminal,
    /,
    verb: str,
    body: str,
    cosign: tuple[str, ...],
    yes: bool,
    **chosen: str,
) -> None:
    """Read the request, show it, ask at a terminal, sign it and write the envelope."""
    intent = INTENTS.get(verb)
    if intent is None:
        fail("REQUEST_UNKNOWN", name=verb, near=get_close_matches(verb, INTENTS, cutoff=0.4))
    chain_id = read_digest(chosen["chain"], "--chain", "praya sign")
    request = read_body(intent, read_json(body), body)
    institutions = [open_institution(each) for each in (chosen["key_folder"], *cosign)]
    demand_flawless(request, institutions)
    _check_target(chosen["out"])
    ticket = Ticket(chain_id, SystemClock().now_ms())
    header = ticket.header(institutions, verb, seed=os.urandom(SEED_BYTES), body=body_of(request))
    show_summary(terminal, header)
    if terminal.interactive and not yes:
        _confirm(terminal)
    envelope = sign_all(header, institutions)
    write_new(chosen["out"], envelope)
    identity = parse(envelope).id.hex()
    words = terminal.words
    show_facts(
        terminal,
        [
            (words("fact.file"), chosen["out"]),
            (words("fact.bytes"), f"{len(envelope):,}"),
            (words("fact.envelope_id"), identity),
        ],
    )
    data: dict[str, Any] = {"file": chosen["out"], "bytes": len(envelope), "id": identity}
    terminal.data({**data, "summary": summary_of(header)})


def _check_target(file: str) -> None:
    """A person is not asked to sign what cannot be written. FILE_EXISTS, FOLDER_MISSING."""
    if os.path.lexists(file):
        fail("FILE_EXISTS", file=file)
    folder = Path(file).parent
    if not folder.is_dir():
        fail("FOLDER_MISSING", dir=str(folder))


def _confirm(terminal: Terminal) -> None:
    """Ask the person at the terminal; anything but a yes is a no."""
    print(terminal.words("sign.ask"), end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in _YES:
        fail("SIGNING_DECLINED")
