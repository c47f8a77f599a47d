"""One prover over a growing folder: the same bytes as proofs made alone, and whatever changes in
the folder beside growing is noticed.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from node.worlds import FIRST_DAY, SEGMENT, World, settled, transfer

from praya.base.errors import PrayaError, fail
from praya.intents.issuance.mint_cash import MintCash
from praya.intents.supervision.attest_holdings import AttestHoldings, find_record, holdings_root
from praya.intents.supervision.record_holdings import RecordHoldings
from praya.node import followed, solo
from praya.node.founding import found_on
from praya.node.genesis import GENESIS_FILE
from praya.node.proving import (
    Prover,
    prove_block,
    prove_consistency,
    prove_document,
    prove_envelope,
    prove_position,
)
from praya.node.reading import read_block, read_ledger
from praya.node.solo import SoloNode
from praya.proofs.files import verify_proof
from praya.storage import following
from praya.storage.anchor import ANCHOR_NAME
from praya.storage.disk import MemoryDisk
from praya.storage.segments import segment_name

Ask = tuple[Callable[..., bytes], Callable[..., bytes], tuple[Any, ...]]
BLOCK = 4_096


def asks(last: int, first: int = 1) -> Iterator[Ask]:
    """One of each kind, and what is refused."""
    yield Prover.block, prove_block, (first,)
    yield Prover.block, prove_block, (last,)
    yield Prover.block, prove_block, (last + 1,)
    yield Prover.block, prove_block, (first, last - 1)
    yield Prover.consistency, prove_consistency, (first, last)
    yield Prover.consistency, prove_consistency, (last - 1, last)
    yield Prover.consistency, prove_consistency, (last, first)
    yield Prover.envelope, prove_envelope, (last, 0)
    yield Prover.envelope, prove_envelope, (last - 1, 0, last)
    yield Prover.envelope, prove_envelope, (last, 16)
    yield Prover.envelope, prove_envelope, (last + 1, 0)
    yield Prover.document, prove_document, ("participant/BANKA",)
    yield Prover.document, prove_document, ("calendar/HKHK", first + 2)
    yield Prover.document, prove_document, ("calendar/NONE",)
    yield Prover.position, prove_position, ("BANKA.HOUSE", "HKD", FIRST_DAY)
    yield Prover.position, prove_position, ("NOBODY", "HKD", FIRST_DAY)
    yield Prover.position, prove_position, ("BANKA.HOUSE", "HKD", FIRST_DAY + 9)


def made(call: Callable[..., bytes], *arguments: Any) -> Any:
    """The proof, or how it was refused."""
    try:
        return call(*arguments)
    except PrayaError as problem:
        return problem.code, problem.values


def compare(prover: Prover, world: World, first: int = 1) -> int:
    """How many proofs, made by both, are the same."""
    count = 0
    for follows, alone, arguments in asks(world.last[0], first):
        expected = made(alone, world.disk, *arguments)
        assert made(follows, prover, *arguments) == expected, (alone, arguments)
        if isinstance(expected, bytes):
            verify_proof(expected)
            count += 1
    return count


def code_of(call: Callable[[], Any]) -> str:
    with pytest.raises(PrayaError) as problem:
        call()
    return problem.value.code


def grow(world: World, blocks: int = 3) -> None:
    for number in range(blocks):
        world.apply(transfer(f"{number + 1}.00"), "BANKA")


def attested(world: World) -> None:
    world.apply(RecordHoldings("HKD", FIRST_DAY), "HKMA")
    world.next_day()
    record = find_record(world.ledger, world.ledger.asset("HKD"), FIRST_DAY)
    root = holdings_root(world.ledger, record)
    world.apply(AttestHoldings("HKD", FIRST_DAY, root), "HKMA")


def test_a_prover_that_follows_gives_the_bytes_of_proofs_made_alone() -> None:
    world, count = settled(), 0
    prover = Prover(world.disk)
    for change in (attested, grow, World.next_day):
        change(world)
        assert made(prover.block, prover.last + 1)[0] == "BLOCK_UNKNOWN"
        prover.refresh()
        assert prover.last == world.last[0]
        count += compare(prover, world)
    print(f"{count} proofs")
    assert count > 25


def test_a_prover_goes_on_over_segments_stops_snapshots_and_starts() -> None:
    world, count = settled(), 0
    attested(world)
    prover = Prover(world.disk)
    for turn in range(4):
        grow(world, 7)
        prover.refresh()
        if turn % 2:
            world.node.snapshot()
        if turn == 2:
            world.node.close()
            prover.refresh()
            world.node = SoloNode.open(world.disk, world.clock)
        count += compare(prover, world)
    segments = sum(name.endswith(".seg") for name in world.disk.files)
    print(f"{count} proofs over {segments} segments")
    assert segments > 2


def test_only_what_was_added_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    world = settled()
    prover = Prover(world.disk)
    grow(world)
    monkeypatch.setattr(following, "survey_steadily", None)  # a whole reading would fail
    prover.refresh()
    prover.refresh()
    assert prover.last == world.last[0]
    assert verify_proof(prover.block(1)).blocks[-1].height == world.last[0]


def test_commits_that_are_larger_than_what_is_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "WINDOW_BYTES", BLOCK)
    world = settled()
    prover = Prover(world.disk)
    for start in (0, 16):
        asked = [
            MintCash("HKD", "1.00", "BANKA.HOUSE", f"many-{start + place}") for place in range(16)
        ]
        world.send(*(world.envelope(one, "HKMA") for one in asked))
        grow(world)
        prover.refresh()
        compare(prover, world)
    assert prover.last == world.last[0]


def test_answers_for_which_there_is_no_room_are_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(followed, "ANSWERS_BYTES_MAX", 1)
    world = settled()
    grow(world, 4)
    prover, last = Prover(world.disk), world.last[0]
    for height in (last, 2, last - 1, 3, last):
        assert prover.envelope(height, 0) == prove_envelope(world.disk, height, 0)


def test_a_snapshot_far_ahead_is_started_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(followed, "REPLAYED_BLOCKS_MAX", 2)
    world = settled()
    attested(world)
    prover = Prover(world.disk)
    prover.envelope(2, 0)
    grow(world, 5)
    world.node.snapshot()
    grow(world, 2)
    prover.refresh()
    assert compare(prover, world) > 5
    assert prover.envelope(3, 0) == prove_envelope(world.disk, 3, 0)


def test_a_founded_ledger_in_the_place_of_the_first_is_noticed() -> None:
    world = settled()
    attested(world)
    prover = Prover(world.disk)
    prover.position("BANKA.HOUSE", "HKD", FIRST_DAY)
    genesis, founding = found_on(world.node.executor, "network")
    other = MemoryDisk()
    node = SoloNode.create(other, world.clock, genesis, SEGMENT, bytes(16), founding=founding)
    first = world.last[0] + 1
    world.disk.files.clear()
    world.disk.files.update(other.files)
    new = World(SoloNode.open(world.disk, world.clock), world.disk, world.clock)
    new.counter = world.counter
    assert node.executor.height == first - 1
    prover.refresh()
    assert prover.last == first - 1
    assert code_of(lambda: prover.block(first - 1)) == "BLOCK_UNKNOWN"
    grow(new, 4)
    prover.refresh()
    compare(prover, new, first)


def other_history(world: World, files: dict[str, bytes]) -> World:
    """The ledger that these files were, gone on another way."""
    world.disk.files.clear()
    world.disk.files.update({name: bytearray(content) for name, content in files.items()})
    again = World(SoloNode.open(world.disk, world.clock), world.disk, world.clock)
    again.counter = 5_000
    return again


@pytest.mark.parametrize("blocks", [0, 1, 2, 3, 9])
def test_an_older_folder_that_went_on_another_way_is_noticed(blocks: int) -> None:
    world = settled()
    attested(world)
    prover = Prover(world.disk)
    before = {name: bytes(content) for name, content in world.disk.files.items()}
    grow(world, 3)
    prover.refresh()
    prover.position("BANKA.HOUSE", "HKD", FIRST_DAY)
    prover.envelope(world.last[0], 0)
    again = other_history(world, before)
    for number in range(blocks):
        again.apply(transfer(f"7{number}.00"), "BANKA")
    prover.refresh()
    assert prover.last == again.last[0]
    assert compare(prover, again) > 5


def test_a_prover_of_an_old_state_does_not_mix_it_with_a_new_one() -> None:
    world = settled()
    before = {name: bytes(content) for name, content in world.disk.files.items()}
    grow(world, 3)
    prover, last = Prover(world.disk), world.last[0]
    again = other_history(world, before)
    for number in range(3):
        again.apply(transfer(f"7{number}.00"), "BANKA")
    for call in (
        lambda: prover.envelope(last, 0),
        lambda: prover.document("participant/BANKA"),
    ):
        assert code_of(call) in ("JOURNAL_DAMAGED", "VERIFICATION_FAILED")
    prover.refresh()
    assert prover.envelope(last, 0) == prove_envelope(world.disk, last, 0)


def turn(world: World, name: str, offset: int) -> None:
    world.disk.files[name][offset] ^= 1


def end_of(world: World) -> tuple[str, int]:
    """The last segment in use, and where its last commit ends."""
    name = max(
        name for name, data in world.disk.files.items() if name.endswith(".seg") and any(data)
    )
    data = bytes(world.disk.files[name])
    blocks = [place for place in range(0, len(data), BLOCK) if any(data[place : place + BLOCK])]
    return name, blocks[-1] + BLOCK


def test_what_a_crash_left_behind_the_last_block_does_not_stop_a_prover() -> None:
    world = settled()
    attested(world)
    prover = Prover(world.disk)
    grow(world)
    prover.refresh()
    name, end = end_of(world)
    world.disk.files[name][end : end + 300] = b"\x55" * 300
    for _ in range(2):
        prover.refresh()
        assert compare(prover, world) > 5


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda world: world.disk.files.pop(GENESIS_FILE), "LEDGER_MISSING"),
        (lambda world: turn(world, GENESIS_FILE, 40), "GENESIS_DAMAGED"),
        (lambda world: world.disk.files.pop(ANCHOR_NAME), "JOURNAL_DAMAGED"),
        (lambda world: turn(world, ANCHOR_NAME, 20), "JOURNAL_DAMAGED"),
        (lambda world: world.disk.files.clear(), "LEDGER_MISSING"),
        (lambda world: world.disk.files.pop(end_of(world)[0]), "JOURNAL_DAMAGED"),
        (lambda world: turn(world, end_of(world)[0], end_of(world)[1] - BLOCK), "JOURNAL_DAMAGED"),
        (lambda world: turn(world, end_of(world)[0], end_of(world)[1]), "JOURNAL_DAMAGED"),
        (lambda world: turn(world, end_of(world)[0], end_of(world)[1] - 1), "JOURNAL_DAMAGED"),
    ],
)
def test_a_damaged_folder_is_refused_as_to_who_reads_it_first(
    spoil: Callable[[World], object], code: str
) -> None:
    world = settled()
    prover = Prover(world.disk)
    grow(world)
    prover.refresh()
    world.node.close()
    prover.refresh()
    before = {name: bytes(content) for name, content in world.disk.files.items()}
    spoil(world)
    alone = code_of(lambda: Prover(world.disk))
    assert alone in (code, "JOURNAL_OTHER_CHAIN")
    assert code_of(prover.refresh) == alone
    assert code_of(lambda: prover.block(1)) == alone
    world.disk.files.update({name: bytearray(content) for name, content in before.items()})
    prover.refresh()
    assert verify_proof(prover.block(1)).blocks[-1].height == world.last[0]


def test_damage_to_what_was_read_before_is_found_where_it_is_read_again() -> None:
    world = settled()
    grow(world, 12)
    prover, last = Prover(world.disk), world.last[0]
    told = prover.block(1)
    turn(world, segment_name(1), 2 * BLOCK)
    assert code_of(lambda: Prover(world.disk)) == "JOURNAL_DAMAGED"
    prover.refresh()  # what was read before is not read again
    assert prover.block(1) == told
    assert code_of(lambda: prover.envelope(1, 0)) == "JOURNAL_DAMAGED"
    assert prover.last == last


def test_a_segment_that_went_without_a_stop_is_noticed() -> None:
    world = settled()
    grow(world, 12)
    prover = Prover(world.disk)
    grow(world, 12)
    prover.refresh()
    del world.disk.files[segment_name(1)]
    assert code_of(lambda: Prover(world.disk)) == "JOURNAL_DAMAGED"
    assert code_of(lambda: prover.envelope(2, 0)) == "JOURNAL_DAMAGED"


def test_after_a_refused_refresh_everything_is_refused_alike_until_one_succeeds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = settled()
    attested(world)
    grow(world)
    prover = Prover(world.disk)
    prover.document("participant/BANKA")
    grow(world)
    real = world.disk.read

    def fails(name: str, *place: Any, **more: Any) -> Any:
        if name.endswith(".seg"):
            fail("DISK_FAILED", dir="memory", file=name, action="read", reason="EIO")
        return real(name, *place, **more)

    monkeypatch.setattr(world.disk, "read", fails)
    assert made(prover.refresh)[0] == "DISK_FAILED"
    monkeypatch.undo()
    last = world.last[0]
    asked: list[Callable[[], bytes]] = [
        lambda: prover.block(1),
        lambda: prover.consistency(1, last),
        lambda: prover.envelope(last, 0),
        lambda: prover.position("BANKA.HOUSE", "HKD", FIRST_DAY),
        lambda: prover.document("participant/BANKA"),
        lambda: prover.document("participant/BANKA", last - 2),
    ]
    assert [made(each)[0] for each in asked] == ["DISK_FAILED"] * len(asked)
    prover.refresh()
    assert all(isinstance(made(each), bytes) for each in asked)


def test_a_position_is_proven_as_whoever_trusts_an_earlier_block_knows_it() -> None:
    world = settled()
    attested(world)
    trusted = world.last[0]
    grow(world)
    record = find_record(world.ledger, world.ledger.asset("HKD") or 0, FIRST_DAY)
    again = AttestHoldings("HKD", FIRST_DAY, holdings_root(world.ledger, record))
    world.apply(again, "HKMA")
    prover = Prover(world.disk)
    asked = ("BANKA.HOUSE", "HKD", FIRST_DAY)
    for through in (trusted, trusted + 1, world.last[0], None):
        assert isinstance(made(prover.position, *asked, through), bytes)
    unproven = ("HOLDING_NOT_RECORDED", "HOLDING_NOT_ATTESTED", "NAME_UNKNOWN")
    assert made(prover.position, *asked, 1)[0] in unproven
    assert made(prover.position, *asked, world.last[0] + 1)[0] == "BLOCK_UNKNOWN"


def test_a_snapshot_that_comes_while_a_reader_looks_hides_no_block(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = settled()
    grow(world)
    world.node.snapshot()
    grow(world)
    wanted, prover = world.last[0], Prover(world.disk)
    monkeypatch.setattr(followed, "REPLAYED_BLOCKS_MAX", 0)
    real, grown = world.disk.names, []

    def grows() -> Any:
        found = real()
        if not grown:
            grown.append(found)
            grow(world)
            world.node.snapshot()
        return found

    monkeypatch.setattr(world.disk, "names", grows)
    assert read_block(world.disk, wanted).header.height == wanted
    grown.clear()
    assert isinstance(made(prover.document, "participant/BANKA", wanted), bytes)


def test_a_snapshot_that_goes_before_it_is_read_is_looked_for_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = settled()
    grow(world)
    world.node.snapshot()
    real, gone = solo.read_snapshot, []

    def goes(disk: Any, height: int) -> Any:
        if not gone:
            gone.append(height)
            for _ in range(2):
                grow(world)
                world.node.snapshot()
        return real(disk, height)

    monkeypatch.setattr(solo, "read_snapshot", goes)
    assert read_ledger(world.disk).height == world.last[0]
    assert gone
