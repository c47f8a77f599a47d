"""Mutants that change nothing anybody could see, each with its reason, in a file beside this one.

They are found again by what they read like, so that moved lines do not lose them. They are counted
apart: never as killed, and not in the share.
"""

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

from .running import Result

LISTED = Path(__file__).with_name("equivalent.json")


class Key(NamedTuple):
    """What a mutant reads like: module, function, its line before and after."""

    module: str
    function: str
    before: str
    after: str


@cache
def equivalents() -> dict[Key, str]:
    """Every mutant known to change nothing, and why."""
    listed = json.loads(LISTED.read_text(encoding="utf-8"))
    found = {}
    for one in listed:
        key = Key(one["module"], one["function"], one["before"], one["after"])
        if key in found or not one["why"]:
            raise ValueError(f"listed twice, or without a reason: {key}")
        found[key] = one["why"]
    return found


def judged(result: Result) -> Result:
    """A survivor that is listed is equivalent; everything else stays what it is."""
    key = Key(result.mutant.module, result.function, result.before, result.after)
    if result.status != "survived" or key not in equivalents():
        return result
    return result._replace(status="equivalent", why=equivalents()[key])
