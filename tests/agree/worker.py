"""A kernel in a process of its own, so that each is compiled, or not, in its own way.

Reads pickled sessions from standard input and writes pickled answers to standard output; each
frame has its length before it, eight bytes, little-endian. Imports the kernel's public names only.
"""

import pickle
import sys
import traceback
from typing import Any, BinaryIO

from praya.kernel.rows import Rows
from praya.kernel.state import State
from praya.kernel.step import Context, apply, begin_block, check_batch, full_invariants

TABLES = (
    *("ledger", "participants", "accounts", "assets", "extents", "balances", "positions"),
    *("holds", "mandates", "records", "entitlements", "events", "documents"),
    *("attestations", "requests"),
)


def outcome(found: Any) -> Any:
    """An outcome as plain lists; None stays None."""
    if found is None:
        return None
    effects = [tuple(effect) for effect in found.effects.tolist()]
    return found.statuses.tolist(), found.results.tolist(), effects


def answer(state: State, request: tuple[Any, ...]) -> Any:
    """What the kernel says to one step."""
    kind = request[0]
    if kind == "apply":
        _, rows, context = request
        return outcome(apply(state, Rows.from_list(rows), Context(**context)))
    if kind == "begin":
        _, height, block_time = request
        return outcome(begin_block(state, height, block_time))
    if kind == "check":
        _, rows, assets = request
        return int(check_batch(state, Rows.from_list(rows), assets))
    tables = {name: state.table(name) for name in TABLES}
    shapes = {name: (table.shape, table.tobytes()) for name, table in tables.items()}
    return shapes, state.root(), full_invariants(state)


def run_session(business_date: int, requests: list[tuple[Any, ...]]) -> list[Any]:
    """Answers in order; a kernel that stops answers with its trace, and nothing after it."""
    state = State(business_date=business_date)
    answers: list[Any] = []
    for request in requests:
        try:
            answers.append(answer(state, request))
        except Exception:
            answers.append(("stopped", traceback.format_exc()))
            break
    return answers


def serve(source: BinaryIO, target: BinaryIO) -> None:
    """One session after another, until the other side closes."""
    while size := source.read(8):
        session = pickle.loads(source.read(int.from_bytes(size, "little")))
        content = pickle.dumps(run_session(*session))
        target.write(len(content).to_bytes(8, "little") + content)
        target.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
