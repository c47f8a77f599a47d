"""Requests for the answers that others seldom get: each is right in all but one thing.

What a client can be answered at all, some recipe here or beside this one brings about. Never seen
in a simulation, and why:

- ENVELOPE_REPEATED stands in a block's results only; the client gets the first answer again.
- ACCOUNT_NOT_FOUND, ASSET_NOT_FOUND, EVENT_NOT_FOUND, RECORD_NOT_FOUND, DOCUMENT_NOT_FOUND,
  ATTESTATION_NOT_FOUND, DOCUMENT_CHANGED, ISSUANCE_EXISTS: rows with such operands are made by
  lowering alone, which looks each of them up at once, in the same envelope.
- EVENT_DONE, EVENT_NOT_CLOSING: rows of the ledger itself, which begins a block with what is due
  and nothing else.
- TOO_MANY_POSITIONS: an account would need 1,025 assets. Where the kernel runs as written, and so
  takes smaller limits, `limits` asks for one too many.
"""

from dataclasses import replace
from typing import Any, Final

from praya.base.status import Status
from praya.instruments import fixed_rate_bond
from praya.intents.governance.admit_participant import AdmitParticipant
from praya.intents.issuance.define_asset import DefineAsset
from praya.testing.model.operations import DEFINE, HOLD, MORE, MOVE, OPEN
from praya.testing.model.state import CREDIT_FROZEN, INELIGIBLE
from praya.testing.oracle.sent import RowValues
from praya.testing.simulator.cast import document, first_terms
from praya.testing.simulator.letters import Request
from praya.testing.simulator.recipes.batches import totals
from praya.testing.simulator.recipes.register_requests import bond_terms
from praya.testing.simulator.scene import NothingToAskError, Scene

NEVER_ANSWERED: Final = frozenset(
    {
        *(Status.ENVELOPE_REPEATED, Status.TOO_MANY_POSITIONS),
        *(Status.ACCOUNT_NOT_FOUND, Status.ASSET_NOT_FOUND, Status.EVENT_NOT_FOUND),
        *(Status.RECORD_NOT_FOUND, Status.DOCUMENT_NOT_FOUND, Status.ATTESTATION_NOT_FOUND),
        *(Status.DOCUMENT_CHANGED, Status.ISSUANCE_EXISTS),
        *(Status.EVENT_DONE, Status.EVENT_NOT_CLOSING),
    }
)
AMOUNT_MAX: Final = 2**63 - 1
UNKNOWN: Final = 60  # the number of no operation
ROWS: Final = (
    *("nothing", "operation", "unknown", "assets", "overflow"),
    *("issuance", "nowhere", "same", "operands", "holder"),
)


def known_participant(scene: Scene) -> Request:
    """Somebody admitted who is a participant already."""
    code = scene.pick(scene.participants())
    terms = first_terms(code)
    return Request(
        (scene.operator(),), AdmitParticipant(document(code, terms, scene.ledger.start.suite))
    )


def odd_rows(scene: Scene) -> Request:
    """A signed batch of a good row and one that is not, with true totals."""
    asset, source, available = scene.payer()
    debit = scene.book.position(source, asset)
    credit = scene.book.position(scene.other(asset, source), asset)
    good: RowValues = (debit, credit, scene.amount(available), 0, MOVE, 0)
    rows = [good, *_odd(scene, scene.pick(ROWS), good)]
    if scene.chance(0.3):
        rows = [(*row[:3], 1, *row[4:]) for row in rows]  # all of it in one group
    owners = [scene.owner(source)]
    if rows[-1][4] == MORE:
        owners.append(scene.issuer(asset))
    acting = tuple(dict.fromkeys(owners))
    return Request(acting, rows=tuple(rows), assets=totals(scene, rows))


def to_whom_it_may_not_go(scene: Scene) -> Request:
    """A batch with one movement, to a position that may not be credited."""
    stopped = CREDIT_FROZEN | INELIGIBLE
    choices = [
        (asset, source, target, available)
        for asset in scene.assets()
        for source, available in scene.funded(asset)
        for target, row in scene.places(asset)
        if row["guard"] & stopped and target != source
    ]
    asset, source, target, available = scene.pick(choices)
    debit, credit = scene.book.position(source, asset), scene.book.position(target, asset)
    rows: list[RowValues] = [(debit, credit, scene.amount(available), 0, MOVE, 0)]
    return Request((scene.owner(source),), rows=tuple(rows), assets=totals(scene, rows))


def _odd(scene: Scene, kind: str, good: RowValues) -> list[RowValues]:
    """The row that is not good, with its MORE rows."""
    debit, credit, _, _, _, _ = good
    state = scene.book.model.state
    own = state.asset_of(debit)
    if kind == "nothing":
        return [(debit, credit, scene.pick((0, -1, -AMOUNT_MAX)), 0, MOVE, 0)]
    if kind == "operation":
        return [(debit, credit, 1, 0, scene.pick((OPEN, DEFINE)), 0)]
    if kind == "unknown":
        return [(debit, credit, 1, 0, UNKNOWN, 0)]
    if kind == "assets":
        others = [place for place in state.positions if state.asset_of(place) != own]
        return [(debit, scene.pick(others), 1, 0, MOVE, 0)]
    if kind == "overflow":
        return _overflowing(scene, good)
    if kind == "issuance":
        holder = scene.book.participants[scene.issuer(scene.assets()[own])]
        issuance = state["assets"][own]["issuance"]
        return [(issuance, -1, 1, 0, HOLD, 0), (2, holder, 0, 0, MORE, 0)]
    if kind == "holder":
        return [(debit, -1, 1, 0, HOLD, 0), (2, 60_000, 0, 0, MORE, 0)]
    if kind == "nowhere":
        return [(debit, scene.pick((-1, 2**31 - 1, 63)), 1, 0, MOVE, 0)]
    if kind == "same":
        return [(debit, debit, 1, 0, MOVE, 0)]
    return [(debit, -1, 1, 0, HOLD, 0), (scene.pick((0, 4)), 0, 0, 0, MORE, 0)]


def _overflowing(scene: Scene, good: RowValues) -> list[RowValues]:
    """Nearly all that a number can hold, to somebody who has more than the rest."""
    debit, credit, amount, _, _, _ = good
    balances = scene.book.model.state.balances
    if balances[credit]["available"] + amount < 1:
        raise NothingToAskError
    return [(debit, credit, AMOUNT_MAX - amount, 0, MOVE, 0)]


def odd_bond(scene: Scene) -> Request:
    """A bond that names another currency than it pays in, or a calendar that is not there."""
    code = f"A{scene.random.randrange(10_000)}"
    terms = bond_terms(scene.book.today, 2)
    change: dict[str, Any] = scene.pick(
        ({"currency": "CNH"}, {"cash_asset": "USD"}, {"calendar": "NOWHERE"})
    )
    terms = replace(terms, **change)
    fields = fixed_rate_bond.to_fields(terms)
    return Request(("GOVT",), DefineAsset(code, fixed_rate_bond.NAME, fields))
