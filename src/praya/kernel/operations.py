"""The closed set of operations and the golden table of their operands.

Everything a ledger does is lowered to these. `docs/reference/kernel.md` section 4 gives their
meaning; a new one needs an architecture decision.
"""

from typing import Final

MOVE: Final = 0
MORE: Final = 1
HOLD: Final = 2
POST: Final = 3
VOID: Final = 4
OPEN: Final = 5
SET: Final = 6
DEFINE: Final = 7
RECORD: Final = 8
SPREAD: Final = 9
CONVERT: Final = 10
PUT: Final = 11
ATTEST: Final = 12
OPEN_DAY: Final = 13
GOVERN: Final = 14

SET_ACCOUNT_ATTRIBUTES: Final = 1
SET_ACCOUNT_FLAGS: Final = 2
SET_POSITION_FLAGS: Final = 3
SET_PAY_TO: Final = 4
SET_ASSET_REQUIRED: Final = 5
SET_ASSET_PAUSED: Final = 6
SET_ISSUE_LIMIT: Final = 7
SET_MANDATE_REVOKED: Final = 8
SET_SWEEP: Final = 9

DEFINE_ACCOUNT: Final = 1
DEFINE_ASSET: Final = 2
DEFINE_MANDATE: Final = 3
DEFINE_EVENT: Final = 4

GOVERN_ADMIT: Final = 1
GOVERN_SUSPEND: Final = 2
GOVERN_RESTORE: Final = 3

# name, number, operands of the row (debit, credit, amount, authority), operands of each MORE row
OPERANDS: Final[tuple[tuple[str, int, tuple[str, ...], tuple[str, ...]], ...]] = (
    ("MOVE", MOVE, ("position", "position", "amount", "authority"), ()),
    ("MORE", MORE, ("operand", "operand", "operand", "0"), ()),
    (
        "HOLD",
        HOLD,
        ("position", "destination or -1", "amount", "authority"),
        ("kind, holder, expiry", "post 0-15", "post 16-31", "void 0-15", "void 16-31"),
    ),
    ("POST", POST, ("hold", "position", "amount", "0"), ("digest 0-15", "digest 16-31")),
    ("VOID", VOID, ("hold", "-1", "0", "0"), ("digest 0-15", "digest 16-31")),
    ("OPEN", OPEN, ("account", "asset", "1 if issuance", "0"), ("salt 0-15",)),
    ("SET", SET, ("kind", "target", "value", "0"), ()),
    (
        "DEFINE ACCOUNT",
        DEFINE,
        ("1", "owner", "attributes", "0"),
        ("kind, 0, flags", "code", "code"),
    ),
    (
        "DEFINE ASSET",
        DEFINE,
        ("2", "issuer", "issue limit", "0"),
        ("decimals, 0, required", "code 0-15", "code 16-31"),
    ),
    (
        "DEFINE MANDATE",
        DEFINE,
        ("3", "position", "remaining", "0"),
        ("grantee, period days, period limit", "0, 0, expiry"),
    ),
    (
        "DEFINE EVENT",
        DEFINE,
        ("4", "asset", "number", "0"),
        (
            "kind, mode, numerator",
            "record date, payment date, denominator",
            "paying, suspense, mandate",
        ),
    ),
    ("RECORD", RECORD, ("asset", "0", "date", "0"), ()),
    ("SPREAD", SPREAD, ("event", "-1", "0", "authority"), ()),
    ("CONVERT", CONVERT, ("event", "-1", "0", "authority"), ()),
    (
        "PUT",
        PUT,
        ("slot or -1", "0", "expected version", "0"),
        ("key 0-15", "key 16-31", "value 0-15", "value 16-31"),
    ),
    (
        "ATTEST",
        ATTEST,
        ("slot or -1", "provider", "value", "0"),
        (
            "subject 0-15",
            "kind, target, valid from",
            "0, 0, valid until",
            "digest 0-15",
            "digest 16-31",
        ),
    ),
    ("OPEN_DAY", OPEN_DAY, ("0", "0", "new date", "0"), ("0, 0, expected date",)),
    ("GOVERN", GOVERN, ("kind", "slot or participant", "0", "0"), ()),
)
