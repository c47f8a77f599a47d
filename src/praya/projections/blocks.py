"""The read model of blocks and of the envelopes in them, with what became of each.

It must not know how envelopes are parsed: their fields come as plain values.
"""

from praya.projections.arrow import pa
from praya.projections.view import (
    BLOCK_TIME,
    BUSINESS_DATE,
    HEIGHT,
    ReadModel,
    View,
    columns,
)

BLOCKS = pa.schema(
    [
        ("height", pa.int64()),
        ("block_time", pa.timestamp("ms")),
        ("business_date", pa.date32()),
        ("header", pa.string()),
        ("state_root", pa.string()),
        ("envelopes_root", pa.string()),
        ("results_digest", pa.string()),
        ("envelopes", pa.int32()),
        ("refused", pa.int32()),
        ("skipped", pa.int32()),
    ]
)
ENVELOPES = pa.schema(
    [
        ("height", pa.int64()),
        ("envelope", pa.int32()),
        ("business_date", pa.date32()),
        ("id", pa.string()),
        ("verb", pa.string()),
        ("acting", pa.list_(pa.string())),
        ("request_id", pa.string()),
        ("valid_until", pa.timestamp("ms")),
        ("size", pa.int64()),
        ("rows", pa.int32()),
        ("rows_applied", pa.int32()),
        ("status", pa.int32()),
        ("body", pa.string()),
    ]
)
MODEL = ReadModel(
    grows=(("blocks", BLOCKS), ("envelopes", ENVELOPES)),
    views=(
        View(
            "blocks",
            "One row for each closed block.",
            columns(
                HEIGHT,
                BLOCK_TIME,
                ("business_date", "DATE", "business date when the block closed"),
                ("header", "VARCHAR", "SHA-256 of the block's header, hexadecimal"),
                ("state_root", "VARCHAR", "root of all state after the block, hexadecimal"),
                ("envelopes_root", "VARCHAR", "root over the block's envelopes, hexadecimal"),
                ("results_digest", "VARCHAR", "digest of what was answered, hexadecimal"),
                ("envelopes", "INTEGER", "how many envelopes the block has"),
                ("refused", "INTEGER", "how many of them have another status than APPLIED"),
                ("skipped", "INTEGER", "how many were left out by order of the operators"),
            ),
            "SELECT * FROM stored.blocks",
            "height",
        ),
        View(
            "envelopes",
            "One row for each envelope in a block, applied or refused.",
            columns(
                HEIGHT,
                BLOCK_TIME,
                BUSINESS_DATE,
                ("envelope", "INTEGER", "place of the envelope in its block, from 0"),
                ("id", "VARCHAR", "SHA-256 of the header, hexadecimal; NULL if it has no form"),
                ("verb", "VARCHAR", "what is asked, such as `settlement.settle_dvp`"),
                ("requester", "VARCHAR", "first acting participant: the owner of the request id"),
                ("acting", "VARCHAR[]", "all acting participants"),
                ("request_id", "VARCHAR", "16 bytes, hexadecimal"),
                ("valid_until", "TIMESTAMP", "when it expires, UTC; at most the year 9999"),
                ("size", "BIGINT", "bytes"),
                ("rows", "INTEGER", "rows it was lowered to; 0 where that was refused"),
                ("rows_applied", "INTEGER", "how many of them were applied"),
                ("status", "INTEGER", "number of its status"),
                ("name", "VARCHAR", "name of its status; APPLIED for a batch that was run"),
                ("body", "VARCHAR", "the request's fields as JSON; NULL for a batch"),
            ),
            "SELECT height, block_time, e.business_date, envelope, id, verb,"
            " acting[1] AS requester, acting, request_id, valid_until, size, rows,"
            " rows_applied, status, s.name, body"
            " FROM stored.envelopes e JOIN stored.blocks b USING (height)"
            " JOIN stored.status_names s USING (status)",
            "height, envelope",
        ),
    ),
)
