"""From a bank statement to requests to mint: what came in, against what stands on the ledger.

All of a statement fits, or none of it is minted. It must not know files, keys or who signs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from praya.base.amounts import format_amount, parse_amount
from praya.base.dates import format_day
from praya.base.encoding import decode
from praya.base.limits import AMOUNT_MAX, DOCUMENT_BYTES_MAX
from praya.instruments import cash_token
from praya.intents.issuance.mint_cash import MintCash, is_reference
from praya.intents.lowering import asset_document_name, receipt_document_name
from praya.intents.schema import is_code
from praya.kernel import tables as t
from praya.kernel.ledger import Ledger
from praya.rails.bank_statement import BOOKED, STATEMENT_PATH, Entry, Statement, entry_path
from praya.rails.currencies import currency_decimals
from praya.rails.problems import Misfit, Problem, problem, refuse_statement

_PAYMENT: Final = "NtryDtls/TxDtls"
_STOPPED: Final = t.ASSET_PAUSED_FLAG | t.ASSET_CLOSED_FLAG | t.ASSET_SWEEPING_FLAG


@dataclass(frozen=True, slots=True)
class _Token:
    """A cash token as the ledger has it."""

    code: str
    number: int
    currency: str
    decimals: int
    issuance: int  # position
    twins: tuple[str, ...]  # other cash tokens of its issuer in its currency


def mints(
    statement: Statement, ledger: Ledger, asset: str, account: str, *, resume: bool = False
) -> list[MintCash]:
    """One request for each entry, in their order: what may be signed and submitted.

    `account` is the account that backs the token, as its bank names it. With `resume`, entries
    that are minted already, with the same amount and account, are left out. Raises
    STATEMENT_REFUSED with every problem.
    """
    token = _find_token(ledger, asset)
    problems = _standing_problems(ledger, token) + _statement_problems(statement, token, account)
    if statement.currency != token.currency:
        refuse_statement(problems)  # amounts of another currency say nothing
    twice, requests = _twice_problems(statement), []
    for place, entry in enumerate(statement.entries):
        found = twice.get(place, []) + _money_problems(ledger, token, place, entry)
        if not found:
            request = _request(token, entry)
            found, is_minted = _receipt_problems(
                ledger, request, place, twins=token.twins, resume=resume
            )
            if is_minted:
                continue  # whatever became of its account since
            requests.append(request)
        problems += found + _account_problems(ledger, token, place, entry)
    if not problems:
        problems = _limit_problems(ledger, token, requests)
    if problems:
        refuse_statement(problems)
    return requests


def _find_token(ledger: Ledger, asset: str) -> _Token:
    """The cash token of a code; STATEMENT_REFUSED for anything else."""
    number = ledger.asset(asset) if is_code(asset) else None
    if number is None:
        refuse_statement([problem("asset", asset, Misfit.ASSET_UNKNOWN)])
    document: Any = decode(ledger.document(asset_document_name(asset)) or b"", DOCUMENT_BYTES_MAX)
    if document[1] != cash_token.NAME:
        refuse_statement([problem("asset", asset, Misfit.NOT_CASH)])
    row = ledger.state.table("assets")[number].tolist()
    currency = cash_token.read(document[2]).currency
    twins = tuple(_twins(ledger, number, currency))
    return _Token(asset, number, currency, row[t.ASSET_DECIMALS], row[t.ASSET_ISSUANCE], twins)


def _twins(ledger: Ledger, token: int, currency: str) -> Iterator[str]:
    """Other cash tokens of the same issuer in the same currency: one payment backs one of them."""
    issuers = ledger.state.table("assets")[:, t.ASSET_ISSUER]
    for number in (issuers == issuers[token]).nonzero()[0].tolist():
        code = ledger.asset_code(number)
        document: Any = decode(
            ledger.document(asset_document_name(code)) or b"", DOCUMENT_BYTES_MAX
        )
        is_cash = document[1] == cash_token.NAME
        if number != token and is_cash and cash_token.read(document[2]).currency == currency:
            yield code


def _standing_problems(ledger: Ledger, token: _Token) -> list[Problem]:
    """A token that nothing may be issued of."""
    flags = ledger.state.cell(t.ASSETS, token.number, t.ASSET_FLAGS)
    guard = ledger.state.cell(t.BALANCES, token.issuance, t.GUARD)
    if flags & _STOPPED or guard & t.GUARD_DEBIT_FROZEN:
        return [problem("asset", token.code, Misfit.ASSET_STOPPED)]
    return []


def _statement_problems(statement: Statement, token: _Token, account: str) -> list[Problem]:
    """Of the account that backs the token, in its currency, with something in it."""
    found = []
    if statement.account != account:
        path = f"{STATEMENT_PATH}/Acct/Id"
        found.append(problem(path, statement.account, Misfit.OTHER_ACCOUNT, account))
    if statement.currency != token.currency:
        path = f"{STATEMENT_PATH}/Acct/Ccy"
        found.append(problem(path, statement.currency, Misfit.OTHER_CURRENCY, token.currency))
    if not statement.entries:
        found.append(problem(f"{STATEMENT_PATH}/Ntry", "", Misfit.NO_ENTRIES))
    return found


def _twice_problems(statement: Statement) -> dict[int, list[Problem]]:
    """By place of their entry, references that stood before: one booking under two numbers."""
    found: dict[int, list[Problem]] = {}
    seen: dict[tuple[str, str], int] = {}
    for place, entry in enumerate(statement.entries):
        references = {
            "AcctSvcrRef": entry.servicer_reference,
            "NtryRef": entry.entry_reference,
            f"{_PAYMENT}/Refs/UETR": entry.uetr,
        }
        for path, reference in references.items():
            first = seen.setdefault((path, reference), place)
            if reference and first != place:
                where = f"{entry_path(place)}/{path}"
                one = problem(where, reference, Misfit.TWICE, f"Ntry[{first + 1}]")
                found.setdefault(place, []).append(one)
    return found


def _money_problems(ledger: Ledger, token: _Token, place: int, entry: Entry) -> list[Problem]:
    """Whether an entry is money that came in, is there, and has a reference that can be kept."""
    path, found = entry_path(place), []
    today = ledger.state.business_date
    if not entry.is_credit:
        found.append(problem(f"{path}/CdtDbtInd", "DBIT", Misfit.DEBIT))
    if entry.is_reversal:
        found.append(problem(f"{path}/RvslInd", "true", Misfit.REVERSAL))
    if entry.status != BOOKED:
        found.append(problem(f"{path}/Sts", entry.status, Misfit.NOT_BOOKED))
    if max(entry.value_day, entry.booking_day) > today:
        name = "ValDt" if entry.value_day > today else "BookgDt"
        shown = format_day(max(entry.value_day, entry.booking_day))
        found.append(problem(f"{path}/{name}", shown, Misfit.VALUE_LATER, format_day(today)))
    if not is_reference(entry.servicer_reference):
        shown = entry.servicer_reference
        found.append(problem(f"{path}/AcctSvcrRef", shown, Misfit.RECEIPT_FORM))
    return found + _amount_problems(token, path, entry)


def _account_problems(ledger: Ledger, token: _Token, place: int, entry: Entry) -> list[Problem]:
    """Whether the account named can take it."""
    misfit = _account_misfit(ledger, token, entry.ledger_account)
    path = f"{entry_path(place)}/{_PAYMENT}/RmtInf"
    return [] if misfit is None else [problem(path, entry.ledger_account, misfit, token.code)]


def _account_misfit(ledger: Ledger, token: _Token, code: str) -> Misfit | None:
    """Why an account cannot be credited with the token, if it cannot."""
    account = ledger.account(code) if is_code(code) else None
    if account is None:
        return Misfit.ACCOUNT_UNKNOWN
    if ledger.state.cell(t.ACCOUNTS, account, t.ACCOUNT_KIND) == t.ACCOUNT_ISSUANCE:
        return Misfit.ACCOUNT_UNKNOWN  # units are made there, nobody has any
    position = ledger.position(account, token.number)
    if position is None:
        return Misfit.NO_POSITION
    guard = ledger.state.cell(t.BALANCES, position, t.GUARD)
    if guard & t.GUARD_CREDIT_FROZEN:
        return Misfit.CREDIT_FROZEN
    return Misfit.NOT_ELIGIBLE if guard & t.GUARD_INELIGIBLE else None


def _amount_problems(token: _Token, path: str, entry: Entry) -> list[Problem]:
    """An amount above zero that the token can state."""
    decimals = currency_decimals(token.currency)
    shown = format_amount(entry.amount_minor, decimals)
    if entry.amount_minor < 1:
        return [problem(f"{path}/Amt", shown, Misfit.ZERO)]
    units, rest = _token_units(token, entry.amount_minor)
    if rest:
        return [problem(f"{path}/Amt", shown, Misfit.TOO_PRECISE, token.decimals)]
    if units > AMOUNT_MAX:
        maximum = format_amount(AMOUNT_MAX, token.decimals)
        return [problem(f"{path}/Amt", shown, Misfit.AMOUNT_LARGE, maximum)]
    return []


def _token_units(token: _Token, amount_minor: int) -> tuple[int, int]:
    """Minor units of the token for those of its currency, and what cannot be stated."""
    surplus = token.decimals - currency_decimals(token.currency)
    if surplus >= 0:
        return amount_minor * 10**surplus, 0
    unit: int = 10**-surplus
    return divmod(amount_minor, unit)


def _request(token: _Token, entry: Entry) -> MintCash:
    """The request of an entry without problems."""
    units, _ = _token_units(token, entry.amount_minor)
    amount = format_amount(units, token.decimals)
    return MintCash(token.code, amount, entry.ledger_account, entry.servicer_reference)


def _receipt_problems(
    ledger: Ledger, request: MintCash, place: int, *, twins: tuple[str, ...], resume: bool
) -> tuple[list[Problem], bool]:
    """What is wrong with the receipt; and whether a resumed run may leave the entry alone."""
    path = f"{entry_path(place)}/AcctSvcrRef"
    known = ledger.document(receipt_document_name(request.asset, request.receipt))
    if known is None:
        minted = [code for code in twins if _is_minted(ledger, code, request)]
        kind = Misfit.RECEIPT_OF_OTHER
        return [problem(path, request.receipt, kind, code) for code in minted], False
    stated: Any = decode(known, DOCUMENT_BYTES_MAX)
    if (stated[1], stated[2]) != (request.amount, request.account):
        return [problem(path, request.receipt, Misfit.RECEIPT_DIFFERS)], False
    return ([], True) if resume else ([problem(path, request.receipt, Misfit.RECEIPT_USED)], False)


def _is_minted(ledger: Ledger, asset: str, request: MintCash) -> bool:
    """Whether another token was minted for this very payment; tokens may differ in decimals."""
    known = ledger.document(receipt_document_name(asset, request.receipt))
    if known is None:
        return False
    stated: Any = decode(known, DOCUMENT_BYTES_MAX)
    payment: tuple[str, str] = (_plain(stated[1]), stated[2])
    return payment == (_plain(request.amount), request.account)


def _plain(amount: str) -> str:
    """Decimal text of an amount without the zeros that end its decimals."""
    return amount.rstrip("0").rstrip(".") if "." in amount else amount


def _limit_problems(ledger: Ledger, token: _Token, requests: list[MintCash]) -> list[Problem]:
    """All of it together, on what is outstanding, within the issue limit."""
    state = ledger.state
    outstanding = -state.cell(t.BALANCES, token.issuance, t.AVAILABLE)
    room = state.cell(t.ASSETS, token.number, t.ASSET_ISSUE_LIMIT) - outstanding
    total = sum(parse_amount(one.amount, token.decimals) for one in requests)
    if total <= room:
        return []
    allowed = format_amount(max(room, 0), token.decimals)
    shown = format_amount(total, token.decimals)
    return [problem(STATEMENT_PATH, shown, Misfit.ISSUE_LIMIT, allowed)]
