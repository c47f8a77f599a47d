"""Writes the reference of term sheets, and its JSON Schema, from the tables of the instruments.

Run it after a change of an instrument's fields: python tests/docs/write_term_sheets.py
"""

import json
from pathlib import Path
from typing import Any

from praya.base.daycounts import DayCount, label
from praya.instruments import cash_token, fixed_rate_bond
from praya.instruments.bond_fields import OPTIONAL_FIELDS, REQUIRED_FIELDS, TERM_FIELDS, TermField
from praya.instruments.forms import CODE, NAME_TEXT
from praya.instruments.term_sheets import TRANCHES_MAX
from praya.sdk.calendars import SHIPPED, shipped_data

PAGE = "docs/reference/term-sheets.md"
SCHEMA = "docs/reference/term-sheet.schema.json"
ROOT = Path(__file__).resolve().parents[2]

HEAD = """# Term sheets

A term sheet is one JSON file in UTF-8 that states one bond, or several tranches of one programme.
Everything wrong with a file is told at once, with the path of the field, what stands there and what
is expected; nothing is written then. `praya cashflows FILE` shows what a sheet will pay.

## One bond

```json
{
  "code": "FERRIES-2701",
  "instrument": "fixed_rate_bond",
  "terms": {"isin": "", "name_en": "Harbour Ferries 4.5% Notes due 2027", "...": "..."},
  "about": {"title": {"en": "...", "zh-Hant-HK": "..."}}
}
```

| name | meaning |
|---|---|
| `code` | the asset's code on the ledger: 1 to 32 printable ASCII characters without blanks |
| `instrument` | `fixed_rate_bond` |
| `terms` | the fields below, by name |
| `about` | may be left out; for readers only (title, parties, sources, assumptions): never terms |
| `run` | may be left out; read by `praya run` alone |
| `$schema` | may be left out; where an editor finds [the schema](term-sheet.schema.json) |

Whole sheets to begin with: [a small corporate bond](../examples/corporate-bond.json), quarterly,
and [a note with monthly interest](../examples/monthly-coupons.json).

## Several tranches

```json
{
  "programme": {
    "code": "HKGB-GREEN-2024",
    "name_en": "HKSAR Government digital green bonds of February 2024",
    "name_zh": "香港特別行政區政府 2024 年 2 月數碼綠色債券"
  },
  "tranches": [
    {"code": "HKGB-HKD-2602", "instrument": "fixed_rate_bond", "terms": {"...": "..."}},
    {"code": "HKGB-CNY-2602", "instrument": "fixed_rate_bond", "terms": {"...": "..."}}
  ],
  "about": {"title": {"en": "...", "zh-Hant-HK": "..."}}
}
```

Each tranche is a whole sheet with a code of its own. A problem's path begins with its place, such
as `tranches[1].terms.interest_rate`.

## How values are written

- Amounts and percentages are text, `"4.05"`: a JSON number with a point is refused, since most
  programs would read it inexactly. Digits and one point, no separators, signs or exponents.
- Days are `"2025-01-15"`. Choices are names in capitals. Whole numbers are JSON numbers.
- A currency is one that ISO 4217 lists. A cash token that is called after a currency must be of the
  bond's own; a ledger asks the terms of the token itself, whatever it is called.
- A field that may be left out is left out: `null`, an empty text or an empty name is a problem.

## Fields of a fixed-rate bond

Names in the second column are those of the ICMA Bond Data Taxonomy (BDT, version 1.2). What a
ledger implies is not stated: the taxonomy's `DLTBondIndicator` is always true, its `InterestType`
always fixed, its `SettlementDate` the issue date. The numbers under which a request encodes the
fields stand in [requests](requests.md#fixed_rate_bond).
"""

MIDDLE = """
### How the fields play together

- **Size.** `aggregate_nominal` is `specified_denomination` and a whole number of
  `integral_multiple`s.
- **Regular periods.** Dates are counted back from `maturity_date` in steps of `step_months`, and
  the time from the beginning must be whole periods, unless `stub` says what becomes of the rest:
  `SHORT`, a period of its own, or `LONG`, joined to the one beside it. With `roll` `FROM_ISSUE`
  dates are counted forwards and the stub is the last period.
- **A first date.** `first_interest_date` fixes the first period, short or long, and the other dates
  are counted on from it; `roll` must then be `FROM_ISSUE` or left out.
- **Month ends.** With `month_end_rule` `MONTH_END`, dates counted from the last day of a month are
  all last days of months.
- **Amounts.** Interest of a period is nominal x rate x part of a year by `day_count`, between the
  unadjusted dates or, with `amount_dates` `ADJUSTED`, the business days they move to. The total of
  the whole issue is rounded half up to the cent and divided among holders by largest remainder. Two
  decisions of Praya where `amount_dates` is `ADJUSTED` and standards leave room: the regular
  periods by which `ACT/ACT ICMA` divides move with their payment days, so that a whole period pays
  a whole coupon, and the termination date of `30E/360 ISDA` is the day the maturity moves to.
- **Issue.** The issue price is per cent of nominal; interest accrued before the issue date, where
  `interest_commencement_date` is earlier, is paid in addition.
- **Redemption** is paid with the last interest, at `redemption_price`.

The flows are those of the ACTUS standard's contract type PAM at a fixed rate, computed as exact
fractions: 16 of its 18 published cases are reproduced event by event within 1e-8 before rounding;
the other two have rate resets.

### Day counts
"""

CALENDARS = """
## Calendars

`calendar` names a business centre, or several joined with a plus sign: `HKHK+EUTA`. A payment day
is then a business day in all of them, and the joint calendar is one calendar under that code: one
document of the ledger, published with `governance.publish_calendar`.

| code | calendar | covers | source and what is computed |
|---|---|---|---|
"""

OWN = """
A calendar of your own is a JSON file of the same shape, given with `--calendar FILE`; it may have a
new code, or the code of one of these, which it then replaces:

```json
{
  "code": "SGSI",
  "weekend": [5, 6],
  "first_day": "2025-01-01",
  "last_day": "2025-12-31",
  "holidays": [{"date": "2025-01-01", "en": "New Year's Day", "zh-Hant-HK": "元旦"}]
}
```

`weekend` counts from 0 for Monday. A ledger never takes a day outside `first_day` to `last_day` for
a business day; `praya cashflows` and `praya run` judge such days by weekends and by holidays of
fixed date alone, and say so ([runs](runs.md#the-run-section)).
"""


def page() -> str:
    """The page of term sheets."""
    counts = ", ".join(f"`{label(one)}`" for one in DayCount)
    parts = [HEAD, _table("Fields that must be there", REQUIRED_FIELDS)]
    parts.append(_table("Fields that may be left out", OPTIONAL_FIELDS))
    parts += [MIDDLE, f"\n{counts}\n", CALENDARS, *map(_calendar_row, SHIPPED), OWN, _cash()]
    return "".join(parts)


def _table(title: str, rows: tuple[TermField, ...]) -> str:
    lines = [f"\n### {title}\n", "| name | BDT name | meaning | form | example |"]
    lines.append("|---|---|---|---|---|")
    for row in rows:
        expected = (row.spelling or row.form).expected.said("en")
        example = json.dumps(row.example, ensure_ascii=False)
        words = f"{row.english}, {row.chinese}. {row.meaning}"
        taxonomy = f"`{row.taxonomy}`" if row.taxonomy else ""
        lines.append(f"| `{row.name}` | {taxonomy} | {words} | {expected} | `{example}` |")
    return "\n".join(lines) + "\n"


def _calendar_row(code: str) -> str:
    data = shipped_data(code)
    covers = f"{data['first_day']} to {data['last_day']}"
    told = f"{data['source']['en']}. {data['note']['en']}"
    return (
        f"| `{code}` | {data['name']['en']}, {data['name']['zh-Hant-HK']} | {covers} | {told} |\n"
    )


def _cash() -> str:
    names = ", ".join(f"`{name}`" for name in cash_token.FIELDS.values())
    return (
        "\n## Cash tokens\n\n`cash_token` may stand as `instrument` too, with these terms: "
        f"{names}. It pays nothing.\n"
    )


def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a file of term sheets. Validation by Praya itself is stricter."""
    sheet = _object({**_sheet_properties(), "$schema": {"type": "string"}}, _SHEET)
    programme = {"code": dict(CODE.schema)}
    programme |= {name: dict(NAME_TEXT.schema) for name in ("name_en", "name_zh")}
    tranches = {"type": "array", "minItems": 1, "maxItems": TRANCHES_MAX}
    several = {
        "$schema": {"type": "string"},
        "programme": _object(programme, list(programme)),
        "tranches": {**tranches, "items": _object(_sheet_properties(), _SHEET)},
        "about": {"type": "object"},
        "run": {"type": "object"},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Term sheet of a fixed-rate bond, or of several tranches",
        "oneOf": [sheet, _object(several, ["programme", "tranches"])],
        "$defs": {"fixed_rate_bond": _object(_terms(), [one.name for one in REQUIRED_FIELDS])},
    }


_SHEET = ["code", "instrument", "terms"]


def _sheet_properties() -> dict[str, Any]:
    return {
        "code": dict(CODE.schema),
        "instrument": {"const": fixed_rate_bond.NAME},
        "terms": {"$ref": "#/$defs/fixed_rate_bond"},
        "about": {"type": "object"},
        "run": {"type": "object"},
    }


def _terms() -> dict[str, Any]:
    return {
        row.name: {
            "title": row.english,
            "description": row.meaning,
            **(row.spelling or row.form).schema,
            "examples": [row.example],
        }
        for row in TERM_FIELDS
    }


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    closed: dict[str, Any] = {"type": "object", "additionalProperties": False}
    return {**closed, "required": required, "properties": properties}


def schema_text() -> str:
    """The schema as its file holds it."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write both files."""
    for name, text in ((PAGE, page()), (SCHEMA, schema_text())):
        (ROOT / name).write_text(text, encoding="utf-8")
        print(name)


if __name__ == "__main__":
    main()
