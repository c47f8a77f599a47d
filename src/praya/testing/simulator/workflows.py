"""A user's own workflow as a workload: his requests and his promises in place of the standard ones.

Everything else is as in every schedule: the oracle, the faults, the healing, the checks. It must
not know how many schedules are run, nor how anything is shown.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from traceback import extract_tb
from typing import Final

from praya.base.errors import Bug, PrayaError, fail
from praya.base.signing import Suite
from praya.base.status import Status
from praya.envelopes.participants import Licence
from praya.intents.governance.admit_participant import AdmitParticipant
from praya.node.execution import Answer
from praya.testing.model.operations import MOVE
from praya.testing.oracle.sent import RowValues, Sent
from praya.testing.simulator.cast import OPERATOR, Terms, document
from praya.testing.simulator.founding import Founded, copied
from praya.testing.simulator.harness import Harness
from praya.testing.simulator.legality import ViolationError, demand
from praya.testing.simulator.letters import Request, Writer
from praya.testing.simulator.recipes.batches import totals
from praya.testing.simulator.recipes.distortions import distorted
from praya.testing.simulator.scene import NothingToAskError, Scene
from praya.testing.simulator.schedules import CODE_FAULTS
from praya.testing.simulator.settings import Setting
from praya.testing.simulator.standing import Standing

Recipe = Callable[[Scene], Request]
Promise = Callable[[Standing], str | None]

# What a user's code raises where it is wrong. An exception of its own making is passed on as it is.
USER_FAULTS: Final = (*CODE_FAULTS, Bug, EOFError, ImportError, PrayaError, StopIteration)

RECIPES: Final = "recipes"
PROMISES: Final = "promises"
SETUP: Final = "setup"
WRONG_SHARE: Final = "wrong_share"


@dataclass(frozen=True)
class Workflow:
    """What an institution asks of a ledger, and what must hold after every step.

    recipes       (recipe, weight) pairs; a recipe is given a Scene and gives a Request, or raises
                  NothingToAskError. It draws from `scene.random` alone, or nothing repeats.
    promises      each is given a Standing and gives None, or a sentence that says what is broken;
                  a failed `assert` in it says the same.
    setup         requests, or recipes, that are applied one by one before a schedule begins.
    wrong_share   of the requests have one thing about them changed, from 0 to 1. These are signed
                  as any other, so a promise must then hold whatever the institution asks.

    Raises WORKFLOW_REFUSED. Example:

        def pay(scene):
            asset, source, available = scene.payer()
            amount = scene.text(scene.amount(available), asset)
            target = scene.other(asset, source)
            return Request((scene.owner(source),), Transfer(asset, amount, source, target, ""))

        def nobody_is_short(standing):
            short = [one for one in standing.accounts() if standing.available(one, "HKD") < 0]
            return f"{short} are short" if short else None

        found = simulate(Workflow(recipes=((pay, 1),), promises=(nobody_is_short,)))
    """

    recipes: Sequence[tuple[Recipe, int]]
    promises: Sequence[Promise] = ()
    setup: Sequence[Request | Recipe] = ()
    wrong_share: float = 0.0

    def __post_init__(self) -> None:
        if not self.recipes or not all(_is_weighted(each) for each in self.recipes):
            fail("WORKFLOW_REFUSED", field=RECIPES)
        if not all(callable(each) for each in self.promises):
            fail("WORKFLOW_REFUSED", field=PROMISES)
        if not all(callable(each) or isinstance(each, Request) for each in self.setup):
            fail("WORKFLOW_REFUSED", field=SETUP)
        if not 0 <= self.wrong_share <= 1:
            fail("WORKFLOW_REFUSED", field=WRONG_SHARE)


def _is_weighted(pair: object) -> bool:
    """Whether it is a recipe with a weight from 1."""
    if not isinstance(pair, tuple) or len(pair) != 2:
        return False
    recipe, weight = pair
    return callable(recipe) and isinstance(weight, int) and weight >= 1


class WorkflowFaultError(Exception):
    """A recipe or a promise is wrong in itself, which says nothing about the ledger.

    `accepted` says what it should have given; it is empty where it raised `problem`.
    """

    def __init__(self, name: str, problem: str, accepted: str = "") -> None:
        super().__init__(f"{name}: {problem}")
        self.name = name
        self.problem = problem
        self.accepted = accepted


class OwnWorkload:
    """A workflow as the steps of a schedule ask it.

    `asked`: how many requests each recipe gave; `applied`: how many the ledger answered as applied
    in full. (What was under way when the node stopped has no answer, applied or not.)
    """

    def __init__(self, workflow: Workflow) -> None:
        self.workflow = workflow
        self.asked = Counter({name_of(recipe): 0 for recipe, _ in workflow.recipes})
        self.applied = self.asked.copy()
        self._written: dict[bytes, str] = {}  # envelopes by their ids
        self._founded: dict[Suite, Founded] = {}

    def machine(self, setting: Setting) -> Harness:
        """The standard ledger with the setup on it. WORKFLOW_SETUP_REFUSED."""
        if setting.suite not in self._founded:
            self._founded[setting.suite] = self._found(Setting(suite=setting.suite))
        return copied(setting, self._founded[setting.suite])

    def write(self, scene: Scene, writer: Writer) -> Sent:
        """One request of one recipe, at times with one thing about it changed."""
        request, name = self._request(scene)
        if self.workflow.wrong_share and scene.chance(self.workflow.wrong_share):
            request = distorted(scene, request)
        sent = writer.write(request)
        self._written[sent.id] = name
        return sent

    def plain(self, scene: Scene) -> Request:
        """One request of one recipe."""
        return self._request(scene)[0]

    def carrier(self, scene: Scene) -> Request:
        """One request of one recipe."""
        return self._request(scene)[0]

    def judge(self, standing: Standing, answered: Sequence[tuple[Sent, Answer]]) -> None:
        """Every promise. ViolationError; WorkflowFaultError where one is wrong in itself."""
        for sent, answer in answered:
            whole = answer.status == Status.APPLIED and not answer.statuses.any()
            if whole and not answer.repeated and sent.id in self._written:
                self.applied[self._written[sent.id]] += 1
        for promise in self.workflow.promises:
            name = name_of(promise)
            try:
                broken = promise(standing)
            except AssertionError as error:
                broken = str(error) or f"an assertion fails in {_place(error, promise)}"
            except USER_FAULTS as error:
                raise WorkflowFaultError(name, _told(error, promise)) from error
            if broken is not None and not isinstance(broken, str):
                raise WorkflowFaultError(name, repr(broken), "None, str")
            demand(not broken, f"{name}: {broken}")

    def _request(self, scene: Scene) -> tuple[Request, str]:
        """A request, and the name of the recipe that gave it."""
        recipe = scene.weighted(self.workflow.recipes)
        request, name = _asked(recipe, scene), name_of(recipe)
        self.asked[name] += 1
        return request, name

    def _found(self, setting: Setting) -> Founded:
        """The standard ledger, with everything of the setup applied, at rest."""
        harness, random = copied(setting), Random(SETUP)
        harness.open(random)
        for place, each in enumerate(self.workflow.setup, start=1):
            scene = Scene(harness.ledger, random, harness.clock.look())
            request = _asked(each, scene) if callable(each) else _writable(each, scene, SETUP)
            sent = Writer(harness.ledger, random, scene.now_ms).write(request)
            answer = harness.submit([sent], random)[0]
            refused = [status for status in (answer.status, *answer.statuses.tolist()) if status]
            if refused:
                status = type(answer.status)(refused[0]).name
                verb = sent.header.verb
                fail("WORKFLOW_SETUP_REFUSED", place=place, verb=verb, status=status)
        harness.close(random)
        return Founded(harness.device.contents(), harness.ledger, harness.clock.look())


def _asked(recipe: Recipe, scene: Scene) -> Request:
    """What a recipe gives, if an envelope can be made of it."""
    name = name_of(recipe)
    try:
        request = recipe(scene)
    except (NothingToAskError, ViolationError):
        raise
    except USER_FAULTS as error:
        raise WorkflowFaultError(name, _told(error, recipe)) from error
    if not isinstance(request, Request):
        raise WorkflowFaultError(name, repr(request), Request.__name__)
    return _writable(request, scene, name)


def _writable(request: Request, scene: Scene, name: str) -> Request:
    """The request, if it can be written: tried with a generator of its own, so nothing is drawn."""
    try:
        Writer(scene.ledger, Random(0), scene.now_ms).write(request)
    except USER_FAULTS as error:
        problem = f"{request} cannot be written: {type(error).__name__}: {error}"
        raise WorkflowFaultError(name, problem) from error
    return request


def name_of(function: object) -> str:
    """What a recipe or a promise is called."""
    return str(getattr(function, "__name__", None) or type(function).__name__)


def _told(error: Exception, function: object) -> str:
    return f"{type(error).__name__} in {_place(error, function)}: {error}"


def _place(error: Exception, function: object) -> str:
    """File and line: the last of the function's own file, for the fault is there."""
    frames = extract_tb(error.__traceback__)
    own = getattr(getattr(function, "__code__", None), "co_filename", None)
    last = next((one for one in reversed(frames) if one.filename == own), frames[-1])
    return f"{Path(last.filename).name}:{last.lineno}"


# What recipes and setups are written with


def admission(code: str, licence: Licence = Licence.BANK) -> Recipe:
    """For a setup: admits an institution; its simulated keys are made of its code."""

    def admit(scene: Scene) -> Request:
        described = document(code, Terms(licence), scene.ledger.start.suite)
        return Request((OPERATOR,), AdmitParticipant(described))

    return admit


def movement(
    scene: Scene, asset: str, accounts: tuple[str, str], minor: int, **more: int
) -> RowValues:
    """A row of a signed batch: minor units of an asset out of the first account into the second.

    `group`: rows with the same number succeed or fail together; 0, if not given, is alone.
    `mandate`: the number of the mandate it is debited under; 0, if not given, is the signer's own.
    An account without a position in the asset is NothingToAskError.
    """
    source, target = (scene.book.position(account, asset) for account in accounts)
    if min(source, target) < 0:
        raise NothingToAskError
    return source, target, minor, more.get("group", 0), MOVE, more.get("mandate", 0)


def batch(scene: Scene, acting: Sequence[str], rows: Sequence[RowValues]) -> Request:
    """A signed batch of such rows, with its control totals."""
    return Request(tuple(acting), rows=tuple(rows), assets=totals(scene, list(rows)))
