"""The steps a schedule is made of: each draws all its choices from a seed of its own.

So a step can be left out and the others still mean something: that is what makes a failing
schedule short.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Final

from praya.base.errors import PrayaError
from praya.base.limits import (
    BLOCK_DEVICE_BYTES,
    BLOCK_ENVELOPES_MAX,
    REQUEST_VALIDITY_MS_MAX,
)
from praya.intents.calendar.open_day import OpenDay
from praya.node.backups import NewJournal, restore_backup
from praya.node.proving import prove_holding
from praya.node.reading import read_ledger
from praya.node.replay import Progress
from praya.node.verification import verify_export, verify_folder
from praya.proofs.headers import decode_block_header
from praya.storage.disk import MemoryDisk
from praya.storage.exports import write_export
from praya.testing.oracle.book import code_of
from praya.testing.oracle.sent import Sent
from praya.testing.oracle.value_requests import holdings_root
from praya.testing.simulator.cast import CALENDAR, DAY_MS, OPERATOR, genesis
from praya.testing.simulator.faults import AT_CALLS, FaultKind
from praya.testing.simulator.harness import SALT, Harness, journal_blocks
from praya.testing.simulator.legality import demand
from praya.testing.simulator.letters import Request, Writer, mangled, with_other_section
from praya.testing.simulator.recipes import batches, register_requests, value_requests
from praya.testing.simulator.recipes.distortions import distorted
from praya.testing.simulator.rot import damage_at_rest
from praya.testing.simulator.scene import NothingToAskError, Scene
from praya.testing.simulator.settings import SEGMENT_BYTES
from praya.testing.simulator.virtual_files import Survival
from praya.testing.simulator.virtual_folder import VirtualFolder

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
)
WRONG_SHARE: Final = 0.4
RESTORED_SHARE: Final = 0.5  # of exports
ATTEMPTS_MAX: Final = 12


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a schedule. `fault`: the kind that a step of kind "fault" arms."""

    kind: str
    seed: int
    fault: FaultKind | None = None

    def __str__(self) -> str:
        return self.kind if self.fault is None else f"{self.kind} {self.fault.value}"


class Actor:
    """Does steps on a harness, and remembers what was sent, to send it again."""

    def __init__(self, harness: Harness) -> None:
        self.harness = harness
        self.sent: list[Sent] = []

    def do(self, step: Step) -> None:
        """One step; where nothing of its kind can be done, nothing is."""
        random = Random(step.seed)
        self.harness.note(step.kind, step.seed)
        if step.fault is not None and step.kind == "fault":
            self.harness.injector.arm(step.fault, random)
        else:
            try:
                STEPS[step.kind](self, random, step)
            except NothingToAskError:
                self.harness.note("nothing to ask")

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
                request = scene.weighted(RECIPES)(scene)
                if scene.chance(WRONG_SHARE):
                    request = distorted(scene, request)
                return writer.write(request)
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
        self.harness.submit(sents, random)
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
        for _ in range(random.choice((1, 2, 3, 5))):
            scene = self.scene(random)
            day = CALENDAR.next_business_day(scene.book.today)
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
            chosen.append(self._under_a_used_id(random))
        self.harness.injector.note(FaultKind.REPEATED)
        self.submit(chosen, random)

    def _under_a_used_id(self, random: Random) -> Sent:
        """Other content under a request id that was used."""
        old = random.choice(self.sent[-20:])
        scene = self.scene(random)
        writer = Writer(self.harness.ledger, random, scene.now_ms)
        request = value_requests.transfer(scene)
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
        recipe = random.choice((value_requests.transfer, batches.payments, batches.ring))
        request, kind = recipe(scene), random.randrange(9)
        now = scene.now_ms
        if kind == 0:
            return writer.write(request, chain_id=random.randbytes(32))
        if kind == 1:
            return writer.write(request, valid_until=now - random.choice((1, 10, DAY_MS)))
        if kind == 2:
            late = now + REQUEST_VALIDITY_MS_MAX
            return writer.write(request, valid_until=late + random.choice((-1, 60_000)))
        if kind == 3 and request.intent is not None:
            other = random.choice(("settlement.nothing", "issuance.mint_cash"))
            return replace(writer.write(request, verb=other, body={1: "x"}), intent=None)
        sent = writer.write(request)
        if kind == 4 and request.intent is None:
            return with_other_section(sent)
        if kind in (5, 6):
            return writer.forged(sent, random.randrange(len(sent.signed)))
        if kind == 7:
            return writer.partly_signed(sent, range(len(sent.signed) - 1))
        if kind == 8:
            return writer.signed_with(sent, random.choice((2, 3)))
        self.harness.injector.note(FaultKind.MANGLED)
        return mangled(sent, random)

    def clock(self, random: Random, step: Step) -> None:
        """The clock jumps."""
        forward = random.random() < 0.6
        size = random.choice((1_000, 120_000, 2 * 3_600_000, DAY_MS))
        self.harness.clock.move(size if forward else -size)
        kind = FaultKind.CLOCK_FORWARD if forward else FaultKind.CLOCK_BACK
        self.harness.injector.note(kind)

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
        while self.harness.uncertain:
            batch = self.harness.uncertain[:BLOCK_ENVELOPES_MAX]
            del self.harness.uncertain[: len(batch)]
            self.submit(batch, random)

    def export(self, random: Random, _step: Step) -> None:
        """The history goes to one file; an outsider gets the same ledger from it, or it goes on.

        Where it goes on, in a folder restored from the file, the old folder is never seen again.
        """
        if self.harness.damage.is_there or self.harness.system.lies:
            self._export_damaged()
            return
        try:
            with self.harness.at_peace():
                records = list(self.harness.running.records())
        except PrayaError as problem:
            self.harness.demand_reported(problem)
            return
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / "ledger.export"
            write_export(place, genesis().encode(), records)
            if random.random() < RESTORED_SHARE:
                self._go_on_from(place, random)
                return
            found = verify_export(place, self.harness.ledger.start.chain_id, Progress())
        self._demand_same(found.executor.last_header, "an export")

    def _go_on_from(self, place: Path, random: Random) -> None:
        """A folder made from an export takes the place of the one there was."""
        headers, disk = self.harness.ledger.headers, MemoryDisk()
        head = decode_block_header(headers[-1]).hash() if headers else None
        journal = NewJournal(SEGMENT_BYTES, SALT)
        found = restore_backup(place, disk, journal, Progress(), head=head)
        demand(found.height == len(headers), "a restored ledger ends at another height")
        self.harness.note("restored", found.height, found.root)
        self.harness.move_to({name: bytes(content) for name, content in disk.files.items()}, random)

    def _export_damaged(self) -> None:
        """The device lied: an export is refused, or it is whole. It never leaves something out."""
        known = self.harness.ledger.headers
        try:
            with self.harness.at_peace():
                blocks = journal_blocks(self.harness.running.records())
        except PrayaError as problem:
            if problem.code != "JOURNAL_DAMAGED":
                self.harness.demand_reported(problem)
            return
        demand([header for header, _ in blocks] == known, "an export leaves blocks out")

    def verify(self, random: Random, _step: Step) -> None:
        """A reader, and a verifier of every byte, find the same ledger beside the running node."""
        if self.harness.damage.is_there or self.harness.system.lies:
            return  # what is damaged is found when the ledger is opened
        with self.harness.at_peace():
            folder = VirtualFolder(late=False)
            self._demand_same(read_ledger(folder).last_header, "a reader")
            if random.random() < 0.12:
                found = verify_folder(folder, Progress())
                self._demand_same(found.executor.last_header, "a verifier")
        self.harness.check_everything()

    def _demand_same(self, header: bytes, who: str) -> None:
        headers = self.harness.ledger.headers
        demand(header == (headers[-1] if headers else b""), f"{who} finds another last block")

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


STEPS: Final[dict[str, Callable[[Actor, Random, Step], None]]] = {
    "ask": Actor.ask,
    "crowd": Actor.crowd,
    "tear": Actor.tear,
    "days": Actor.days,
    "again": Actor.again,
    "spoil": Actor.spoil,
    "clock": Actor.clock,
    "snapshot": Actor.snapshot,
    "restart": Actor.restart,
    "cut": Actor.cut,
    "resend": Actor.resend,
    "export": Actor.export,
    "verify": Actor.verify,
    "prove": Actor.prove,
}
WEIGHTS: Final = {  # a "tear" is put in by itself, see `draw_schedule`
    "ask": 46,
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
    "verify": 3,
    "prove": 2,
    "fault": 14,
}


def draw_step(random: Random) -> Step:
    """One step of a schedule."""
    kind = random.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    fault = random.choice(AT_CALLS) if kind == "fault" else None
    return Step(kind, random.getrandbits(32), fault)
