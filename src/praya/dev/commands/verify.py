"""`praya verify PATH`: check a ledger folder, or an export, from its genesis to its last block.

It trusts nothing but the genesis: every byte is checked, every envelope executed again, every
header and root compared. A proof file is checked by itself. It must not know how that is done.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import click

from praya.base.errors import PrayaError, fail
from praya.dev.commands.command import command, option
from praya.dev.commands.facts import show_facts
from praya.dev.commands.hexadecimal import read_digest
from praya.dev.commands.replay_bar import replay_bar
from praya.dev.commands.supply import supply_of
from praya.dev.commands.terminal import Terminal
from praya.dev.commands.verify_proof import is_proof_file, show_proof
from praya.node.folders import find_ledger
from praya.node.replay import Progress
from praya.node.solo import read_genesis
from praya.node.verification import Verified, verify_export, verify_folder
from praya.proofs.headers import decode_block_header
from praya.storage.disk import FolderDisk

# What a part of the replay calls bad input is, in bytes that claim to be history, damage.
DAMAGE: Final = frozenset(
    (
        *("ENCODING_REFUSED", "ENVELOPE_REFUSED", "SKIP_REFUSED", "HEADER_REFUSED"),
        *("CALENDAR_INVALID", "PARTICIPANT_REFUSED", "KEYS_REFUSED", "KEY_REFUSED"),
    )
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found to be true, in the form it is shown."""

    height: int
    root: str
    header: str
    chain_id: str
    envelopes: int
    snapshots: int
    supply: dict[str, str]
    open_block: bool


@command("verify", more="verify.more")
@click.argument("path")
@option("--genesis", metavar="HEX", words="verify.genesis")
@option("--head", metavar="HEX", words="verify.head")
@click.pass_obj
def verify(terminal: Terminal, path: str, genesis: str | None, head: str | None) -> None:
    """Verify a folder, an export or a proof; what does not hold ends it with exit class 4."""
    stated = None if genesis is None else read_digest(genesis, "--genesis", "praya verify")
    trusted = None if head is None else read_digest(head, "--head", "praya verify")
    if is_proof_file(path):
        show_proof(terminal, path, trusted, stated)
        return
    progress = Progress()
    with replay_bar(terminal, progress, "verify.progress"):
        try:
            found = _finding(_verified(path, stated, progress))
        except PrayaError as problem:
            if problem.code not in DAMAGE:
                raise
            fail("VERIFICATION_FAILED", height=progress.height + 1, what=problem.code)
    if trusted is not None and trusted.hex() != found.header:
        fail("VERIFICATION_FAILED", height=found.height, what="--head")
    _show(terminal, found)


def _verified(path: str, stated: bytes | None, progress: Progress) -> Verified:
    if stated is not None and not Path(path).is_dir():
        return verify_export(Path(path), stated, progress)
    if Path(path).is_file():
        fail("GENESIS_NEEDED", file=path)
    disk = FolderDisk(str(find_ledger(path)))
    found = read_genesis(disk).chain_id()
    if stated is not None and found != stated:
        fail("WRONG_CHAIN", expected=stated.hex(), found=found.hex())
    return verify_folder(disk, progress)


def _finding(verified: Verified) -> Finding:
    """The facts; what a last block without its close did is left out, as nobody was told of it."""
    executor = verified.executor
    state = executor.ledger.state
    was_open = executor.is_open
    if was_open:
        state.undo_to(0)
    root, header = state.root(), bytes(32)
    if executor.last_header:
        block = decode_block_header(executor.last_header)
        root, header = block.state_root, block.hash()
    return Finding(
        height=executor.height,
        root=root.hex(),
        header=header.hex(),
        chain_id=executor.chain_id.hex(),
        envelopes=verified.envelopes - (executor.block.index if was_open else 0),
        snapshots=verified.snapshots,
        supply=supply_of(executor.ledger),
        open_block=was_open,
    )


def _show(terminal: Terminal, found: Finding) -> None:
    words = terminal.words
    terminal.line(words("verify.verified"))
    facts = [
        (words("fact.height"), f"{found.height:,}"),
        (words("fact.envelopes"), f"{found.envelopes:,}"),
        (words("fact.snapshots"), str(found.snapshots)),
        (words("fact.chain"), found.chain_id),
        (words("fact.root"), found.root),
        (words("fact.header"), found.header),
    ]
    facts += [(f"{words('fact.supply')} {code}", amount) for code, amount in found.supply.items()]
    show_facts(terminal, facts, indent=2)
    if found.open_block:
        terminal.say("verify.open_block", height=found.height + 1)
    terminal.data(_as_data(found))


def _as_data(found: Finding) -> dict[str, Any]:
    return {
        "verified": True,
        "height": found.height,
        "root": found.root,
        "header": found.header,
        "chain_id": found.chain_id,
        "envelopes": found.envelopes,
        "snapshots": found.snapshots,
        "supply": found.supply,
        "open_block": found.open_block,
    }
