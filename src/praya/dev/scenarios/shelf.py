"""What comes with Praya for runs: the sheets of its scenarios, and names of holidays."""

from importlib.resources import files
from typing import Final

from praya.base.dates import format_day
from praya.sdk.calendars import SHIPPED, shipped_data

SCENARIOS: Final = ("evergreen-2023", "digital-green-2024", "monthly-coupons")
OF_PUBLIC_TERMS: Final = SCENARIOS[:2]  # bonds there are, with real names; the rest is invented
RUN_ENDING: Final = ".run.json"
JOIN: Final = "+"
BEYOND: Final = "-PROVISIONAL"  # of a calendar that goes on where the published one ends


def scenario(name: str) -> tuple[bytes, bytes]:
    """The sheet of a scenario and its `run` section, which stands in a file of its own."""
    shelf = files("praya.dev.scenarios")
    sheet, section = shelf.joinpath(f"{name}.json"), shelf.joinpath(name + RUN_ENDING)
    return sheet.read_bytes(), section.read_bytes()


def holiday_name(code: str, day: int, language: str) -> str:
    """What a holiday is called where it is kept; its date where it has no name."""
    written, key = format_day(day), "zh-Hant-HK" if language == "zh-HK" else "en"
    for centre in code.removesuffix(BEYOND).split(JOIN):
        for holiday in shipped_data(centre)["holidays"] if centre in SHIPPED else ():
            if holiday["date"] == written and key in holiday:
                return str(holiday[key])
    return written
