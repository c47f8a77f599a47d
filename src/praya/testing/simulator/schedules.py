"""One schedule: a seed, the steps it draws, and a run of them that ends well or in a violation.

The same seed gives the same steps, the same bytes and the same trace, in any process.
"""

from collections import Counter
from dataclasses import dataclass, replace
from random import Random
from traceback import extract_tb

from praya.base.errors import Bug, PrayaError
from praya.base.limits import REQUEST_VALIDITY_MS_MAX
from praya.base.signing import Suite
from praya.intents.governance.suspend_participant import SuspendParticipant
from praya.kernel.operations import GOVERN_RESTORE
from praya.testing.simulator.founding import empty, found_all
from praya.testing.simulator.harness import Harness
from praya.testing.simulator.legality import ViolationError, demand
from praya.testing.simulator.letters import Request, Writer
from praya.testing.simulator.recipes import register_requests, value_requests
from praya.testing.simulator.recorded_workload import (
    RecordedSteps,
    RecordedWorkload,
    pay_recorded,
)
from praya.testing.simulator.scene import NothingToAskError, Scene
from praya.testing.simulator.settings import (
    HYBRID_SHARE,
    Setting,
    draw_setting,
    limits_in_place,
    on_a_hybrid_ledger,
    with_rare_limits,
)
from praya.testing.simulator.standing import Standing
from praya.testing.simulator.steps import STANDARD, Actor, Recipe, Step, draw_step
from praya.testing.simulator.transcripts import AFTER_ALL, Transcript
from praya.testing.simulator.workloads import Workload

STEPS_DEFAULT = 40
TEAR_SHARE = 0.1  # of all schedules have one step of this kind, in place of another
BOND_SHARE = 0.6  # and of this one
TRIED_OF_EACH = 10  # recipes after healing
PAYMENTS = (value_requests.transfer, value_requests.redeem_cash, value_requests.mint_cash)
OPENINGS = (register_requests.open_accounts,)
# What Python raises where code is wrong.
CODE_FAULTS = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, NameError),
    *(OSError, RuntimeError, TypeError, ValueError),
)


@dataclass(frozen=True, slots=True)
class Schedule:
    """What is to be run."""

    seed: int
    setting: Setting
    steps: tuple[Step, ...]
    places: tuple[int, ...]  # of the steps among those that the seed draws

    def only(self, kept: tuple[int, ...]) -> "Schedule":
        """The same with these steps alone, by their places among those drawn."""
        pairs = [pair for pair in zip(self.places, self.steps, strict=True) if pair[0] in kept]
        places = tuple(place for place, _ in pairs)
        return replace(self, steps=tuple(step for _, step in pairs), places=places)

    def signed_once(self) -> "Schedule":
        """The same on a ledger that asks for Ed25519 signatures alone."""
        return replace(self, setting=replace(self.setting, suite=Suite.ED25519))


@dataclass(frozen=True, slots=True)
class Ran:
    """How a schedule went. `violation` is empty where every promise was kept."""

    seed: int
    steps: int
    answers: int
    faults: Counter[str]
    trace: str
    violation: str = ""
    at_place: int = -1  # of the step that was under way, -1 before and after all
    is_hybrid: bool = False  # institutions signed with Ed25519 and ML-DSA-65 together


def draw_schedule(seed: int, steps: int = STEPS_DEFAULT) -> Schedule:
    """The schedule of a seed."""
    random = Random(f"schedule {seed}")
    setting = draw_setting(random)
    drawn = [draw_step(random) for _ in range(steps)]
    if random.random() < TEAR_SHARE:  # drawn last: all other steps are as they would be without
        drawn[random.randrange(steps)] = Step("tear", random.getrandbits(32))
    apart = Random(f"bond {seed}")  # by itself as well
    if apart.random() < BOND_SHARE:
        drawn[apart.randrange(steps)] = Step("bond", apart.getrandbits(32))
    setting = with_rare_limits(setting, Random(f"limits {seed}"))
    if Random(f"keys {seed}").random() < HYBRID_SHARE:  # by itself: whatever else is drawn
        setting = on_a_hybrid_ledger(setting)
    return Schedule(seed, setting, tuple(drawn), tuple(range(steps)))


def run_schedule(
    schedule: Schedule, workload: Workload = STANDARD, transcript: Transcript | None = None
) -> Ran:
    """Run it: create or open, do the steps, heal, and see that the ledger lives.

    What the workload raises beside its violations is passed on; a `transcript` is told requests.
    """
    random = Random(f"run {schedule.seed}")
    with limits_in_place(Setting()):
        harness = empty(schedule.setting) if schedule.setting.from_genesis else None
        harness = harness or workload.machine(schedule.setting)
    at_place = -1
    harness.transcript = transcript
    actor = _actor(schedule, harness, workload)
    try:
        with limits_in_place(schedule.setting):
            _start(harness, random)
            for place, step in zip(schedule.places, schedule.steps, strict=True):
                at_place = place
                if transcript is not None:
                    transcript.begin(place)
                actor.do(step)
                _judge(actor)
            at_place = -1
            if transcript is not None:
                transcript.begin(AFTER_ALL)
            _heal(actor, random)
    except ViolationError as violation:
        return _ran(schedule, actor, violation.what, at_place)
    except Bug as bug:
        return _ran(schedule, actor, f"a bug stopped the node: {bug}", at_place)
    except PrayaError as problem:
        return _ran(schedule, actor, f"refused with nothing wrong: {problem}", at_place)
    except CODE_FAULTS as error:  # whatever ends a schedule is found, not passed on
        last = extract_tb(error.__traceback__)[-1]
        where = f"{last.filename.rpartition('/')[2]}:{last.lineno}"
        return _ran(schedule, actor, f"{type(error).__name__} in {where}: {error}", at_place)
    return _ran(schedule, actor, "", -1)


def _actor(schedule: Schedule, harness: Harness, workload: Workload) -> Actor:
    """Who does the steps: on a hybrid ledger, with what was recorded."""
    if schedule.setting.suite is not Suite.HYBRID:
        return Actor(harness, workload)
    recorded = RecordedWorkload(Random(f"pool {schedule.seed}"))
    return Actor(harness, recorded, RecordedSteps(recorded).table())


def _judge(actor: Actor) -> None:
    harness = actor.harness
    actor.workload.judge(Standing(harness.ledger, harness.clock.look()), actor.answered)
    actor.answered.clear()


def _start(harness: Harness, random: Random) -> None:
    if harness.setting.from_genesis:
        harness.create(random)
        found_all(harness, random)
    else:
        harness.open(random)


def _ran(schedule: Schedule, actor: Actor, violation: str, at_place: int) -> Ran:
    harness = actor.harness
    struck = Counter(kind.value for kind in harness.injector.struck)
    trace = harness.trace() if not violation else ""
    count = len(schedule.steps)
    is_hybrid = harness.ledger.start.suite is Suite.HYBRID
    return Ran(
        *(schedule.seed, count, harness.answers, struck, trace),
        *(violation, at_place, is_hybrid),
    )


def _heal(actor: Actor, random: Random) -> None:
    """No fault any more: what was uncertain is settled, a payment goes through, all is verified."""
    harness = actor.harness
    harness.injector.disarm()
    step = Step("resend", random.getrandbits(32))
    actor.resend(random, step)
    harness.close(random)
    harness.open(random)
    _judge(actor)
    is_hybrid = harness.ledger.start.suite is Suite.HYBRID
    (pay_recorded if is_hybrid else _pay)(actor, random)
    actor.verify(random, step)
    harness.check_everything()


def _pay(actor: Actor, random: Random) -> None:
    """Liveness: some valid payment is applied, once old request ids have expired.

    Rules may stop all who could pay, with nothing wrong: the naive ledger says the same of each.
    Then an operator restores the suspended; where assets are paused or licences have lapsed, it is
    enough that somebody opens an account.
    """
    actor.harness.clock.move(REQUEST_VALIDITY_MS_MAX)
    if _some_request(actor, random, PAYMENTS):
        return
    _restore_suspended(actor, random)
    if not _some_request(actor, random, PAYMENTS):
        lives = _some_request(actor, random, OPENINGS)
        demand(lives, "no payment goes through after healing, and no account is opened")


def _some_request(actor: Actor, random: Random, recipes: tuple[Recipe, ...]) -> bool:
    harness, tries = actor.harness, TRIED_OF_EACH * len(recipes)
    for tried in range(tries):
        scene = Scene(harness.ledger, random, harness.clock.look())
        writer = Writer(harness.ledger, random, scene.now_ms)
        try:
            sent = writer.write(recipes[tried // TRIED_OF_EACH](scene))
        except NothingToAskError:
            continue
        answers = harness.submit([sent], random)
        if answers and answers[0].status == 0:
            return True
    return False


def _restore_suspended(actor: Actor, random: Random) -> None:
    harness = actor.harness
    for code in sorted(harness.ledger.register.suspended):
        scene = Scene(harness.ledger, random, harness.clock.look())
        restore = SuspendParticipant(code, GOVERN_RESTORE, "settled")
        writer = Writer(harness.ledger, random, scene.now_ms)
        answers = harness.submit([writer.write(Request((scene.operator(),), restore))], random)
        restored = bool(answers) and answers[0].status == 0
        demand(restored, f"{code} is not restored after healing")
