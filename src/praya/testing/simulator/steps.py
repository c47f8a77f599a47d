"""The steps a schedule is made of: each draws all its choices from a seed of its own.

So a step can be left out and the others still mean something: that is what makes a failing
schedule short.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from praya.base.errors import PrayaError
from praya.base.limits import (
    BLOCK_DEVICE_BYTES,
    BLOCK_ENVELOPES_MAX,
    EXTENT_POSITIONS,
    REQUEST_VALIDITY_MS_MAX,
)
from praya.intents.calendar.open_day import OpenDay
from praya.intents.issuance.amend_asset import AmendAsset
from praya.node.execution import Answer
from praya.node.founding import found_on
from praya.node.proving import prove_holding
from praya.node.reading import read_ledger
from praya.node.replay import Progress
from praya.node.verification import verify_folder
from praya.testing.oracle.book import code_of
from praya.testing.oracle.documents import DayUnknownError
from praya.testing.oracle.sent import Sent
from praya.testing.oracle.value_requests import holdings_root
from praya.testing.simulator.beside import demand_blocks, demand_one_writer, read_beside
from praya.testing.simulator.cast import DAY_MS, OPERATOR
from praya.testing.simulator.exporting import export_history
from praya.testing.simulator.faults import AT_CALLS, LYING, FaultKind
from praya.testing.simulator.founding import copied
from praya.testing.simulator.harness import Harness
from praya.testing.simulator.last_moments import aimed, beforehand, next_ending, timed
from praya.testing.simulator.legality import demand
from praya.testing.simulator.letters import (
    Request,
    Writer,
    disordered,
    mangled,
    of_another_protocol,
    with_other_section,
)
from praya.testing.simulator.proving import Onlooker
from praya.testing.simulator.recipes import (
    batches,
    bonds,
    columns,
    edges,
    limits,
    policies,
    register_requests,
    value_requests,
)
from praya.testing.simulator.recipes.distortions import distorted
from praya.testing.simulator.rot import damage_at_rest
from praya.testing.simulator.scene import NothingToAskError, Scene
from praya.testing.simulator.settings import IS_PLAIN, Setting
from praya.testing.simulator.skip_orders import GOOD, NONE, WRONG, SkipPlan
from praya.testing.simulator.standing import Standing
from praya.testing.simulator.turning import turn_under_node
from praya.testing.simulator.virtual_files import Survival
from praya.testing.simulator.virtual_folder import VirtualFolder
from praya.testing.simulator.workloads import Workload

Recipe = Callable[[Scene], Request]
RECIPES: Final[tuple[tuple[Recipe, int], ...]] = (
    (value_requests.transfer, 12),
    (value_requests.settle_dvp, 8),
    (value_requests.mint_cash, 5),
    (value_requests.redeem_cash, 4),
    (value_requests.issue_units, 4),
    (value_requests.place_hold, 7),
    (value_requests.release_hold, 9),
    (value_requests.grant_mandate, 4),
    (value_requests.revoke_mandate, 2),
    (batches.payments, 6),
    (batches.ring, 5),
    (batches.by_mandate, 7),
    (batches.holds, 4),
    (batches.holds_by_mandate, 3),
    (register_requests.admit_participant, 2),
    (register_requests.amend_participant, 3),
    (register_requests.suspend_participant, 2),
    (register_requests.publish_calendar, 1),
    (register_requests.open_day, 2),
    (register_requests.open_accounts, 3),
    (register_requests.open_positions, 4),
    (register_requests.set_attributes, 3),
    (register_requests.freeze_account, 4),
    (register_requests.define_asset, 3),
    (register_requests.amend_asset, 4),
    (register_requests.attest_fact, 3),
    (register_requests.record_holdings, 3),
    (register_requests.attest_holdings, 3),
    (columns.open_accounts, 3),
    (policies.amend_policy, 3),
    (limits.rare_limit, 6),
    (edges.known_participant, 1),
    (edges.odd_rows, 4),
    (edges.to_whom_it_may_not_go, 2),
    (edges.odd_bond, 1),
)
WRONG_SHARE: Final = 0.4
BLOCK_SHARE: Final = 0.5  # of steps of kind "verify" read single blocks
LAST_MOMENT_SHARE: Final = 0.7  # of jumps of the clock
PREPARED_SHARE: Final = 0.6  # of these begin with something that ends soon
LATE_SHARE: Final = 0.25  # of these go one millisecond too far
ENDING_MAX: Final = 4  # envelopes that come again in their last millisecond
RESENT_MAX: Final = 200
ATTEMPTS_MAX: Final = 12
SWEPT_POSITIONS: Final = 2 * EXTENT_POSITIONS + 10  # a sweep of them takes three blocks
DAYS_AFTER_ISSUE: Final = (5, 8, 12, 25)
KEEPERS_OF_CLIENTS: Final = ("BANKA", "BANKB", "BROKER")
SET_REQUIRED: Final = 5  # what `AmendAsset` calls the attributes that holders must have


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a schedule. `fault`: the kind that a step of kind "fault" arms."""

    kind: str
    seed: int
    fault: FaultKind | None = None

    def __str__(self) -> str:
        return self.kind if self.fault is None else f"{self.kind} {self.fault.value}"


class StandardWorkload:
    """Requests of every kind, right and wrong, on the ledger that all schedules start from."""

    def machine(self, setting: Setting) -> Harness:
        """The ledger of `founding`."""
        return copied(setting)

    def write(self, scene: Scene, writer: Writer) -> Sent:
        """One of all kinds; a share of them wrong."""
        request = scene.weighted(RECIPES)(scene)
        if scene.chance(WRONG_SHARE):
            request = distorted(scene, request)
        return writer.write(request)

    def plain(self, scene: Scene) -> Request:
        """A transfer."""
        return value_requests.transfer(scene)

    def carrier(self, scene: Scene) -> Request:
        """An intent, or a batch of one kind or another."""
        kinds = (
            *(value_requests.transfer, batches.payments, batches.ring),
            columns.open_accounts,
        )
        return scene.random.choice(kinds)(scene)

    def judge(self, standing: Standing, answered: Sequence[tuple[Sent, Answer]]) -> None:
        """Nothing beside what the harness demands."""


STANDARD: Final = StandardWorkload()


class Actor:
    """Does steps on a harness, and remembers what was sent, to send it again."""

    def __init__(
        self,
        harness: Harness,
        workload: Workload = STANDARD,
        steps: "Mapping[str, DoStep] | None" = None,
    ) -> None:
        self.harness = harness
        self.workload = workload
        self._steps = STEPS if steps is None else steps
        self._onlooker = Onlooker(harness)
        self.answered: list[tuple[Sent, Answer]] = []  # since the workload was last told
        self.sent: list[Sent] = []

    def do(self, step: Step) -> None:
        """One step; where nothing of its kind can be done, nothing is."""
        random = Random(step.seed)
        self.harness.note(step.kind, step.seed)
        if step.fault is not None and step.kind == "fault":
            self.harness.injector.arm(step.fault, random)
        else:
            try:
                self._steps[step.kind](self, random, step)
            except NothingToAskError:
                self.harness.note("nothing to ask")
        # Drawn last: without it the step is as it would be.
        self.harness.note(self._onlooker.prove(random))

    # Making envelopes

    def scene(self, random: Random) -> Scene:
        """The ledger as it stands."""
        return Scene(self.harness.ledger, random, self.harness.clock.look())

    def envelope(self, random: Random) -> Sent:
        """One envelope, valid by construction or wrong in a chosen way."""
        scene = self.scene(random)
        writer = Writer(self.harness.ledger, random, scene.now_ms)
        for _ in range(ATTEMPTS_MAX):
            try:
                return self.workload.write(scene, writer)
            except NothingToAskError:
                continue
            except PrayaError:  # such a header cannot be encoded, so it cannot be sent
                continue
        raise NothingToAskError

    def envelopes(self, random: Random, count: int) -> list[Sent]:
        """Several, made before any of them is answered."""
        return [self.envelope(random) for _ in range(count)]

    def submit(self, sents: list[Sent], random: Random) -> None:
        """Send, and remember."""
        answers = self.harness.submit(sents, random)
        self.answered += zip(sents, answers, strict=False)  # none where the node stopped
        self.sent += sents

    # Steps

    def ask(self, random: Random, _step: Step) -> None:
        """A few requests in one call."""
        self.submit(self.envelopes(random, random.choice((1, 1, 2, 3, 6, 9))), random)

    def crowd(self, random: Random, _step: Step) -> None:
        """More than one block takes."""
        self.submit(self.envelopes(random, random.randint(8, BLOCK_ENVELOPES_MAX + 6)), random)

    def tear(self, random: Random, _step: Step) -> None:
        """A full block, whose commit of several device blocks is torn by a power cut."""
        sents = self.envelopes(random, BLOCK_ENVELOPES_MAX)
        kind = random.choice((FaultKind.TORN_512, FaultKind.TORN_4096))
        self.harness.injector.arm_tear(kind, random, BLOCK_DEVICE_BYTES)
        self.submit(sents, random)

    def days(self, random: Random, _step: Step) -> None:
        """Business days are opened, one after the other, each at its own time."""
        self._open_days(random, random.choice((1, 2, 3, 5)))

    def bond(self, random: Random, _step: Step) -> None:
        """A bond of several coupons is issued, and days are opened: at times a month of them."""
        if self.workload is not STANDARD:  # the promises of others are about their own requests
            raise NothingToAskError
        scene = self.scene(random)
        writer = Writer(self.harness.ledger, random, scene.now_ms)
        try:
            asked = bonds.brought_out(scene, register_requests.bond_terms(scene.book.today, 4))
        except PrayaError as unknown:  # the calendar ends
            raise NothingToAskError from unknown
        self.submit([writer.write(each) for each in asked], random)
        self._open_days(random, random.choice(DAYS_AFTER_ISSUE))

    def _open_days(self, random: Random, count: int) -> None:
        for _ in range(count):
            scene = self.scene(random)
            try:
                day = scene.next_day
            except DayUnknownError as unknown:  # the calendar ends
                raise NothingToAskError from unknown
            wanted = day * DAY_MS + 2 * 3_600_000
            self.harness.clock.move(max(0, wanted - self.harness.clock.look()))
            writer = Writer(self.harness.ledger, random, self.harness.clock.look())
            self.submit([writer.write(Request((OPERATOR,), OpenDay(day)))], random)

    def again(self, random: Random, step: Step) -> None:
        """Envelopes come again, in another order; or under an id that another content had."""
        if not self.sent:
            raise NothingToAskError
        recent = self.sent[-40:]
        chosen = random.sample(recent, min(len(recent), random.randint(1, 6)))
        if random.random() < 0.4:
            fresh = self.envelopes(random, 2)
            chosen += [fresh[0], fresh[1], fresh[0]]
            random.shuffle(chosen)
            self.harness.injector.note(FaultKind.SHUFFLED)
        if random.random() < 0.4:
            with suppress(NothingToAskError):
                chosen.append(self._under_a_used_id(random))
        self.harness.injector.note(FaultKind.REPEATED)
        self.submit(chosen, random)

    def _under_a_used_id(self, random: Random) -> Sent:
        """Other content under a request id that was used."""
        old = random.choice(self.sent[-20:])
        scene = self.scene(random)
        writer = Writer(self.harness.ledger, random, scene.now_ms)
        request = self.workload.plain(scene)
        acting = request.acting if random.random() < 0.3 else (old.header.acting[0],)
        return writer.write(replace(request, acting=acting), request_id=old.header.request_id)

    def spoil(self, random: Random, _step: Step) -> None:
        """Envelopes that no ledger may take, among one that it may."""
        sents = [self.envelope(random)]
        for _ in range(random.randint(1, 4)):
            sents.append(self._spoiled(random))
        random.shuffle(sents)
        self.submit(sents, random)

    def _spoiled(self, random: Random) -> Sent:
        scene = self.scene(random)
        writer = Writer(self.harness.ledger, random, scene.now_ms)
        request, kind = self.workload.carrier(scene), random.randrange(11)
        now = scene.now_ms
        if kind == 0:
            foreign = random.choice([random.randbytes(32), *self.harness.chains_before])
            return writer.write(request, chain_id=foreign)
        if kind == 1:
            return writer.write(request, valid_until=now - random.choice((1, 10, DAY_MS)))
        if kind == 2:
            late = now + REQUEST_VALIDITY_MS_MAX
            return writer.write(request, valid_until=late + random.choice((-1, 60_000)))
        if kind == 3 and request.intent is not None:
            other = random.choice(("settlement.nothing", "issuance.mint_cash"))
            return replace(writer.write(request, verb=other, body={1: "x"}), intent=None)
        if kind == 9 and request.columns:
            return writer.write(columns.on_another_request(scene, request))
        sent = writer.write(request)
        if kind == 10:
            return of_another_protocol(sent)
        if kind == 4 and sent.header.section is not None and sent.header.section.row_count:
            return with_other_section(sent)
        if kind in (5, 6):
            return writer.forged(sent, random.randrange(len(sent.signed)))
        if kind == 7:
            if random.random() < 0.5:
                return disordered(sent, random)
            return writer.partly_signed(sent, range(len(sent.signed) - 1))
        if kind == 8:
            known = self.harness.ledger.register.participants
            acting = [known[code] for code in sent.header.acting if code in known]
            retired = [key.number for one in acting for key in one.key_sets if not key.active]
            return writer.signed_with(sent, random.choice(retired or (2, 3)))
        self.harness.injector.note(FaultKind.MANGLED)
        return mangled(sent, random)

    def clock(self, random: Random, step: Step) -> None:
        """The clock jumps: by much or little, or to the moment at which something ends."""
        if random.random() < LAST_MOMENT_SHARE:
            with suppress(NothingToAskError):
                self._last_moment(random)
                return
        forward = random.random() < 0.6
        size = random.choice((1_000, 120_000, 2 * 3_600_000, DAY_MS))
        self.harness.clock.move(size if forward else -size)
        kind = FaultKind.CLOCK_FORWARD if forward else FaultKind.CLOCK_BACK
        self.harness.injector.note(kind)

    def _last_moment(self, random: Random) -> None:
        """The next block is made in the last millisecond of something, or in the first after it."""
        harness = self.harness
        if self.workload is STANDARD and random.random() < PREPARED_SHARE:
            scene = self.scene(random)
            writer = Writer(harness.ledger, random, scene.now_ms)
            self.submit(list(beforehand(scene, writer)), random)
        now = harness.clock.look()
        ending = next_ending(harness.ledger, max(now + 1, harness.ledger.block_time), random)
        late = random.random() < LATE_SHARE
        harness.clock.move(ending.at - now - (not late))
        harness.injector.note(FaultKind.CLOCK_FORWARD)
        scene = self.scene(random)
        writer = Writer(harness.ledger, random, scene.now_ms)
        sents = list(timed(scene, writer, ending, self.workload.plain))
        if self.workload is STANDARD:  # the promises of others are about their own requests
            sents += aimed(scene, writer, ending)
        sents += [sent for sent in self.sent if sent.header.valid_until == ending.at][-ENDING_MAX:]
        with suppress(NothingToAskError):
            sents += self.envelopes(random, 2)
        random.shuffle(sents)
        self.submit(sents, random)

    def snapshot(self, random: Random, _step: Step) -> None:
        """A snapshot, from which a later opening starts."""
        self.harness.snapshot(random)

    def restart(self, random: Random, _step: Step) -> None:
        """A clean stop, at times damage at rest, and an opening."""
        self.harness.close(random)
        if random.random() < 0.4:
            damage_at_rest(self.harness, random)
        self.harness.open(random)

    def cut(self, random: Random, _step: Step) -> None:
        """The power goes while nothing is under way; at times there is damage at rest as well."""
        self.harness.injector.note(FaultKind.CRASH)
        self.harness.cut_power(random, random.choice(list(Survival)))
        if random.random() < 0.4:
            damage_at_rest(self.harness, random)
        self.harness.open(random)

    def resend(self, random: Random, _step: Step) -> None:
        """What was not known to be answered is sent again."""
        for _ in range(RESENT_MAX):
            batch = self.harness.uncertain[:BLOCK_ENVELOPES_MAX]
            if not batch:
                return
            del self.harness.uncertain[: len(batch)]
            self.submit(batch, random)
        demand(False, "what was sent is never answered, however often it is sent")

    def skip(self, random: Random, _step: Step) -> None:
        """Operators order an envelope skipped: one that stops every node, or one left in a block.

        Before and after that come orders that do not hold, and the envelope comes again.
        """
        if self.harness.damage.is_there or self.harness.system.lies:
            raise NothingToAskError
        # Which block is open is judged by what was answered: no device may lie about that here.
        self.harness.injector.spare(LYING)
        sents = self.envelopes(random, random.choice((0, 1, 1, 3)))
        scene = self.scene(random)
        writer = Writer(self.harness.ledger, random, scene.now_ms)
        victim = writer.write(self.workload.plain(scene))
        sents.insert(random.randint(0, len(sents)), victim)
        is_poison = random.random() < 0.5 and victim.header.body is not None
        kinds = random.sample(WRONG, random.choice((0, 1, 2)))
        kinds += [GOOD] if is_poison or random.random() < 0.8 else [NONE]
        if is_poison and random.random() < 0.5:
            kinds.insert(0, NONE)  # it stops the node again
        kinds += random.sample(WRONG, random.choice((0, 0, 1)))
        plan = SkipPlan(victim, kinds, random, is_poison=is_poison)
        plan.answered = [sent.data for sent, _ in self.harness.answered]
        self.harness.plan = plan
        if not is_poison:
            self.harness.injector.arm_soon(FaultKind.CRASH, random, random.choice((2, 3)))
        try:
            with plan.in_place():
                self.submit(sents, random)
                while plan.kinds:
                    self.harness.close(random)
                    self.harness.open(random)
        finally:
            self.harness.plan = None
        if random.random() < 0.6:
            self.submit([victim], random)

    def sweep(self, random: Random, _step: Step) -> None:
        """What a large asset demands changes, position by position; the power may go meanwhile.

        Where the limits of the kernel are those it was compiled with, no asset here is so large.
        """
        scene, setting = self.scene(random), self.harness.setting
        if not IS_PLAIN or setting.sweep_positions > EXTENT_POSITIONS:
            raise NothingToAskError
        asset = scene.pick(scene.assets(cash=True))
        writer = Writer(self.harness.ledger, random, scene.now_ms)
        if len(scene.places(asset)) < SWEPT_POSITIONS:
            count = min(setting.rows_per_block, SWEPT_POSITIONS // 3)
            opening = [columns.fill(scene, owner, asset, count) for owner in KEEPERS_OF_CLIENTS]
            self.submit([writer.write(request) for request in opening], random)
        amended = AmendAsset(asset, SET_REQUIRED, random.choice((0, 1, 3)))
        sents = [writer.write(Request((scene.issuer(asset),), amended))]
        sents += self.envelopes(random, random.choice((0, 1, 2)))
        if random.random() < 0.6:
            self.harness.injector.arm_soon(FaultKind.CRASH, random, random.randint(3, 8))
        self.submit(sents, random)

    def found(self, random: Random, _step: Step) -> None:
        """A ledger founded on this one goes on; envelopes for the old one are refused."""
        if self.harness.damage.is_there or self.harness.system.lies:
            raise NothingToAskError
        before, executor = self.harness.ledger, self.harness.running.executor
        genesis, snapshot = found_on(executor, f"simulation {len(self.harness.chains_before) + 2}")
        stated = (genesis.snapshot, genesis.business_date, genesis.block_time)
        root = before.book.model.root()
        known = ((before.height, root), before.book.today, before.block_time)
        demand(stated == known, f"a genesis founded on another ledger states {stated}")
        self.harness.found_again(genesis, snapshot, random)
        if self.sent and random.random() < 0.7:
            old = random.sample(self.sent[-20:], min(len(self.sent), 3))
            self.submit([*old, *self.envelopes(random, 1)], random)

    def export(self, random: Random, _step: Step) -> None:
        """The history goes to one file; an outsider gets the same ledger from it, or it goes on."""
        export_history(self.harness, random)

    def verify(self, random: Random, step: Step) -> None:
        """A reader, and a verifier of every byte, find the same ledger beside the running node."""
        if self.harness.damage.is_there or self.harness.system.lies:
            return  # what is damaged is found when the ledger is opened
        with self.harness.at_peace():
            folder = VirtualFolder(late=False)
            self.harness.demand_last(read_ledger(folder).last_header, "a reader")
            if random.random() < 0.12:
                found = verify_folder(folder, Progress())
                self.harness.demand_last(found.executor.last_header, "a verifier")
        if step.kind == "verify" and random.random() < BLOCK_SHARE:
            demand_blocks(self.harness, random)
        self.harness.check_everything()

    def beside(self, random: Random, _step: Step) -> None:
        """The node answers while somebody reads or copies its folder; nobody else may write."""
        if self.harness.damage.is_there or self.harness.system.lies:
            raise NothingToAskError
        demand_one_writer(self.harness, random)

        def write() -> None:
            for _ in range(random.choice((1, 2, 4))):
                self.submit(self.envelopes(random, random.choice((1, 2, 3))), random)
                if random.random() < 0.2:
                    self.harness.snapshot(random)

        read_beside(self.harness, random, write)

    def turn(self, random: Random, _step: Step) -> None:
        """A bit of a file turns under the node, which goes on."""
        if self.harness.damage.is_there or self.harness.system.lies:
            raise NothingToAskError
        turn_under_node(self.harness, random)

    def prove(self, random: Random, _step: Step) -> None:
        """Each holder of a record gets a proof that holds, and that no other amount satisfies."""
        book = self.harness.ledger.book
        records = book.model.state["records"]
        if not records:
            raise NothingToAskError
        record = random.randrange(len(records))
        root, state = holdings_root(book, record), book.model.state
        first = records[record]["first"]
        for entry in state["entitlements"][first : first + records[record]["rows"]]:
            account = code_of(state["accounts"][state.positions[entry["position"]]["account"]])
            proof = prove_holding(self.harness.running.executor.ledger, record, account)
            demand(proof.valid(root), f"the proof of {account} does not hold")
            demand(proof.amount == entry["amount"], f"the proof of {account} is of another amount")
            forged = replace(proof, amount=proof.amount + 1)
            demand(not forged.valid(root), f"a forged proof of {account} holds")


DoStep = Callable[[Actor, Random, Step], None]
STEPS: Final[dict[str, DoStep]] = {
    "ask": Actor.ask,
    "beside": Actor.beside,
    "crowd": Actor.crowd,
    "tear": Actor.tear,
    "days": Actor.days,
    "bond": Actor.bond,
    "again": Actor.again,
    "spoil": Actor.spoil,
    "clock": Actor.clock,
    "snapshot": Actor.snapshot,
    "restart": Actor.restart,
    "cut": Actor.cut,
    "resend": Actor.resend,
    "export": Actor.export,
    "verify": Actor.verify,
    "turn": Actor.turn,
    "prove": Actor.prove,
    "skip": Actor.skip,
    "sweep": Actor.sweep,
    "found": Actor.found,
}
WEIGHTS: Final = {  # "tear" and "bond" are put in by themselves, see `draw_schedule`
    "ask": 45,
    "beside": 1,
    "crowd": 3,
    "days": 9,
    "again": 7,
    "spoil": 6,
    "clock": 3,
    "snapshot": 4,
    "restart": 4,
    "cut": 4,
    "resend": 4,
    "export": 2,
    "verify": 2,
    "turn": 1,
    "prove": 2,
    "skip": 2,
    "sweep": 1,
    "found": 1,
    "fault": 14,
}


def draw_step(random: Random) -> Step:
    """One step of a schedule."""
    kind = random.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    fault = random.choice(AT_CALLS) if kind == "fault" else None
    return Step(kind, random.getrandbits(32), fault)
