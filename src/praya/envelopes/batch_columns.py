"""The row format of a signed batch as columns: 24 bytes a row, in this order and no other.

A batch's section is these columns and the kernel's arrays are these columns, so nothing is copied
or built per row. This module must not know what a row does.
"""

BATCH_VERB = "batch"

# (name, dtype): positions, the amount in minor units, the group (0 = alone), the operation
# (0 = MOVE), and the mandate's row (0 = the acting participants' own authority).
BATCH_COLUMNS: tuple[tuple[str, str], ...] = (
    ("debit", "<i4"),
    ("credit", "<i4"),
    ("amount", "<i8"),
    ("group", "<u2"),
    ("op", "<u2"),
    ("authority", "<i4"),
)

ROW_BYTES = 24
