"""A workflow of a user's own: held to its promises, repeated, shortened, told what is wrong."""

import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

import praya.testing
from praya.base.errors import PrayaError
from praya.intents.governance.suspend_participant import SuspendParticipant
from praya.intents.settlement.transfer import Transfer
from praya.testing import (
    STANDARD_RECIPES,
    NothingToAskError,
    Request,
    Scene,
    Standing,
    Workflow,
    admission,
    movement,
    simulate,
)
from praya.testing import simulator as simulator_package
from praya.testing.simulator.founding import founded
from praya.testing.simulator.workflow_runs import own_schedule

DESK_FILE = Path(__file__).resolve().parents[2] / "docs" / "examples" / "subscription_desk.py"
LIGHT = """
import sys, praya
before = set(sys.modules)
import praya.testing
assert "simulate" in dir(praya.testing)
print(*sorted(set(sys.modules) - before))
"""


@pytest.fixture(scope="module")
def desk() -> ModuleType:
    spec = spec_from_file_location("subscription_desk", DESK_FILE)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pay(scene: Scene) -> Request:
    """A transfer inside one bank."""
    amount = scene.text(scene.amount(500), "HKD")
    return Request(("BANKB",), Transfer("HKD", amount, "BANKB.HOUSE", "BANKB.C1", "pay"))


def refused(workflow: Workflow, steps: int = 12) -> PrayaError:
    """What one schedule of a workflow that is wrong in itself ends with."""
    with pytest.raises(PrayaError) as told:
        simulate(workflow, seeds=[1], steps=steps)
    return told.value


# Promises


def test_the_planted_mistake_is_found_shortened_and_repeated(desk: ModuleType) -> None:
    found = simulate(desk.hasty, seeds=range(2))
    print(found.violations)
    assert [one.seed for one in found.violations] == [0, 1]
    first, second = found.violations
    assert first.what.startswith("no_cash_without_units: BANKB.C")
    assert first.steps == ("ask",)
    assert second.repeated_by == "simulate(workflow, seeds=[1])"
    again = eval(first.repeated_by, {"workflow": desk.hasty, "simulate": simulate})
    assert [(one.what, one.places) for one in again.violations] == [(first.what, first.places)]
    assert again.steps == 1


def test_the_mended_desk_keeps_its_promise_under_faults(desk: ModuleType) -> None:
    found = simulate(desk.workflow, seeds=range(1, 4))
    print(found)
    assert found.violations == []
    assert (found.schedules, found.steps) == (3, 120)
    assert found.asked["subscribe"] > found.applied["subscribe"] > 20
    assert sum(found.faults.values()) > 5
    assert found.envelopes > 100


@pytest.mark.parametrize("told", ["in words", "by a failed assertion", "by a bare one"])
def test_a_promise_says_that_it_is_broken(told: str) -> None:
    def no_money(standing: Standing) -> str | None:
        paid = standing.posted("BANKB.C1", "HKD")
        if told == "in words":
            return f"{paid} was paid" if paid else None
        if told == "by a bare one":
            assert not paid
        assert not paid, f"{paid} was paid"
        return None

    found = simulate(Workflow(((pay, 1),), (no_money,)), seeds=[1], steps=12, shrink_seconds=0)
    assert len(found.violations) == 1
    what = found.violations[0].what
    bare = r"an assertion fails in test_own_workflows\.py:\d+"
    assert re.fullmatch(f"no_money: ({bare}|\\d+ was paid|.*assert not .*)", what, re.DOTALL), what


def test_promises_are_held_after_the_faults_stopped_too() -> None:
    def nothing_yet(standing: Standing) -> str | None:
        return "it came" if standing.height > founded().ledger.height else None

    only_faults = own_schedule(1, 12)
    assert not only_faults.setting.from_genesis
    found = simulate(Workflow(((pay, 1),), (nothing_yet,)), seeds=[1], steps=12, shrink_seconds=0)
    assert found.violations[0].what == "nothing_yet: it came"


def test_what_a_promise_reads_is_what_the_ledger_holds(desk: ModuleType) -> None:
    seen: list[tuple[int, int, int]] = []

    def look(standing: Standing) -> None:
        assert "DESK" in standing.participants()
        assert standing.accounts("DESK") == ("DESK.HOUSE",)
        assert "UNIT" in standing.assets()
        accounts = standing.accounts()
        for asset in ("HKD", "UNIT"):
            posted = sum(standing.posted(account, asset) for account in accounts)
            assert posted == standing.outstanding(asset)
        for misspelt in (
            lambda: standing.outstanding("NOTHING"),
            lambda: standing.posted("NOBODY", "HKD"),
            lambda: standing.held("BANKB.C1", "HDK"),
            lambda: standing.accounts("NOBODY"),
            lambda: standing.mandates("NOBODY"),
            lambda: standing.holds("NOBODY"),
        ):
            with pytest.raises(LookupError, match="on this ledger"):
                misspelt()
        seen.append((standing.height, standing.today, standing.now_ms))

    found = simulate(replace(desk.workflow, promises=(look,)), seeds=[1], steps=10)
    assert found.violations == []
    assert len(seen) > 10
    assert len(set(seen)) > 5


def test_holds_and_mandates_are_read_with_their_parties() -> None:
    seen: set[tuple[bool, bool]] = set()

    def look(standing: Standing) -> None:
        for one in (*standing.holds(), *standing.mandates()):
            assert one.account in standing.accounts()
            assert one.remaining >= 0
            seen.add((one in standing.holds(), one.stands))

    recipes = tuple((recipe, weight) for recipe, weight in STANDARD_RECIPES if weight >= 4)
    found = simulate(Workflow(recipes, (look,)), seeds=[5], steps=20)
    assert found.violations == []
    assert {(True, True), (False, True)} <= seen


def test_others_may_trade_around_a_workflow(desk: ModuleType) -> None:
    recipes = (*desk.workflow.recipes, *STANDARD_RECIPES)
    found = simulate(Workflow(recipes, (), desk.SETUP, wrong_share=0.3), seeds=[2])
    assert found.violations == []
    assert found.asked["transfer"] > 0
    assert found.asked["subscribe"] > 0


# What is wrong in a workflow itself


def nobody_gives(scene: Scene) -> Request:
    raise NothingToAskError


def fails(scene: Scene) -> Request:
    return Request(("BANKB",), {}[scene.now_ms])


def gives_the_intent(scene: Scene) -> Request:
    return pay(scene).intent


def gives_an_empty_request(scene: Scene) -> Request:
    return Request(("BANKB",))


def gives_a_number_for_an_amount(scene: Scene) -> Request:
    return Request(("BANKB",), Transfer("HKD", 1.5, "BANKB.HOUSE", "BANKB.C1", ""))  # type: ignore[arg-type]


def nobody_acts(scene: Scene) -> Request:
    return Request((), pay(scene).intent)


@pytest.mark.parametrize(
    ("recipe", "code", "words"),
    [
        (fails, "WORKFLOW_FAILED", r"KeyError in test_own_workflows\.py:\d+"),
        (gives_the_intent, "WORKFLOW_ANSWER_REFUSED", r"Transfer\(.*"),
        (gives_an_empty_request, "WORKFLOW_FAILED", "cannot be written"),
        (gives_a_number_for_an_amount, "WORKFLOW_FAILED", "cannot be written"),
        (nobody_acts, "WORKFLOW_FAILED", "cannot be written"),
    ],
)
def test_a_wrong_recipe_is_named(recipe: Callable[[Scene], Request], code: str, words: str) -> None:
    problem = refused(Workflow(((recipe, 1),)))
    assert problem.code == code
    assert problem.values["name"] == recipe.__name__
    assert problem.values["seed"] == 1
    assert re.search(words, str(problem.values))


@pytest.mark.parametrize(
    ("promise", "code"),
    [
        (lambda standing: True, "WORKFLOW_ANSWER_REFUSED"),
        (lambda standing: 0, "WORKFLOW_ANSWER_REFUSED"),
        (lambda standing: standing.nothing, "WORKFLOW_FAILED"),
    ],
)
def test_a_wrong_promise_is_told_from_a_broken_one(
    promise: Callable[[Standing], str], code: str
) -> None:
    assert refused(Workflow(((pay, 1),), (promise,))).code == code


def test_a_recipe_with_a_generator_of_its_own_does_not_repeat() -> None:
    def drift(scene: Scene) -> Request:
        amount = scene.text(random.randint(1, 10**6), "HKD")
        return Request(("BANKB",), Transfer("HKD", amount, "BANKB.HOUSE", "BANKB.C1", "pay"))

    assert refused(Workflow(((drift, 1),))).code == "WORKFLOW_NOT_REPEATED"


def test_a_recipe_that_keeps_something_between_runs_does_not_repeat() -> None:
    count = iter(range(10**6))

    def numbered(scene: Scene) -> Request:
        words = f"payment {next(count)}"
        return Request(("BANKB",), Transfer("HKD", "0.01", "BANKB.HOUSE", "BANKB.C1", words))

    assert refused(Workflow(((numbered, 1),))).code == "WORKFLOW_NOT_REPEATED"


def test_a_workflow_that_asks_for_nothing_shows_nothing() -> None:
    assert refused(Workflow(((nobody_gives, 1),))).code == "WORKFLOW_SILENT"


def test_a_setup_that_the_ledger_refuses_is_named() -> None:
    stranger = Request(("BANKA",), SuspendParticipant("BANKB", 2, "no operator"))
    problem = refused(Workflow(((pay, 1),), (), (admission("DESK"), stranger)))
    assert problem.code == "WORKFLOW_SETUP_REFUSED"
    assert (problem.values["place"], problem.values["status"]) == (2, "VERB_NOT_PERMITTED")


def test_a_row_between_accounts_that_have_no_position_is_nothing_to_ask() -> None:
    def stray(scene: Scene) -> Request:
        return Request(("BANKB",), rows=(movement(scene, "HKD", ("BANKB.C1", "NOBODY"), 1),))

    assert refused(Workflow(((stray, 1),))).code == "WORKFLOW_SILENT"


def test_requests_that_are_always_refused_count_as_asked_and_not_as_applied() -> None:
    def stolen(scene: Scene) -> Request:
        return Request(("BANKA",), Transfer("HKD", "1.00", "BANKB.HOUSE", "BANKB.C1", ""))

    found = simulate(Workflow(((stolen, 1), (pay, 1))), seeds=[1], steps=12)
    assert found.applied["stolen"] == 0 < found.asked["stolen"]
    assert found.applied["pay"] > 0


def wrong_workflows() -> Iterator[tuple[str, dict[str, object]]]:
    yield "recipes", {"recipes": ()}
    yield "recipes", {"recipes": (pay,)}
    yield "recipes", {"recipes": ((pay, 0),)}
    yield "recipes", {"recipes": ((pay, 0.5),)}
    yield "recipes", {"recipes": (("pay", 1),)}
    yield "promises", {"recipes": ((pay, 1),), "promises": ("kept",)}
    yield "setup", {"recipes": ((pay, 1),), "setup": (None,)}
    yield "wrong_share", {"recipes": ((pay, 1),), "wrong_share": 1.5}
    yield "wrong_share", {"recipes": ((pay, 1),), "wrong_share": -0.1}


@pytest.mark.parametrize(("field", "given"), list(wrong_workflows()))
def test_a_workflow_that_is_none_is_refused_where_it_is_made(
    field: str, given: dict[str, object]
) -> None:
    with pytest.raises(PrayaError) as told:
        Workflow(**given)
    assert (told.value.code, told.value.values) == ("WORKFLOW_REFUSED", {"field": field})


# The public names


def test_the_public_names_load_nothing_before_they_are_asked_for() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIGHT], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == ["praya.testing"]


def test_every_public_name_is_there_and_no_other() -> None:
    names = [name for name in dir(praya.testing) if not name.startswith("_")]
    loaded = {name: getattr(praya.testing, name) for name in names}
    print(f"{len(loaded)} names")
    assert len(loaded) > 10
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        praya.testing.nothing  # noqa: B018


def test_the_list_of_the_simulators_modules_names_what_is_there() -> None:
    listed = re.findall(r"^    ([a-z_, ]+?)  +\S", simulator_package.__doc__ or "", re.MULTILINE)
    names = {name.strip() for line in listed for name in line.split(",")}
    folder = Path(simulator_package.__path__[0])
    there = {path.stem for path in folder.iterdir()}
    print(f"{len(names)} modules")
    assert len(names) > 20
    assert names <= there


def test_an_exception_of_the_users_own_is_passed_on_as_it_is() -> None:
    class OutOfStockError(Exception):
        """What a user's code may raise."""

    def sold_out(scene: Scene) -> Request:
        raise OutOfStockError

    with pytest.raises(OutOfStockError):
        simulate(Workflow(((sold_out, 1),)), seeds=[1], steps=12)
