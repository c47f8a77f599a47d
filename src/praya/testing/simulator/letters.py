"""Making envelopes with the shipped header, frame and signing, and noting the truth about them.

Request ids and seeds come from the schedule's generator, so that every run makes the same bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np

from praya.base.signing import Suite, demanded_algorithms
from praya.envelopes.frame import PREFIX_BYTES, build, pack_section, parse
from praya.envelopes.header import Batch, BatchAsset, Header, encode_header
from praya.envelopes.keys import ANY_VERB, KeySet, PolicyRule
from praya.envelopes.signatures import SignatureEntry, encode_signatures
from praya.intents.schema import body_of
from praya.testing.oracle.judging import rule_for, suffices
from praya.testing.oracle.ledger import NaiveLedger
from praya.testing.oracle.sent import ColumnValues, RowValues, Sent, Signed
from praya.testing.simulator.cast import DAY_MS, is_of_a_person
from praya.testing.simulator.scene import NothingToAskError
from praya.testing.simulator.signing_keys import public_key, signature

BATCH = "batch"
COLUMNS = (
    *(("debit", "<i4"), ("credit", "<i4"), ("amount", "<i8")),
    *(("group", "<u2"), ("op", "<u2"), ("authority", "<i4")),
)
OTHER_RULE_SHARE = 0.15  # of envelopes by somebody with several rules
OTHER_KEYS_SHARE = 0.2
VALIDITIES_MS = (60_000, DAY_MS, 5 * DAY_MS, 29 * DAY_MS)


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be asked and by whom, before it is an envelope."""

    acting: tuple[str, ...]
    intent: Any = None
    rows: tuple[RowValues, ...] = ()
    assets: tuple[tuple[int, int, int], ...] = ()  # of a batch: (asset, decimals, control total)
    numbering_height: int = 2**40
    columns: tuple[ColumnValues, ...] = ()  # of a request that takes them


class Writer:
    """Writes envelopes for one step of a schedule.

    On a ledger that asks for ML-DSA-65 only one that records does: those signatures do not repeat.
    """

    def __init__(
        self, ledger: NaiveLedger, random: Random, now_ms: int, *, is_recording: bool = False
    ) -> None:
        self._ledger = ledger
        self._random = random
        self._now_ms = now_ms
        self._is_recording = is_recording

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
            if request.columns:
                stated["section"], section = pack_section(_arrays(request.columns))
        header = Header(**{**stated, **changed})
        return self.sign(header, section, request)

    def sign(self, header: Header, section: bytes, request: Request) -> Sent:
        """A header signed as the keys of those who act stand now. NothingToAskError, see above."""
        if self.suite is Suite.HYBRID and not self._is_recording:
            raise NothingToAskError
        encoded = encode_header(header)
        signed = tuple(
            each
            for index, code in enumerate(header.acting)
            for number in self.keys_of(code, header.verb)
            for each in self.facts(code, number, index)
        )
        data = build(encoded, section, _entries(header.acting, encoded, signed))
        intent = request.intent if header.body is not None else None
        columns = request.columns
        return Sent(data, header, encoded, signed, intent, request.rows, columns=columns)

    @property
    def suite(self) -> Suite:
        """The signatures that the ledger asks for."""
        return self._ledger.start.suite

    def facts(self, code: str, number: int, acting_index: int) -> list[Signed]:
        """What is true of the signatures by one key set."""
        return [
            Signed(acting_index, number, public_key(code, number, each), algorithm=each)
            for each in demanded_algorithms(Suite.ED25519 if is_of_a_person(number) else self.suite)
        ]

    def keys_of(self, code: str, verb: str = ANY_VERB) -> tuple[int, ...]:
        """The key sets an institution signs with: as many as its policy asks for.

        Where it has rules of several verbs, at times by the wrong one, or one key set too few.
        """
        known = self._ledger.register.participants.get(code)
        if known is None:
            return (1,)
        active = [one for one in known.key_sets if one.active]
        rules = known.policy.rules
        if len(rules) == 1:
            return tuple(one.number for one in active)[: rules[0].threshold]
        rule, random = rule_for(known, verb) or rules[0], self._random
        if random.random() < OTHER_RULE_SHARE:
            rule = random.choice(rules)
        chosen = _enough(rule, random.sample(active, len(active)))
        if random.random() < OTHER_KEYS_SHARE:
            chosen = random.sample(active, random.randint(1, len(active)))
        return tuple(sorted(one.number for one in chosen))

    def forged(self, sent: Sent, place: int) -> Sent:
        """The same header with one signature that is good of another header only."""
        one = replace(sent.signed[place], is_good=False)
        return signed_anew(sent, (*sent.signed[:place], one, *sent.signed[place + 1 :]))

    def partly_signed(self, sent: Sent, kept: Sequence[int]) -> Sent:
        """The same header with some of its signatures only."""
        return signed_anew(sent, tuple(sent.signed[index] for index in kept))

    def signed_with(self, sent: Sent, number: int) -> Sent:
        """The same header, signed by other key sets of those who act."""
        acting = enumerate(sent.header.acting)
        facts = [each for index, code in acting for each in self.facts(code, number, index)]
        return signed_anew(sent, tuple(facts))


def _enough(rule: PolicyRule, keys: Sequence[KeySet]) -> list[KeySet]:
    """As few of these key sets as meet a rule, the last ones that it needs; or all of them."""
    chosen = list(keys)
    for one in keys:
        fewer = [other for other in chosen if other is not one]
        if suffices(rule, fewer):
            chosen = fewer
    return chosen


def signed_anew(sent: Sent, signed: tuple[Signed, ...]) -> Sent:
    """The same header with other signatures."""
    return with_entries(sent, signed, _entries(sent.header.acting, sent.header_bytes, signed))


def disordered(sent: Sent, random: Random) -> Sent:
    """The same with one signature there twice, or with its signatures in another order."""
    entries, signed = list(parse(sent.data).signatures), list(sent.signed)
    head = len(sent.data) - len(encode_signatures(tuple(entries)))
    place = random.randrange(len(entries))
    moved = (entries[place], signed[place])
    if len(entries) > 1 and random.random() < 0.5:
        del entries[place], signed[place]
        place += 1 if place == 0 else -1
    entries.insert(place, moved[0])
    signed.insert(place, moved[1])
    tail = encode_signatures(tuple(entries))
    frame = bytearray(sent.data[:head] + tail)
    frame[PREFIX_BYTES - 4 : PREFIX_BYTES] = len(tail).to_bytes(4, "little")
    return replace(sent, data=bytes(frame), signed=tuple(signed))


def with_entries(sent: Sent, signed: tuple[Signed, ...], entries: Sequence[SignatureEntry]) -> Sent:
    """The same header over these signatures, of which `signed` says what is true."""
    data = build(sent.header_bytes, _section_of(sent), entries)
    return replace(sent, data=data, signed=signed)


def _entries(
    acting: Sequence[str], header: bytes, signed: Sequence[Signed]
) -> list[SignatureEntry]:
    """The signatures of whom the facts name; where they say so, good of another header only."""
    entries = []
    for one in signed:
        message = header if one.is_good else header + b"x"
        made = signature(acting[one.acting_index], one.key_number, one.algorithm, message)
        entries.append(SignatureEntry(one.acting_index, one.key_number, one.algorithm, made))
    return entries


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
    """Columns whose first value was changed after signing."""
    start = sent.data.rindex(_section_of(sent))  # zeros before it may look like its beginning
    content = bytearray(sent.data)
    content[start] ^= 1
    return replace(sent, data=bytes(content), intent=None, has_other_section=True)


def of_another_protocol(sent: Sent) -> Sent:
    """The same with a header of a version that nobody knows."""
    content = bytearray(sent.data)
    content[PREFIX_BYTES + 2] += 1  # the first field of the map, after its number
    return replace(sent, data=bytes(content), has_other_protocol=True)


def _section_of(sent: Sent) -> bytes:
    if sent.header.section is None:
        return b""
    return pack_section(_arrays(sent.columns) if sent.columns else _columns(sent.rows))[1]


def _arrays(columns: Sequence[ColumnValues]) -> dict[str, Any]:
    return {name: np.array(values, dtype) for name, dtype, values in columns}


def _columns(rows: Sequence[RowValues]) -> dict[str, Any]:
    fields = list(zip(*rows, strict=True))
    return {name: np.array(fields[place], dtype) for place, (name, dtype) in enumerate(COLUMNS)}
