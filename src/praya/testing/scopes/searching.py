"""Searching every scope to its end or to a stated number of states, and saying what was found.

A problem names the scope and the letters that lead to it from the first state: that is how it is
repeated.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from time import perf_counter
from typing import Any, Final

import numpy as np

from praya.base.status import Status
from praya.kernel.moves import run
from praya.kernel.rare import run_rare
from praya.kernel.rows import Rows
from praya.kernel.step import NUMBERING_UNBOUND
from praya.kernel.store import Terms
from praya.testing.scopes.agreeing import contents_of, difference
from praya.testing.scopes.alphabets import (
    FIRST_TIME,
    Letter,
    alphabet_of,
    answers_for,
    scope_of,
)
from praya.testing.scopes.exploring import (
    RELEASE_ROWS,
    ROWS_MAX,
    Alphabet,
    Bench,
    Found,
    Scope,
    explore,
    hash_of,
    load,
)
from praya.testing.scopes.policies import search_policies
from praya.testing.scopes.worlds import WORLDS, World

PIECE_STATES: Final = 50_000
SAMPLE_SEED: Final = 20_261_120
MEANINGS: Final[Mapping[int, str]] = {
    1: "an asset does not sum to zero",
    2: "a position is short",
    3: "what is held is not what holds say",
    4: "a hold is open with nothing, or ended with something",
    5: "a guard is not what its account, flags and asset make it",
    6: "a mandate has counters it cannot have",
    7: "an open hold cannot be ended by anybody",
    8: "a leg was applied without the others",
    9: "a refusal left a trace",
    10: "undoing did not give the state before",
    11: "a cell was written that the scope does not watch",
    12: "a value does not fit the width of the search",
    13: "a payment moved another amount than its rows say",
    14: "the kernel's own check refuses a state",
}
Progress = Callable[[str, int], None]


@dataclass
class Search:
    """One scope being searched."""

    world: World
    scope: Scope
    alphabet: Alphabet
    found: Found
    progress: Any  # next state, states, states to look at, and where a problem is

    @staticmethod
    def of(world: World, states: int) -> "Search":
        """A search that keeps at most so many states."""
        scope = scope_of(world.ledger.state, world.bounds, world.fields)
        width, lines = scope.watched.size + 1, states + 1
        found = Found(
            states=np.zeros((lines, width), np.int32),
            slots=np.zeros(1 << (2 * lines).bit_length(), np.int32),
            parents=np.full(lines, -1, np.int32),
            letters=np.full(lines, -1, np.int32),
            tally=np.zeros((len(world.letters), 2), np.int64),
            seen=np.zeros(max(Status) + 1, np.int64),
        )
        found.states[0, :-1] = scope.store.cells[scope.watched]
        found.states[0, -1] = FIRST_TIME
        found.slots[hash_of(found.states[0]) & (found.slots.size - 1)] = 1
        progress = np.array([0, 1, PIECE_STATES, 0, 0], np.int64)
        return Search(world, scope, alphabet_of(world.letters), found, progress)

    def run(self, told: Callable[[int], None]) -> str | None:
        """Search on to the end; the first problem in words, with the way to it."""
        release = Rows.from_list([(0, 0, 0, 1, 0, 0)] * RELEASE_ROWS).columns
        bench = Bench(answers_for(ROWS_MAX), release, self.progress)
        while self.progress[0] < self.progress[1]:
            before = int(self.progress[0])
            problem = explore(self.scope, self.alphabet, bench, self.found)
            told(int(self.progress[0]))
            if problem:
                state, letter = int(self.progress[3]), int(self.progress[4])
                return f"{MEANINGS[problem]}: {self.way_to(state)} then {self.name_of(letter)}"
            if self.progress[0] == before:
                break
        return None

    def name_of(self, letter: int) -> str:
        """A letter by name; what is wrong with the state itself has none."""
        return "nothing" if letter < 0 else self.world.letters[letter].name

    def way_to(self, state: int) -> list[str]:
        """The letters that lead from the first state to this one."""
        way: list[str] = []
        while state > 0:
            way.append(self.name_of(int(self.found.letters[state])))
            state = int(self.found.parents[state])
        return way[::-1]

    def is_whole(self) -> bool:
        """Whether there is no state beyond those looked at."""
        return bool(self.progress[1] < self.found.states.shape[0] - 1)

    def sample(self, steps: int) -> str | None:
        """Hold so many steps, drawn from a fixed seed, against model and production kernel."""
        random = Random(SAMPLE_SEED)
        letters = [place for place, one in enumerate(self.world.letters) if not one.is_tick]
        for _ in range(steps):
            state, place = random.randrange(int(self.progress[1])), random.choice(letters)
            letter: Letter = self.world.letters[place]
            line = self.found.states[state]
            block_time = int(line[-1])
            if not self.stays_inside(letter, line):
                continue
            load(self.scope, line)
            before = contents_of(self.scope.store)
            self.step(letter, block_time)
            after = contents_of(self.scope.store)
            words = difference(before, after, letter, block_time)
            if words:
                return f"{words}: {self.way_to(state)} then {letter.name}"
        return None

    def step(self, letter: Letter, block_time: int) -> None:
        """Run a letter on the cells as they are, as `explore` does, and leave what it made."""
        store, rows = self.scope.store, letter.rows.columns
        terms = Terms(1, block_time, NUMBERING_UNBOUND, int(letter.lowered))
        acting = np.array(letter.acting, np.int64)
        answers = answers_for(len(letter.rows))
        store.cursor[:] = 0
        while run(store, rows, answers, terms, acting):
            run_rare(store, rows, answers, terms, acting)

    def stays_inside(self, letter: Letter, line: Any) -> bool:
        """Whether a letter adds no row beyond the bounds."""
        load(self.scope, line)
        table = letter.adds_to
        return table < 0 or bool(self.scope.store.cells[table] < self.scope.bounds[table])


def search_world(name: str, states: int, sample: int, told: Progress) -> dict[str, Any]:
    """Search one scope; its counts, and the problem if there is one."""
    started = perf_counter()
    search = Search.of(WORLDS[name](), states)
    problem = search.run(lambda done: told(name, done))
    problem = problem or search.sample(sample)
    refused = {
        Status(number).name: int(seen) for number, seen in enumerate(search.found.seen) if seen
    }
    return {
        "states": int(search.progress[0]),
        "steps": int(search.found.tally.sum()),
        "whole": search.is_whole(),
        "letters": len(search.world.letters),
        "never_applied": [
            letter.name
            for letter, applied in zip(search.world.letters, search.found.tally[:, 0], strict=True)
            if applied == 0 and not letter.is_tick
        ],
        "row_statuses": refused,
        "compared_with_model": sample,
        "problem": problem,
        "seconds": round(perf_counter() - started, 1),
    }


def run_scopes(progress: Progress, states: int, sample: int = 200) -> dict[str, Any]:
    """Search every scope up to so many states; counts per scope and how many have a problem.

    `progress` is told the scope and how many of its states are done. `sample` steps of each scope
    are held against the model and the production entry point.
    """
    found = {name: search_world(name, states, sample, progress) for name in WORLDS}
    found["policies"] = search_policies(states, lambda done: progress("policies", done))
    return {
        "scopes": found,
        "states": sum(one["states"] for one in found.values()),
        "violations": sum(one["problem"] is not None for one in found.values()),
    }
