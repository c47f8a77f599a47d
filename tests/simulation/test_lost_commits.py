"""A commit that the device reported and never wrote: no reader of the journal leaves it out.

Found by schedules 74 and 94 of sixty steps, in which an export skipped the rest of a segment.
"""

import pytest

from praya.base.errors import PrayaError
from praya.storage.commits import Record, RecordKind
from praya.storage.disk import MemoryDisk
from praya.storage.journal import Journal
from praya.storage.reading import read_records
from praya.storage.recovery import Extent
from praya.storage.segments import HEADER_BYTES, segment_name

CHAIN = bytes(range(32))
SEGMENT = 65_536
BLOCK = 4_096
COMMITS = 40  # of one block each: more than two segments


def written() -> tuple[MemoryDisk, Journal]:
    disk = MemoryDisk()
    journal = Journal.create(disk, CHAIN, SEGMENT)
    for height in range(1, COMMITS + 1):
        journal.append([Record(RecordKind.CLOSE, height, 0, height, b"closed")])
    return disk, journal


def extent_of(journal: Journal) -> Extent:
    return journal._extent()


def test_an_undamaged_journal_gives_every_record() -> None:
    _, journal = written()
    assert [record.height for record in journal.records()] == list(range(1, COMMITS + 1))


@pytest.mark.parametrize("from_height", [0, 1, 14, 20])
@pytest.mark.parametrize("lost", [1, 7, 14, 15])
def test_a_lost_commit_of_a_full_segment_is_noticed(lost: int, from_height: int) -> None:
    disk, journal = written()
    start = HEADER_BYTES + (lost - 1) * BLOCK
    disk.files[segment_name(1)][start : start + BLOCK] = bytes(BLOCK)
    if from_height > 15:  # that segment need not be read
        heights = [record.height for record in read_records(disk, extent_of(journal), from_height)]
        assert heights == list(range(from_height, COMMITS + 1))
        return
    with pytest.raises(PrayaError) as refused:
        list(read_records(disk, extent_of(journal), from_height))
    assert refused.value.code == "JOURNAL_DAMAGED"
    assert refused.value.values["file"] == segment_name(1)


def test_a_damaged_segment_header_is_noticed() -> None:
    disk, journal = written()
    disk.files[segment_name(2)][100] ^= 1
    with pytest.raises(PrayaError) as refused:
        list(read_records(disk, extent_of(journal)))
    assert refused.value.values["what"] == "HEADER_DAMAGED"


@pytest.mark.parametrize("from_height", [0, 16, 20, 30])
def test_the_header_of_a_segment_just_entered_witnesses_the_end_of_the_one_before(
    from_height: int,
) -> None:
    """Nothing is in it yet, so that by its heights alone it would be passed over (1292)."""
    disk, journal = written()
    whole = extent_of(journal)
    end = whole.end._replace(segment=3, offset=HEADER_BYTES)
    entered = whole._replace(end=end, heights=(*whole.heights[:2], 0))
    kept = [record.height for record in read_records(disk, entered, from_height)]
    assert kept == list(range(max(1, from_height), 31))
    disk.files[segment_name(2)][SEGMENT - BLOCK : SEGMENT] = bytes(BLOCK)
    with pytest.raises(PrayaError) as refused:
        list(read_records(disk, entered, from_height))
    assert refused.value.values["what"] == "COMMITS_MISSING"
