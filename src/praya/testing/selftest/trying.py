"""What each job of the self test does, and what it found, in plain values.

A violation says what broke, and which command repeats it: one of `praya sim` where there is one, or
nothing, for the part as a whole. This file must not know tiers, nor processes.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from praya.base.errors import PrayaError
from praya.node.self_check import self_check
from praya.testing.fixtures.forms import read_fixtures
from praya.testing.fixtures.replaying import replay_fixture, replay_with_model
from praya.testing.fuzzing.campaign import Campaign as FuzzCampaign
from praya.testing.fuzzing.decoders import DECODERS
from praya.testing.images.crash_images import run_crash_images
from praya.testing.images.determinism import run_determinism
from praya.testing.images.small_store import run_small_store
from praya.testing.images.system_calls import run_system_calls
from praya.testing.scopes.policies import search_policies
from praya.testing.scopes.searching import search_world
from praya.testing.selftest import tiers
from praya.testing.selftest.jobs import POLICIES, Arguments, Job
from praya.testing.simulator.campaigns import repeated_by, run_campaign
from praya.testing.simulator.canaries import canaries, release

# Files of the repository, beside the package's sources; an installed package has none.
GOLDEN: Final = Path(__file__).resolve().parents[4] / "tests" / "golden"
MODEL_EVERY: Final = 12  # of the fixtures of rows are replayed with the naive model too
Found = dict[str, Any]  # figures, violations, and why nothing was tried, if so
Progress = Callable[[str, int], None]


def try_job(job: Job, progress: Progress) -> Found:
    """Do one job; `progress` is told a stage and how far it is."""
    return _TRIED[job.part](job.arguments, progress)


def found_of(
    figures: dict[str, Any], violations: Sequence[tuple[str, str]] = (), absent: str = ""
) -> Found:
    """What a job found. `absent`: what this system lacks, so that nothing was tried."""
    told = [{"what": what, "command": command} for what, command in violations]
    return {"figures": figures, "violations": told, "absent": absent}


def _self_check(_arguments: Arguments, _progress: Progress) -> Found:
    try:
        self_check()
    except PrayaError as problem:
        return found_of({"golden_batches": 1}, [(str(problem), "")])
    return found_of({"golden_batches": 1})


def _fixtures(arguments: Arguments, progress: Progress) -> Found:
    path = GOLDEN / "fixtures" / arguments["file"]
    if not path.is_file():
        return found_of({"fixtures": 0}, absent="fixtures")
    violations, count = [], 0
    for count, fixture in enumerate(read_fixtures(path), start=1):
        problems = [replay_fixture(fixture)]
        if fixture["kind"] != "block" and count % MODEL_EVERY == 0:
            problems.append(replay_with_model(fixture))
        violations += [(problem, "") for problem in problems if problem]
        progress(path.name, count)
    if not count:
        violations.append((f"{path.name} holds no fixture", ""))
    return found_of({"fixtures": count}, violations)


def _schedules(arguments: Arguments, progress: Progress) -> Found:
    seeds = range(arguments["first"], arguments["last"])
    campaign = run_campaign(seeds, told=lambda done: progress(f"from {seeds.start}", done))
    names = ("schedules", "steps", "envelopes", "faults")
    figures = {name: campaign.figures()[name] for name in names}
    violations = [
        (f"schedule {ran.seed}: {ran.violation}", repeated_by(ran.seed))
        for ran in campaign.violations
    ]
    return found_of(figures, violations)


def _canaries(arguments: Arguments, _progress: Progress) -> Found:
    name = arguments["name"]
    canary = next(each for each in canaries() if each.name == name)
    caught = release(canary)
    figures = {"planted": 1, "caught": int(caught.is_caught)}
    if caught.is_caught:
        return found_of({**figures, "each": {name: caught.schedules}})
    what = f"{name} was not noticed in {caught.schedules} schedules {caught.how}".strip()
    return found_of(figures, [(what, f"praya sim --canaries --only {name}")])


def _crash_images(arguments: Arguments, progress: Progress) -> Found:
    found = run_crash_images(progress, arguments["full"])
    names = ("images", "recoveries", "impossible")
    return _of_images(found, names)


def _small_store(arguments: Arguments, progress: Progress) -> Found:
    found = run_small_store(progress, arguments["full"])
    found["flips"] += found["flips_export"]
    return _of_images(found, ("flips", "changes"))


def _system_calls(arguments: Arguments, progress: Progress) -> Found:
    found = run_system_calls(progress, arguments["full"])
    if not found["is_possible"]:
        return found_of({"points": 0}, absent="compiler")
    return _of_images(found, ("points",))


def _determinism(arguments: Arguments, progress: Progress) -> Found:
    golden = GOLDEN / "chain-v1.praya"
    chains = [golden] if arguments["full"] and golden.is_file() else []
    return _of_images(
        run_determinism(progress, arguments["full"], chains), ("chains", "blocks", "replays")
    )


def _of_images(found: Found, names: Sequence[str]) -> Found:
    return found_of({name: found[name] for name in names}, [(v, "") for v in found["violations"]])


def _fuzz(arguments: Arguments, progress: Progress) -> Found:
    seed, inputs, violations = arguments["seed"], 0, []
    for name in arguments["decoders"]:
        tally = FuzzCampaign(DECODERS[name], seed).run(arguments["seconds"])
        inputs += tally.inputs
        progress(name, tally.inputs)
        for one in tally.findings:
            violations.append((f"{name}: {one['what']}: {one['input']}", ""))
        if not tally.inputs:
            violations.append((f"{name}: no input was tried", ""))
    return found_of({"decoders": len(arguments["decoders"]), "inputs": inputs}, violations)


def _scopes(arguments: Arguments, progress: Progress) -> Found:
    name, states = arguments["scope"], arguments["states"]
    if name == POLICIES:
        found = search_policies(states, lambda done: progress(name, done))
    else:
        found = search_world(name, states, arguments["sample"], progress)
    problem = found["problem"]
    violations = [] if problem is None else [(f"{name}: {problem}", "")]
    return found_of({"scopes": 1, "states": found["states"]}, violations)


_TRIED: Final[dict[str, Callable[[Arguments, Progress], Found]]] = {
    tiers.SELF_CHECK: _self_check,
    tiers.FIXTURES: _fixtures,
    tiers.SCHEDULES: _schedules,
    tiers.CANARIES: _canaries,
    tiers.CRASH_IMAGES: _crash_images,
    tiers.SMALL_STORE: _small_store,
    tiers.SYSTEM_CALLS: _system_calls,
    tiers.FUZZ: _fuzz,
    tiers.SCOPES: _scopes,
    tiers.DETERMINISM: _determinism,
}
