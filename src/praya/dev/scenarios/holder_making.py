"""Who holds a bond and what is traded: as the `run` section says, or derived."""

from collections.abc import Sequence
from dataclasses import replace

from praya.dev.scenarios import casting
from praya.dev.scenarios.draft import Draft
from praya.dev.scenarios.plan import NAMED_HOLDERS_MAX, Allotment, Trade, Tranche


def stated_holders(draft: Draft, tranche: Tranche) -> Tranche:
    """Allotments and trades of the section."""
    allotments = _allotments(draft, tranche)
    return replace(tranche, allotments=allotments, trades=_trades(draft, tranche, allotments))


def _allotments(draft: Draft, tranche: Tranche) -> tuple[Allotment, ...]:
    """The section's allotments of one bond, which must come to the whole issue."""
    wishes = draft.of_bond(tranche.code, draft.section.allotments)
    found: list[Allotment] = []
    for place, wish in wishes:
        path = f"run.allotments[{place}]"
        if wish.account in [one.account for one in found]:
            draft.wrong(f"{path}.account", wish.account, "life.wrong.account_once")
        nominal = draft.minor(f"{path}.amount", wish.amount, tranche)
        found.append(Allotment(wish.account, nominal, casting.cost_of(tranche.price, nominal)))
    if sum(one.nominal for one in found) != tranche.nominal:
        stated = " + ".join(wish.amount for _, wish in wishes) or None
        whole = f"{tranche.code}: {tranche.terms.aggregate_nominal}"
        draft.wrong("run.allotments", stated, "life.wrong.sum", whole)
    return tuple(found)


def _trades(draft: Draft, tranche: Tranche, allotments: Sequence[Allotment]) -> tuple[Trade, ...]:
    """The section's trades of one bond. A seller must hold what he sells, a buyer is another."""
    held = {one.account: one.nominal for one in allotments}
    found = []
    for place, wish in draft.of_bond(tranche.code, draft.section.trades or ()):
        path = f"run.trades[{place}]"
        quantity = draft.minor(f"{path}.quantity", wish.quantity, tranche)
        amount = draft.minor(f"{path}.amount", wish.amount, tranche)
        if wish.buyer == wish.seller:
            draft.wrong(f"{path}.buyer", wish.buyer, "life.wrong.another")
        if held.get(wish.seller, 0) < quantity:
            draft.wrong(f"{path}.seller", wish.seller, "life.wrong.holder", wish.quantity)
        if wish.outcome == "settles":
            held[wish.seller] = held.get(wish.seller, 0) - quantity
            held[wish.buyer] = held.get(wish.buyer, 0) + quantity
        found.append(Trade(wish.outcome, wish.seller, wish.buyer, quantity, amount))
    return tuple(found)


def derive_holders(draft: Draft, tranche: Tranche, banks: Sequence[str]) -> Tranche:
    """The holders of an issue whose sheet names none, and their trades."""
    wanted, terms, price = draft.holders, tranche.terms, tranche.price
    count = wanted or casting.holders_possible(terms, casting.HOLDERS_DEFAULT)
    if not casting.divisible(terms, count):
        most = casting.holders_possible(terms, count)
        draft.wrong(draft.holders_path, wanted, "life.wrong.divisible", f"{most:,}")
        return tranche
    if count > NAMED_HOLDERS_MAX and len(draft.bonds) > 1:
        draft.wrong(draft.holders_path, wanted, "life.wrong.holders_few", NAMED_HOLDERS_MAX)
        return tranche
    if count > NAMED_HOLDERS_MAX:
        crowd = casting.crowd_of(terms, price, banks, count)
        first, last = crowd.codes(0), crowd.codes(len(banks) - 1)
        largest = int(crowd.nominals[crowd.of_bank(0)].argmax())
        seller = (first[largest], int(crowd.nominals[largest]))
        trades = casting.derived_trades(terms, price, [first[0], first[1], last[-1]], seller)
        return replace(tranche, crowd=crowd, trades=trades)
    accounts = casting.holder_accounts(banks, count)
    allotments = casting.allot(terms, price, accounts)
    most_held = max(allotments, key=lambda one: one.nominal)
    if draft.section.trades is None:
        trades = casting.derived_trades(
            terms, price, accounts, (most_held.account, most_held.nominal)
        )
    else:
        trades = _trades(draft, tranche, allotments)
    return replace(tranche, allotments=allotments, trades=trades)
