"""The queries that a run shows: SQL over the views of `praya sql`, one for each figure.

They go by the journal alone and know nothing of the run but codes, accounts and days.
"""

from typing import Final

DAYS: Final = (
    "SELECT count(*) AS days FROM statuses"
    " WHERE verb = 'calendar.open_day' AND row IS NULL AND name = 'APPLIED'"
)
SUPPLY: Final = "SELECT asset, supply FROM assets ORDER BY number"
REFUSED: Final = (
    "SELECT name, count(*) AS times FROM statuses"
    " WHERE row IS NULL AND name <> 'APPLIED' GROUP BY name ORDER BY name"
)
HEIGHT: Final = (
    "SELECT height, (SELECT sum(envelopes) FROM blocks) AS envelopes, state_root"
    " FROM blocks ORDER BY height DESC LIMIT 1"
)
MINTED: Final = (
    "SELECT business_date, asset, credit_account AS account, sum(amount) AS minted FROM moves"
    " WHERE verb = 'issuance.mint_cash' GROUP BY ALL ORDER BY ALL"
)
# What a payment comes to by the terms: all holdings times the ratio, rounded half up.
_SCHEDULED: Final = (
    "(2 * recorded_minor::HUGEINT * numerator + denominator) // (2 * denominator::HUGEINT)"
)
_PAID: Final = (
    "SELECT holder_account AS account,"
    " sum(amount) FILTER (event_kind = 'DISTRIBUTION') AS coupons,"
    " sum(amount) FILTER (event_kind = 'REDEMPTION') AS principal"
    " FROM moves WHERE kind = 'SPREAD' AND event_asset = '{code}' GROUP BY holder_account"
)
_HELD: Final = (
    "SELECT account, amount AS nominal FROM entitlements"
    " WHERE asset = '{code}' AND date = DATE '{day}'"
)
_WITH: Final = f"WITH paid AS ({_PAID}), held AS ({_HELD})"


def primary(code: str, paying: str) -> str:
    """Deliveries from the issue: business date, how many, nominal, proceeds."""
    return (
        "SELECT business_date, count(*) AS deliveries, sum(quantity) AS nominal,"
        f" sum(amount) AS proceeds FROM settlements WHERE security = '{code}'"
        f" AND payee = '{paying}' GROUP BY business_date"
    )


def deliveries(code: str, *, crowd: bool) -> str:
    """Each delivery by a request; those of a crowd are in batches, and are left out."""
    asked = " AND verb = 'settlement.settle_dvp'" if crowd else ""
    return (
        "SELECT height, seller, buyer, quantity, amount FROM settlements"
        f" WHERE security = '{code}'{asked} ORDER BY height, envelope"
    )


def coupons(code: str) -> str:
    """Each coupon: days, what was paid, what that differs from the terms, credits, block."""
    return (
        f"SELECT number, record_date, payment_date, paid, paid_minor - {_SCHEDULED}"
        " AS difference_minor, payments, paid_height"
        f" FROM events WHERE asset = '{code}' AND kind = 'DISTRIBUTION' ORDER BY number"
    )


def coupon_paid(code: str) -> str:
    """All coupons together, as the sum of single credits."""
    return (
        "SELECT sum(amount) AS coupon_paid FROM moves WHERE kind = 'SPREAD'"
        f" AND event_asset = '{code}' AND event_kind = 'DISTRIBUTION'"
    )


def redeemed(code: str) -> str:
    """The redemption, as the sum of single credits, and its day."""
    return (
        "SELECT business_date AS matured_on, sum(amount) AS redeemed FROM moves"
        f" WHERE kind = 'SPREAD' AND event_asset = '{code}' AND event_kind = 'REDEMPTION'"
        " GROUP BY business_date"
    )


def holders(code: str, day: str) -> str:
    """What each holder had at the last record and was paid in all."""
    return (
        f"{_WITH.format(code=code, day=day)} SELECT account, nominal, coupons, principal"
        " FROM paid LEFT JOIN held USING (account) ORDER BY account"
    )


def banks(code: str, day: str) -> str:
    """The same for each bank's clients together."""
    return (
        f"{_WITH.format(code=code, day=day)} SELECT split_part(account, '.', 1) AS bank,"
        " count(nominal) AS holders, sum(nominal) AS nominal, sum(coupons) AS coupons,"
        " sum(principal) AS principal FROM paid LEFT JOIN held USING (account)"
        " GROUP BY bank ORDER BY bank"
    )


def proven(code: str, account: str, day: str) -> str:
    """What one account held at a record."""
    return (
        "SELECT account, amount FROM entitlements"
        f" WHERE asset = '{code}' AND date = DATE '{day}' AND account = '{account}'"
    )
