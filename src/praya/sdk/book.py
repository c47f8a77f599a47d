"""A running ledger with the institutions that act on it: what the sandbox and the runs stand on.

Each institution signs with its own keys; a book only carries envelopes to the node.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from praya.base.amounts import format_amount
from praya.base.status import Status
from praya.intents.examining import flaws_of
from praya.intents.flaws import Flaw
from praya.kernel import tables as t
from praya.kernel.ledger import Ledger
from praya.node.execution import Answer
from praya.node.solo import SoloNode
from praya.node.story_clock import StoryClock
from praya.sdk.institution import Institution, Ticket, make_intent


class RefusedByLedgerError(Exception):
    """A request that was to be applied was refused; `status` says why, `flaws` in which fields."""

    def __init__(self, verb: str, answer: Answer, flaws: Sequence[Flaw] = ()) -> None:
        named = "; ".join(flaw.said("en") for flaw in flaws)
        super().__init__(f"{verb}: {answer.status.name}" + (f": {named}" if named else ""))
        self.flaws = tuple(flaws)
        self.verb = verb
        self.answer = answer
        self.status = answer.status


@dataclass(frozen=True, slots=True)
class Holding:
    """One account's holding of one asset, in exact decimals."""

    account: str
    asset: str
    available: str
    held: str
    minor: int  # available and held together
    is_issuance: bool


class Book:
    """A node, its clock, and who is there."""

    def __init__(self, node: SoloNode, clock: StoryClock) -> None:
        self.node = node
        self.clock = clock

    @property
    def ledger(self) -> Ledger:
        """The ledger as it stands."""
        return self.node.executor.ledger

    def ask(self, intent: Any, *institutions: Institution) -> Answer:
        """Sign and submit one intent; its answer, whatever it is."""
        ticket = Ticket(self.node.executor.chain_id, self.clock.now_ms())
        return self.node.submit([make_intent(ticket, institutions, intent)])[0]

    def do(self, intent: Any, *institutions: Institution) -> Answer:
        """The same for what must be applied; RefusedByLedgerError if it is not."""
        answer = self.ask(intent, *institutions)
        if answer.status != Status.APPLIED:
            raise self._refused(intent, institutions, answer)
        return answer

    def do_all(self, requests: Sequence[tuple[Any, Sequence[Institution]]]) -> list[Answer]:
        """Several intents in as few blocks as they fit."""
        ticket = Ticket(self.node.executor.chain_id, self.clock.now_ms())
        envelopes = [make_intent(ticket, who, intent) for intent, who in requests]
        answers = self.node.submit(envelopes)
        for (intent, who), answer in zip(requests, answers, strict=True):
            if answer.status != Status.APPLIED:
                raise self._refused(intent, who, answer)
        return answers

    def _refused(
        self, intent: Any, who: Sequence[Institution], answer: Answer
    ) -> RefusedByLedgerError:
        """What is raised for a refusal; the fields at fault are named as the ledger stands."""
        flaws: list[Flaw] = []
        if answer.status == Status.INTENT_MALFORMED:
            flaws = flaws_of(intent, tuple(each.code for each in who), self.ledger)
        return RefusedByLedgerError(intent.VERB, answer, flaws)

    def balance(self, account: str, asset: str) -> int:
        """Available minor units; 0 where there is no position."""
        ledger = self.ledger
        account_number, asset_number = ledger.account(account), ledger.asset(asset)
        if account_number is None or asset_number is None:
            return 0
        position = ledger.position(account_number, asset_number)
        return 0 if position is None else ledger.state.cell(t.BALANCES, position, t.AVAILABLE)

    def holdings(self, asset: str | None = None) -> list[Holding]:
        """Every opened position, in order of its number."""
        ledger, state = self.ledger, self.ledger.state
        balances, positions = state.table("balances"), state.table("positions")
        extents, found = state.table("extents"), []
        for position in (balances[:, t.GUARD] != 0).nonzero()[0].tolist():
            number = int(extents[position >> 6, t.EXTENT_ASSET])
            code = ledger.asset_code(number)
            if asset is not None and code != asset:
                continue
            decimals = state.cell(t.ASSETS, number, t.ASSET_DECIMALS)
            available = int(balances[position, t.AVAILABLE])
            held = int(positions[position, t.POSITION_HELD])
            found.append(
                Holding(
                    ledger.account_code(int(positions[position, t.POSITION_ACCOUNT])),
                    code,
                    format_amount(available, decimals),
                    format_amount(held, decimals),
                    available + held,
                    bool(balances[position, t.GUARD] & t.GUARD_ISSUANCE),
                )
            )
        return found

    def supply(self) -> dict[str, str]:
        """What is outstanding of each asset, in exact decimals: less its issuance balance."""
        ledger, state = self.ledger, self.ledger.state
        outstanding = {}
        for number, row in enumerate(state.table("assets").tolist()):
            issuance = row[t.ASSET_ISSUANCE]
            minor = -state.cell(t.BALANCES, issuance, t.AVAILABLE) if issuance >= 0 else 0
            outstanding[ledger.asset_code(number)] = format_amount(minor, row[t.ASSET_DECIMALS])
        return outstanding
