"""Records the envelopes of hybrid schedules again: python tests/simulation/write_hybrid_pool.py

The requests are the same every time; their ML-DSA-65 signatures are not. What is recorded was
answered by the shipped node as the naive ledger says, in this order.
"""

from collections import Counter
from dataclasses import replace
from random import Random

from praya.app import prepare_runtime

prepare_runtime()

from praya.base.errors import PrayaError  # noqa: E402 - the folder of compiled code comes first
from praya.base.signing import Suite  # noqa: E402
from praya.envelopes.participants import participant_from_document  # noqa: E402
from praya.intents.calendar.open_day import OpenDay  # noqa: E402
from praya.intents.governance.admit_participant import AdmitParticipant  # noqa: E402
from praya.intents.governance.amend_participant import AmendParticipant  # noqa: E402
from praya.intents.settlement.transfer import Transfer  # noqa: E402
from praya.testing.oracle.sent import Sent  # noqa: E402
from praya.testing.simulator.cast import (  # noqa: E402
    CALENDAR,
    DAY_MS,
    NOON,
    OPERATOR,
    document,
    first_terms,
)
from praya.testing.simulator.founding import (  # noqa: E402
    APART,
    APART_ACCOUNTS,
    BLOCK,
    empty,
    founding_requests,
)
from praya.testing.simulator.harness import Harness  # noqa: E402
from praya.testing.simulator.letters import Request, Writer  # noqa: E402
from praya.testing.simulator.recipes import register_requests, value_requests  # noqa: E402
from praya.testing.simulator.recipes.distortions import distorted  # noqa: E402
from praya.testing.simulator.recorded_pool import (  # noqa: E402
    KEPT_VALID_UNTIL,
    PATH,
    VALID_UNTIL,
    as_sent,
    write_pool,
)
from praya.testing.simulator.scene import NothingToAskError, Scene  # noqa: E402
from praya.testing.simulator.settings import Setting  # noqa: E402
from praya.testing.simulator.steps import RECIPES  # noqa: E402

SEED = 20_261_120
DAYS = 16
PER_DAY = 15
DISTORTED_SHARE = 0.15
REFUSED_SHARE = 0.2  # of what is recorded at most
REFUSED_ALIKE = 5  # of them at most with one status
ENTRIES_MAX = 8  # signatures of one envelope: each of two takes 3,400 bytes
ROWS_MAX = 40
TWINS_EVERY = 20
KEPT = 6
BYTES_MAX = 1_600_000
# (who, key sets and whether they are in use, threshold): so that signatures of several key sets,
# and by keys that were exchanged, are among what follows.
KEY_CHANGES = {
    14: ("BANKB", ((1, True), (2, True)), 1),
    18: ("BANKB", ((1, True), (2, True)), 2),
    30: ("OPERTWO", ((1, True), (2, True)), 2),
    45: ("GOVT", ((1, True), (2, True)), 1),
    60: ("GOVT", ((1, False), (2, True)), 1),
    100: ("BANKB", ((1, True), (2, True)), 1),
    110: ("BROKER", ((1, True), (2, True)), 1),
    115: ("BROKER", ((1, True), (2, True)), 2),
    170: ("BANKA", ((1, False), (2, False), (3, True)), 1),
}
SINGLE_KEYS_AT = (8, 75, 130, 180)  # newcomers with keys for Ed25519 alone
ISSUING_AT = {  # chance would leave little of it
    **dict.fromkeys((10, 33, 80, 140), value_requests.mint_cash),
    **dict.fromkeys((21, 55, 105, 150), value_requests.issue_units),
}
STOPPED_MAX = 3  # envelopes after which a suspended institution is let in again


class Recorder:
    """A hybrid ledger as it goes on, and what was sent to it."""

    def __init__(self) -> None:
        self.random = Random(SEED)
        self.harness: Harness = empty(Setting(suite=Suite.HYBRID))
        self.harness.create(self.random)
        self.recorded: list[tuple[str, Sent]] = []
        self.said: Counter[str] = Counter()
        self.refused: Counter[int] = Counter()  # ordinary ones, by status
        self.ordinary = self.stopped = 0

    def scene(self) -> Scene:
        """The ledger as it stands."""
        return Scene(self.harness.ledger, self.random, self.harness.clock.look())

    def writer(self) -> Writer:
        """One that signs."""
        now = self.harness.clock.look()
        return Writer(self.harness.ledger, self.random, now, is_recording=True)

    def answer(self, sents: list[Sent]) -> list[int]:
        """What the node says, having been found right by the naive ledger."""
        return [int(answer.status) for answer in self.harness.submit(sents, self.random)]

    def add(self, role: str, sent: Sent) -> None:
        """Keep one."""
        self.recorded.append((role, sent))
        self.said[role] += 1

    # What is recorded

    def found(self) -> None:
        """The start of every schedule."""
        requests = founding_requests(Suite.HYBRID)
        newcomers = sum(each.intent.VERB.endswith("admit_participant") for each in requests)
        ends = [newcomers, *range(newcomers + BLOCK, len(requests) + BLOCK, BLOCK)]
        for first, end in zip([0, *ends], ends, strict=False):
            writer = self.writer()
            sents = [
                as_sent(writer.write(each, valid_until=VALID_UNTIL).data)
                for each in requests[first:end]
            ]
            if any(self.answer(sents)):
                raise SystemExit("a founding envelope is not applied")
            for sent in sents:
                self.add("founding", sent)

    def day(self) -> None:
        """The next business day opens at its time."""
        day = CALENDAR.next_business_day(self.harness.ledger.book.today)
        clock = self.harness.clock
        clock.move(max(0, day * DAY_MS + 2 * 3_600_000 - clock.look()))
        asked = Request((OPERATOR,), OpenDay(day))
        sent = as_sent(self.writer().write(asked, valid_until=VALID_UNTIL).data)
        if any(self.answer([sent])):
            raise SystemExit("a day does not open")
        self.add("day", sent)

    def one(self) -> None:
        """One of all kinds; a share of them wrong."""
        for _ in range(1_000):
            sent = self._tried()
            if sent is None:
                continue
            status = self.answer([sent])[0]
            enough = self.refused.total() >= REFUSED_SHARE * (self.ordinary + 3)
            planned = self.ordinary in SINGLE_KEYS_AT
            if status and not planned and (enough or self.refused[status] >= REFUSED_ALIKE):
                continue
            if status:
                self.refused[status] += 1
            self.ordinary += 1
            self.add("ordinary", sent)
            if self.ordinary % TWINS_EVERY == 0:
                self._twin(sent)
            return
        raise SystemExit("nothing more is applied")

    def _tried(self) -> Sent | None:
        scene = self.scene()
        try:
            request = self._planned(scene)
            if request is None:
                request = scene.weighted(RECIPES)(scene)
                if scene.chance(DISTORTED_SHARE):
                    request = distorted(scene, request)
            sent = as_sent(self.writer().write(request, valid_until=VALID_UNTIL).data)
        except (NothingToAskError, PrayaError):
            return None
        return sent if self._is_fit(sent) else None

    def _planned(self, scene: Scene) -> Request | None:
        """What comes whatever the weights say."""
        suspended = bool(scene.ledger.register.suspended)
        self.stopped = self.stopped + 1 if suspended else 0
        if self.stopped > STOPPED_MAX:
            return register_requests.suspend_participant(scene)
        if self.ordinary in SINGLE_KEYS_AT:
            code = f"SINGLE{self.ordinary}"
            admitted = document(code, first_terms(code), Suite.ED25519)
            return Request((OPERATOR,), AdmitParticipant(admitted))
        if self.ordinary in ISSUING_AT:
            return ISSUING_AT[self.ordinary](scene)
        if self.ordinary not in KEY_CHANGES:
            return None
        code, keys, threshold = KEY_CHANGES[self.ordinary]
        terms = replace(first_terms(code), keys=keys, threshold=threshold)
        described = document(code, terms, Suite.HYBRID)
        acting = (OPERATOR,) if code == OPERATOR else (OPERATOR, code)
        return Request(acting, AmendParticipant(described))

    def _is_fit(self, sent: Sent) -> bool:
        """Small, not of the institution apart, no day, and no licence that lapses early."""
        if APART.encode() in sent.header_bytes or sent.rows_stated > ROWS_MAX:
            return False
        number = self.harness.ledger.book.assets[APART]
        if sent.header.batch and number in [one.asset for one in sent.header.batch.assets]:
            return False
        if isinstance(sent.intent, AmendParticipant) and self.ordinary < DAYS * PER_DAY * 2 // 3:
            try:
                amended = participant_from_document(sent.intent.document, Suite.HYBRID)
            except PrayaError:
                return True
            return not amended.licence_expiry
        return len(sent.signed) <= ENTRIES_MAX and not isinstance(sent.intent, OpenDay)

    def _twin(self, old: Sent) -> None:
        """Another content under the id of one that was just sent."""
        asked = Transfer("HKD", "0.01", "BANKA.HOUSE", "BANKB.HOUSE", "another")
        acting = (old.header.acting[0],)
        changed = {"request_id": old.header.request_id, "valid_until": VALID_UNTIL}
        self.add("twin", as_sent(self.writer().write(Request(acting, asked), **changed).data))

    def apart(self) -> None:
        """What no ledger may take, and the payments kept for the end: by the first keys."""
        writer, random = self.writer(), self.random
        asked = Request(("BANKA",), Transfer("HKD", "0.01", "BANKA.HOUSE", "BANKB.HOUSE", "wrong"))
        for changed in (
            {"chain_id": random.randbytes(32), "valid_until": VALID_UNTIL},
            {"valid_until": NOON - 1},
            {"valid_until": NOON - DAY_MS},
            {"valid_until": NOON + 90 * DAY_MS},
            {"verb": "settlement.nothing", "body": {1: "x"}, "valid_until": VALID_UNTIL},
            {"verb": "issuance.mint_cash", "body": {1: "x"}, "valid_until": VALID_UNTIL},
        ):
            sent = as_sent(writer.write(asked, **changed).data)
            if not any(self.answer([sent])):
                raise SystemExit("a wrong envelope is applied")
            self.add("wrong", sent)
        payment = Transfer(APART, "1.00", *APART_ACCOUNTS, "rent")
        for _ in range(KEPT):
            sent = writer.write(Request((APART,), payment), valid_until=KEPT_VALID_UNTIL)
            self.add("kept", as_sent(sent.data))


def main() -> None:
    """Write the file and say what it holds."""
    recorder = Recorder()
    recorder.found()
    recorder.apart()
    for _ in range(DAYS):
        for _ in range(PER_DAY):
            recorder.one()
        recorder.day()
    PATH.parent.mkdir(exist_ok=True)
    count = write_pool(PATH, recorder.recorded)
    size = PATH.stat().st_size
    print(f"{PATH.name}: {count} envelopes {dict(recorder.said)}, {size:,} bytes")
    print(f"refused of the ordinary ones: {recorder.refused.total()}")
    print(Counter(sent.header.verb for role, sent in recorder.recorded if role == "ordinary"))
    if size > BYTES_MAX:
        raise SystemExit("the file is too large")


if __name__ == "__main__":
    main()
