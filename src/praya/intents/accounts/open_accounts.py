"""Open accounts of the requesting participant, a few by name or many as columns.

Columns, where there are many, all i8: code_0..code_3 (the 32 bytes of the code), kind, attributes.
Each account also gets a position in each asset of `assets`. With `paid_in`, one of these assets,
whatever the others pay goes to the account's own position in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

import numpy as np
import numpy.typing as npt

from praya.base.attributes import ALL_ATTRIBUTES
from praya.base.catalogue import Phrase
from praya.base.limits import BATCH_ROWS_MAX, CODE_BYTES_MAX
from praya.base.status import Status
from praya.envelopes.participants import Licence, Role
from praya.envelopes.summaries import FieldLabel
from praya.intents import flaws
from praya.intents.flaws import Around, Flaw, Flaws
from praya.intents.issuance.define_asset import ISSUANCE_PREFIX
from praya.intents.lowering import Lowering, refuse
from praya.intents.permissions import ACCOUNT_KEEPERS
from praya.intents.schema import ATTRIBUTE_FLAGS, Kind, is_code, item
from praya.kernel import operations as op
from praya.kernel import tables as t

KIND_NAMES: Final = {
    t.ACCOUNT_CLIENT: ("client", "客戶"),
    t.ACCOUNT_HOUSE: ("house", "自營"),
    t.ACCOUNT_ISSUANCE: ("issuance", "發行"),
    t.ACCOUNT_SUSPENSE: ("suspense", "暫記"),
}
RECORD: Final = {
    1: FieldLabel("code", "編號"),
    2: FieldLabel("kind", "類別", names=KIND_NAMES),
    3: FieldLabel("attributes", "屬性", flags=ATTRIBUTE_FLAGS),
}
CODE_COLUMNS: Final = ("code_0", "code_1", "code_2", "code_3")
COLUMNS: Final = (*CODE_COLUMNS, "kind", "attributes")


@dataclass(frozen=True, slots=True)
class OpenAccounts:
    """Accounts, each with positions in the assets named."""

    VERB: ClassVar = "accounts.open_accounts"
    TITLE: ClassVar = ("Open accounts", "開立帳戶")
    PERMITTED: ClassVar[frozenset[Licence]] = ACCOUNT_KEEPERS
    ROLE: ClassVar[Role | None] = None

    accounts: tuple[dict[int, Any], ...] = item(1, Kind.RECORDS, "Account", "帳戶", inner=RECORD)
    assets: tuple[str, ...] = item(2, Kind.CODES, "Position in", "持有資產")
    paid_in: str = item(3, Kind.CODE, "Payments received in", "收款資產", absent="")

    def lower(self, lowering: Lowering) -> None:
        """Accounts by name; or the columns of the section. ACCOUNT_EXISTS, INTENT_MALFORMED."""
        assets = [lowering.asset(code) for code in self.assets]
        if len(set(assets)) != len(assets):
            refuse(Status.INTENT_MALFORMED)
        if assets:
            lowering.demand_seed()
        if self.paid_in and self.paid_in not in self.assets:
            refuse(Status.INTENT_MALFORMED)
        paid_in = self.assets.index(self.paid_in) if self.paid_in else None
        owner = lowering.requester
        if lowering.columns:
            self._lower_columns(lowering, owner, assets, paid_in)
            return
        seen = set()
        for record in self.accounts:
            code, kind, attributes = _checked(record)
            if code in seen or lowering.ledger.account(code) is not None:
                refuse(Status.ACCOUNT_EXISTS)
            seen.add(code)
            account = lowering.build.define_account(code, owner, kind, attributes)
            opened = [lowering.build.open(account, asset) for asset in assets]
            for place, position in enumerate(opened):
                if paid_in is not None and place != paid_in:
                    lowering.build.set(op.SET_PAY_TO, position, opened[paid_in])
            lowering.step()

    def flaws(self, _around: Around) -> Flaws:
        """Assets once each, and accounts of known kinds."""
        yield from flaws.each_once("assets", self.assets)
        if self.paid_in and self.paid_in not in self.assets:
            yield Flaw("paid_in", Phrase("flaw.paid_in"))
        if not all(map(_is_account, self.accounts)):
            limits = {"kinds": max(KIND_NAMES), "attributes": ALL_ATTRIBUTES}
            yield Flaw("accounts", Phrase("flaw.account_record", limits))

    def _lower_columns(
        self, lowering: Lowering, owner: int, assets: list[int], paid_in: int | None
    ) -> None:
        """The same for columns: rows are laid out a whole column at a time."""
        columns = lowering.columns
        if tuple(columns) != COLUMNS or self.accounts:
            refuse(Status.INTENT_MALFORMED)
        if any(column.dtype != np.dtype("<i8") for column in columns.values()):
            refuse(Status.INTENT_MALFORMED)
        count = len(columns["kind"])
        payers = [] if paid_in is None else [n for n in range(len(assets)) if n != paid_in]
        per_account = 4 + 2 * len(assets) + len(payers)
        if count * per_account > BATCH_ROWS_MAX:
            refuse(Status.LOWERING_LIMIT)
        words = np.stack([columns[name] for name in CODE_COLUMNS], axis=1).astype("<i8")
        _check_codes(lowering, words)
        kinds, attributes = columns["kind"], columns["attributes"]
        if np.any((kinds < 0) | (kinds > t.ACCOUNT_SUSPENSE)):
            refuse(Status.INTENT_MALFORMED)
        if np.any((attributes < 0) | (attributes > ALL_ATTRIBUTES)):
            refuse(Status.INTENT_MALFORMED)
        table = np.zeros((count, per_account, 4), np.int64)  # debit, credit, amount, op
        table[:, 1:4, 3] = op.MORE
        table[:, 0] = (op.DEFINE_ACCOUNT, owner, 0, op.DEFINE)
        table[:, 0, 2] = attributes
        table[:, 1, 0] = kinds
        for place in (0, 1):
            _put_word(table[:, 2 + place], words[:, 2 * place : 2 * place + 2])
        first = len(lowering.build) + np.arange(count) * per_account
        for place, asset in enumerate(assets):
            opening = 4 + 2 * place
            table[:, opening, 0] = -2 - first
            table[:, opening, 1] = asset
            table[:, opening, 3] = op.OPEN
            table[:, opening + 1, 3] = op.MORE
            salts = [lowering.build.salt_for(int(row) + opening) for row in first]
            _put_word(table[:, opening + 1], np.frombuffer(b"".join(salts), "<i8").reshape(-1, 2))
        for place, payer in enumerate(payers):
            setting = 4 + 2 * len(assets) + place
            table[:, setting, 0] = op.SET_PAY_TO
            table[:, setting, 1] = -2 - first - (4 + 2 * payer)
            table[:, setting, 2] = -2 - first - (4 + 2 * (paid_in or 0))
            table[:, setting, 3] = op.SET
        flat = table.reshape(-1, 4)
        lowering.build.extend([flat[:, field] for field in range(4)])


def is_free_code(code: object) -> bool:
    """A code that a participant may give: issuance accounts are named by their assets."""
    return is_code(code) and not str(code).startswith(ISSUANCE_PREFIX)


def _put_word(rows: npt.NDArray[np.int64], words: npt.NDArray[np.int64]) -> None:
    """Sixteen operand bytes: two 32-bit words as debit and credit, one 64-bit word as amount."""
    halves = np.ascontiguousarray(words[:, 0]).view("<i4").reshape(-1, 2)
    rows[:, 0] = halves[:, 0]
    rows[:, 1] = halves[:, 1]
    rows[:, 2] = words[:, 1]


def _check_codes(lowering: Lowering, words: npt.NDArray[np.int64]) -> None:
    """Every code is well formed (as `is_free_code` says), new, and stands once."""
    content = words.tobytes()
    letters = np.frombuffer(content, np.uint8).reshape(-1, CODE_BYTES_MAX)
    ended = letters == 0
    printable = (letters > ord(" ")) & (letters <= ord("~"))
    ends_once = np.all(ended[:, 1:] >= ended[:, :-1]) and not ended[:, 0].any()
    prefix = np.frombuffer(ISSUANCE_PREFIX.encode(), np.uint8)
    reserved = np.all(letters[:, : prefix.size] == prefix, axis=1)
    if not ends_once or not np.all(printable | ended) or reserved.any():
        refuse(Status.INTENT_MALFORMED)
    codes = {
        content[place : place + CODE_BYTES_MAX] for place in range(0, len(content), CODE_BYTES_MAX)
    }
    if len(codes) != letters.shape[0] or lowering.ledger.knows_account_among(codes):
        refuse(Status.ACCOUNT_EXISTS)


def _checked(record: dict[int, Any]) -> tuple[str, int, int]:
    """Code, kind and attributes of one account; INTENT_MALFORMED."""
    if not _is_account(record):
        refuse(Status.INTENT_MALFORMED)
    return record[1], record[2], record[3]


def _is_account(record: Mapping[int, Any]) -> bool:
    if set(record) != set(RECORD) or not is_free_code(record[1]):
        return False
    kind, attributes = record[2], record[3]
    if type(kind) is not int or type(attributes) is not int:
        return False
    return kind in KIND_NAMES and 0 <= attributes <= ALL_ATTRIBUTES
