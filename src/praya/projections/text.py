"""Values of an answer as text: exact, without trailing zeros, the same in a table, JSON and CSV.

It must not know queries or screens.
"""

import json
import math
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

DECIMALS_MIN: Final = 2  # of an amount: 32400000.00, 0.125


def shown(value: Any) -> str:
    """A value as people read it; nothing for NULL."""
    if value is None:
        return ""
    plain = as_json(value)
    if isinstance(plain, str):
        return plain
    if isinstance(plain, list) and all(isinstance(one, str) for one in plain):
        return ", ".join(plain)
    return json.dumps(plain, ensure_ascii=False)


def as_json(value: Any) -> Any:
    """A value as JSON can hold it: decimals, dates and times as text, exactly."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(sep=" ", timespec="milliseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, list | tuple):
        return [as_json(one) for one in value]
    if isinstance(value, dict):
        return {str(as_json(key)): as_json(one) for key, one in value.items()}
    return str(value)


def decimal_text(value: Decimal) -> str:
    """Exact decimal text, with trailing zeros left out but for two decimals."""
    text = f"{value:f}"
    whole, point, places = text.partition(".")
    if not point:
        return whole
    kept = places.rstrip("0").ljust(min(DECIMALS_MIN, len(places)), "0")
    return f"{whole}.{kept}" if kept else whole
