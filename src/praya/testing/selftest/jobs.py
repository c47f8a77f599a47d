"""A tier as jobs, each of which a process of its own does. It must not know what a job does."""

from typing import Any, Final, NamedTuple

from praya.testing.fuzzing.decoders import DECODERS
from praya.testing.scopes.worlds import WORLDS
from praya.testing.selftest import tiers
from praya.testing.selftest.tiers import PARTS, Tier
from praya.testing.simulator.canaries import canaries

FIXTURE_FILES: Final = ("rows-v1.jsonl.xz", "blocks-v1.jsonl.xz")
POLICIES: Final = "policies"
SHORT_FUZZ_SECONDS: Final = 2.0  # below this, starting a process for each decoder takes longer
SHORT_FUZZ_PROCESSES: Final = 2
# These are one long process each, so they are begun first.
LONG: Final = (tiers.SMALL_STORE, tiers.CRASH_IMAGES, tiers.SYSTEM_CALLS, tiers.DETERMINISM)
Arguments = dict[str, Any]


class Job(NamedTuple):
    """One process's work: a part, and what of it. `arguments` are plain values."""

    part: str
    arguments: Arguments


def jobs_of(tier: Tier, start: int, parts: tuple[str, ...] = PARTS) -> list[Job]:
    """The jobs of these parts, in the order they are begun in. `start`: the first seed."""
    first = [part for part in LONG if part in parts]
    order = [*first, *(part for part in parts if part not in first)]
    return [Job(part, arguments) for part in order for arguments in _MAKERS[part](tier, start)]


def _self_check(_tier: Tier, _start: int) -> list[Arguments]:
    return [{}]


def _fixtures(_tier: Tier, _start: int) -> list[Arguments]:
    return [{"file": name} for name in FIXTURE_FILES]


def _schedules(tier: Tier, start: int) -> list[Arguments]:
    end, size = start + tier.schedules, tier.schedules_in_a_process
    firsts = range(start, end, size)
    return [{"first": first, "last": min(first + size, end)} for first in firsts]


def _canaries(tier: Tier, _start: int) -> list[Arguments]:
    names = [canary.name for canary in canaries()]
    step = max(1, len(names) // tier.canaries)
    return [{"name": name} for name in names[::step][: tier.canaries]]


def _whole_or_sample(part: str) -> Any:
    return lambda tier, start: [{"full": part in tier.whole}]


def _fuzz(tier: Tier, start: int) -> list[Arguments]:
    names, seconds = list(DECODERS), tier.fuzz_seconds
    count = SHORT_FUZZ_PROCESSES if seconds < SHORT_FUZZ_SECONDS else len(names)
    groups = [names[place::count] for place in range(count)]
    return [{"decoders": group, "seconds": seconds, "seed": start} for group in groups]


def _scopes(tier: Tier, _start: int) -> list[Arguments]:
    limits = {"states": tier.scope_states, "sample": tier.scope_sample}
    return [{"scope": name, **limits} for name in (*WORLDS, POLICIES)]


_MAKERS: Final = {
    tiers.SELF_CHECK: _self_check,
    tiers.FIXTURES: _fixtures,
    tiers.SCHEDULES: _schedules,
    tiers.CANARIES: _canaries,
    tiers.CRASH_IMAGES: _whole_or_sample(tiers.CRASH_IMAGES),
    tiers.SMALL_STORE: _whole_or_sample(tiers.SMALL_STORE),
    tiers.SYSTEM_CALLS: _whole_or_sample(tiers.SYSTEM_CALLS),
    tiers.FUZZ: _fuzz,
    tiers.SCOPES: _scopes,
    tiers.DETERMINISM: _whole_or_sample(tiers.DETERMINISM),
}
