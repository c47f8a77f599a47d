"""Holders by the hundred thousand: accounts by columns, money and bonds by signed batches.

A batch is its rows in columns and one signature of each side, so nothing here is done holder by
holder. It must not know schedules.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from praya.base.limits import BATCH_ROWS_MAX, BLOCK_ENVELOPES_MAX, CODE_BYTES_MAX
from praya.dev.scenarios.life import Integers, Life
from praya.dev.scenarios.opening import house_of
from praya.dev.scenarios.plan import Crowd, Tranche
from praya.envelopes.header import Batch, BatchAsset
from praya.intents.accounts.open_accounts import COLUMNS, OpenAccounts
from praya.kernel import tables as t
from praya.kernel.rows import Rows
from praya.sdk.institution import Institution, Ticket, make_batch, make_intent

ROWS_PER_ACCOUNT: Final = 9  # DEFINE with three MORE, two OPEN with one each, SET of pay_to
ACCOUNTS_PER_ENVELOPE: Final = BATCH_ROWS_MAX // ROWS_PER_ACCOUNT
LEGS: Final = 2


def ticket_of(life: Life) -> Ticket:
    """When and for which ledger an envelope is made."""
    return Ticket(life.stage.book.node.executor.chain_id, life.stage.book.clock.now_ms())


def open_crowd(life: Life, tranche: Tranche, crowd: Crowd) -> None:
    """An account for each holder at his bank, paid in the cash token it holds beside the bond."""
    intent = OpenAccounts((), (tranche.cash, tranche.code), tranche.cash)
    attributes = tranche.terms.required_attributes
    with life.teller.progress(life.words("life.crowd.opening"), crowd.count) as advance:
        for place, bank in enumerate(crowd.banks):
            codes = crowd.codes(place)
            parts = list(_parts(len(codes), ACCOUNTS_PER_ENVELOPE))
            for first in range(0, len(parts), BLOCK_ENVELOPES_MAX):
                taken = parts[first : first + BLOCK_ENVELOPES_MAX]
                columns = [_account_columns(codes[part], attributes) for part in taken]
                ticket, signer = ticket_of(life), [life.who(bank)]
                life.submit([make_intent(ticket, signer, intent, each) for each in columns])
                advance(sum(part.stop - part.start for part in taken))
    told = {"count": f"{crowd.count:,}", "banks": ", ".join(crowd.banks)}
    life.fact("life.crowd.opened", **told)


def fund_crowd(life: Life, tranche: Tranche, crowd: Crowd) -> None:
    """Each bank passes its clients' money on to them, and what a buyer needs for a trade."""
    with life.teller.progress(life.words("life.crowd.funding"), crowd.count) as advance:
        for place, bank in enumerate(crowd.banks):
            codes = crowd.codes(place)
            targets = positions_of(life, codes, tranche.cash)
            amounts = crowd.costs[crowd.of_bank(place)].copy()
            for trade in tranche.trades:
                if trade.outcome == "settles" and trade.buyer in codes:
                    amounts[codes.index(trade.buyer)] += trade.amount
            source = positions_of(life, [house_of(bank)], tranche.cash)
            sources = np.repeat(source, len(targets))
            move_all(life, tranche.cash, (sources, targets, amounts), [life.who(bank)], advance)


def settle_crowd(life: Life, tranche: Tranche, crowd: Crowd) -> None:
    """Delivery versus payment, a group of two legs for each holder, signed by agent and bank."""
    before = life.stage.book.node.executor.height
    batches = 0
    agent = positions_of(life, [tranche.agent], tranche.code)
    payee = positions_of(life, [tranche.terms.paying_account], tranche.cash)
    with life.teller.progress(life.words("life.crowd.settling"), crowd.count) as advance:
        for place, bank in enumerate(crowd.banks):
            codes, of_bank = crowd.codes(place), crowd.of_bank(place)
            bonds = positions_of(life, codes, tranche.code)
            cash = positions_of(life, codes, tranche.cash)
            signers = life.signers(tranche.agent, house_of(bank))
            parts = list(_parts(len(codes), BATCH_ROWS_MAX // LEGS))
            for first in range(0, len(parts), BLOCK_ENVELOPES_MAX):
                envelopes = []
                for part in parts[first : first + BLOCK_ENVELOPES_MAX]:
                    nominals, costs = crowd.nominals[of_bank][part], crowd.costs[of_bank][part]
                    size = len(nominals)
                    debits = _interleave(np.repeat(agent, size), cash[part])
                    credits = _interleave(bonds[part], np.repeat(payee, size))
                    groups = np.repeat(np.arange(1, size + 1), LEGS)
                    rows = _rows(debits, credits, _interleave(nominals, costs), groups)
                    totals = {tranche.code: int(nominals.sum()), tranche.cash: int(costs.sum())}
                    envelopes.append(_batch(life, signers, rows, totals))
                    advance(size)
                life.submit(envelopes)
                batches += len(envelopes)
    told = {
        "count": f"{crowd.count:,}",
        "batches": batches,
        "amount": life.in_currency(int(crowd.nominals.sum()), tranche),
        "first": before + 1,
        "last": life.stage.book.node.executor.height,
    }
    life.fact("life.crowd.settled", **told)


def gather_crowd(life: Life, tranche: Tranche, crowd: Crowd) -> None:
    """At the end each bank takes its clients' cash tokens in, to give them back for fiat."""
    with life.teller.progress(life.words("life.crowd.gathering"), crowd.count) as advance:
        for place, bank in enumerate(crowd.banks):
            sources = positions_of(life, crowd.codes(place), tranche.cash)
            balances = life.stage.book.ledger.state.table("balances")
            amounts = np.array(balances[sources, t.AVAILABLE], np.int64)
            full = amounts > 0
            target = positions_of(life, [house_of(bank)], tranche.cash)
            targets = np.repeat(target, int(full.sum()))
            legs = (sources[full], targets, amounts[full])
            move_all(life, tranche.cash, legs, [life.who(bank)], advance)


def move_all(
    life: Life,
    asset: str,
    legs: tuple[Integers, Integers, Integers],
    signers: Sequence[Institution],
    advance: Callable[[int], None],
) -> None:
    """Single movements (debits, credits, amounts) of one asset, in as few batches as they fit."""
    debits, credits, amounts = legs
    parts = list(_parts(len(amounts), BATCH_ROWS_MAX))
    for first in range(0, len(parts), BLOCK_ENVELOPES_MAX):
        envelopes = []
        for part in parts[first : first + BLOCK_ENVELOPES_MAX]:
            groups = np.zeros(part.stop - part.start, np.int64)
            rows = _rows(debits[part], credits[part], amounts[part], groups)
            totals = {asset: int(amounts[part].sum())}
            envelopes.append(_batch(life, signers, rows, totals))
            advance(part.stop - part.start)
        life.submit(envelopes)


def positions_of(life: Life, accounts: Sequence[str], asset: str) -> Integers:
    """The positions of accounts in one asset, in order; each must be there.

    One pass over the asset's positions: following each account's list would be a walk an account.
    """
    ledger = life.stage.book.ledger
    state, number = ledger.state, ledger.asset(asset)
    numbers = np.array([ledger.account(code) for code in accounts], np.int64)
    if len(numbers) == 1:
        return np.array([ledger.position(int(numbers[0]), number or 0)], np.int64)
    extents = np.flatnonzero(state.table("extents")[:, t.EXTENT_ASSET] == number)
    places = (extents[:, None] * 64 + np.arange(64)).reshape(-1)
    places = places[state.table("balances")[places, t.GUARD] != 0]
    owners = state.table("positions")[places, t.POSITION_ACCOUNT]
    by_account = np.full(len(state.table("accounts")), -1, np.int64)
    by_account[owners] = places
    return by_account[numbers]


def _parts(count: int, size: int) -> Iterator[slice]:
    """Consecutive parts of at most `size`."""
    for first in range(0, count, size):
        yield slice(first, min(first + size, count))


def _account_columns(codes: Sequence[str], attributes: int) -> dict[str, Integers]:
    """The columns that `accounts.open_accounts` takes."""
    padded = b"".join(code.encode().ljust(CODE_BYTES_MAX, b"\0") for code in codes)
    words = np.frombuffer(padded, "<i8").reshape(len(codes), -1)
    values = [np.ascontiguousarray(words[:, place]) for place in range(words.shape[1])]
    values += [np.full(len(codes), kind, np.int64) for kind in (t.ACCOUNT_CLIENT, attributes)]
    return dict(zip(COLUMNS, values, strict=True))


def _interleave(first: npt.NDArray[np.int64], second: npt.NDArray[np.int64]) -> Integers:
    """first[0], second[0], first[1], second[1], ..."""
    return np.stack([first, second], axis=1).reshape(-1)


def _rows(debits: Integers, credits: Integers, amounts: Integers, groups: Integers) -> Rows:
    """MOVE rows."""
    none = np.zeros(len(amounts), np.int64)
    columns = (debits, credits, amounts, groups, none, none)
    kinds = ("<i4", "<i4", "<i8", "<u2", "<u2", "<i4")
    return Rows([column.astype(kind) for column, kind in zip(columns, kinds, strict=True)])


def _batch(life: Life, signers: Sequence[Institution], rows: Rows, totals: dict[str, int]) -> bytes:
    """A signed batch with its control totals."""
    ledger, executor = life.stage.book.ledger, life.stage.book.node.executor
    listed = []
    for asset, total in totals.items():
        number = ledger.asset(asset) or 0
        decimals = ledger.state.cell(t.ASSETS, number, t.ASSET_DECIMALS)
        listed.append(BatchAsset(number, decimals, total))
    assets = tuple(sorted(listed, key=lambda one: one.asset))
    return make_batch(ticket_of(life), signers, rows, Batch(assets, executor.height))
