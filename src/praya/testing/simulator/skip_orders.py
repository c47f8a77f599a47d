"""Orders to skip an envelope: which ones are tried when a node starts, and what each must come to.

The operators order it where an envelope stops every node at the same place. Here one does: a
request on which lowering fails, planted from outside for as long as a plan lasts. The rest are
orders that do not hold, and orders for an envelope that nothing is wrong with. This file must not
know how a node is opened.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from hashlib import sha256
from random import Random
from typing import Any, Final

from praya.base.errors import require
from praya.base.signing import Suite, demanded_algorithms
from praya.envelopes.signatures import SignatureEntry
from praya.node import execution as execution_module
from praya.node.skips import SkipOrder, skip_statement
from praya.testing.oracle.ledger import NaiveLedger
from praya.testing.oracle.sent import Sent
from praya.testing.oracle.skips import Ordered, order_holds
from praya.testing.simulator.cast import OPERATORS
from praya.testing.simulator.legality import demand
from praya.testing.simulator.signing_keys import signature

GOOD: Final = "good"
NONE: Final = "none"
# What an order may be wrong in; "answered" and "to come" name other envelopes.
WRONG: Final = (
    *("few", "height", "chain", "answered", "to come"),
    *("outsider", "forged", "unknown key"),
)
STRANGER: Final = "BANKA"


@dataclass(slots=True)
class Attempt:
    """One opening: the order it is given, and what the naive ledger says of it."""

    kind: str
    order: SkipOrder | None
    holds: bool
    left_open: list[bytes] | None  # envelopes of the block left open; None: it cannot be read


class SkipPlan:
    """The orders that are tried one after the other, each until an opening has answered it."""

    def __init__(
        self, victim: Sent, kinds: Sequence[str], random: Random, *, is_poison: bool
    ) -> None:
        """`victim`: the envelope that is in question; `is_poison`: it stops every node."""
        self.victim = victim
        self.kinds = list(kinds)
        self.is_poison = is_poison
        self.answered: list[bytes] = []  # envelopes that were answered before
        self.to_come = b"an envelope that nobody has sent yet"
        self.followed: set[bytes] = set()  # digests that an order which holds has named
        self._random = random
        self._last: Attempt | None = None

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """The envelope stops whoever executes it, for as long as this lasts, if it is to."""
        guarded: AbstractContextManager[None] = nullcontext()
        if self.is_poison:
            guarded = _failing_on(self.victim.header.seed)
        with guarded:
            yield

    @property
    def names(self) -> bytes:
        """How an order names the envelope."""
        return sha256(self.victim.data).digest()

    # Around an opening

    def attempt(self, ledger: NaiveLedger, left_open: list[bytes] | None) -> SkipOrder | None:
        """The order for the next opening, if one is due."""
        kind = self.kinds[0] if self.kinds else NONE
        if self.is_poison and not self.kinds and self.victim.data in (left_open or []):
            kind = GOOD
        order, known = None, None
        if kind != NONE and left_open is not None:
            order, known = self._order(ledger, kind)
        holds = known is not None and order_holds(ledger, known, left_open or [])
        if holds and known is not None:
            self.followed.add(known.digest)
        self._last = Attempt(kind, order, holds, left_open)
        return order

    def refused(self, left_open: list[bytes] | None) -> None:
        """The node refused the order, and left these envelopes in the open block."""
        last = self._last
        wrong = last is not None and last.order is not None and not last.holds
        demand(wrong, f"an order to skip that holds was refused ({last and last.kind})")
        same = last is not None and left_open == last.left_open
        demand(same, "a refused order to skip changed the journal")
        self._done()

    def stopped(self) -> bool:
        """The node stopped on a bug: whether that is the envelope's doing."""
        last = self._last
        self._done()
        return self.is_poison and last is not None and not last.holds

    def opened(self, skips: Sequence[tuple[int, bytes]]) -> None:
        """The node opened, and its last block leaves these out."""
        last, self._last = self._last, None
        if last is None:
            return
        if last.order is not None:
            demand(last.holds, f"an order to skip that does not hold was followed ({last.kind})")
            left_out = last.order.digest in [digest for _, digest in skips]
            demand(left_out, "an order to skip that holds was not followed")
        self.kinds[:1] = []

    def _done(self) -> None:
        if self._last is not None:
            self.kinds[:1] = []
        self._last = None

    # Making orders

    def _order(self, ledger: NaiveLedger, kind: str) -> tuple[SkipOrder, Ordered]:
        chain_id, height, named = ledger.start.chain_id, ledger.height + 1, self.victim.data
        if kind == "height":
            height = max(1, height + self._random.choice((-1, 1)))
        if kind == "chain":
            chain_id = self._random.randbytes(32)
        if kind == "answered" and self.answered:
            named = self._random.choice(self.answered)
        if kind == "to come":
            named = self.to_come
        digest = sha256(named).digest()
        statement = skip_statement(chain_id, height, digest)
        signed, known = [], []
        for code, numbers, is_good in self._signers(ledger, kind):
            made = statement if is_good else statement + b"x"
            signed.append((code, _entries(code, numbers, ledger.start.suite, made)))
            known.append((code, frozenset(numbers) if is_good else frozenset[int]()))
        order = SkipOrder(chain_id, height, digest, tuple(signed))
        return order, Ordered(chain_id, height, digest, tuple(known))

    def _signers(self, ledger: NaiveLedger, kind: str) -> list[tuple[str, tuple[int, ...], bool]]:
        """(who, with which key sets, whether the signatures are good)."""
        register = ledger.register
        active = [code for code in OPERATORS if code not in register.suspended]
        signers: list[tuple[str, tuple[int, ...], bool]] = []
        for code in active:
            known = register.participants[code]
            numbers = [one.number for one in known.key_sets if one.active]
            signers.append((code, tuple(numbers[: known.policy.rules[0].threshold]), True))
        code, numbers_first, _ = signers[0]
        if kind == "few":
            signers = signers[1:]
        if kind == "outsider":
            signers[0] = (STRANGER, (1,), True)
        if kind == "forged":
            signers[0] = (code, numbers_first, False)
        if kind == "unknown key":
            signers[0] = (code, (9,), True)
        return signers


def _entries(
    code: str, numbers: Sequence[int], suite: Suite, statement: bytes
) -> tuple[SignatureEntry, ...]:
    """What the key sets of an institution sign a statement with."""
    return tuple(
        SignatureEntry(0, number, algorithm, signature(code, number, algorithm, statement))
        for number in numbers
        for algorithm in demanded_algorithms(suite)
    )


@contextmanager
def _failing_on(seed: bytes) -> Iterator[None]:
    """Lowering fails on the envelope with this seed, which no other has, as a bug would."""
    shipped: Any = getattr(execution_module, "Lowering")  # noqa: B009 - not its own name

    def lower_or_fail(*given: Any) -> Any:
        require(seed not in given, "a simulated bug")
        return shipped(*given)

    setattr(execution_module, "Lowering", lower_or_fail)  # noqa: B010 - from outside
    try:
        yield
    finally:
        setattr(execution_module, "Lowering", shipped)  # noqa: B010 - as it was
