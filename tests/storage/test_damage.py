"""Bit rot and moved files: every one is noticed, by opening and by inspection, and named."""

from collections.abc import Callable

import pytest
from journal_cases import CHAIN, SEGMENT, copied, created, record, refusal, sealed_store

from praya.base.errors import PrayaError
from praya.storage.disk import MemoryDisk
from praya.storage.inspection import inspect_folder
from praya.storage.journal import Journal
from praya.storage.reading import read_journal
from praya.storage.recovery import Damage, Flaw
from praya.storage.segments import segment_name
from praya.storage.snapshots import list_snapshots, read_snapshot

STRIDE = 101  # prime, so that all places in a block come up


def flips_unnoticed(stride: int) -> tuple[int, list[tuple[str, int]]]:
    """Flip one bit at every `stride`-th byte of a sealed store, and count what stays unseen."""
    disk = sealed_store()
    tried = 0
    unseen = []
    for name, content in disk.files.items():
        for offset in range(0, len(content), stride):
            tried += 1
            content[offset] ^= 1 << tried % 8
            if name not in {damage.file for damage in inspect_folder(disk)} or opens(disk):
                unseen.append((name, offset))
            content[offset] ^= 1 << tried % 8
    assert list(inspect_folder(disk)) == []
    return tried, unseen


def opens(disk: MemoryDisk) -> bool:
    """Whether a node would start from these files; it must not have changed them."""
    before = copied(disk)
    try:
        list(read_journal(disk, CHAIN))
        for height in list_snapshots(disk):
            read_snapshot(disk, height)
    except PrayaError:
        assert disk.files == before.files
        return False
    return True


def test_a_flipped_byte_of_a_stopped_store_is_noticed() -> None:
    tried, unseen = flips_unnoticed(STRIDE)
    print(f"{tried} flips")
    assert tried > 2_500
    assert unseen == []


@pytest.mark.slow
def test_every_flipped_byte_of_a_stopped_store_is_noticed() -> None:
    tried, unseen = flips_unnoticed(1)
    print(f"{tried} flips")
    assert tried > 260_000
    assert unseen == []


def test_every_byte_of_headers_and_of_the_anchor_is_noticed_by_opening() -> None:
    disk = sealed_store()
    tried = 0
    for name, start in [
        ("journal.anchor", 0),
        ("journal-00000001.seg", 0),
        ("journal-00000002.seg", 4_096),
        ("journal-00000002.seg", 4_080),
    ]:
        for offset in range(start, start + 256):
            disk.files[name][offset] ^= 0x10
            assert refusal("JOURNAL_DAMAGED", lambda: Journal.open(disk, CHAIN))["file"] == name
            disk.files[name][offset] ^= 0x10
            tried += 1
    assert tried == 1_024


def test_a_flip_before_the_last_commit_of_a_crashed_store_is_noticed() -> None:
    disk = MemoryDisk()
    journal = created(disk)
    for height in range(20):
        last = journal.end
        journal.append([record(height, 3_000)])
    last_name = f"journal-{last.segment:08d}.seg"
    tried = 0
    for name, content in disk.files.items():
        stop = last.offset if name == last_name else len(content)
        for offset in range(0, stop, STRIDE):
            content[offset] ^= 4
            found = list(inspect_folder(disk))
            assert [damage.file for damage in found][:1] == [name], (offset, found)
            content[offset] ^= 4
            tried += 1
    assert tried > 1_500


Change = Callable[[dict[str, bytearray]], object]


def swap(files: dict[str, bytearray], one: str, other: str) -> None:
    files[one], files[other] = files[other], files[one]


FIRST, SECOND, THIRD, SPARE, PAST = (f"journal-{n:08d}.seg" for n in range(1, 6))
CHANGES: dict[str, Change] = {
    "first deleted": lambda files: files.pop(FIRST),
    "second deleted": lambda files: files.pop(SECOND),
    "last used deleted": lambda files: files.pop(THIRD),
    "spare deleted": lambda files: files.pop(SPARE),
    "last used and spare deleted": lambda files: (files.pop(THIRD), files.pop(SPARE)),
    "all but the first deleted": lambda files: [files.pop(n) for n in (SECOND, THIRD, SPARE)],
    "all deleted": lambda files: [files.pop(n) for n in (FIRST, SECOND, THIRD, SPARE)],
    "anchor deleted": lambda files: files.pop("journal.anchor"),
    "anchor emptied": lambda files: files.update({"journal.anchor": bytearray()}),
    "anchor zeroed": lambda files: files.update({"journal.anchor": bytearray(256)}),
    "anchor longer": lambda files: files["journal.anchor"].extend(b"\0"),
    "first and second swapped": lambda files: swap(files, FIRST, SECOND),
    "second and third swapped": lambda files: swap(files, SECOND, THIRD),
    "third and spare swapped": lambda files: swap(files, THIRD, SPARE),
    "first zeroed": lambda files: files.update({FIRST: bytearray(SEGMENT)}),
    "second zeroed": lambda files: files.update({SECOND: bytearray(SEGMENT)}),
    "third zeroed": lambda files: files.update({THIRD: bytearray(SEGMENT)}),
    "first in place of the second": lambda files: files.update({SECOND: files[FIRST][:]}),
    "first in place of the spare": lambda files: files.update({SPARE: files[FIRST][:]}),
    "third twice": lambda files: files.update({PAST: files[THIRD][:]}),
    "one more of zeros": lambda files: files.update({PAST: bytearray(SEGMENT)}),
    "number nought": lambda files: files.update({"journal-00000000.seg": bytearray(SEGMENT)}),
    "far number": lambda files: files.update({"journal-00000099.seg": bytearray(SEGMENT)}),
    "first truncated by a byte": lambda files: files.update({FIRST: files[FIRST][:-1]}),
    "second truncated to a block": lambda files: files.update({SECOND: files[SECOND][:4_096]}),
    "third emptied": lambda files: files.update({THIRD: bytearray()}),
    "spare truncated": lambda files: files.update({SPARE: files[SPARE][:-4_096]}),
    "first longer": lambda files: files[FIRST].extend(bytes(4_096)),
    "spare longer": lambda files: files[SPARE].extend(b"\0"),
    "two blocks of the first swapped": lambda files: files.update({FIRST: blocks_swapped(files)}),
    "half a commit zeroed": lambda files: files.update({FIRST: block_zeroed(files, 2)}),
    "a header zeroed": lambda files: files.update({FIRST: block_zeroed(files, 0)}),
    "seal zeroed": lambda files: files.update({THIRD: seal_zeroed(files)}),
}


def blocks_swapped(files: dict[str, bytearray]) -> bytearray:
    content = files[FIRST]
    return content[:4_096] + content[8_192:12_288] + content[4_096:8_192] + content[12_288:]


def block_zeroed(files: dict[str, bytearray], block: int) -> bytearray:
    content = files[FIRST]
    return content[: block * 4_096] + bytearray(4_096) + content[(block + 1) * 4_096 :]


def seal_zeroed(files: dict[str, bytearray]) -> bytearray:
    seal = files[THIRD].rindex(b"PRAYACMT")
    return files[THIRD][:seal] + bytearray(SEGMENT - seal)


@pytest.mark.parametrize("name", CHANGES)
def test_a_moved_or_missing_file_of_a_stopped_store_is_noticed(name: str) -> None:
    disk = sealed_store()
    assert SPARE in disk.files
    assert PAST not in disk.files
    CHANGES[name](disk.files)
    before = copied(disk)
    found = list(inspect_folder(disk))
    assert found
    with pytest.raises(PrayaError) as caught:
        Journal.open(disk, CHAIN)
    assert caught.value.code in {"JOURNAL_DAMAGED", "JOURNAL_MISSING"}
    if caught.value.code == "JOURNAL_DAMAGED":
        first = found[0]
        expected = {"file": first.file, "offset": first.offset, "what": first.flaw.value}
        assert caught.value.values == expected
    assert disk.files == before.files


LIMITS = {"spare deleted", "seal zeroed", "third zeroed", "one more of zeros"}


@pytest.mark.parametrize("name", sorted(set(CHANGES) - LIMITS))
def test_a_moved_or_missing_file_of_a_crashed_store_is_noticed(name: str) -> None:
    """A crash itself may leave a missing spare, a lost last segment, or several made ahead."""
    disk = MemoryDisk()
    journal = created(disk)
    while journal.end.segment < 3 or journal.end.offset < 20_000:
        journal.append([record(journal.end.segment, 5_000)])
    CHANGES[name](disk.files)
    assert list(inspect_folder(disk))
    with pytest.raises(PrayaError):
        Journal.open(disk, CHAIN)


def test_segments_that_a_crash_left_made_ahead_are_used() -> None:
    disk = MemoryDisk()
    created(disk).append([record(1)])
    for number in (2, 3, 4):
        disk.files[segment_name(number)] = bytearray(SEGMENT)
    journal = Journal.open(disk, CHAIN)
    for height in range(2, 60):
        journal.append([record(height, 5_000)])
    journal.seal()
    assert list(inspect_folder(disk)) == []
    assert [found.height for found in journal.records()] == list(range(1, 60))


def test_damage_is_listed_to_the_end() -> None:
    disk = sealed_store()
    disk.files[FIRST][21_000] ^= 1
    disk.files[SECOND][100] ^= 1
    disk.files[THIRD][SEGMENT - 1] ^= 1
    disk.files[SPARE][50_000] ^= 1
    disk.files["snapshot-0000000000000007.snap"][700] ^= 1
    assert list(inspect_folder(disk)) == [
        Damage(FIRST, 20_480, Flaw.COMMIT_DAMAGED),
        Damage(SECOND, 0, Flaw.HEADER_DAMAGED),
        Damage(THIRD, 61_440, Flaw.NOT_ZERO),
        Damage(SPARE, 49_152, Flaw.NOT_ZERO),
        Damage("snapshot-0000000000000007.snap", 128, Flaw.SNAPSHOT_DAMAGED),
    ]


def test_a_commit_misdirected_onto_the_last_one_is_noticed() -> None:
    disk = MemoryDisk()
    journal = created(disk)
    journal.append([record(1)])
    last = journal.end.offset
    journal.append([record(2)])
    end = journal.end.offset
    journal.append([record(3)])
    content = disk.files[FIRST]
    content[last:end] = content[end : end + (end - last)]
    content[end : end + (end - last)] = bytes(end - last)
    assert list(inspect_folder(disk)) == [Damage(FIRST, last, Flaw.COMMIT_MISPLACED)]


@pytest.mark.parametrize("offset", [20_480, 32_768, 61_440])
def test_a_commit_misdirected_into_the_zeros_is_noticed(offset: int) -> None:
    disk = MemoryDisk()
    journal = created(disk)
    journal.append([record(1)])
    start = journal.end.offset
    journal.append([record(2)])
    content = disk.files[FIRST]
    content[offset : offset + 4_096] = content[start : start + 4_096]
    content[start : start + 4_096] = bytes(4_096)
    assert list(inspect_folder(disk)) == [Damage(FIRST, offset, Flaw.COMMIT_MISPLACED)]


def test_a_commit_misdirected_into_the_spare_is_noticed() -> None:
    disk = MemoryDisk()
    journal = created(disk)
    journal.append([record(1)])
    disk.files[SECOND][8_192:12_288] = disk.files[FIRST][4_096:8_192]
    assert list(inspect_folder(disk)) == [Damage(SECOND, 8_192, Flaw.NOT_ZERO)]


def test_an_older_anchor_put_back_is_noticed() -> None:
    disk = MemoryDisk()
    journal = created(disk)
    fresh = bytes(disk.files["journal.anchor"])
    for height in range(30):
        journal.append([record(height, 5_000)])
    journal.seal()
    clean = bytes(disk.files["journal.anchor"])
    disk.files["journal.anchor"] = bytearray(fresh)
    assert list(inspect_folder(disk))
    disk.files["journal.anchor"] = bytearray(clean)
    assert list(inspect_folder(disk)) == []
    Journal.open(disk, CHAIN).append([record(31)])
    disk.files["journal.anchor"] = bytearray(clean)
    assert list(inspect_folder(disk))


def test_a_segment_of_another_ledger_is_noticed() -> None:
    disk = sealed_store()
    other = MemoryDisk()
    Journal.create(other, bytes(32), SEGMENT)
    disk.files[FIRST] = other.files[FIRST]
    found = list(inspect_folder(disk))
    assert found[0] == Damage(FIRST, 0, Flaw.SEGMENT_MISPLACED)


def test_a_whole_folder_of_random_bytes_is_listed_without_an_error() -> None:
    noise = bytes((i * 7_919 + 13) % 251 for i in range(SEGMENT))
    disk = MemoryDisk({FIRST: noise, SECOND: noise, "journal.anchor": noise[:256]})
    assert list(inspect_folder(disk)) == [Damage("journal.anchor", 0, Flaw.ANCHOR_DAMAGED)]
