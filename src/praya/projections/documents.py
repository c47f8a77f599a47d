"""The read model of documents: every version, with its value where it can be read.

It must not know what a document means: its value comes as JSON text.
"""

from praya.projections.arrow import pa
from praya.projections.view import ReadModel, View, columns

DOCUMENTS = pa.schema(
    [
        ("height", pa.int64()),
        ("envelope", pa.int32()),
        ("name", pa.string()),
        ("version", pa.int64()),
        ("digest", pa.string()),
        ("size", pa.int64()),
        ("value", pa.string()),
    ]
)
MODEL = ReadModel(
    grows=(("documents", DOCUMENTS),),
    views=(
        View(
            "documents",
            "One row for each version of each document; `is_current` marks the one that stands.",
            columns(
                ("name", "VARCHAR", "name, such as `asset/HKGB2024`"),
                ("version", "BIGINT", "1 for the first"),
                ("is_current", "BOOLEAN", "whether it stands now"),
                (
                    "height",
                    "BIGINT",
                    "height of the block that put it; where the ledger began: its first height",
                ),
                ("envelope", "INTEGER", "place of the envelope; NULL where the ledger began"),
                ("digest", "VARCHAR", "digest of the value as in the state, hexadecimal"),
                ("size", "BIGINT", "bytes of the value"),
                ("value", "VARCHAR", "the value as JSON; NULL where it does not decode"),
            ),
            "SELECT name, version,"
            " version = max(version) OVER (PARTITION BY name) AS is_current,"
            " height, envelope, digest, size, value FROM stored.documents",
            "height, envelope NULLS FIRST, name",
        ),
    ),
)
