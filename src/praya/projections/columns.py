"""From the kernel's integers to columns of a file: dates, times, names, and what is missing.

It must not know any one read model. Nothing here makes an object for each row.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from praya.base.limits import CODE_BYTES_MAX
from praya.projections.arrow import pa

Integers = npt.NDArray[Any]

TIME_MS_MAX: Final = 253_402_300_799_999  # the last millisecond of the year 9999
DAY_MAX: Final = 2_932_896  # 9999-12-31: a later date is shown as this one


def natural(values: Integers) -> pa.Array:
    """Numbers from 0 on; a negative one means there is none."""
    return pa.array(values.astype(np.int32), mask=values < 0)


def days(values: Integers, missing: int | None = None) -> pa.Array:
    """Days since 1970-01-01 as dates; `missing` means there is none."""
    mask = None if missing is None else values == missing
    clipped = np.clip(values, -DAY_MAX, DAY_MAX).astype(np.int32)
    return pa.array(clipped, mask=mask).cast(pa.date32())


def times(values: Integers, missing: int | None = None) -> pa.Array:
    """Milliseconds since 1970-01-01 UTC as times; `missing` means there is none."""
    mask = None if missing is None else values == missing
    return pa.array(np.minimum(values, TIME_MS_MAX), mask=mask).cast(pa.timestamp("ms"))


def named(values: Integers, names: Mapping[int, str | None]) -> pa.Array:
    """Numbers of kinds as their names; a number without a name is missing."""
    listed = pa.array([names.get(number) for number in range(max(names) + 1)], pa.string())
    return listed.take(pa.array(values))


def sets(values: Integers, names: Callable[[int], Sequence[str]]) -> pa.Array:
    """Sets of bits as lists of names."""
    found, place = np.unique(values, return_inverse=True)
    listed = pa.array([list(names(bits)) for bits in found.tolist()], pa.list_(pa.string()))
    return listed.take(pa.array(place))


def flags(values: Integers, bit: int) -> pa.Array:
    """Whether a bit is set."""
    return pa.array((values & bit) != 0)


def codes(cells: Integers) -> pa.Array:
    """Codes of 32 padded bytes, four cells each, as text."""
    content = np.ascontiguousarray(cells)
    return pa.array(content.view(f"S{CODE_BYTES_MAX}").ravel()).cast(pa.string())


def rows_of(schema: pa.Schema, columns: Mapping[str, Any]) -> pa.RecordBatch:
    """A batch of rows of a schema from arrays by name; numbers are narrowed to its types."""
    arrays = [_as(columns[field.name], field.type) for field in schema]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _as(column: Any, kind: pa.DataType) -> pa.Array:
    made = pa.array(np.ascontiguousarray(column)) if isinstance(column, np.ndarray) else column
    return made if made.type == kind else made.cast(kind)
