"""The one door to Apache Arrow, which comes without types of its own.

It must not know any read model.
"""

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as parquet  # type: ignore[import-untyped]

__all__ = ["pa", "parquet"]
