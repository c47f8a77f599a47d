"""The millisecond at which something ends: what ends next, and requests that depend on it.

A hold, a mandate, a licence or a request is still good at its expiry and no longer one millisecond
later. It looks at the naive ledger, and must not know clocks or steps.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from random import Random
from typing import Final, NamedTuple

from praya.base.limits import REQUEST_VALIDITY_MS_MAX
from praya.intents.governance.amend_participant import AmendParticipant
from praya.intents.supervision.attest_fact import AttestFact
from praya.testing.oracle.ledger import NaiveLedger
from praya.testing.oracle.sent import Sent
from praya.testing.simulator.cast import OPERATORS, document, terms_of
from praya.testing.simulator.letters import Request, Writer
from praya.testing.simulator.recipes import batches, value_requests
from praya.testing.simulator.scene import NothingToAskError, Scene

HORIZON_MS: Final = 4 * 86_400_000  # nobody waits longer for something to end
NEAREST: Final = 4  # of each kind, among which one is drawn
DRAWN: Final = 6  # requests of a kind, of which some end
ENDED_IDS: Final = 2  # ids that have ended, which are used again
PREPARED: Final = 2  # of them are sent
LAPSING_SHARE: Final = 0.4  # of preparations, with an institution whose licence ends
WEIGHTS: Final = {"holds": 3, "mandates": 4, "licences": 3, "requests": 1}  # there are many ids
STANDS: Final = 1  # the state of a hold or mandate that has not ended


Plain = Callable[[Scene], Request]


class Ending(NamedTuple):
    """Something that ends: of which kind, when (its last millisecond), and whose if it says so."""

    kind: str
    at: int
    code: str = ""  # of the participant whose licence it is


def endings(ledger: NaiveLedger, after: int) -> list[Ending]:
    """What ends soon after a time, in order of kind and time."""
    state = ledger.book.model.state
    found = [
        Ending(table, row["expiry"])
        for table in ("holds", "mandates")
        for row in state[table]
        if row["state"] == STANDS
    ]
    found += [
        Ending("requests", row["valid_until"]) for row in state["requests"] if row["participant"]
    ]
    known = ledger.register.participants.items()
    found += [Ending("licences", one.licence_expiry, code) for code, one in known]
    return sorted({each for each in found if after < each.at <= after + HORIZON_MS})


def next_ending(ledger: NaiveLedger, after: int, random: Random) -> Ending:
    """One of those that end next, by the weight of its kind. NothingToAskError: there is none."""
    listed = endings(ledger, after)
    if not listed:
        raise NothingToAskError
    kinds = sorted({each.kind for each in listed})
    kind = random.choices(kinds, [WEIGHTS[each] for each in kinds])[0]
    return random.choice([each for each in listed if each.kind == kind][:NEAREST])


def beforehand(scene: Scene, writer: Writer) -> Iterator[Sent]:
    """Holds, mandates and a licence that end soon, where there is anything to reserve or grant."""
    for recipe in (value_requests.grant_mandate, value_requests.place_hold):
        with suppress(NothingToAskError):
            drawn = [recipe(scene) for _ in range(DRAWN)]
            ending = [request for request in drawn if request.intent.expiry]
            yield from (writer.write(request) for request in ending[:PREPARED])
    if scene.chance(LAPSING_SHARE):
        with suppress(NothingToAskError):
            yield writer.write(_licence_that_ends(scene))


def _licence_that_ends(scene: Scene) -> Request:
    """An institution registered as before, with a licence for one more hour."""
    known = scene.ledger.register.participants
    code = scene.pick(sorted(set(known) - set(OPERATORS)))
    terms = replace(terms_of(known[code]), expiry=scene.now_ms + value_requests.HOUR_MS)
    intent = AmendParticipant(document(code, terms, scene.ledger.start.suite))
    return Request((scene.operator(), code), intent)


def timed(scene: Scene, writer: Writer, ending: Ending, plain: Plain) -> Iterator[Sent]:
    """Plain requests in their own last millisecond, and as far ahead as is allowed."""
    for until in (ending.at, ending.at + REQUEST_VALIDITY_MS_MAX):
        with suppress(NothingToAskError):
            yield writer.write(plain(scene), valid_until=until)
    yield from _under_ended_ids(scene, writer, plain)


def _under_ended_ids(scene: Scene, writer: Writer, plain: Plain) -> Iterator[Sent]:
    """Plain requests under the ids that ended last: forgotten, or still waiting to be."""
    rows = scene.book.model.state["requests"]
    ended = [row for row in rows if row["participant"] and row["valid_until"] < scene.now_ms]
    for row in sorted(ended, key=lambda each: each["valid_until"])[-ENDED_IDS:]:
        code = scene.participants()[row["participant"] - 1]
        words = (row["request_0"], row["request_1"])
        used = b"".join(word.to_bytes(8, "little", signed=True) for word in words)
        with suppress(NothingToAskError):
            request = plain(scene)
            acting = tuple(dict.fromkeys((code, *request.acting)))
            yield writer.write(replace(request, acting=acting), request_id=used)


def aimed(scene: Scene, writer: Writer, ending: Ending) -> Iterator[Sent]:
    """Envelopes that what ends there decides on, and a fact that is stated until then."""
    for ask in (*_RECIPES[ending.kind], _of_anybody):
        with suppress(NothingToAskError):
            yield writer.write(ask(scene, ending))


def _fact(scene: Scene, code: str, until: int) -> Request:
    """A price that somebody attests, until a time."""
    evidence, price = scene.random.randbytes(32), scene.random.randrange(10**6)
    fact = AttestFact("price", price, max(0, until - 1_000), until, evidence, ())
    return Request((code,), fact)


def _of_anybody(scene: Scene, ending: Ending) -> Request:
    return _fact(scene, scene.pick(scene.participants()), ending.at)


def _of_the_lapsing(scene: Scene, ending: Ending) -> Request:
    """Whose licence ends there acts once more."""
    return _fact(scene, ending.code, ending.at + 1_000)


Ask = Callable[[Scene, Ending], Request]
_RECIPES: Final[dict[str, tuple[Ask, ...]]] = {
    "holds": (
        lambda scene, _: value_requests.release_hold(scene),
        lambda scene, _: batches.holds(scene),
    ),
    "mandates": (
        lambda scene, _: batches.by_mandate(scene),
        lambda scene, _: batches.by_mandate(scene),
    ),
    "requests": (),
    "licences": (_of_the_lapsing,),
}
