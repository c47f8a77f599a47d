"""Envelopes whose signatures are wrong in a way that only two algorithms together allow.

Each is put together from signatures that are there already; nothing is signed. It stays a
well-formed envelope, and its facts say what is true of it. It must not know requests.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random
from typing import Final, NamedTuple

from praya.base.signing import Algorithm
from praya.envelopes.frame import parse
from praya.envelopes.signatures import SignatureEntry
from praya.testing.oracle.sent import Sent, Signed
from praya.testing.simulator.letters import disordered, with_entries
from praya.testing.simulator.scene import NothingToAskError
from praya.testing.simulator.signing_keys import public_key


class Pair(NamedTuple):
    """A signature, and what is true of it."""

    fact: Signed
    entry: SignatureEntry


Spoil = Callable[[Sent, Sequence[Sent], Random], Sent]


def spoiled(sent: Sent, others: Sequence[Sent], random: Random) -> Sent:
    """The same header, signed wrongly in a way that its signatures allow."""
    for way in random.sample(WAYS, len(WAYS)):
        try:
            return way(sent, others, random)
        except NothingToAskError:
            continue
    raise NothingToAskError


def left_out(sent: Sent, others: Sequence[Sent], random: Random) -> Sent:
    """One signature of one algorithm is not there."""
    pairs = _pairs(sent)
    pairs.pop(random.randrange(len(pairs)))
    return _put_together(sent, pairs)


def one_algorithm(sent: Sent, others: Sequence[Sent], random: Random) -> Sent:
    """All sign with one algorithm only, each time the same."""
    kept = random.choice((Algorithm.ED25519, Algorithm.ML_DSA_65))
    return _put_together(sent, [pair for pair in _pairs(sent) if pair.fact.algorithm is kept])


def of_another_header(sent: Sent, others: Sequence[Sent], random: Random) -> Sent:
    """One signature is good, and by this very key, but of another envelope's header."""
    found = [
        (place, other.entry.signature)
        for place, pair in enumerate(_pairs(sent))
        for one in others
        if one.header_bytes != sent.header_bytes
        for other in _pairs(one)
        if other.fact.public_key == pair.fact.public_key
    ]
    if not found:
        raise NothingToAskError
    place, content = random.choice(found)
    return _with_contents(sent, {place: content})


def changed_byte(sent: Sent, others: Sequence[Sent], random: Random) -> Sent:
    """A bit of one signature turned."""
    place, content = _some(sent, random)
    turned = bytearray(content)
    turned[random.randrange(len(turned))] ^= 1 << random.randrange(8)
    return _with_contents(sent, {place: bytes(turned)})


def cut_short(sent: Sent, others: Sequence[Sent], random: Random) -> Sent:
    """One signature ends early, or is empty."""
    place, content = _some(sent, random)
    return _with_contents(sent, {place: content[: random.choice((0, 32, len(content) - 1))]})


def exchanged(sent: Sent, others: Sequence[Sent], random: Random) -> Sent:
    """The signatures of one key set stand under each other's algorithm."""
    pairs = _pairs(sent)
    first = random.randrange(len(pairs) // 2) * 2
    contents = [pair.entry.signature for pair in pairs[first : first + 2]]
    return _with_contents(sent, {first: contents[1], first + 1: contents[0]})


def of_another_key(sent: Sent, others: Sequence[Sent], random: Random) -> Sent:
    """Two signatures of one algorithm, both good of this header, each under the other's name."""
    pairs = _pairs(sent)
    if len(pairs) < 4:
        raise NothingToAskError
    first = random.randrange(2)
    second = random.randrange(first + 2, len(pairs), 2)
    contents = {first: pairs[second].entry.signature, second: pairs[first].entry.signature}
    return _with_contents(sent, contents)


def of_another_number(sent: Sent, others: Sequence[Sent], random: Random) -> Sent:
    """One signature names another key set of its institution, mostly one that is not there."""
    pairs = _pairs(sent)
    place = random.randrange(len(pairs))
    fact, entry = pairs[place]
    number = fact.key_number + random.choice((1, 2, 3))
    code = sent.header.acting[fact.acting_index]
    key = public_key(code, number, fact.algorithm)
    named = replace(fact, key_number=number, public_key=key, is_good=False)
    pairs[place] = Pair(named, replace(entry, key_number=number))
    return _put_together(sent, pairs)


def divided(sent: Sent, others: Sequence[Sent], random: Random) -> Sent:
    """The Ed25519 signature of one key set, the ML-DSA-65 signature of its owner's other one."""
    pairs = _pairs(sent)
    found = [
        place
        for place in range(0, len(pairs) - 2, 2)
        if pairs[place].fact.acting_index == pairs[place + 2].fact.acting_index
    ]
    if not found:
        raise NothingToAskError
    first = random.choice(found)
    gone = random.choice(({first, first + 3}, {first + 1, first + 2}))
    return _put_together(sent, [pair for place, pair in enumerate(pairs) if place not in gone])


def twice(sent: Sent, others: Sequence[Sent], random: Random) -> Sent:
    """One signature stands there twice."""
    pairs = _pairs(sent)
    return _put_together(sent, [*pairs, random.choice(pairs)])


def out_of_order(sent: Sent, others: Sequence[Sent], random: Random) -> Sent:
    """One signature stands there twice, or at another place."""
    return disordered(sent, random)


WAYS: Final[tuple[Spoil, ...]] = (
    *(left_out, one_algorithm, of_another_header, changed_byte, cut_short),
    *(exchanged, of_another_key, of_another_number, divided, twice, out_of_order),
)


def _pairs(sent: Sent) -> list[Pair]:
    """In the order of the frame: the two algorithms of a key set stand side by side."""
    return [Pair(*each) for each in zip(sent.signed, parse(sent.data).signatures, strict=True)]


def _some(sent: Sent, random: Random) -> tuple[int, bytes]:
    pairs = _pairs(sent)
    place = random.randrange(len(pairs))
    return place, pairs[place].entry.signature


def _with_contents(sent: Sent, contents: dict[int, bytes]) -> Sent:
    """Other bytes in place of some signatures, which so are good no longer."""
    pairs = _pairs(sent)
    for place, content in contents.items():
        fact, entry = pairs[place]
        pairs[place] = Pair(replace(fact, is_good=False), replace(entry, signature=content))
    return _put_together(sent, pairs)


def _put_together(sent: Sent, pairs: Sequence[Pair]) -> Sent:
    return with_entries(sent, tuple(fact for fact, _ in pairs), [entry for _, entry in pairs])
