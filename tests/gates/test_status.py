"""Status numbers never change; each has words, a row in the reference, and a test that gives it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from gate_sources import ROOT, TESTS, report
from write_reference import STATUSES_PAGE, statuses_page

from praya.base.catalogue import STATUSES
from praya.base.status import Status

GOLDEN = json.loads((TESTS / "golden" / "statuses.json").read_text(encoding="utf-8"))
# Statuses that no test gives yet. The list may only shrink.
UNCOVERED: list[str] = json.loads(
    Path(__file__).with_name("statuses_without_test.json").read_text(encoding="utf-8")
)
# These read every status in a loop, which proves nothing about when a status is given.
NOT_TESTS_OF_STATUSES = ("gates", "cli")


def number_problems(statuses: dict[str, int], golden: dict[str, int]) -> Iterator[str]:
    for name, number in golden.items():
        if name not in statuses:
            yield f"{name}: was taken out; a retired status keeps its name and number"
        elif statuses[name] != number:
            yield f"{name}: is {statuses[name]}, was {number}"
    for name in statuses.keys() - golden.keys():
        yield f"{name}: new; add it to tests/golden/statuses.json"
    if len(set(statuses.values())) < len(statuses):
        yield "a number is given twice"


def covered(names: Iterator[str] | list[str], text: str) -> set[str]:
    words = set(re.findall(r"\b[A-Z][A-Z_]+\b", text))
    return words & set(names)


def coverage_problems(names: set[str], found: set[str], uncovered: list[str]) -> Iterator[str]:
    for name in names - found - set(uncovered):
        yield f"{name}: no test gives it"
    for name in found & set(uncovered):
        yield f"{name}: has a test now; take it out of statuses_without_test.json"
    for name in set(uncovered) - names:
        yield f"{name}: is no status; take it out of statuses_without_test.json"


def test_numbers_are_the_golden_ones():
    print(f"{len(GOLDEN)} golden statuses")
    assert len(GOLDEN) > 0
    problems = list(number_problems({each.name: int(each) for each in Status}, GOLDEN))
    assert not problems, report(problems)


def test_every_status_has_words():
    print(f"{len(STATUSES)} entries")
    assert set(STATUSES) == set(Status)


def test_the_reference_of_statuses_is_fresh():
    assert (ROOT / STATUSES_PAGE).read_text(encoding="utf-8") == statuses_page(), (
        "write it anew: python tests/gates/write_reference.py"
    )


def test_every_status_is_given_by_a_test():
    files = [
        path
        for path in sorted(TESTS.rglob("test_*.py"))
        if path.relative_to(TESTS).parts[0] not in NOT_TESTS_OF_STATUSES
    ]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    found = covered(list(GOLDEN), text)
    print(f"{len(files)} test files, {len(found)} of {len(Status)} statuses")
    assert files
    problems = list(coverage_problems(set(GOLDEN), found, UNCOVERED))
    assert not problems, report(problems)


def test_the_gate_sees_a_changed_number():
    assert list(number_problems({"A": 2}, {"A": 1}))
    assert list(number_problems({}, {"A": 1}))
    assert list(number_problems({"A": 1, "B": 2}, {"A": 1}))
    assert list(number_problems({"A": 1, "B": 1}, {"A": 1, "B": 1}))
    assert not list(number_problems({"A": 1}, {"A": 1}))


def test_the_gate_sees_a_status_without_a_test():
    assert covered(["WRONG_CHAIN", "OVERFLOW"], "Status.WRONG_CHAIN, OVERFLOWS") == {"WRONG_CHAIN"}
    assert list(coverage_problems({"A"}, set(), []))
    assert list(coverage_problems({"A"}, {"A"}, ["A"]))
    assert list(coverage_problems({"A"}, {"A"}, ["B"]))
    assert not list(coverage_problems({"A"}, set(), ["A"]))
