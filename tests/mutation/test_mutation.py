"""The machine of mutants works: bugs are noticed, what changes nothing is not, nothing is left."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from .equivalents import equivalents
from .mutants import (
    OPERATORS,
    change_of,
    modules,
    mutants_of,
    path_of,
    place_of,
    source_of,
    statements_of,
)

TESTS = Path(__file__).resolve().parents[1]
NOTICED = (
    "kernel.checks:NumberReplacer:0",
    "kernel.moves:ReplaceComparisonOperator_Lt_LtE:1",
    "kernel.store:ReplaceBinaryOperator_Add_Sub:0",
    "kernel.totals:ReplaceOrWithAnd:0",
    "envelopes.verify:AddNot:0",
    "envelopes.frame:ZeroIterationForLoop:0",
)
UNNOTICED = "kernel.moves:NumberReplacer:91"


def asked(*words: str) -> "subprocess.CompletedProcess[str]":
    """The command, in a process of its own: kernels here are compiled."""
    command = [sys.executable, "-m", "mutation", "--quick", "--json", *words]
    return subprocess.run(command, cwd=TESTS, capture_output=True, text=True, check=False)


def test_planted_bugs_are_noticed_and_the_sources_stay_as_they_are() -> None:
    before = {module: path_of(module).read_bytes() for module in modules()}
    ended = asked(*(word for name in (*NOTICED, UNNOTICED) for word in ("--only", name)))
    assert ended.returncode in (0, 4), ended.stderr  # 4: somebody edits at this moment
    found = json.loads(ended.stdout)
    statuses = {one["name"]: one["status"] for one in found["mutants"]}
    print(statuses)
    assert statuses == {**dict.fromkeys(NOTICED, "killed"), UNNOTICED: "equivalent"}
    assert found["share"] == 1.0
    assert before == {module: path_of(module).read_bytes() for module in modules()}


@pytest.mark.parametrize(
    "words", [("--only", "kernel.moves:NumberReplacer:9999"), ("--module", "node.solo")]
)
def test_a_mutant_that_does_not_exist_is_refused(words: tuple[str, str]) -> None:
    ended = asked(*words)
    assert ended.returncode == 2
    assert words[1].split(".")[1].split(":")[0] in ended.stderr
    assert ended.stdout == ""


def test_there_are_mutants_of_every_kind_in_both_packages() -> None:
    every = [mutant for module in modules() for mutant in mutants_of(module)]
    print(f"{len(every)} mutants")
    assert len(every) > 3_000
    assert len({mutant.name for mutant in every}) == len(every)
    used = {mutant.operator for mutant in every}
    assert {each for each in OPERATORS if each not in used} == NOT_IN_USE


NOT_IN_USE = {"ReplaceBinaryOperator_BitXor_BitAnd"}


def test_what_cannot_matter_is_left_out() -> None:
    lines = source_of("praya.kernel.tables").splitlines()
    for mutant in mutants_of("praya.kernel.tables"):
        assert "__slots__" not in lines[mutant.line - 1]
    for module in modules():
        text = source_of(module).splitlines()
        for mutant in mutants_of(module):
            assert not text[mutant.line - 1].strip().startswith(("@", '"""')), mutant.name


def test_a_mutant_is_known_by_the_statement_it_stands_in() -> None:
    lines = source_of("praya.kernel.moves").splitlines()
    first = next(n for n, line in enumerate(lines, 1) if "for place in range(row + 1" in line)
    assert statements_of("praya.kernel.moves")[first] == (first, True)
    constant = next(n for n, line in enumerate(lines, 1) if line.startswith("AHEAD_ROWS"))
    assert statements_of("praya.kernel.moves")[constant] == (constant, False)
    places = {place_of(mutant) for mutant in mutants_of("praya.kernel.moves")}
    assert None in places
    assert f"praya.kernel.moves:{first}" in places


def test_a_change_is_told_by_its_lines() -> None:
    source = source_of("praya.kernel.arithmetic")
    after = source.replace("while shift < 31 and", "while shift <= 31 and")
    change = change_of("praya.kernel.arithmetic", after)
    assert change.function == "shift_for"
    assert change.before == "while shift < 31 and divisor <= (1 << (61 - shift)):"
    assert change.after == "while shift <= 31 and divisor <= (1 << (61 - shift)):"


def test_every_listed_equivalent_still_has_its_line() -> None:
    every = equivalents()
    print(f"{len(every)} equivalents")
    assert every
    for key, why in every.items():
        said = " ".join(source_of(key.module).split())
        assert key.before in said, key
        assert key.before != key.after
        assert len(why) > 20, key
