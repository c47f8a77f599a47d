"""The bytes of version 1: today's code writes exactly these files and reads them.

tests/golden/journal-v1.txt holds, per file, a line `file <name> <size>` and one line
`<offset> <hex>` for every 64 bytes that are not all zero.
"""

from pathlib import Path

from journal_cases import told

from praya.storage.commits import Record
from praya.storage.disk import MemoryDisk
from praya.storage.inspection import inspect_folder
from praya.storage.journal import Journal
from praya.storage.snapshots import read_snapshot, write_snapshot

GOLDEN = Path(__file__).parents[1] / "golden" / "journal-v1.txt"
CHAIN = bytes(range(32))
SALT = bytes(range(100, 116))
RECORDS = [
    Record(1, 1, 0, 1_700_000_000_000, b"an envelope"),
    Record(2, 1, 1, 1_700_000_000_010, b"a block header"),
    Record(3, 2, 0, 1_700_000_000_020, bytes(range(65))),
    Record(1, 3, 0, 1_700_000_000_030, bytes(57_000)),
]


def golden_store() -> MemoryDisk:
    disk = MemoryDisk()
    journal = Journal.create(disk, CHAIN, 65_536, SALT)
    journal.append(RECORDS[:2])
    journal.append(RECORDS[2:])
    journal.seal()
    write_snapshot(
        disk, 3, b"header", [("positions", memoryview(b"rows")), ("none", memoryview(b""))]
    )
    return disk


def as_text(disk: MemoryDisk) -> str:
    lines = []
    for name, content in sorted(disk.files.items()):
        lines.append(f"file {name} {len(content)}")
        for offset in range(0, len(content), 64):
            piece = bytes(content[offset : offset + 64])
            if any(piece):
                lines.append(f"{offset} {piece.hex()}")
    return "\n".join(lines) + "\n"


def from_text(text: str) -> MemoryDisk:
    disk = MemoryDisk()
    name = ""
    for line in text.splitlines():
        first, *rest = line.split(" ")
        if first == "file":
            name = rest[0]
            disk.files[name] = bytearray(int(rest[1]))
        else:
            piece = bytes.fromhex(rest[0])
            disk.files[name][int(first) : int(first) + len(piece)] = piece
    return disk


def test_the_golden_journal_is_written_byte_for_byte() -> None:
    assert as_text(golden_store()) == GOLDEN.read_text(encoding="ascii")


def test_the_golden_journal_is_read() -> None:
    disk = from_text(GOLDEN.read_text(encoding="ascii"))
    assert len(disk.files) == 5
    assert list(inspect_folder(disk)) == []
    assert told(Journal.open(disk, CHAIN).records()) == told(RECORDS)
    header, sections = read_snapshot(disk, 3)
    assert header == b"header"
    assert {name: bytes(raw) for name, raw in sections.items()} == {
        "positions": b"rows",
        "none": b"",
    }


def test_a_changed_byte_of_the_golden_journal_is_noticed() -> None:
    disk = from_text(GOLDEN.read_text(encoding="ascii"))
    disk.files["journal-00000001.seg"][4_200] ^= 1
    assert as_text(disk) != as_text(golden_store())
    assert list(inspect_folder(disk))
