"""Writing the files of a projection: parts of a fixed rule, so that the same blocks give the same

bytes. A part ends with the block that makes it long enough, whoever writes it and whenever. It must
not know what the columns mean.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from praya.projections.arrow import pa, parquet

PART_ROWS: Final = 2**21  # a part is closed by the block that brings it to so many rows,
PART_BLOCKS: Final = 2**16  # or to so many blocks
GROUP_ROWS: Final = 2**17  # rows held in memory for each file before they are written
GROUP_RECORDS: Final = 1_024  # the same for those that come one by one, with long texts


class FileFacts(NamedTuple):
    """What the manifest says of a file."""

    rows: int
    size: int  # bytes
    digest: str  # SHA-256, hexadecimal


def part_file(name: str, part: int) -> str:
    """The file of a growing table in a part."""
    return f"{name}-{part:06d}.parquet"


def standing_file(name: str) -> str:
    """The file of a table that is written anew each time."""
    return f"{name}.parquet"


class TableWriter:
    """One Parquet file in the making; rows are held until there is a group of them."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._path = path
        self._schema = schema
        self._writer = parquet.ParquetWriter(path, schema, compression="zstd", store_schema=False)
        self._batches: list[Any] = []
        self._held = 0
        self._records: list[dict[str, object]] = []
        self.rows = 0

    def add(self, batch: pa.RecordBatch) -> None:
        """Add rows in columns."""
        self._batches.append(batch)
        self._held += batch.num_rows
        self.rows += int(batch.num_rows)
        if self._held >= GROUP_ROWS:
            self._write()

    def add_record(self, record: dict[str, object]) -> None:
        """Add one row by names: for what there is one of for each envelope."""
        self._records.append(record)
        if len(self._records) >= GROUP_RECORDS:
            self._take_records()

    def _take_records(self) -> None:
        records, self._records = self._records, []
        if records:
            self.add(pa.RecordBatch.from_pylist(records, schema=self._schema))

    def _write(self) -> None:
        batches, self._batches, self._held = self._batches, [], 0
        table = pa.Table.from_batches(batches, schema=self._schema).combine_chunks()
        if table.num_rows:
            self._writer.write_table(table, row_group_size=table.num_rows)

    def close(self) -> FileFacts:
        """Finish the file; what the manifest says of it."""
        self._take_records()
        self._write()
        self._writer.close()
        return facts_of(self._path, self.rows)


class PartWriter:
    """The files of one part."""

    def __init__(self, folder: Path, number: int, schemas: Mapping[str, pa.Schema]) -> None:
        self.number = number
        self.blocks = 0
        self._tables = {
            name: TableWriter(folder / part_file(name, number), schema)
            for name, schema in schemas.items()
        }

    def __getitem__(self, name: str) -> TableWriter:
        return self._tables[name]

    @property
    def is_long_enough(self) -> bool:
        """Whether the block just closed is the last of this part."""
        rows = sum(table.rows for table in self._tables.values())
        return rows >= PART_ROWS or self.blocks >= PART_BLOCKS

    def close(self) -> dict[str, FileFacts]:
        """Finish all files."""
        return {part_file(name, self.number): table.close() for name, table in self._tables.items()}


def write_standing(folder: Path, name: str, batch: pa.RecordBatch) -> FileFacts:
    """Write a table that says how the ledger stands."""
    writer = TableWriter(folder / standing_file(name), batch.schema)
    for first in range(0, batch.num_rows, GROUP_ROWS):
        writer.add(batch.slice(first, GROUP_ROWS))
    return writer.close()


def facts_of(path: Path, rows: int) -> FileFacts:
    """Size and digest of a file."""
    with path.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return FileFacts(rows, path.stat().st_size, digest)
