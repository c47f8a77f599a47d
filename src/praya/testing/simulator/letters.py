"""Making envelopes with the shipped header, frame and signing, and noting the truth about them.

Request ids and seeds come from the schedule's generator, so that every run makes the same bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np

from praya.envelopes.frame import build, pack_section
from praya.envelopes.header import Batch, BatchAsset, Header, encode_header
from praya.envelopes.signatures import SignatureEntry, read_entry
from praya.intents.schema import body_of
from praya.testing.oracle.ledger import NaiveLedger
from praya.testing.oracle.sent import RowValues, Sent, Signed
from praya.testing.simulator.cast import DAY_MS, keyring, public_key

BATCH = "batch"
COLUMNS = (
    *(("debit", "<i4"), ("credit", "<i4"), ("amount", "<i8")),
    *(("group", "<u2"), ("op", "<u2"), ("authority", "<i4")),
)
VALIDITIES_MS = (60_000, DAY_MS, 5 * DAY_MS, 29 * DAY_MS)


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be asked and by whom, before it is an envelope."""

    acting: tuple[str, ...]
    intent: Any = None
    rows: tuple[RowValues, ...] = ()
    assets: tuple[tuple[int, int, int], ...] = ()  # of a batch: (asset, decimals, control total)
    numbering_height: int = 2**40


class Writer:
    """Writes envelopes for one step of a schedule."""

    def __init__(self, ledger: NaiveLedger, random: Random, now_ms: int) -> None:
        self._ledger = ledger
        self._random = random
        self._now_ms = now_ms

    def write(self, request: Request, **changed: Any) -> Sent:
        """The envelope of a request, signed by all who act, with parts of the header changed."""
        random = self._random
        stated: dict[str, Any] = {
            "chain_id": self._ledger.start.chain_id,
            "acting": request.acting,
            "request_id": random.randbytes(16),
            "valid_until": self._now_ms + random.choice(VALIDITIES_MS),
            "seed": random.randbytes(32),
        }
        section = b""
        if request.intent is None:
            described, section = pack_section(_columns(request.rows))
            assets = tuple(BatchAsset(*each) for each in request.assets)
            batch = Batch(assets, request.numbering_height)
            stated |= {"verb": BATCH, "section": described, "batch": batch, "seed": b""}
        else:
            stated |= {"verb": request.intent.VERB, "body": body_of(request.intent)}
        header = Header(**{**stated, **changed})
        return self.sign(header, section, request)

    def sign(self, header: Header, section: bytes, request: Request) -> Sent:
        """A header signed as the keys of those who act stand now."""
        encoded = encode_header(header)
        entries: list[SignatureEntry] = []
        signed: list[Signed] = []
        for index, code in enumerate(header.acting):
            for number in self.keys_of(code):
                entries += [read_entry(each) for each in keyring(code, number).sign(encoded, index)]
                signed.append(Signed(index, number, public_key(code, number)))
        data = build(encoded, section, entries)
        intent = request.intent if header.body is not None else None
        return Sent(data, header, encoded, tuple(signed), intent, request.rows)

    def keys_of(self, code: str) -> tuple[int, ...]:
        """The key sets an institution signs with: as many as its policy asks for."""
        known = self._ledger.register.participants.get(code)
        if known is None:
            return (1,)
        active = [one.number for one in known.key_sets if one.active]
        return tuple(active[: known.policy.rules[0].threshold])

    def forged(self, sent: Sent, place: int) -> Sent:
        """The same header with one signature that is not good."""
        entries = []
        for index, one in enumerate(sent.signed):
            code = sent.header.acting[one.acting_index]
            if index == place:
                made = keyring(code, one.key_number).sign(sent.header_bytes + b"x", 0)[0]
                made[0] = one.acting_index
            else:
                ring = keyring(code, one.key_number)
                made = ring.sign(sent.header_bytes, one.acting_index)[0]
            entries.append(read_entry(made))
        signed = tuple(
            Signed(one.acting_index, one.key_number, one.public_key, index != place)
            for index, one in enumerate(sent.signed)
        )
        data = build(sent.header_bytes, _section_of(sent), entries)
        return _with(sent, data, signed)

    def partly_signed(self, sent: Sent, kept: Sequence[int]) -> Sent:
        """The same header with some of its signatures only."""
        entries = []
        for index in kept:
            one = sent.signed[index]
            ring = keyring(sent.header.acting[one.acting_index], one.key_number)
            entries.append(read_entry(ring.sign(sent.header_bytes, one.acting_index)[0]))
        data = build(sent.header_bytes, _section_of(sent), entries)
        return _with(sent, data, tuple(sent.signed[index] for index in kept))

    def signed_with(self, sent: Sent, number: int) -> Sent:
        """The same header, signed by other key sets of those who act."""
        entries, signed = [], []
        for index, code in enumerate(sent.header.acting):
            entries.append(read_entry(keyring(code, number).sign(sent.header_bytes, index)[0]))
            signed.append(Signed(index, number, public_key(code, number)))
        data = build(sent.header_bytes, _section_of(sent), entries)
        return _with(sent, data, tuple(signed))


def mangled(sent: Sent, random: Random) -> Sent:
    """The same bytes with one changed on the way, or with the end cut off."""
    content = bytearray(sent.data)
    if random.random() < 0.2:
        del content[random.randrange(len(content)) :]
    else:
        content[random.randrange(len(content))] ^= 1 << random.randrange(8)
    return Sent(
        bytes(content), sent.header, sent.header_bytes, (), sent.intent, sent.rows, is_mangled=True
    )


def with_other_section(sent: Sent) -> Sent:
    """A batch whose first amount was changed after signing."""
    start = sent.data.index(_section_of(sent))
    content = bytearray(sent.data)
    content[start] ^= 1
    found = _with(sent, bytes(content), sent.signed)
    return Sent(
        found.data,
        *(found.header, found.header_bytes, found.signed, None, sent.rows),
        has_other_section=True,
    )


def _section_of(sent: Sent) -> bytes:
    if sent.header.section is None:
        return b""
    return pack_section(_columns(sent.rows))[1]


def _with(sent: Sent, data: bytes, signed: tuple[Signed, ...]) -> Sent:
    return Sent(data, sent.header, sent.header_bytes, signed, sent.intent, sent.rows)


def _columns(rows: Sequence[RowValues]) -> dict[str, Any]:
    fields = list(zip(*rows, strict=True))
    return {name: np.array(fields[place], dtype) for place, (name, dtype) in enumerate(COLUMNS)}
