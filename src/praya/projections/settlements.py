"""The read model of settlements: groups of movements that happened together or not at all.

It stores nothing of its own: it is a view over movements and envelopes.
"""

from praya.projections.view import (
    BLOCK_TIME,
    BUSINESS_DATE,
    HEIGHT,
    ReadModel,
    View,
    amount_columns,
    columns,
    exact,
)

# The legs of each group in the order: what is not cash first, then by row.
_LEGS = (
    "SELECT m.height, m.business_date, m.envelope, m.group_number, m.row, m.minor,"
    " m.debit_account, m.credit_account, m.asset, a.is_cash,"
    " row_number() OVER together AS place FROM stored.moves m"
    " JOIN stored.assets a ON a.number = m.asset"
    " WHERE m.group_number > 0 AND m.event IS NULL"
    " WINDOW together AS (PARTITION BY m.height, m.envelope, m.group_number"
    " ORDER BY a.is_cash, m.row)"
)
_GROUPS = (
    "SELECT height, any_value(business_date) AS business_date, envelope, group_number,"
    " count(*) AS legs, count_if(is_cash) AS cash_legs, count(DISTINCT asset) AS assets,"
    + ",".join(
        f" any_value({column}) FILTER (place = {place}) AS {column}_{place}"
        for place in (1, 2)
        for column in ("asset", "minor", "debit_account", "credit_account")
    )
    + f" FROM ({_LEGS}) GROUP BY height, envelope, group_number HAVING count(*) > 1"
)
MODEL = ReadModel(
    views=(
        View(
            "settlements",
            "One row for each group of two or more movements that an envelope or a batch settled"
            " together. Two legs of two assets are named by their side; the legs of any other"
            " group are in `moves`, under the same height, envelope and group_number.",
            columns(
                HEIGHT,
                BLOCK_TIME,
                BUSINESS_DATE,
                ("envelope", "INTEGER", "place of the envelope in its block, from 0"),
                ("group_number", "INTEGER", "group in the envelope"),
                ("verb", "VARCHAR", "verb of the envelope"),
                (
                    "kind",
                    "VARCHAR",
                    "DVP (a security against cash), PVP (cash against cash), DVD (a security"
                    " against a security), OTHER",
                ),
                ("legs", "BIGINT", "how many movements it has"),
                ("security", "VARCHAR", "what was delivered; of PVP and DVD the first leg's"),
                *amount_columns("quantity", "how much of it"),
                ("seller", "VARCHAR", "account that delivered it"),
                ("buyer", "VARCHAR", "account that received it"),
                ("cash", "VARCHAR", "what was paid; of DVD the second leg's asset"),
                *amount_columns("amount", "how much of it"),
                ("payer", "VARCHAR", "account that paid"),
                ("payee", "VARCHAR", "account that was paid"),
                ("settlement_date", "DATE", "as the request states it; NULL for a batch"),
                ("reference", "VARCHAR", "trade reference of the request; NULL for a batch"),
            ),
            "SELECT g.height, b.block_time, g.business_date, g.envelope, g.group_number, e.verb,"
            " CASE WHEN g.legs <> 2 OR g.assets <> 2 THEN 'OTHER' WHEN g.cash_legs = 1 THEN 'DVP'"
            " WHEN g.cash_legs = 2 THEN 'PVP' ELSE 'DVD' END AS kind, g.legs,"
            " s.asset AS security, g.minor_1 AS quantity_minor,"
            f" {exact('g.minor_1', 's.unit')} AS quantity,"
            " sa.account AS seller, ba.account AS buyer, c.asset AS cash,"
            " CASE WHEN c.asset IS NOT NULL THEN g.minor_2 END AS amount_minor,"
            f" {exact('g.minor_2', 'c.unit')} AS amount,"
            " pa.account AS payer, ra.account AS payee,"
            " TRY_CAST(e.body ->> '$.settlement_date' AS DATE) AS settlement_date,"
            " e.body ->> '$.trade_reference' AS reference"
            f" FROM (SELECT * REPLACE (CASE WHEN legs = 2 AND assets = 2 THEN minor_1 END AS"
            f" minor_1) FROM ({_GROUPS})) g"
            " JOIN stored.blocks b ON b.height = g.height"
            " JOIN stored.envelopes e ON e.height = g.height AND e.envelope = g.envelope"
            " LEFT JOIN stored.assets s ON s.number = g.asset_1 AND g.legs = 2 AND g.assets = 2"
            " LEFT JOIN stored.assets c ON c.number = g.asset_2 AND g.legs = 2 AND g.assets = 2"
            " LEFT JOIN stored.accounts sa ON sa.number = g.debit_account_1 AND s.asset NOT NULL"
            " LEFT JOIN stored.accounts ba ON ba.number = g.credit_account_1 AND s.asset NOT NULL"
            " LEFT JOIN stored.accounts pa ON pa.number = g.debit_account_2 AND s.asset NOT NULL"
            " LEFT JOIN stored.accounts ra ON ra.number = g.credit_account_2 AND s.asset NOT NULL",
            "g.height, g.envelope, g.group_number",
        ),
    ),
)
