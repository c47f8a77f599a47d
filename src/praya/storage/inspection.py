"""Physical verification of a folder: every damaged place in it, with nothing changed.

Used offline, on a stopped node or a copy. A torn tail after a crash is not damage: opening the
journal cuts it. This file must not know what the stored bytes mean.
"""

from collections.abc import Iterator

from praya.base.errors import PrayaError
from praya.kernel.ports import Disk
from praya.storage.anchor import Anchor
from praya.storage.recovery import Damage, Flaw, read_anchor, survey
from praya.storage.segments import (
    HEADER_BYTES,
    Place,
    SegmentHeader,
    parse_segment_header,
    segment_name,
    segment_number,
)
from praya.storage.snapshots import list_snapshots, read_snapshot, snapshot_name


def inspect_folder(disk: Disk) -> Iterator[Damage]:
    """Give every damage of the journal and of the snapshots; nothing where all is whole.

    Raises JOURNAL_VERSION_UNKNOWN and DISK_FAILED, where there is nothing to judge by.
    """
    anchor = read_anchor(disk)
    if isinstance(anchor, Damage):
        yield anchor
        stand_in = _stand_in(disk)
        if stand_in is not None:
            yield from survey(disk, stand_in).damages
    else:
        yield from survey(disk, anchor).damages
    yield from _snapshot_damages(disk)


def _stand_in(disk: Disk) -> Anchor | None:
    """What the anchor may have said, from the last segment with a header that is whole."""
    numbered = sorted((segment_number(name) or 0 for name in disk.names()), reverse=True)
    for number in filter(None, numbered):
        header: SegmentHeader | None = parse_segment_header(
            disk.read(segment_name(number), 0, HEADER_BYTES)
        )
        if header is not None:
            return Anchor(header.identity, Place(number, 0), header.before, files=0)
    return None


def _snapshot_damages(disk: Disk) -> Iterator[Damage]:
    for height in list_snapshots(disk):
        try:
            read_snapshot(disk, height)
        except PrayaError as refusal:
            if refusal.code != "SNAPSHOT_DAMAGED":
                raise
            offset = refusal.values["offset"]
            yield Damage(snapshot_name(height), int(str(offset)), Flaw.SNAPSHOT_DAMAGED)
