"""Writing a statement as a camt.053.001.08 file: what a bank, or a run that plays one, sends.

The same statement gives the same bytes, valid by the schema, and is read back as itself. It must
not know the ledger.
"""

from typing import Any

from lxml import etree

from praya.base.amounts import format_amount
from praya.base.dates import format_day
from praya.base.errors import PrayaError
from praya.rails.bank_statement import NAMESPACE, STATEMENT_PATH, Entry, Statement, is_iban
from praya.rails.currencies import currency_decimals
from praya.rails.problems import Misfit, problem, refuse_statement
from praya.rails.statement_reading import read_statement


def write_statement(statement: Statement) -> bytes:
    """The file. Raises STATEMENT_REFUSED for a statement that could not be read back as it is."""
    try:
        data = _written(statement)
    except (ValueError, PrayaError):  # a control character, a day that no calendar has
        refuse_statement([problem(STATEMENT_PATH, statement.statement_id, Misfit.TEXT)])
    if read_statement(data) != statement:
        refuse_statement([problem(STATEMENT_PATH, statement.statement_id, Misfit.TEXT)])
    return data


def _written(statement: Statement) -> bytes:
    spaces: Any = {None: NAMESPACE}  # the default name space; the stubs know named ones only
    root = etree.Element(f"{{{NAMESPACE}}}Document", nsmap=spaces)
    message = _add(root, "BkToCstmrStmt")
    header = _add(message, "GrpHdr")
    _add(header, "MsgId", statement.message_id)
    _add(header, "CreDtTm", statement.created_at)
    stated = _add(message, "Stmt")
    _add(stated, "Id", statement.statement_id)
    account = _add(stated, "Acct")
    identification = _add(account, "Id")
    if is_iban(statement.account):
        _add(identification, "IBAN", statement.account)
    else:
        _add(_add(identification, "Othr"), "Id", statement.account)
    _add(account, "Ccy", statement.currency)
    opening, closing = statement.opening_minor, statement.closing_minor
    _add_balance(stated, "OPBD", statement.currency, opening, statement.opening_day)
    _add_balance(stated, "CLBD", statement.currency, closing, statement.closing_day)
    for entry in statement.entries:
        _add_entry(stated, statement.currency, entry)
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _add_balance(stated: etree._Element, code: str, currency: str, minor: int, day: int) -> None:
    balance = _add(stated, "Bal")
    _add(_add(_add(balance, "Tp"), "CdOrPrtry"), "Cd", code)
    _add_amount(balance, currency, abs(minor))
    _add(balance, "CdtDbtInd", "DBIT" if minor < 0 else "CRDT")
    _add_day(balance, "Dt", day)


def _add_entry(stated: etree._Element, currency: str, entry: Entry) -> None:
    """One booking with its one payment, in the order of the schema."""
    element = _add(stated, "Ntry")
    _add_stated(element, "NtryRef", entry.entry_reference)
    _add_amount(element, currency, entry.amount_minor)
    _add(element, "CdtDbtInd", "CRDT" if entry.is_credit else "DBIT")
    if entry.is_reversal:
        _add(element, "RvslInd", "true")
    _add(_add(element, "Sts"), "Cd", entry.status)
    _add_day(element, "BookgDt", entry.booking_day)
    _add_day(element, "ValDt", entry.value_day)
    _add_stated(element, "AcctSvcrRef", entry.servicer_reference)
    # ExternalBankTransactionDomain1Code: payments, received or issued, a domestic transfer.
    domain = _add(_add(element, "BkTxCd"), "Domn")
    _add(domain, "Cd", "PMNT")
    family = _add(domain, "Fmly")
    _add(family, "Cd", "RCDT" if entry.is_credit else "ICDT")
    _add(family, "SubFmlyCd", "DMCT")
    payment = _add(_add(element, "NtryDtls"), "TxDtls")
    if entry.end_to_end_id or entry.uetr:
        references = _add(payment, "Refs")
        _add_stated(references, "EndToEndId", entry.end_to_end_id)
        _add_stated(references, "UETR", entry.uetr)
    remittance = _add(_add(payment, "RmtInf"), "Strd")
    _add(_add(remittance, "CdtrRefInf"), "Ref", entry.ledger_account)


def _add_amount(parent: etree._Element, currency: str, minor: int) -> None:
    amount = _add(parent, "Amt", format_amount(minor, currency_decimals(currency)))
    amount.set("Ccy", currency)


def _add_day(parent: etree._Element, name: str, day: int) -> None:
    _add(_add(parent, name), "Dt", format_day(day))


def _add_stated(parent: etree._Element, name: str, text: str) -> None:
    """A leaf that is left out where there is nothing to say."""
    if text:
        _add(parent, name, text)


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    element.text = text
    return element
