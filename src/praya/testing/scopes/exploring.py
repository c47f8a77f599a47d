"""Breadth-first search over the states of a tiny ledger, through the kernel's own functions.

All compiled code of the scopes stands in this file, so that none of it can be kept stale. A state
is the cells that a scope watches and the block time; a letter is the rows of one envelope. Every
letter is tried in every state; what is written is undone by the kernel's own change log, and must
then be what it was. It must not know any one scope.
"""

from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from praya.kernel import operations as op
from praya.kernel import tables as t
from praya.kernel.compile import leaf, unit, wide
from praya.kernel.invariants import check_everything
from praya.kernel.moves import run
from praya.kernel.rare import run_rare
from praya.kernel.store import (
    EFFECT_COUNT,
    GROUP,
    LOG_COUNT,
    RESUME,
    ROW,
    Answers,
    RowColumns,
    Store,
    Terms,
    count,
    logged_place,
    read,
    undo,
)

Cells = npt.NDArray[np.int64]
Narrow = npt.NDArray[np.int32]

# What a letter is
ROWS_LETTER: Final = 0
TICK_LETTER: Final = 1  # block time goes on by one

# What can be wrong with a state, or with one step
SUM_BROKEN: Final = 1
NEGATIVE: Final = 2
HELD_DIFFERS: Final = 3
HOLD_BROKEN: Final = 4
GUARD_DIFFERS: Final = 5
MANDATE_BROKEN: Final = 6
HOLD_STUCK: Final = 7
LEG_ALONE: Final = 8
REFUSED_WROTE: Final = 9
UNDO_DIFFERS: Final = 10
WRITE_UNWATCHED: Final = 11
VALUE_TOO_WIDE: Final = 12
EFFECT_DIFFERS: Final = 13
KERNEL_DISAGREES: Final = 14

FREEZES: Final = t.FLAG_DEBIT_FROZEN | t.FLAG_CREDIT_FROZEN
RELEASE_ROWS: Final = 3
NOT_YET: Final = -1
ROWS_MAX: Final = 16  # of one letter


class Alphabet(NamedTuple):
    """Every letter of a scope: its rows lie from `first` to `last` in the columns."""

    rows: RowColumns
    first: Cells
    last: Cells
    kind: Cells
    lowered: Cells
    acting: Cells  # letters x the same number of participants
    needs: Cells  # the table a letter adds a row to, or -1
    thaws: Cells  # 1 where a letter lifts what may stand in the way of a payment


class Scope(NamedTuple):
    """The ledger a scope starts from, what is watched of it, and its bounds."""

    store: Store
    watched: Cells  # addresses of cells
    is_watched: npt.NDArray[np.uint8]
    places: Cells  # positions that are open
    bounds: Cells  # per table, rows it may have
    time_last: int
    date_last: int


class Found(NamedTuple):
    """Room for what a search finds: one line of watched cells and block time per state."""

    states: Narrow
    slots: Narrow  # the hash table: a state's number + 1, or 0
    parents: Narrow
    letters: Narrow  # by which letter a state was found first
    tally: Cells  # per letter and outcome: applied, refused
    seen: Cells  # per row status, how often


class Bench(NamedTuple):
    """What a search works with: room for answers, rows that release a hold, how far it is."""

    answers: Answers
    release: RowColumns
    progress: Cells  # next state, states, states to look at, and where a problem is


@leaf
def load(scope: Scope, line: Narrow) -> int:
    """Put a state into the cells; its block time."""
    for place in range(scope.watched.shape[0]):
        scope.store.cells[scope.watched[place]] = wide(line[place])
    return wide(line[scope.watched.shape[0]])  # type: ignore[no-any-return]


@leaf
def same_as(scope: Scope, line: Narrow) -> bool:
    """Whether the watched cells are those of a state."""
    for place in range(scope.watched.shape[0]):
        if scope.store.cells[scope.watched[place]] != wide(line[place]):
            return False
    return True


@leaf
def hash_of(line: Narrow) -> int:
    """A number for a state, by multiplying and shifting inside 62 bits."""
    mixed = 1_469_598_103
    for place in range(line.shape[0]):
        mixed = ((mixed ^ (wide(line[place]) & 0xFFFFFFFF)) * 1_099_511) & 0x3FFFFFFFFFF
        mixed ^= mixed >> 17
    return mixed


@leaf
def enter(found: Found, states: int, source: int, letter: int) -> int:
    """Keep the line written after the last state if it is a new one; how many there are."""
    line = found.states[states]
    mask = found.slots.shape[0] - 1
    place = hash_of(line) & mask
    while found.slots[place] != 0:
        other = found.states[wide(found.slots[place]) - 1]
        same = True
        for field in range(line.shape[0]):
            if line[field] != other[field]:
                same = False
                break
        if same:
            return states
        place = (place + 1) & mask
    found.slots[place] = states + 1
    found.parents[states], found.letters[states] = source, letter
    return states + 1


@leaf
def rows_between(rows: RowColumns, first: int, last: int) -> RowColumns:
    """A letter's rows, without a copy."""
    return RowColumns(
        rows.debit[first:last],
        rows.credit[first:last],
        rows.amount[first:last],
        rows.group[first:last],
        rows.op[first:last],
        rows.authority[first:last],
    )


@leaf
def run_rows(store: Store, rows: RowColumns, answers: Answers, terms: Terms, acting: Any) -> None:
    """What `praya.kernel.step.apply` does once there is room, by the same two functions."""
    answers.statuses[:] = 0
    answers.results[:] = -1
    cursor = store.cursor
    cursor[EFFECT_COUNT] = cursor[ROW] = cursor[GROUP] = cursor[RESUME] = 0
    while run(store, rows, answers, terms, acting):
        run_rare(store, rows, answers, terms, acting)


@leaf
def apply_letter(
    scope: Scope, alphabet: Alphabet, answers: Answers, letter: int, block_time: int
) -> Answers:
    """Run a letter on the cells as they are; its statuses and results."""
    first, last = alphabet.first[letter], alphabet.last[letter]
    rows = rows_between(alphabet.rows, first, last)
    own = Answers(
        answers.statuses[: last - first], answers.results[: last - first], answers.effects
    )
    terms = Terms(1, block_time, 1 << 62, alphabet.lowered[letter])
    run_rows(scope.store, rows, own, terms, alphabet.acting[letter])
    return own


@leaf
def open_to(scope: Scope, alphabet: Alphabet, letter: int, block_time: int) -> bool:
    """Whether a letter stays inside the bounds of the scope."""
    if alphabet.kind[letter] == TICK_LETTER:
        return block_time < scope.time_last
    first = alphabet.first[letter]
    if alphabet.rows.op[first] == op.OPEN_DAY:
        today = read(scope.store, t.LEDGER, 0, t.LEDGER_BUSINESS_DATE)
        return alphabet.rows.amount[first] == today + 1 and today < scope.date_last
    table = alphabet.needs[letter]
    return table < 0 or count(scope.store, table) < scope.bounds[table]  # type: ignore[no-any-return]


@leaf
def asset_at(store: Store, position: int) -> int:
    """The asset of a position."""
    return read(store, t.EXTENTS, position >> 6, t.EXTENT_ASSET)


@leaf
def state_problem(scope: Scope, sums: Cells, held: Cells) -> int:
    """What is wrong with the state in the cells, or 0: judged without the kernel's invariants."""
    store = scope.store
    sums[:] = 0
    held[:] = 0
    for hold in range(count(store, t.HOLDS)):
        remaining = read(store, t.HOLDS, hold, t.HOLD_REMAINING)
        is_open = read(store, t.HOLDS, hold, t.HOLD_STATE) == t.HOLD_OPEN
        if is_open != (remaining > 0) or remaining < 0:
            return HOLD_BROKEN
        held[read(store, t.HOLDS, hold, t.HOLD_POSITION)] += remaining
    for place in range(scope.places.shape[0]):
        position = scope.places[place]
        asset = asset_at(store, position)
        available = read(store, t.BALANCES, position, t.AVAILABLE)
        reserved = read(store, t.POSITIONS, position, t.POSITION_HELD)
        sums[asset] += available + reserved
        least = 0
        if read(store, t.ASSETS, asset, t.ASSET_ISSUANCE) == position:
            least = -read(store, t.ASSETS, asset, t.ASSET_ISSUE_LIMIT)
        if available < least or reserved < 0:
            return NEGATIVE
        if reserved != held[position]:
            return HELD_DIFFERS
        if guard_wrong(store, position, asset):
            return GUARD_DIFFERS
    for asset in range(count(store, t.ASSETS)):
        if sums[asset] != 0:
            return SUM_BROKEN
    return mandates_problem(store)


@leaf
def guard_wrong(store: Store, position: int, asset: int) -> bool:
    """Whether a guard is not what its account, its own flags and its asset make it."""
    guard = read(store, t.BALANCES, position, t.GUARD)
    account = read(store, t.POSITIONS, position, t.POSITION_ACCOUNT)
    flags = read(store, t.ACCOUNTS, account, t.ACCOUNT_FLAGS)
    flags |= read(store, t.POSITIONS, position, t.POSITION_FLAGS)
    if (guard >> 16) & FREEZES != flags or guard & 0xFFFF != read(
        store, t.ACCOUNTS, account, t.ACCOUNT_OWNER
    ):
        return True
    issues = read(store, t.ASSETS, asset, t.ASSET_ISSUANCE) == position
    required = read(store, t.ASSETS, asset, t.ASSET_REQUIRED)
    missing = required & ~read(store, t.ACCOUNTS, account, t.ACCOUNT_ATTRIBUTES)
    ineligible = (guard >> 18) & 1 == 1
    wrong = ((guard >> 19) & 1 == 1) != issues or ineligible != (missing != 0 and not issues)
    return bool(wrong)


@leaf
def mandates_problem(store: Store) -> int:
    """Counters that a mandate cannot have."""
    today = read(store, t.LEDGER, 0, t.LEDGER_BUSINESS_DATE)
    for mandate in range(1, count(store, t.MANDATES)):
        used = read(store, t.MANDATES, mandate, t.MANDATE_USED)
        days = read(store, t.MANDATES, mandate, t.MANDATE_PERIOD_DAYS)
        limit = read(store, t.MANDATES, mandate, t.MANDATE_PERIOD_LIMIT)
        if read(store, t.MANDATES, mandate, t.MANDATE_REMAINING) < 0 or used < 0:
            return MANDATE_BROKEN
        if (days > 0 and used > limit) or (days == 0 and used != 0):
            return MANDATE_BROKEN
        if read(store, t.MANDATES, mandate, t.MANDATE_USED_ON) > today:
            return MANDATE_BROKEN
    return 0


@leaf
def hold_stuck(
    scope: Scope, alphabet: Alphabet, answers: Answers, release: RowColumns, block_time: int
) -> bool:
    """Whether some open hold can be ended by nobody, whatever he shows and however long he waits.

    Tried in turn: VOID after its time, VOID by its holder, VOID with its proof, and, once
    everything is thawed, POST with its proof.
    """
    store = scope.store
    acting = np.empty(1, np.int64)
    for hold in range(count(store, t.HOLDS)):
        if read(store, t.HOLDS, hold, t.HOLD_STATE) != t.HOLD_OPEN:
            continue
        expiry = read(store, t.HOLDS, hold, t.HOLD_EXPIRY)
        holder = read(store, t.HOLDS, hold, t.HOLD_HOLDER)
        acting[0] = max(holder, 1)
        release.debit[0], release.credit[0], release.amount[0] = hold, -1, 0
        release.op[0], release.op[1], release.op[2] = op.VOID, op.MORE, op.MORE
        show(store, release, hold, t.HOLD_VOID)
        terms = Terms(1, max(block_time, expiry + 1), 1 << 62, 1)
        run_rows(store, release, answers, terms, acting)
        if answers.statuses[0] != 0:
            for letter in range(alphabet.kind.shape[0]):
                if alphabet.thaws[letter] != 0:
                    apply_letter(scope, alphabet, answers, letter, block_time)
            release.op[0] = op.POST
            release.credit[0] = post_target(scope, hold)
            release.amount[0] = read(store, t.HOLDS, hold, t.HOLD_REMAINING)
            show(store, release, hold, t.HOLD_POST)
            run_rows(store, release, answers, Terms(1, block_time, 1 << 62, 1), acting)
        ended = read(store, t.HOLDS, hold, t.HOLD_STATE) == t.HOLD_ENDED
        undo(store, 0)
        if not ended:
            return True
    return False


@leaf
def show(store: Store, release: RowColumns, hold: int, first: int) -> None:
    """Write a condition of a hold into the two MORE rows of a release."""
    for place in range(2):
        word = read(store, t.HOLDS, hold, first + 2 * place)
        release.debit[1 + place] = ((word & 0xFFFFFFFF) ^ 0x80000000) - 0x80000000
        release.credit[1 + place] = word >> 32
        release.amount[1 + place] = read(store, t.HOLDS, hold, first + 2 * place + 1)


@leaf
def post_target(scope: Scope, hold: int) -> int:
    """Whom to pay: the one named, or another position of the asset."""
    store = scope.store
    named = read(store, t.HOLDS, hold, t.HOLD_CREDIT)
    position = read(store, t.HOLDS, hold, t.HOLD_POSITION)
    if named >= 0:
        return named
    for place in range(scope.places.shape[0]):
        other = scope.places[place]
        if other != position and asset_at(store, other) == asset_at(store, position):
            return other  # type: ignore[no-any-return]
    return -1


@leaf
def expected_changes(
    scope: Scope, alphabet: Alphabet, answers: Answers, letter: int, changes: Cells
) -> None:
    """What an applied letter does to `available`, from its rows alone, before it is run.

    `answers` need not be filled: a hold made by this letter has the next number.
    """
    store, rows = scope.store, alphabet.rows
    changes[:] = 0
    first, made = alphabet.first[letter], count(store, t.HOLDS)
    fresh, fresh_left = np.empty(ROWS_MAX, np.int64), np.zeros(ROWS_MAX, np.int64)
    fresh[:] = NOT_YET
    for row in range(first, alphabet.last[letter]):
        operation, amount = wide(rows.op[row]), rows.amount[row]
        debit, credit = wide(rows.debit[row]), wide(rows.credit[row])
        if operation == op.MOVE:
            changes[debit] -= amount
            changes[credit] += amount
        elif operation == op.HOLD:
            changes[debit] -= amount
            fresh[row - first], fresh_left[row - first] = debit, amount
        elif operation == op.POST:
            changes[credit] += amount
            if debit < 0:
                fresh_left[-2 - debit] -= amount
        elif operation == op.VOID and debit < 0:
            changes[fresh[-2 - debit]] += fresh_left[-2 - debit]
        elif operation == op.VOID and debit < made:
            position = read(store, t.HOLDS, debit, t.HOLD_POSITION)
            changes[position] += read(store, t.HOLDS, debit, t.HOLD_REMAINING)


@leaf
def step_problem(
    scope: Scope, letter_rows: int, answers: Answers, line: Narrow, changes: Cells
) -> int:
    """What is wrong with one step, or 0: a leg alone, a trace of a refusal, an unseen write."""
    store = scope.store
    applied = 0
    for row in range(letter_rows):
        applied += 1 if answers.statuses[row] == 0 else 0
    if applied != 0 and applied != letter_rows:
        return LEG_ALONE
    if applied == 0 and store.cursor[LOG_COUNT] != 0:
        return REFUSED_WROTE
    for entry in range(store.cursor[LOG_COUNT]):
        if scope.is_watched[logged_place(store, entry)] == 0:
            return WRITE_UNWATCHED
    if applied == 0:
        return 0 if same_as(scope, line) else REFUSED_WROTE
    for place in range(scope.places.shape[0]):
        position = scope.places[place]
        before = before_log(store, position)
        if read(store, t.BALANCES, position, t.AVAILABLE) - before != changes[position]:
            return EFFECT_DIFFERS
    return 0


@leaf
def before_log(store: Store, position: int) -> int:
    """What a position had available before anything in the log."""
    cell = store.layout[t.BALANCES, 0] + position * store.layout[t.BALANCES, 1] + t.AVAILABLE
    for entry in range(store.cursor[LOG_COUNT]):
        if logged_place(store, entry) == cell:
            return store.log[entry, 1]  # type: ignore[no-any-return]
    return store.cells[cell]  # type: ignore[no-any-return]


@leaf
def write_line(scope: Scope, line: Narrow, block_time: int) -> int:
    """The state in the cells as a line; VALUE_TOO_WIDE if a cell does not fit."""
    for place in range(scope.watched.shape[0]):
        value = scope.store.cells[scope.watched[place]]
        if value != np.int64(np.int32(value)):
            return VALUE_TOO_WIDE
        line[place] = value
    line[scope.watched.shape[0]] = block_time
    return 0


@leaf
def count_statuses(found: Found, answers: Answers, letter: int) -> None:
    """Note what a letter was answered."""
    found.tally[letter, 0 if answers.statuses[0] == 0 else 1] += 1
    for row in range(answers.statuses.shape[0]):
        found.seen[answers.statuses[row]] += 1


@unit
def explore(scope: Scope, alphabet: Alphabet, bench: Bench, found: Found) -> int:
    """Go on with a search from `progress` (next state, states); 0, or what is wrong.

    Stops when every state was entered, when there is no room for another, or after as many states
    as `progress[2]` says. On a problem `progress[3]` is the state, `progress[4]` the letter.
    """
    store = scope.store
    answers, release, progress = bench.answers, bench.release, bench.progress
    at, states = progress[0], progress[1]
    last = min(at + progress[2], found.states.shape[0] - 1)
    sums = np.zeros(store.layout[t.ASSETS, 2], np.int64)
    pairs = np.zeros((count(store, t.ASSETS), 2), np.int64)
    held = np.zeros(store.layout[t.BALANCES, 2], np.int64)
    changes = np.zeros(store.layout[t.BALANCES, 2], np.int64)
    problem, letter = 0, -1
    store.cursor[LOG_COUNT] = 0
    while at < states and at < last and problem == 0:
        line = found.states[at]
        block_time = load(scope, line)
        letter = -1
        problem = state_problem(scope, sums, held)
        if problem == 0 and check_everything(store, pairs, held) != 0:
            problem = KERNEL_DISAGREES
        if problem == 0 and hold_stuck(scope, alphabet, answers, release, block_time):
            problem = HOLD_STUCK
        if problem == 0 and not same_as(scope, line):
            problem = UNDO_DIFFERS
        while problem == 0 and letter + 1 < alphabet.kind.shape[0]:
            letter += 1
            if not open_to(scope, alphabet, letter, block_time):
                continue
            later = block_time
            if alphabet.kind[letter] == TICK_LETTER:
                later += 1
            else:
                expected_changes(scope, alphabet, answers, letter, changes)
                own = apply_letter(scope, alphabet, answers, letter, block_time)
                rows = alphabet.last[letter] - alphabet.first[letter]
                problem = step_problem(scope, rows, own, line, changes)
                count_statuses(found, own, letter)
            if problem == 0 and states < found.states.shape[0] - 1:
                problem = write_line(scope, found.states[states], later)
                states = enter(found, states, at, letter)
            undo(store, 0)
            if problem == 0 and not same_as(scope, line):
                problem = UNDO_DIFFERS
        if problem == 0:
            at += 1
    progress[0], progress[1] = at, states
    progress[3], progress[4] = at, letter
    return problem
