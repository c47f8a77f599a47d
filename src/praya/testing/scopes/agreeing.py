"""Holding a step of a search against the naive model and the production entry point.

The state is rebuilt from the search's cells in both; statuses, results, every table and the root
must come out alike. It must not know any one scope.
"""

from collections.abc import Mapping
from typing import Final

from praya.kernel import tables as t
from praya.kernel.step import Context, apply, full_invariants
from praya.kernel.store import Store
from praya.testing.fixtures.forms import model_from, state_from
from praya.testing.model.block import RowValues
from praya.testing.scopes.alphabets import Letter

Contents = Mapping[str, list[list[int]]]

HEIGHT: Final = 1


def contents_of(store: Store) -> dict[str, list[list[int]]]:
    """Every table of a search's ledger, live rows only."""
    found = {}
    for number, name in enumerate(t.NAMES):
        first, width, _ = (int(value) for value in store.layout[number])
        rows = int(store.cells[number])
        found[name] = store.cells[first : first + rows * width].reshape(rows, width).tolist()
    del found[t.NAMES[t.COUNTS]]
    return found


def rows_of(letter: Letter) -> list[RowValues]:
    """The rows of a letter as the model takes them."""
    columns = [column.tolist() for column in letter.rows.columns]
    return list(zip(*columns, strict=True))


def difference(before: Contents, after: Contents, letter: Letter, block_time: int) -> str | None:
    """How the search, the model and the production kernel differ on one step; None if they agree.

    `after` is what the search made of `before`.
    """
    model, state = model_from(before), state_from(before)
    expected = model.apply(
        rows_of(letter),
        height=HEIGHT,
        block_time=block_time,
        acting=letter.acting,
        lowered=letter.lowered,
    )
    context = Context(HEIGHT, block_time, letter.acting, lowered=letter.lowered)
    outcome = apply(state, letter.rows, context)
    if expected.statuses != outcome.statuses.tolist():
        return f"{letter.name}: model {expected.statuses}, kernel {outcome.statuses.tolist()}"
    if expected.results != outcome.results.tolist():
        return f"{letter.name}: results {expected.results}, kernel {outcome.results.tolist()}"
    for name, rows in model.tables().items():
        if rows != after[name] or rows != state.table(name).tolist():
            return f"{letter.name}: table {name} differs"
    if model.root() != state.root():
        return f"{letter.name}: roots differ"
    return "; ".join(full_invariants(state)) or None
