"""Envelopes with ML-DSA-65 signatures, recorded once: what a schedule of a hybrid ledger sends.

The shipped vault signs with fresh randomness, so that a schedule which signed would never repeat.
`tests/simulation/write_hybrid_pool.py` records. The file holds frames and what each is for; what is
true of an envelope is read from its frame. It must not know steps or schedules.
"""

import base64
import json
import lzma
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from praya.base.errors import PrayaError
from praya.envelopes.frame import Envelope, parse
from praya.intents import INTENTS
from praya.intents.calendar.open_day import OpenDay
from praya.intents.schema import read_intent
from praya.intents.settlement.settle_dvp import SettleDvp
from praya.intents.supervision.record_holdings import RecordHoldings
from praya.testing.oracle.sent import ColumnValues, RowValues, Sent, Signed
from praya.testing.simulator.cast import DAY_MS, NOON
from praya.testing.simulator.signing_keys import public_key

PATH: Final = Path(__file__).parent / "recorded" / "hybrid-v1.jsonl.xz"
WRITTEN_BY: Final = "python tests/simulation/write_hybrid_pool.py"
# Every recorded request may come at any time of a schedule: until the last has expired.
VALID_UNTIL: Final = NOON + 29 * DAY_MS
ALL_EXPIRED: Final = VALID_UNTIL + 2 * DAY_MS
KEPT_VALID_UNTIL: Final = ALL_EXPIRED + 28 * DAY_MS
# What an envelope is for: the start of every schedule; any step; one day each; another content
# under the id of an earlier one; no ledger may take it; the payments at the end.
ROLES: Final = ("founding", "ordinary", "day", "twin", "wrong", "kept")


@dataclass(frozen=True, slots=True)
class Pool:
    """All that is recorded, in the order of recording."""

    founding: tuple[Sent, ...]
    ordinary: tuple[Sent, ...]
    dated: dict[int, tuple[Sent, ...]]  # of the ordinary ones, those for one day only
    days: dict[int, Sent]  # each opens the day that it stands under
    twins: tuple[Sent, ...]
    wrong: tuple[Sent, ...]
    kept: tuple[Sent, ...]  # nothing else in the pool can stop these payments


@cache
def recorded_pool() -> Pool:
    """The pool that is shipped."""
    lines = lzma.decompress(PATH.read_bytes()).decode().splitlines()
    found: dict[str, list[Sent]] = {role: [] for role in ROLES}
    for line in lines:
        stated = json.loads(line)
        found[stated["role"]].append(as_sent(base64.b64decode(stated["frame"])))
    days = {sent.intent.date: sent for sent in found["day"] if isinstance(sent.intent, OpenDay)}
    founding, ordinary, twins, wrong, kept = (
        tuple(found[role]) for role in ("founding", "ordinary", "twin", "wrong", "kept")
    )
    dated = {day: tuple(one for one in ordinary if day_of(one) == day) for day in days}
    return Pool(founding, ordinary, dated, days, twins, wrong, kept)


def day_of(sent: Sent) -> int:
    """The only day on which a request can be applied; 0 where it is not bound to one."""
    asked = sent.intent
    if isinstance(asked, SettleDvp):
        return asked.settlement_date
    return asked.date if isinstance(asked, RecordHoldings) else 0


def write_pool(path: Path, recorded: Iterable[tuple[str, Sent]]) -> int:
    """Write envelopes with what they are for; how many there were."""
    lines = [
        json.dumps({"role": role, "frame": base64.b64encode(sent.data).decode()})
        for role, sent in recorded
    ]
    content = "".join(line + "\n" for line in lines).encode()
    path.write_bytes(lzma.compress(content, preset=9 | lzma.PRESET_EXTREME))
    return len(lines)


def as_sent(data: bytes) -> Sent:
    """What is true of a frame whose signatures are all by the keys of those who act."""
    envelope = parse(data)
    header = envelope.header
    is_batch = header.batch is not None
    columns = _columns(envelope)
    rows: tuple[RowValues, ...] = ()
    if is_batch:
        rows = tuple(
            (row[0], row[1], row[2], row[3], row[4], row[5])
            for row in zip(*(values for _, _, values in columns), strict=True)
        )
    return Sent(
        data=data,
        header=header,
        header_bytes=envelope.header_bytes,
        signed=_signed(envelope),
        intent=_intent(envelope),
        rows=rows,
        columns=() if is_batch else columns,
    )


def _signed(envelope: Envelope) -> tuple[Signed, ...]:
    acting = envelope.header.acting
    return tuple(
        Signed(
            acting_index=one.acting_index,
            key_number=one.key_number,
            public_key=public_key(acting[one.acting_index], one.key_number, one.algorithm),
            algorithm=one.algorithm,
        )
        for one in envelope.signatures
    )


def _intent(envelope: Envelope) -> Any:
    """The request that a body states; None where it states none."""
    header = envelope.header
    kind = INTENTS.get(header.verb)
    if kind is None or header.body is None:
        return None
    try:
        return read_intent(kind, header.body)
    except PrayaError:
        return None


def _columns(envelope: Envelope) -> tuple[ColumnValues, ...]:
    return tuple(
        (name, values.dtype.str, tuple(values.tolist()))
        for name, values in envelope.columns().items()
    )
