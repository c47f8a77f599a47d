"""What a fault makes legal. Everything else is a violation.

Without a fault an answer, a header and every table are exactly what the naive ledger says.

The power goes, or the device reports a failure (`POWER`, `REPORTED`):

- What was answered before is there, with the same headers, and is applied once.
- Of what was under way, block by block: none of a block, or a first part of its envelopes in order,
  and then nothing after it. The oracle runs what the journal holds and must get the same headers.
- A node that met a reported failure refuses what follows (NODE_STOPPED or the failure itself), or,
  where the device was only full, has changed nothing and goes on.
- Opening may fail again while failures go on, and succeeds once they have stopped.

The device lies (`LYING`), or a file was put back or taken away at rest:

- Opening refuses with a code of NOTICED, or the ledger is as it was before.
- One exception, which no reader can tell from a torn write: the last commit of a ledger that was
  not stopped cleanly may count as never written. Where it was the close of a block with envelopes,
  these are executed again and the header is the same; where it was the close of a block of the
  ledger's own, that block is made again at the time of opening.
- After a clean stop no flipped bit of journal, anchor, genesis or newest snapshot goes unnoticed.
- Once the bytes are put right (a mirror, a backup), the ledger opens with all that was answered.

A bit turns under a node that runs (`LIVE_ROT`):

- The node answers as if nothing had been: it reads no file to answer.
- Whoever reads the folder refuses with a code of NOTICED, or finds what was answered; the last
  commit may look torn to him. The next opening is judged as after damage at rest; after a clean
  stop it must notice a bit that still stands in what it reads.

Copies (exports, backups, and folders restored from them):

- One that was answered is whole to the last answered block, and outlives a power cut.
- One that was refused (`COPY_FAILED` after a reported failure, `COPY_REFUSED` or NOTICED where the
  device lied) leaves no name. One that was cut off leaves nothing under its name, or the whole; so
  does one that failed a second time while it cleared up.
- The node beside it goes on. A copy is never written over, and is refused with any bit turned.
- A folder under its name, or beside it with a genesis in it, is a whole ledger.

Beside a node that goes on: a reader or a copy ends with a block that was answered before it ended,
and not before the last that was answered before it began. A second writer gets no lock.

Orders to skip an envelope:

- Followed where more than two thirds of the operators, as the last closed block left them, signed
  one that names an envelope of the block left open. It stays in its block without effect, and sent
  again it is answered so.
- Any other is refused with SKIP_REFUSED, and the block is left open as it was.
- A node that an envelope stops is stopped by it at every start, until such an order is given.

Founding: the new ledger goes on from height, state and live request ids of the old one, under an id
of its own. What was signed for the old one is refused as WRONG_CHAIN.

Proofs: what was answered, written or recorded can be proven against the last header, and no proof
holds that has a byte changed.

Clocks: block time never falls, whatever the clock says. Messages: an envelope that comes again is
answered as the first time; one that was changed on the way is refused and leaves no trace.
"""

from typing import Final

from praya.base.status import Status

# What opening may say where bytes were damaged.
NOTICED: Final = frozenset(
    {
        "JOURNAL_DAMAGED",
        "JOURNAL_OTHER_CHAIN",
        "JOURNAL_VERSION_UNKNOWN",
        "SNAPSHOT_DAMAGED",
        "SNAPSHOT_VERSION_UNKNOWN",
        "SNAPSHOT_REFUSED",
        "GENESIS_DAMAGED",
        "VERIFICATION_FAILED",
    }
)

# What any call may say where the device reported a failure.
REPORTED_CODES: Final = frozenset({"DISK_FAILED", "DISK_FULL"})

# What writing a copy, or a folder from it, may say where the device reported a failure.
COPY_FAILED: Final = REPORTED_CODES | {"EXPORT_FAILED", "FILE_UNREADABLE", "OSError"}

# What it may say of bytes that are not as they were written.
COPY_REFUSED: Final = frozenset({"EXPORT_DIFFERS", "EXPORT_DAMAGED"})

# What a node may say after it stopped.
STOPPED_CODES: Final = frozenset({"NODE_STOPPED", "DISK_FAILED", "DISK_FULL"})

# How a reader may refuse bytes that were changed on the way.
MANGLED: Final = frozenset(
    {
        Status.ENVELOPE_MALFORMED,
        Status.PROTOCOL_UNKNOWN,
        Status.WRONG_CHAIN,
        Status.ENVELOPE_EXPIRED,
        Status.VALIDITY_TOO_LONG,
        Status.VERB_UNKNOWN,
        Status.INTENT_MALFORMED,
        Status.SECTION_DIFFERS,
        Status.PARTICIPANT_UNKNOWN,
        Status.PARTICIPANT_SUSPENDED,
        Status.LICENCE_LAPSED,
        Status.VERB_NOT_PERMITTED,
        Status.SIGNATURE_INVALID,
        Status.POLICY_NOT_MET,
    }
)


class ViolationError(Exception):
    """A promise was broken; `what` says which, in a sentence."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def demand(holds: bool, what: str) -> None:
    """A promise: where it does not hold, the schedule ends with it."""
    if not holds:
        raise ViolationError(what)
