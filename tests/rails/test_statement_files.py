"""Statements as files: written valid, read back whole, and refused by path for each fault."""

import re
import time
from dataclasses import replace
from importlib.resources import files

import pytest
from lxml import etree
from statement_samples import (
    BACKING,
    BANKS_OWN,
    BANKS_OWN_MEANS,
    STMT,
    VECTORS,
    entry,
    found,
    problems_of,
    statement,
    swapped,
)

from praya.base.catalogue import LANGUAGES, TALK
from praya.base.errors import PrayaError
from praya.rails.bank_statement import MESSAGE, NAMESPACE, is_iban
from praya.rails.currencies import currency_decimals
from praya.rails.problems import PROBLEMS_MAX, Misfit, Problem
from praya.rails.statement_file import STATEMENT_BYTES_MAX
from praya.rails.statement_reading import read_statement
from praya.rails.statement_writing import write_statement

OURS = write_statement(statement())
AMOUNT = 'HKD">1234.50'
PAYMENT = "/Ntry[1]/NtryDtls/TxDtls"
OTHER = f"<Othr><Id>{BACKING}</Id></Othr>"
LINES = OURS.count(b"\n") + 1
BAD_IBAN = "GB82WEST12345698765433"
OLD = "1026-11-20T09:30:00+08:00"
SIDE = "CRDT</CdtDbtInd>\n <RvslInd"
PUBLISHED = VECTORS / "xsd" / f"{MESSAGE}.xsd"


def test_the_schema_we_ship_is_the_published_one():
    shipped = files("praya.rails").joinpath(f"schemas/{MESSAGE}.xsd").read_bytes()
    assert shipped == PUBLISHED.read_bytes()


@pytest.mark.parametrize(
    "stated",
    [
        statement(),
        statement(*[entry(number) for number in range(1, 60)]),
        statement(account="GB82WEST12345698765432"),
        statement(account="GB82WEST12345698765433"),
        statement(entry(1), currency="JPY"),
        statement(entry(1), currency="KWD"),
        statement(entry(1, is_credit=False)),
        statement(entry(9, is_credit=False)),
        statement(entry(1, is_reversal=True, status="PDNG")),
        statement(entry(1, amount_minor=0)),
        statement(entry(1, amount_minor=10**15)),
        statement(entry(1, ledger_account="中環<&>\"']]>", entry_reference="")),
        statement(
            entry(1, uetr="0a1b2c3d-0a1b-4c2d-8e3f-0a1b2c3d4e5f", end_to_end_id="NOTPROVIDED")
        ),
        replace(statement(), entries=(), closing_minor=500),
        BANKS_OWN_MEANS,
    ],
)
def test_what_is_written_is_valid_by_the_schema_and_read_back_as_it_was(stated):
    data = write_statement(stated)
    etree.XMLSchema(file=str(PUBLISHED)).assertValid(etree.fromstring(data))
    assert read_statement(data) == stated
    assert write_statement(stated) == data


@pytest.mark.parametrize(
    "stated",
    [
        statement(message_id=""),
        statement(message_id="M" * 36),
        statement(message_id="a\0b"),
        statement(message_id="a\nb\rc\x0b"),
        statement(created_at="yesterday"),
        statement(created_at=" 2026-11-20T18:00:00Z "),
        statement(currency="hkd"),
        statement(closing_minor=1),
        statement(opening_day=30_000),
        statement(opening_day=10**7),
        statement(entry(1, amount_minor=-1)),
        statement(entry(1, amount_minor=10**19)),
        statement(entry(1, servicer_reference="")),
        statement(entry(1, ledger_account="")),
        statement(entry(1, status="PENDING")),
        statement(entry(1, uetr="0A1B2C3D-0A1B-4C2D-8E3F-0A1B2C3D4E5F")),
        statement(entry(1, end_to_end_id="E" * 36)),
    ],
)
def test_what_could_not_be_read_back_is_not_written(stated):
    with pytest.raises(PrayaError) as refused:
        write_statement(stated)
    assert refused.value.code == "STATEMENT_REFUSED"


def test_a_file_as_a_bank_writes_it_is_read_without_names():
    assert read_statement(BANKS_OWN) == BANKS_OWN_MEANS
    assert "Chan" not in repr(read_statement(BANKS_OWN))
    assert "987-654" not in repr(read_statement(BANKS_OWN))


def test_prefixes_comments_marks_and_character_data_change_nothing():
    prefixed = re.sub(rb"<(/?)(?=[A-Z])", rb"<\1iso:", BANKS_OWN).replace(b"xmlns=", b"xmlns:iso=")
    assert read_statement(prefixed) == BANKS_OWN_MEANS
    for old, new in (
        ("1234.50", "12<!-- a -->34.50"),
        ("<Ccy>HKD", "<Ccy>H<?stop now?>KD"),
        ("INVESTOR", "<![CDATA[INV]]>ESTOR"),
        ("INVESTOR", "INVEST&#79;R"),
        ("40.00", "\n 40.00 \t"),
        (">false<", "> 0 <"),
        ('encoding="UTF-8"', 'encoding="utf-8"'),
        (' encoding="UTF-8"', ""),
    ):
        assert read_statement(swapped(BANKS_OWN, old, new)) == BANKS_OWN_MEANS, new
    assert read_statement(b"\xef\xbb\xbf" + BANKS_OWN) == BANKS_OWN_MEANS


def test_where_a_file_says_its_schemas_lie_is_not_looked_at(tmp_path):
    trap = tmp_path / "trap.xsd"
    trap.write_text("<broken")
    marks = (
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:x {trap}'
    )
    data = swapped(BANKS_OWN, "<Document ", f'<Document {marks} {NAMESPACE} {trap}" ')
    assert read_statement(data) == BANKS_OWN_MEANS


@pytest.mark.parametrize(
    ("old", "new", "path", "value", "kind"),
    [
        ("<Sum>1234.50", "<Sum>1234.51", "/TxsSummry/TtlNtries/Sum", "1234.51", "SUMMARY"),
        ("<NbOfNtries>1", "<NbOfNtries>2", "/TxsSummry/TtlNtries/NbOfNtries", "2", "SUMMARY"),
        ("<Sum>1234.5<", "<Sum>1<", "/TxsSummry/TtlCdtNtries/Sum", "1", "SUMMARY"),
        ("<NbOfNtries>0", "<NbOfNtries>1", "/TxsSummry/TtlDbtNtries/NbOfNtries", "1", "SUMMARY"),
        ("<Amt>1234.50", "<Amt>9", "/TxsSummry/TtlNtries/TtlNetNtry/Amt", "9", "SUMMARY"),
        ("1194.50", "1194.51", "/Bal", "1194.51", "BALANCE_SUM"),
        (">40.00", ">40.01", "/Bal", "1194.50", "BALANCE_SUM"),
        ("<Cd>OPBD", "<Cd>OPAV", "/Bal", "", "OPENING"),
        ("<Cd>CLBD", "<Cd>ITBD", "/Bal", "", "CLOSING"),
        ("<Cd>CLAV", "<Cd>CLBD", "/Bal[3]", "", "CLOSING"),
        ("<Cd>CLAV", "<Cd>OPBD", "/Bal[3]", "", "OPENING"),
        ('"HKD">40.00', '"USD">40.00', "/Bal[1]/Amt/@Ccy", "USD", "CURRENCY_MIXED"),
        ("<Ccy>HKD", "<Ccy>USD", "/Bal[1]/Amt/@Ccy", "HKD", "CURRENCY_MIXED"),
        ('"HKD">1234', '"CNY">1234', "/Ntry[1]/Amt/@Ccy", "CNY", "CURRENCY_MIXED"),
        (AMOUNT, 'HKD\">1234.500', "/Ntry[1]/Amt", "1234.500", "AMOUNT"),
        (AMOUNT, 'HKD\">+1234.50', "/Ntry[1]/Amt", "+1234.50", "AMOUNT"),
        (AMOUNT, 'HKD\">01234.50', "/Ntry[1]/Amt", "01234.50", "AMOUNT"),
        (AMOUNT, 'HKD\">1234.', "/Ntry[1]/Amt", "1234.", "AMOUNT"),
        (AMOUNT, 'HKD">' + "9" * 18, "/Ntry[1]/Amt", "9" * 18, "AMOUNT_LARGE"),
        (AMOUNT, 'HKD">' + "9" * 19, "/Ntry[1]/Amt", "9" * 19, "SCHEMA"),
        (AMOUNT, 'HKD\">-1234.50', "/Ntry[1]/Amt", "-1234.50", "SCHEMA"),
        (AMOUNT, 'HKD\">1,234.50', "/Ntry[1]/Amt", "1,234.50", "SCHEMA"),
        (AMOUNT, 'HKD\">1e3', "/Ntry[1]/Amt", "1e3", "SCHEMA"),
        (AMOUNT, 'HKD\">NaN', "/Ntry[1]/Amt", "NaN", "SCHEMA"),
        (AMOUNT, 'HKD\"></Amt><Amt>', "/Ntry[1]/Amt[1]", "", "SCHEMA"),
        (SIDE, SIDE[:2] + SIDE[4:], "/Ntry[1]/CdtDbtInd", "CR", "SCHEMA"),
        (">false", ">no", "/Ntry[1]/RvslInd", "no", "SCHEMA"),
        ("2026-11-20T09", "1026-11-20T09", "/Ntry[1]/BookgDt/DtTm", OLD, "DAY"),
        ("<AcctSvcrRef>FT1</AcctSvcrRef>", "", "/Ntry[1]/AcctSvcrRef", "", "MISSING"),
        ("<ValDt><Dt>2026-11-20</Dt></ValDt>", "", "/Ntry[1]/ValDt", "", "MISSING"),
        ("<NbOfTxs>1", "<NbOfTxs>5", PAYMENT, "", "NOT_ONE_PAYMENT"),
        ("</TxDtls>", "</TxDtls><TxDtls/>", PAYMENT, "", "NOT_ONE_PAYMENT"),
        ("<Ustrd>INVESTOR</Ustrd>", "", f"{PAYMENT}/RmtInf", "", "LEDGER_ACCOUNT"),
        ("</Ustrd>", "</Ustrd><Ustrd>BANK</Ustrd>", f"{PAYMENT}/RmtInf", "", "LEDGER_ACCOUNT"),
        ("</RmtInf>", "</RmtInf><RtrInf/>", f"{PAYMENT}/RtrInf", "", "RETURNED"),
        ("<PgNb>1</PgNb><LastPgInd>1", "<PgNb>2</PgNb><LastPgInd>1", "/StmtPgntn", "", "PAGES"),
        ("<LastPgInd>1", "<LastPgInd>0", "/StmtPgntn", "", "PAGES"),
        (OTHER, f"<IBAN>{BAD_IBAN}</IBAN>", "/Acct/Id/IBAN", BAD_IBAN, "IBAN"),
        (f"<Id>{BACKING}", "<Id>", "/Acct/Id/Othr/Id", "", "SCHEMA"),
        ("<Acct>", "<CpyDplctInd>DUPL</CpyDplctInd><Acct>", "/CpyDplctInd", "DUPL", "COPY"),
        ("<Id>S-324</Id>", "", "/StmtPgntn", "", "SCHEMA"),
        ("<Sts><Cd>BOOK</Cd></Sts>", "", "/Ntry[1]/BookgDt", "", "SCHEMA"),
        ("<Ccy>HKD</Ccy>", "<Ccy>HK$</Ccy>", "/Acct/Ccy", "HK$", "SCHEMA"),
    ],
)  # fmt: skip
def test_each_fault_is_told_with_its_path_and_value(old, new, path, value, kind):
    assert (path, value, kind) in found(swapped(BANKS_OWN, old, new))


@pytest.mark.parametrize(
    ("new", "value"),
    [("USD 1234.50", "1234.50"), ("HKD 1234.49", "1234.49"), ("HKD 1234.5000", "1234.5000")],
)
def test_a_payment_that_is_not_its_entry_is_refused(new, value):
    first, last = '</Refs>\n  <Amt Ccy="HKD">1234.50', '</Refs>\n  <Amt Ccy="{}">{}'
    changed = swapped(BANKS_OWN, first, last.format(*new.split()))
    assert (f"{PAYMENT}/Amt", value, "PAYMENT_DIFFERS") in found(changed)


def test_a_payment_on_the_other_side_than_its_entry_is_refused():
    inner = "CRDT</CdtDbtInd>\n  <RltdPties>"
    changed = swapped(BANKS_OWN, inner, inner.replace("CRDT", "DBIT"))
    assert found(changed) == [(f"{PAYMENT}/CdtDbtInd", "DBIT", "PAYMENT_DIFFERS")]


def test_a_statement_that_closes_before_it_opens_is_refused():
    opened = "DBIT</CdtDbtInd><Dt><Dt>2026-11-2"
    changed = swapped(BANKS_OWN, f"{opened}0", f"{opened}1")
    assert found(changed) == [("/Bal", "2026-11-20", "BALANCE_ORDER")]


def test_what_xml_cannot_hold_is_refused_as_text():
    with pytest.raises(PrayaError) as refused:
        write_statement(statement(message_id="a\0b"))
    assert [one.kind for one in refused.value.values["problems"]] == [Misfit.TEXT]


def test_all_problems_of_a_file_are_told_at_once():
    data = OURS
    for number in (1, 2, 3):
        data = swapped(data, f"{number}00.00", f"{number}00.001")
        data = swapped(data, f"<AcctSvcrRef>FT{number}</AcctSvcrRef>", "")
    kinds = [kind for _, _, kind in found(data)]
    assert kinds == ["AMOUNT", "MISSING"] * 3
    assert [path for path, _, _ in found(data)][4] == "/Ntry[3]/Amt"


def test_of_very_many_problems_two_hundred_are_told():
    many = write_statement(statement(*[entry(number) for number in range(1, 501)]))
    for data in (many.replace(b"00.00</", b"00.000</"), many.replace(b"00.00</", b"x</")):
        told = problems_of(data)
        assert len(told) == PROBLEMS_MAX + 1
        assert told[-1].kind is Misfit.MORE
        assert int(told[-1].detail) >= 1


HEAD = OURS[: OURS.index(b"<Ntry>")]
TAIL = b"</Stmt></BkToCstmrStmt></Document>"
MORE = HEAD + b"</Stmt>"
FIRST = f"{STMT}/Ntry[1]"
DEAR = {
    "elements": (HEAD + b"<Ntry/>" * 300_000 + TAIL, "/", "TOO_MANY"),
    "attributes": (b"<a " + b"b='' " * 60_000 + b"/>", "/", "TOO_MANY"),
    "entries": (HEAD + b"<Ntry/>" * 10_001 + TAIL, f"{STMT}/Ntry", "TOO_MANY"),
    "balances": (HEAD + b"<Bal/>" * 501 + TAIL, STMT, "TOO_MANY"),
    "children": (HEAD + b"<Ntry>" + b"<a/>" * 501 + b"</Ntry>" + TAIL, FIRST, "TOO_MANY"),
    "faults": (HEAD + b"<Ntry><Amt/></Ntry>" * 10_000 + TAIL, f"{FIRST}/Amt", "SCHEMA"),
    "strays": (HEAD + b"<Ntry/><Bal/>" * 400 + TAIL, FIRST, "SCHEMA"),
    "statements": (MORE + b"<Stmt/>" * 10_000 + TAIL[7:], f"{STMT}[2]", "NOT_ONE_STATEMENT"),
}  # fmt: skip


@pytest.mark.parametrize("what", DEAR)
def test_a_file_of_nothing_but_faults_is_not_dear(what):
    data, path, kind = DEAR[what]
    assert len(data) < STATEMENT_BYTES_MAX
    began = time.process_time()
    first = problems_of(data)[0]
    assert time.process_time() - began < 2
    assert (first.path, first.kind.name) == (path, kind)


def test_an_error_among_very_many_entries_has_its_own_path():
    many = write_statement(statement(*[entry(number) for number in range(1, 2_501)]))
    data = swapped(many, "<AcctSvcrRef>FT2400<", "<AcctSvcrReg>FT2400<")
    data = swapped(data, "FT2400</AcctSvcrRef>", "FT2400</AcctSvcrReg>")
    data = swapped(data, ">1200.00", ">x")
    rows = [(path, kind) for path, _, kind in found(data)]
    assert rows == [("/Ntry[12]/Amt", "SCHEMA"), ("/Ntry[2400]/AcctSvcrReg", "SCHEMA")]
    late = swapped(many, "</Stmt>", "<AddtlStmtInf>x</AddtlStmtInf><Ntry/></Stmt>")
    assert ("/Ntry[2501]", "SCHEMA") in [(path, kind) for path, _, kind in found(late)]


@pytest.mark.parametrize(
    ("data", "path", "kind"),
    [
        (b"", "line 1", "NOT_XML"),
        (b"{}", "line 1", "NOT_XML"),
        (b"\0" * 100, "line 1", "NOT_XML"),
        (b"<a>", "line 1", "NOT_XML"),
        (b"<a/>", "/a", "OTHER_MESSAGE"),
        (OURS[:-20], f"line {LINES - 2}", "NOT_XML"),
        (OURS + OURS, f"line {LINES}", "NOT_XML"),
        (OURS + b"x", f"line {LINES}", "NOT_XML"),
        (b"<a>" * 200_000, "line 1", "NOT_XML"),
        (b"<a b='" + b"c" * 4_000_000 + b"'/>", "/a", "OTHER_MESSAGE"),
        (OURS + b" " * STATEMENT_BYTES_MAX, "/", "TOO_LARGE"),
        (swapped(OURS, NAMESPACE, NAMESPACE[:-2] + "02"), "/Document", "OTHER_VERSION"),
        (swapped(OURS, NAMESPACE, NAMESPACE[:-2] + "13"), "/Document", "OTHER_VERSION"),
        (swapped(OURS, NAMESPACE, NAMESPACE.replace("053", "054")), "/Document", "OTHER_MESSAGE"),
        (swapped(OURS, f' xmlns="{NAMESPACE}"', ""), "/Document", "OTHER_MESSAGE"),
        (OURS.replace(b"Document", b"document"), "/document", "OTHER_MESSAGE"),
        (swapped(OURS, "<MsgId>", "<MsgId>&x;"), "line 5", "NOT_XML"),
        (swapped(OURS, "<MsgId>", "<MsgId>\x08"), "line 5", "NOT_XML"),
        (swapped(OURS, "<MsgId>", "<MsgId>&#0;"), "line 5", "NOT_XML"),
        (swapped(OURS, "UTF-8", "UTF-16"), "line 1", "NOT_UTF_8"),
        (swapped(OURS, "UTF-8", "UTF-7"), "line 1", "NOT_UTF_8"),
        (swapped(OURS, "UTF-8", "EBCDIC-CP-US"), "line 1", "NOT_UTF_8"),
        (swapped(OURS, "<MsgId>", "<MsgId>é").decode().encode("latin-1"), "byte 150", "NOT_UTF_8"),
        (OURS.decode().encode("utf-16"), "byte 1", "NOT_UTF_8"),
        (OURS.decode().encode("utf-16-le"), "line 1", "NOT_XML"),
        (OURS.replace(b"M-324", b"\xc0\xbc"), "byte 150", "NOT_UTF_8"),
    ],
)  # fmt: skip
def test_what_is_no_statement_is_refused_before_it_is_read(data, path, kind):
    began = time.monotonic()
    told = problems_of(data)
    assert [(one.path, one.kind.name) for one in told] == [(path, kind)]
    assert time.monotonic() - began < 2


BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
TRAPS = {
    "a document type": "<!DOCTYPE Document>",
    "an entity": '<!DOCTYPE Document [<!ENTITY a "1">]>',
    "an entity bomb": f'<!DOCTYPE Document [<!ENTITY a0 "ha">{BOMB}]>',
    "a file on disk": '<!DOCTYPE Document [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "a parameter": '<!DOCTYPE Document [<!ENTITY % a SYSTEM "http://127.0.0.1:9/a">%a;]>',
    "an outer subset": '<!DOCTYPE Document SYSTEM "http://127.0.0.1:9/a.dtd">',
}


@pytest.mark.parametrize("trap", TRAPS)
def test_document_types_and_entities_are_refused(trap):
    data = swapped(OURS, "<Document", TRAPS[trap] + "<Document")
    for used in (data, swapped(data, "<MsgId>", "<MsgId>&a;&a11;")):
        assert [one.kind for one in problems_of(used)] == [Misfit.DOCUMENT_TYPE]


def test_two_statements_in_a_file_are_refused():
    second = OURS[OURS.index(b"<Stmt>") : OURS.index(b"</BkTo")]
    data = swapped(OURS, "</BkToCstmrStmt>", second.decode() + "</BkToCstmrStmt>")
    assert found(data) == [("[2]", "", "NOT_ONE_STATEMENT")]


def test_samples_of_other_versions_are_refused_by_name():
    samples = [
        path
        for path in sorted(VECTORS.rglob("*.xml"))
        if b"tech:xsd:camt.053." in path.read_bytes()
    ]
    refused = 0
    for path in samples:
        told = problems_of(path.read_bytes())
        assert len(told) == 1
        assert told[0].kind in (Misfit.OTHER_VERSION, Misfit.OTHER_MESSAGE)
        refused += 1
    print(f"{refused} samples of camt.053 in other versions or wrapped")
    assert refused >= 2
    finnish = VECTORS / "moov" / "FI_camt_053_sample.xml.xml"
    assert "camt.053.001.02" in str(problems_of(finnish.read_bytes())[0])


def test_a_sample_of_another_version_is_read_by_its_content_once_it_is_renamed():
    """No published sample is of version 8; this one of version 7 has no element that changed."""
    wrapped = etree.parse(str(VECTORS / "prowide" / "camt.053.001.07.xml")).getroot()
    old = NAMESPACE[:-2] + "07"
    inner = etree.tostring(wrapped.find(f"{{{old}}}Document")).replace(
        old.encode(), NAMESPACE.encode()
    )
    assert found(inner) == [("/Bal", "", "OPENING"), ("/Bal", "", "CLOSING")]
    booked = swapped(swapped(inner, "OPAV", "OPBD"), "ITBD", "CLBD")
    assert found(booked) == [("/Bal", "234299.00", "BALANCE_SUM")]
    read = read_statement(swapped(booked, "234299", "234234"))
    assert (read.account, read.currency, read.closing_minor) == ("2345234534", "USD", 23_423_400)


def test_every_other_message_of_the_vectors_is_refused():
    others = [path for path in sorted(VECTORS.rglob("*.xml")) if "camt.053" not in path.read_text()]
    for path in others:
        assert problems_of(path.read_bytes())
    print(f"{len(others)} samples of other messages")
    assert len(others) > 40


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_problem_has_its_sentence(language):
    for kind in Misfit:
        problem = Problem(f"{STMT}/Id", "7", kind, "DETAIL")
        facts, sentence = problem.facts(language), problem.said(language)
        assert facts["kind"] == kind.name
        for part in ("path", "expected", "cure"):
            assert str(facts[part]) in sentence
        assert "<" not in str(facts["expected"])
    print(f"{len(Misfit)} kinds")


def test_no_words_of_problems_are_left_over():
    used = {f"statement.expected_{kind.value[0]}" for kind in Misfit}
    used |= {f"statement.cure_{kind.value[1]}" for kind in Misfit}
    given = {key for key in TALK if key.startswith(("statement.expected_", "statement.cure_"))}
    assert used == given


def test_check_digits_of_an_iban_are_checked():
    assert is_iban("GB82WEST12345698765432")
    assert is_iban("CH9300762011623852957")
    for wrong in (
        "",
        "GB82",
        "GB82WEST12345698765431",
        "gb82WEST12345698765432",
        BACKING,
        "中" * 20,
    ):
        assert not is_iban(wrong)


def test_currencies_have_the_decimals_of_the_standard():
    known = {"HKD": 2, "CNY": 2, "USD": 2, "EUR": 2, "JPY": 0, "KRW": 0, "BHD": 3, "CLF": 4}
    assert {code: currency_decimals(code) for code in known} == known
