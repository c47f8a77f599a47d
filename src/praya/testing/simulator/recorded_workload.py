"""The workload of a hybrid ledger: recorded envelopes in their order, and steps that sign nothing.

Faults, restarts, copies and proofs are those of every schedule. What would have to be signed anew
is not asked for: orders to skip an envelope, and requests on a ledger founded on this one.
"""

from collections.abc import Sequence
from random import Random
from typing import Final

from praya.node.execution import Answer
from praya.testing.oracle.sent import Sent
from praya.testing.simulator.cast import CALENDAR, DAY_MS
from praya.testing.simulator.faults import FaultKind
from praya.testing.simulator.founding import copied
from praya.testing.simulator.harness import Harness
from praya.testing.simulator.legality import demand
from praya.testing.simulator.letters import (
    Request,
    Writer,
    mangled,
    of_another_protocol,
    with_other_section,
)
from praya.testing.simulator.recorded_pool import ALL_EXPIRED, day_of, recorded_pool
from praya.testing.simulator.scene import NothingToAskError, Scene
from praya.testing.simulator.settings import Setting
from praya.testing.simulator.spoiled_signatures import spoiled
from praya.testing.simulator.standing import Standing
from praya.testing.simulator.steps import STEPS, Actor, DoStep, Step

START_MAX: Final = 5  # envelopes at the beginning that a schedule may pass over
GAP_SHARE: Final = 0.03  # of envelopes have some before them passed over
GAP_MAX: Final = 2
TODAY_SHARE: Final = 0.3  # of envelopes are sought among those for the day that it is
NEAR: Final = 8  # envelopes to come, of which spoiled ones are made
TWIN_SHARE: Final = 0.6  # of steps in which envelopes come again


class RecordedWorkload:
    """Recorded envelopes, one after the other, for one run of one schedule."""

    def __init__(self, random: Random) -> None:
        self.pool = recorded_pool()
        self._place = random.randint(0, START_MAX)
        self._sent: set[bytes] = set()  # ids of those that had to wait, or came early

    def machine(self, setting: Setting) -> Harness:
        """The ledger of `founding`, of its recorded envelopes."""
        return copied(setting)

    def write(self, scene: Scene, writer: Writer) -> Sent:
        """The next; at times a few before it are passed over. NothingToAskError at the end.

        What was recorded for one day only comes on that day, out of its order; or late, in vain.
        """
        today = scene.book.today
        found = [one for one in self.pool.dated.get(today, ()) if one.id not in self._sent]
        if found and scene.chance(TODAY_SHARE):
            return self._take(scene.random.choice(found))
        if scene.chance(GAP_SHARE):
            self._place += scene.random.randint(1, GAP_MAX)
        for sent in self.pool.ordinary[self._place :]:
            self._place += 1
            if sent.id not in self._sent and day_of(sent) <= today:
                return self._take(sent)
        raise NothingToAskError

    def _take(self, sent: Sent) -> Sent:
        self._sent.add(sent.id)
        return sent

    def plain(self, scene: Scene) -> Request:
        """Nothing: it would have to be signed."""
        raise NothingToAskError

    def carrier(self, scene: Scene) -> Request:
        """Nothing: it would have to be signed."""
        raise NothingToAskError

    def judge(self, standing: Standing, answered: Sequence[tuple[Sent, Answer]]) -> None:
        """Nothing beside what the harness demands."""

    def near(self) -> Sequence[Sent]:
        """The next ones, which stay to come; at the end, the last ones."""
        first = min(self._place, len(self.pool.ordinary) - NEAR)
        return self.pool.ordinary[first : first + NEAR]


class RecordedSteps:
    """The steps that are done otherwise where nothing can be signed."""

    def __init__(self, workload: RecordedWorkload) -> None:
        self._workload = workload
        self._pool = workload.pool

    def table(self) -> dict[str, DoStep]:
        """All steps by their kinds."""
        return {
            **STEPS,
            "days": self.days,
            "again": self.again,
            "spoil": self.spoil,
            "skip": self.nothing,
            "found": self.nothing,
        }

    def nothing(self, actor: Actor, random: Random, step: Step) -> None:
        """A step that would have to sign."""
        raise NothingToAskError

    def days(self, actor: Actor, random: Random, _step: Step) -> None:
        """Business days are opened, one after the other, each at its own time."""
        clock = actor.harness.clock
        for _ in range(random.choice((1, 2, 3, 5))):
            day = CALENDAR.next_business_day(actor.harness.ledger.book.today)
            if day not in self._pool.days:
                raise NothingToAskError
            clock.move(max(0, day * DAY_MS + 2 * 3_600_000 - clock.look()))
            actor.submit([self._pool.days[day]], random)

    def again(self, actor: Actor, random: Random, step: Step) -> None:
        """As ever; and at times what was recorded under an id that another content had."""
        Actor.again(actor, random, step)
        used = {(sent.header.acting[0], sent.header.request_id) for sent in actor.sent}
        twins = [
            twin
            for twin in self._pool.twins
            if (twin.header.acting[0], twin.header.request_id) in used
        ]
        if twins and random.random() < TWIN_SHARE:
            actor.submit([random.choice(twins)], random)

    def spoil(self, actor: Actor, random: Random, _step: Step) -> None:
        """Envelopes that no ledger may take, among one that it may."""
        sents = [actor.envelope(random)]
        for _ in range(random.randint(1, 4)):
            sents.append(self._spoiled(actor, random))
        random.shuffle(sents)
        actor.submit(sents, random)

    def _spoiled(self, actor: Actor, random: Random) -> Sent:
        """One of those recorded wrong, or one to come with its bytes or signatures changed."""
        near, kind = self._workload.near(), random.randrange(11)
        sent = random.choice(near)
        if kind in (0, 1):
            return random.choice(self._pool.wrong)
        if kind == 2:
            return of_another_protocol(sent)
        if kind in (3, 4) and sent.header.section is not None:
            return with_other_section(sent)
        if kind == 5:
            actor.harness.injector.note(FaultKind.MANGLED)
            return mangled(sent, random)
        return spoiled(sent, near, random)


def pay_recorded(actor: Actor, random: Random) -> None:
    """Liveness: once all other requests have expired, a payment kept for this is applied.

    It is of an institution apart, which nothing in the pool stops; so there is no excuse.
    """
    clock = actor.harness.clock
    clock.move(max(0, ALL_EXPIRED - clock.look()))
    for sent in recorded_pool().kept:
        answers = actor.harness.submit([sent], random)
        if answers and answers[0].status == 0:
            return
    demand(False, "no recorded payment goes through after healing")
