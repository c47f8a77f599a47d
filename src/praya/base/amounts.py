"""Exact money: decimal text to and from integer minor units, and named rounding of exact ratios.

An amount is a whole number of minor units; its scale (decimals) belongs to the asset. This module
must not know assets, currencies, floats or a decimal context.
"""

import re
from enum import IntEnum

from praya.base.errors import fail, require
from praya.base.limits import AMOUNT_MAX, DECIMALS_MAX

# One spelling for each whole part, so that a padded field of another format is not read as money.
_AMOUNT_TEXT = re.compile(r"(0|[1-9][0-9]*)(?:\.([0-9]+))?")
_DIGITS_MAX = len(str(AMOUNT_MAX))


class Rounding(IntEnum):
    """How an exact ratio becomes a whole number. Numbers stand in terms and never change.

    Directions are by magnitude, so a debit and its credit round alike.
    """

    HALF_UP = 1  # to the nearest; a half goes away from zero
    HALF_EVEN = 2  # to the nearest; a half goes to the even neighbour
    DOWN = 3  # toward zero
    UP = 4  # away from zero


def check_decimals(decimals: int) -> int:
    """Return `decimals` if an asset may have that many.

    Errors: DECIMALS_OUT_OF_RANGE unless it is a whole number from 0 to DECIMALS_MAX.
    """
    if type(decimals) is not int or not 0 <= decimals <= DECIMALS_MAX:
        fail("DECIMALS_OUT_OF_RANGE", decimals=decimals, maximum=DECIMALS_MAX)
    return decimals


def parse_amount(text: str, decimals: int) -> int:
    """Minor units of plain decimal text: "32400000.00" at 2 decimals is 3,240,000,000.

    Fewer decimals than the asset has are filled with zeros; zero itself is an amount.
    Errors: AMOUNT_MALFORMED for a sign, exponent, separator, blank, leading zero or empty text;
    AMOUNT_TOO_PRECISE for more decimals than the asset has, zeros too; AMOUNT_TOO_LARGE past
    AMOUNT_MAX; DECIMALS_OUT_OF_RANGE.
    """
    check_decimals(decimals)
    match = _AMOUNT_TEXT.fullmatch(text)
    if match is None:
        fail("AMOUNT_MALFORMED", text=text)
    whole, part = match[1], match[2] or ""
    if len(part) > decimals:
        fail("AMOUNT_TOO_PRECISE", text=text, decimals=decimals)
    digits = (whole + part.ljust(decimals, "0")).lstrip("0") or "0"
    # Counted before it is read: turning a million digits into a number is slow.
    if len(digits) > _DIGITS_MAX or int(digits) > AMOUNT_MAX:
        fail("AMOUNT_TOO_LARGE", text=text, maximum=format_amount(AMOUNT_MAX, decimals))
    return int(digits)


def format_amount(minor: int, decimals: int) -> str:
    """Decimal text of `minor` units with all decimals: -5 at 2 decimals is "-0.05".

    Any whole number is allowed, since the issuance position is negative and a total may pass
    AMOUNT_MAX. Errors: DECIMALS_OUT_OF_RANGE.
    """
    check_decimals(decimals)
    sign = "-" if minor < 0 else ""
    digits = str(abs(minor)).rjust(decimals + 1, "0")
    if decimals == 0:
        return sign + digits
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}"


def round_ratio(numerator: int, denominator: int, rounding: Rounding) -> int:
    """The whole number for `numerator / denominator`, rounded once, from the exact ratio.

    A denominator that is not positive is a bug of the caller, who has validated his terms.
    """
    require(denominator > 0, "terms with a ratio are validated to have a positive denominator")
    floor, remainder = divmod(abs(numerator), denominator)
    magnitude = floor + _carry(floor, remainder, denominator, rounding)
    return -magnitude if numerator < 0 else magnitude


def _carry(floor: int, remainder: int, denominator: int, rounding: Rounding) -> int:
    """1 if the magnitude goes up from `floor`, else 0."""
    if rounding == Rounding.DOWN or remainder == 0:
        return 0
    if rounding == Rounding.UP:
        return 1
    if 2 * remainder == denominator:
        return 1 if rounding == Rounding.HALF_UP else floor % 2
    return int(2 * remainder > denominator)
