"""Bugs are planted from outside, each where it stands, and the simulator finds them."""

import pytest

from praya.testing.simulator.canaries import canaries, release
from praya.testing.simulator.mutation import Edit, edited, plant, source_of

FAST = ("signature_unchecked", "skipped_fsync")


def test_every_planted_bug_still_has_its_place_in_the_source() -> None:
    planted = canaries()
    print(f"{len(planted)} planted bugs")
    assert len(planted) >= 30
    assert len({each.name for each in planted}) == len(planted)
    for canary in planted:
        for module in {edit.module for edit in canary.edits}:
            edits = [edit for edit in canary.edits if edit.module == module]
            source = source_of(module).read_text(encoding="utf-8")
            compile(edited(source, edits), module, "exec")


def test_an_edit_that_fits_nowhere_or_twice_is_refused() -> None:
    for source in ("nothing of it", "old and old"):
        with pytest.raises(ValueError, match="old"):
            edited(source, [Edit("a.module", "old", "new")])
    assert edited("only old", [Edit("a.module", "old", "new")]) == "only new"


def test_a_bug_cannot_be_planted_in_what_is_imported_already() -> None:
    with pytest.raises(ValueError, match="imported already"):
        plant([Edit("praya.testing.simulator.mutation", "old", "new")])


@pytest.mark.parametrize("name", FAST)
def test_a_planted_bug_is_caught(name: str) -> None:
    canary = next(each for each in canaries() if each.name == name)
    caught = release(canary, schedules=60)
    print(caught)
    assert caught.is_caught, caught


@pytest.mark.slow
@pytest.mark.parametrize("name", [each.name for each in canaries()])
def test_each_planted_bug_is_caught(name: str) -> None:
    canary = next(each for each in canaries() if each.name == name)
    caught = release(canary)
    print(caught)
    assert caught.is_caught, caught
