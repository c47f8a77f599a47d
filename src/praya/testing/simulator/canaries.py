"""The planted bugs: a simulator that does not find them would not find others.

Each is planted in a process of its own, which then runs schedules until a promise breaks. Bugs of
the kernel run as written, not compiled, and without the node's own check, which would notice most
of them at once; one bug leaves that check on, to see that it does.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from praya.testing.simulator.mutation import Edit
from praya.testing.simulator.planted_around_rows import OTHER_BUGS
from praya.testing.simulator.planted_in_limits import LIMIT_BUGS, LIMIT_PLAIN_BUGS
from praya.testing.simulator.planted_in_recovery import PLAIN_BUGS, RARE_BUGS
from praya.testing.simulator.planted_in_rows import KERNEL_BUGS
from praya.testing.simulator.planted_in_terms import TERM_BUGS

SCHEDULES_MAX: Final = 400
SECONDS_MAX: Final = 600
_NO_SELF_CHECK: Final = Edit(
    "praya.node.self_check",
    "if (root, results) != (GOLDEN_ROOT, GOLDEN_RESULTS):",
    "if root is None:",
)
_CHILD: Final = """
import json, sys
from praya.testing.simulator.mutation import Edit, plant
edits, first, last, hybrid = json.loads(sys.argv[1])
plant([Edit(*edit) for edit in edits])
from praya.app import prepare_runtime
prepare_runtime()
from praya.testing.simulator.campaigns import hunt
print(json.dumps(hunt(range(first, last), hybrid=hybrid)))
"""


@dataclass(frozen=True, slots=True)
class Canary:
    """One planted bug."""

    name: str
    edits: tuple[Edit, ...]
    is_compiled: bool = True


@dataclass(frozen=True, slots=True)
class Caught:
    """What became of a planted bug. `schedules` is how many it took, or how many missed it."""

    name: str
    is_caught: bool
    schedules: int
    how: str


def canaries() -> list[Canary]:
    """All planted bugs."""
    kernel = [Canary(name, (edit, _NO_SELF_CHECK), False) for name, edit in KERNEL_BUGS.items()]
    others = [
        Canary(name, edits)
        for name, edits in {**OTHER_BUGS, **RARE_BUGS, **LIMIT_BUGS, **TERM_BUGS}.items()
    ]
    plain = {**PLAIN_BUGS, **LIMIT_PLAIN_BUGS}
    others += [Canary(name, (*edits, _NO_SELF_CHECK), False) for name, edits in plain.items()]
    stale = Canary("stale_compiled_code", (KERNEL_BUGS["redemption_not_burning"],), False)
    return [*kernel, stale, *others]


def release(canary: Canary, *, start: int = 0, schedules: int = SCHEDULES_MAX) -> Caught:
    """Plant one bug in a process of its own and run schedules until it is caught.

    Caught means: by a schedule that keeps every promise where the bug is not planted.
    """
    found = _hunted(canary, canary.edits, range(start, start + schedules))
    name, is_caught, count = canary.name, bool(found["caught"]), int(found["schedules"])
    if not is_caught:
        return Caught(name, False, count, str(found["how"]))
    seed = found["seed"]  # None: caught while the first ledger was founded
    again = _hunted(canary, (), range(0) if seed is None else range(seed, seed + 1))
    if again["caught"] or again["is_broken"]:
        return Caught(name, False, count, f"without the bug as well: {again['how']}")
    return Caught(name, True, count, str(found["how"]))


def _hunted(canary: Canary, edits: Sequence[Edit], seeds: range) -> dict[str, Any]:
    """What `hunt` finds in a process in which these edits are planted.

    `is_broken`: the process ended otherwise, so that it found nothing.
    """
    order = [[list(edit) for edit in edits], seeds.start, seeds.stop, canary.is_compiled]
    environment = dict(os.environ)
    if not canary.is_compiled:
        environment |= {"NUMBA_DISABLE_JIT": "1"}
        environment.pop("NUMBA_CACHE_DIR", None)
    ended = subprocess.run(
        [sys.executable, "-c", _CHILD, json.dumps(order)],
        capture_output=True,
        text=True,
        env=environment,
        timeout=SECONDS_MAX,
        check=False,
    )
    if ended.returncode:
        last = ended.stderr.strip().splitlines()[-1:]
        how = last[0] if last else f"exit {ended.returncode}"
        return {"caught": False, "schedules": 0, "how": how, "seed": None, "is_broken": True}
    found: dict[str, Any] = json.loads(ended.stdout)
    return {**found, "is_broken": False}


def release_all(
    chosen: Sequence[Canary], told: Callable[[int, int], None], *, schedules: int = SCHEDULES_MAX
) -> Iterator[Caught]:
    """One after the other; `told` is given how many are through, and of how many."""
    for place, canary in enumerate(chosen):
        told(place, len(chosen))
        yield release(canary, schedules=schedules)
    told(len(chosen), len(chosen))
