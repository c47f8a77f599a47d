"""The read model of who is on the ledger: participants and their accounts.

It must not know what documents look like: names and licences come as plain values.
"""

from collections.abc import Sequence

import numpy as np

from praya.base.attributes import Attribute
from praya.kernel import tables as t
from praya.kernel.state import State
from praya.projections.arrow import pa
from praya.projections.columns import codes, flags, named, rows_of, sets
from praya.projections.view import ReadModel, View, columns

PARTICIPANTS = pa.schema(
    [
        ("number", pa.int32()),
        ("participant", pa.string()),
        ("name_en", pa.string()),
        ("name_zh", pa.string()),
        ("licence", pa.string()),
        ("roles", pa.list_(pa.string())),
        ("active", pa.bool_()),
    ]
)
ACCOUNTS = pa.schema(
    [
        ("number", pa.int32()),
        ("account", pa.string()),
        ("owner", pa.int32()),
        ("kind", pa.string()),
        ("attributes", pa.list_(pa.string())),
        ("debit_frozen", pa.bool_()),
        ("credit_frozen", pa.bool_()),
        ("positions", pa.int32()),
    ]
)
MODEL = ReadModel(
    stands=(("participants", PARTICIPANTS), ("accounts", ACCOUNTS)),
    views=(
        View(
            "participants",
            "One row for each institution. Number 0 is the ledger itself and is not listed.",
            columns(
                ("participant", "VARCHAR", "code"),
                ("number", "INTEGER", "number on the ledger"),
                ("name_en", "VARCHAR", "name in English"),
                ("name_zh", "VARCHAR", "name in Chinese"),
                ("licence", "VARCHAR", "type of its licence"),
                ("roles", "VARCHAR[]", "what it does for the ledger"),
                ("active", "BOOLEAN", "false while it is suspended"),
            ),
            "SELECT participant, number, name_en, name_zh, licence, roles, active"
            " FROM stored.participants WHERE number > 0",
            "number",
        ),
        View(
            "accounts",
            "One row for each account.",
            columns(
                ("account", "VARCHAR", "code"),
                ("number", "INTEGER", "number on the ledger"),
                ("owner", "VARCHAR", "participant it belongs to"),
                ("kind", "VARCHAR", "CLIENT, HOUSE, ISSUANCE or SUSPENSE"),
                ("attributes", "VARCHAR[]", "what is known of its holder, such as IDENTIFIED"),
                ("debit_frozen", "BOOLEAN", "nothing leaves it"),
                ("credit_frozen", "BOOLEAN", "nothing enters it"),
                ("positions", "INTEGER", "how many positions it has"),
            ),
            "SELECT a.account, a.number, p.participant AS owner, a.kind, a.attributes,"
            " a.debit_frozen, a.credit_frozen, a.positions FROM stored.accounts a"
            " JOIN stored.participants p ON p.number = a.owner",
            "a.number",
        ),
    ),
)

ACCOUNT_KINDS = {
    t.ACCOUNT_CLIENT: "CLIENT",
    t.ACCOUNT_HOUSE: "HOUSE",
    t.ACCOUNT_ISSUANCE: "ISSUANCE",
    t.ACCOUNT_SUSPENSE: "SUSPENSE",
}


def attribute_names(bits: int) -> list[str]:
    """The names of the attributes that are set; one without a name by its number."""
    known = [str(attribute.name) for attribute in Attribute if bits & attribute]
    others = bits & ~sum(Attribute)
    return known + ([hex(others)] if others else [])


def standing_accounts(state: State) -> pa.RecordBatch:
    """Every account, as it stands."""
    accounts = state.table("accounts")
    account_flags = accounts[:, t.ACCOUNT_FLAGS]
    return rows_of(
        ACCOUNTS,
        {
            "number": np.arange(accounts.shape[0]),
            "account": codes(accounts[:, t.ACCOUNT_CODE :]),
            "owner": accounts[:, t.ACCOUNT_OWNER],
            "kind": named(accounts[:, t.ACCOUNT_KIND], ACCOUNT_KINDS),
            "attributes": sets(accounts[:, t.ACCOUNT_ATTRIBUTES], attribute_names),
            "debit_frozen": flags(account_flags, t.FLAG_DEBIT_FROZEN),
            "credit_frozen": flags(account_flags, t.FLAG_CREDIT_FROZEN),
            "positions": accounts[:, t.ACCOUNT_POSITIONS],
        },
    )


def standing_participants(listed: Sequence[dict[str, object]]) -> pa.RecordBatch:
    """Every participant from plain values by column, the ledger itself (number 0) included."""
    return pa.RecordBatch.from_pylist(list(listed), schema=PARTICIPANTS)
