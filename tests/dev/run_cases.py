"""Runs as the tests make them: a small bond of one's own, and `praya run` in this process."""

import io
import json
import re
import shlex
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

from praya.cli import run

SMALL: dict[str, Any] = {
    "code": "FERRY-2512",
    "instrument": "fixed_rate_bond",
    "terms": {
        "isin": "",
        "name_en": "Ferry Notes",
        "name_zh": "渡輪票據",
        "currency": "HKD",
        "decimals": 2,
        "aggregate_nominal": "7000000.00",
        "specified_denomination": "500000.00",
        "integral_multiple": "100000.00",
        "issue_price": "99.75",
        "interest_rate": "4.3",
        "day_count": "ACT/365F",
        "issue_date": "2025-09-08",
        "maturity_date": "2025-12-08",
        "step_months": 1,
        "business_day_convention": "FOLLOWING",
        "amount_dates": "UNADJUSTED",
        "calendar": "HKHK",
        "record_business_days": 1,
        "required_attributes": ["IDENTIFIED", "PROFESSIONAL"],
        "governing_law": "HK",
        "cash_asset": "HKD",
        "paying_account": "FERRY.PAYING",
        "suspense_account": "FERRY.SUSPENSE",
    },
}


class Ended(NamedTuple):
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The last line of stdout as JSON."""
        return json.loads(self.out.splitlines()[-1])


def praya(*arguments: str) -> Ended:
    """Run one command line in this process."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run(arguments)
    return Ended(int(code), out.getvalue(), err.getvalue())


def lived(what: str, folder: Path, *more: str) -> Any:
    """The figures of a run that must end well."""
    ended = praya("run", what, "--dir", str(folder), "--json", *more)
    assert ended.code == 0, ended
    return ended.data


def changed(**terms: Any) -> dict[str, Any]:
    """The small bond with other terms."""
    return {**SMALL, "terms": {**SMALL["terms"], **terms}}


def write(folder: Path, sheet: object, name: str = "sheet.json") -> str:
    """A sheet in a file."""
    path = folder / name
    path.write_text(json.dumps(sheet, ensure_ascii=False), encoding="utf-8")
    return str(path)


def shown_commands(text: str) -> list[list[str]]:
    """The command lines of ours that a run printed, as a shell would read them."""
    lines = re.findall(r"^    (\S*praya (?:sql|prove|verify) .+)$", text, re.MULTILINE)
    return [shlex.split(line)[1:] for line in lines]


def cents(text: str) -> int:
    """Minor units of an amount with two decimals."""
    whole, _, part = text.partition(".")
    assert len(part) == 2, text
    return int(whole + part)
