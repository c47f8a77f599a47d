"""The safety page speaks of everything that is tried: every fault, planted bug, scope and part."""

import re

import pytest
from documents import ROOT, read

from praya.testing.scopes.worlds import WORLDS
from praya.testing.selftest.tiers import PARTS
from praya.testing.simulator.canaries import canaries
from praya.testing.simulator.faults import FaultKind

PAGE = "docs/safety.md"
SPOKEN = {"freezes": "freezes and eligibility", "delivery": "delivery versus payment"}


def missing(names: list[str], text: str) -> list[str]:
    """Those that do not stand on a page as code."""
    return [name for name in names if f"`{name}`" not in text]


def test_every_kind_of_fault_is_told() -> None:
    kinds = [kind.value for kind in FaultKind]
    print(f"{len(kinds)} kinds")
    assert missing(kinds, read(PAGE)) == []


def test_every_planted_bug_is_told_once_with_how_many_schedules_it_took() -> None:
    section = read(PAGE).partition("### Planted bugs")[2].partition("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("|")]
    told = re.findall(r"`([a-z_]+)`", "\n".join(rows))
    print(f"{len(told)} planted bugs")
    assert sorted(told) == sorted(canary.name for canary in canaries())


def test_every_scope_is_told() -> None:
    page = read(PAGE)
    for name in WORLDS:
        assert f"| {SPOKEN.get(name, name)} |" in page, name


def test_every_test_that_is_named_is_there() -> None:
    named = set(re.findall(r"`(tests/[a-z_/]+(?:\.py)?)`", read(PAGE)))
    assert len(named) > 8
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_part_stands_in_the_reference() -> None:
    assert missing(list(PARTS), read("docs/reference/commands.md")) == []


@pytest.mark.parametrize("text", ["", "crash", "`crash"])
def test_a_name_that_is_not_told_is_missed(text: str) -> None:
    assert missing(["crash"], text) == ["crash"]
