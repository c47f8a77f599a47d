"""What tests of Praya stand on, and what runs a workflow of one's own in the simulator.

    from praya.testing import Request, Workflow, simulate

    workflow = Workflow(recipes=((subscribe, 8), (restock, 2)), promises=(no_cash_without_units,))
    found = simulate(workflow, seeds=range(200))  # found.violations == []

`Workflow` says what is asked and what must hold; a recipe gets a `Scene` and gives a `Request`, or
raises `NothingToAskError`; a promise gets a `Standing`. `admission` admits an institution;
`movement` and `batch` make signed batches. `STANDARD_RECIPES` are those of schedules without a
workflow, to be mixed in. Names are loaded at first use, as those of `praya` are: the folder of
compiled code is set before.
"""

from importlib import import_module
from typing import Any, Final

_SIMULATOR: Final = "praya.testing.simulator."
_LOADED_AT_FIRST_USE: Final = {
    "NothingToAskError": "scene.NothingToAskError",
    "Request": "letters.Request",
    "STANDARD_RECIPES": "steps.RECIPES",
    "Scene": "scene.Scene",
    "Simulated": "workflow_runs.Simulated",
    "Standing": "standing.Standing",
    "Violation": "workflow_runs.Violation",
    "Workflow": "workflows.Workflow",
    "admission": "workflows.admission",
    "batch": "workflows.batch",
    "movement": "workflows.movement",
    "simulate": "workflow_runs.simulate",
}


def __getattr__(name: str) -> Any:
    """PEP 562: load a public name where it is first asked for."""
    if name not in _LOADED_AT_FIRST_USE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import_module("praya.app").prepare_runtime()
    module, _, attribute = _LOADED_AT_FIRST_USE[name].partition(".")
    return getattr(import_module(_SIMULATOR + module), attribute)


def __dir__() -> list[str]:
    return sorted([*globals(), *_LOADED_AT_FIRST_USE])
