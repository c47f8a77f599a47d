"""Reading a camt.053.001.08 file into a statement, with everything wrong in it told at once.

What the schema leaves open is demanded here: one statement of one account in one currency, whose
balances and totals add up, each entry one payment with its references. It must not know the ledger.
"""

from lxml import etree

from praya.base.amounts import format_amount, parse_amount
from praya.base.dates import format_day, parse_day
from praya.base.errors import PrayaError
from praya.rails.bank_statement import STATEMENT_PATH, Entry, Statement, is_iban
from praya.rails.currencies import currency_decimals
from praya.rails.problems import PROBLEMS_MAX, Misfit, Problem, problem, refuse_statement
from praya.rails.statement_file import find, find_all, path_of, read_document, text_of

_DAY_CHARACTERS = len("2023-02-15")
_OPENING_CODES = ("OPBD", "PRCD")  # opening booked; else the closing of the day before
_CLOSING_CODES = ("CLBD",)
_TRUE = ("true", "1")  # xs:boolean
_BLANKS = " \t\r\n"  # what XML Schema strips around a number or a boolean


def read_statement(data: bytes) -> Statement:
    """The statement that a file states. Raises STATEMENT_REFUSED with every problem."""
    root = read_document(data)
    reading = _Reading()
    message = reading.needed(root, "BkToCstmrStmt")
    stated = reading.needed(message, "Stmt")
    reading.check_whole(message, stated)
    statement = reading.statement(message, stated)
    if not reading.problems:
        reading.check_sums(statement, stated)
    if reading.problems:
        refuse_statement(reading.problems)
    return statement


class _Reading:
    """One way through a document: the currency of its account, and what was wrong so far."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.currency = ""

    def note(self, element: etree._Element, kind: Misfit, detail: object = "") -> None:
        """A problem at an element."""
        value = "" if len(element) else text_of(element)
        self.problems.append(problem(self.path(element), value, kind, detail))

    def missing(self, parent: etree._Element, path: str, kind: Misfit = Misfit.MISSING) -> None:
        """A problem with something that is not there."""
        self.problems.append(problem(f"{self.path(parent)}/{path}", "", kind))

    def path(self, element: etree._Element) -> str:
        """The path of an element; none beyond the problems that are shown, for it costs a walk."""
        return path_of(element) if len(self.problems) < PROBLEMS_MAX else ""

    def needed(self, parent: etree._Element, path: str) -> etree._Element:
        """What the schema demands or, with a problem, the parent in its stead."""
        found = find(parent, path)
        if found is None:
            self.missing(parent, path)
            return parent
        return found

    def text(self, parent: etree._Element, path: str) -> str:
        """The text of a leaf that must be there."""
        found = find(parent, path)
        if found is None:
            self.missing(parent, path)
        return text_of(found)

    def check_whole(self, message: etree._Element, stated: etree._Element) -> None:
        """One page, and no copy."""
        for parent, name in ((message, "GrpHdr/MsgPgntn"), (stated, "StmtPgntn")):
            page = find(parent, name)
            if page is None:
                continue
            number, last = text_of(find(page, "PgNb")), text_of(find(page, "LastPgInd"))
            if int(number) != 1 or last.strip(_BLANKS) not in _TRUE:
                self.note(page, Misfit.PAGES)
        copy = find(stated, "CpyDplctInd")
        if copy is not None:
            self.note(copy, Misfit.COPY)

    def statement(self, message: etree._Element, stated: etree._Element) -> Statement:
        """Every field; what cannot be read is noted and has a value that is not used."""
        currency = find(stated, "Acct/Ccy")
        first = find(stated, "Bal/Amt")
        usual = "" if first is None else str(first.get("Ccy"))
        self.currency = text_of(currency) or usual
        opening_minor, opening_day = self.balance(stated, _OPENING_CODES, Misfit.OPENING)
        closing_minor, closing_day = self.balance(stated, _CLOSING_CODES, Misfit.CLOSING)
        return Statement(
            message_id=self.text(message, "GrpHdr/MsgId"),
            created_at=self.text(message, "GrpHdr/CreDtTm"),
            statement_id=self.text(stated, "Id"),
            account=self.account(stated),
            currency=self.currency,
            opening_minor=opening_minor,
            opening_day=opening_day,
            closing_minor=closing_minor,
            closing_day=closing_day,
            entries=tuple(self.entry(each) for each in find_all(stated, "Ntry")),
        )

    def account(self, stated: etree._Element) -> str:
        """The IBAN or the other identification."""
        iban = find(stated, "Acct/Id/IBAN")
        if iban is None:
            return self.text(stated, "Acct/Id/Othr/Id")
        if not is_iban(text_of(iban)):
            self.note(iban, Misfit.IBAN)
        return text_of(iban)

    def balance(
        self, stated: etree._Element, codes: tuple[str, ...], kind: Misfit
    ) -> tuple[int, int]:
        """Minor units and day of the one balance of the first code there is; in debit below 0."""
        for code in codes:
            found = [
                each
                for each in find_all(stated, "Bal")
                if text_of(find(each, "Tp/CdOrPrtry/Cd")) == code and find(each, "Tp/SubTp") is None
            ]
            if len(found) > 1:
                self.note(found[1], kind)
            if found:
                minor = self.amount(self.needed(found[0], "Amt"))
                return minor * self.sign(found[0]), self.day(found[0], "Dt")
        self.missing(stated, "Bal", kind)
        return 0, 0

    def sign(self, parent: etree._Element) -> int:
        """1 for a credit, -1 for a debit."""
        return -1 if text_of(find(parent, "CdtDbtInd")) == "DBIT" else 1

    def amount(self, element: etree._Element) -> int:
        """Minor units of an amount in the currency of the account."""
        if element.get("Ccy") != self.currency:
            stated, path = str(element.get("Ccy")), f"{self.path(element)}/@Ccy"
            self.problems.append(problem(path, stated, Misfit.CURRENCY_MIXED, self.currency))
            return 0
        return self.minor(element)

    def minor(self, element: etree._Element) -> int:
        """Minor units of decimal text, with no more decimals than the currency has."""
        decimals = currency_decimals(self.currency)
        try:
            return parse_amount(text_of(element).strip(_BLANKS), decimals)
        except PrayaError as found:
            if found.code == "AMOUNT_TOO_LARGE":
                self.note(element, Misfit.AMOUNT_LARGE, found.values["maximum"])
            else:
                self.note(element, Misfit.AMOUNT, decimals)
            return 0

    def day(self, parent: etree._Element, path: str) -> int:
        """The day of a choice of day or time, as its first ten characters say."""
        found = find(parent, f"{path}/Dt")
        found = find(parent, f"{path}/DtTm") if found is None else found
        if found is None:
            self.missing(parent, path)
            return 0
        try:
            return parse_day(text_of(found)[:_DAY_CHARACTERS])
        except PrayaError:
            self.note(found, Misfit.DAY)
            return 0

    def entry(self, element: etree._Element) -> Entry:
        """One booking of one payment."""
        amount = self.amount(self.needed(element, "Amt"))
        payment = self.payment(element)
        is_reversal = text_of(find(element, "RvslInd")).strip(_BLANKS) in _TRUE
        return Entry(
            amount_minor=amount,
            ledger_account="" if payment is None else self.ledger_account(payment),
            servicer_reference=self.text(element, "AcctSvcrRef"),
            booking_day=self.day(element, "BookgDt"),
            value_day=self.day(element, "ValDt"),
            entry_reference=text_of(find(element, "NtryRef")),
            end_to_end_id="" if payment is None else text_of(find(payment, "Refs/EndToEndId")),
            uetr="" if payment is None else text_of(find(payment, "Refs/UETR")),
            is_credit=self.sign(element) > 0,
            is_reversal=is_reversal,
            status=self.status(element),
        )

    def status(self, element: etree._Element) -> str:
        """The code of the status, or the bank's own word for it, which is no code."""
        code, own = find(element, "Sts/Cd"), find(element, "Sts/Prtry")
        return text_of(code) if own is None else f"Prtry {text_of(own)}"

    def payment(self, element: etree._Element) -> etree._Element | None:
        """The one payment of an entry, which must be the whole of it."""
        found = find_all(element, "NtryDtls/TxDtls")
        counts = [int(text_of(each)) for each in find_all(element, "NtryDtls/Btch/NbOfTxs")]
        if len(found) != 1 or any(count != 1 for count in counts):
            self.missing(element, "NtryDtls/TxDtls", Misfit.NOT_ONE_PAYMENT)
            return None
        amount, side = find(found[0], "Amt"), find(found[0], "CdtDbtInd")
        whole = find(element, "Amt")
        if amount is not None and whole is not None:
            same_currency = amount.get("Ccy") == whole.get("Ccy")
            if not same_currency or self.minor(amount) != self.minor(whole):
                self.note(amount, Misfit.PAYMENT_DIFFERS, f"{whole.get('Ccy')} {text_of(whole)}")
        if side is not None and text_of(side) != text_of(find(element, "CdtDbtInd")):
            self.note(side, Misfit.PAYMENT_DIFFERS, text_of(find(element, "CdtDbtInd")))
        returned = find(found[0], "RtrInf")
        if returned is not None:
            self.note(returned, Misfit.RETURNED)
        return found[0]

    def ledger_account(self, payment: etree._Element) -> str:
        """The one reference of the remittance."""
        found = [
            *find_all(payment, "RmtInf/Strd/CdtrRefInf/Ref"),
            *find_all(payment, "RmtInf/Ustrd"),
        ]
        if len(found) != 1:
            self.missing(payment, "RmtInf", Misfit.LEDGER_ACCOUNT)
            return ""
        return text_of(found[0])

    def check_sums(self, statement: Statement, stated: etree._Element) -> None:
        """Balances and stated totals are those of the entries."""
        decimals = currency_decimals(statement.currency)
        if statement.closing_day < statement.opening_day:
            kind, first = Misfit.BALANCE_ORDER, format_day(statement.opening_day)
            shown = format_day(statement.closing_day)
            self.problems.append(problem(f"{STATEMENT_PATH}/Bal", shown, kind, first))
        total = statement.opening_minor + sum(one.signed_minor for one in statement.entries)
        if total != statement.closing_minor:
            closing = format_amount(statement.closing_minor, decimals)
            expected = format_amount(total, decimals)
            path = f"{STATEMENT_PATH}/Bal"
            self.problems.append(problem(path, closing, Misfit.BALANCE_SUM, expected))
        credits_ = [one.amount_minor for one in statement.entries if one.is_credit]
        debits = [one.amount_minor for one in statement.entries if not one.is_credit]
        for name, amounts in (
            ("TtlNtries", credits_ + debits),
            ("TtlCdtNtries", credits_),
            ("TtlDbtNtries", debits),
        ):
            self.check_summary(stated, f"TxsSummry/{name}", amounts)
        self.check_net(stated, sum(credits_) - sum(debits))

    def check_summary(self, stated: etree._Element, path: str, amounts: list[int]) -> None:
        """A number and a sum of entries, where they are stated."""
        number, total = find(stated, f"{path}/NbOfNtries"), find(stated, f"{path}/Sum")
        if number is not None and int(text_of(number)) != len(amounts):
            self.note(number, Misfit.SUMMARY, len(amounts))
        if total is not None and self.minor(total) != sum(amounts):
            decimals = currency_decimals(self.currency)
            self.note(total, Misfit.SUMMARY, format_amount(sum(amounts), decimals))

    def check_net(self, stated: etree._Element, net: int) -> None:
        """The net of all entries, where it is stated."""
        found = find(stated, "TxsSummry/TtlNtries/TtlNetNtry")
        if found is None:
            return
        amount = self.minor(self.needed(found, "Amt")) * self.sign(found)
        if amount != net:
            expected = format_amount(net, currency_decimals(self.currency))
            self.note(self.needed(found, "Amt"), Misfit.SUMMARY, expected)
