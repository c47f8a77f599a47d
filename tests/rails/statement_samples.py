"""Statements as our writer makes them, and one as a bank does, with all that it may state."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from praya.base.dates import parse_day
from praya.base.errors import PrayaError
from praya.rails.bank_statement import NAMESPACE, Entry, Statement
from praya.rails.problems import Problem
from praya.rails.statement_reading import read_statement

VECTORS = Path(__file__).resolve().parents[3] / "shared" / "vectors" / "iso20022"
DAY = parse_day("2026-11-20")
BACKING = "012-345-67890"
STMT = "/Document/BkToCstmrStmt/Stmt"

ENTRY = """
<Ntry>
 <NtryRef>1</NtryRef><Amt Ccy="HKD">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>
 <RvslInd>false</RvslInd><Sts><Cd>BOOK</Cd></Sts>
 <BookgDt><DtTm>2026-11-20T09:30:00+08:00</DtTm></BookgDt><ValDt><Dt>2026-11-20</Dt></ValDt>
 <AcctSvcrRef>FT1</AcctSvcrRef>
 <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>DMCT</SubFmlyCd></Fmly></Domn></BkTxCd>
 <NtryDtls><Btch><NbOfTxs>1</NbOfTxs></Btch><TxDtls>
  <Refs><InstrId>I1</InstrId><EndToEndId>E2E-1</EndToEndId>
   <UETR>0a1b2c3d-0a1b-4c2d-8e3f-0a1b2c3d4e5f</UETR></Refs>
  <Amt Ccy="HKD">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>
  <RltdPties><Dbtr><Pty><Nm>Chan Tai Man</Nm></Pty></Dbtr>
   <DbtrAcct><Id><Othr><Id>987-654-32100</Id></Othr></Id></DbtrAcct></RltdPties>
  <RmtInf><Ustrd>INVESTOR</Ustrd></RmtInf>
 </TxDtls></NtryDtls>
</Ntry>"""
BALANCE = """
<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="HKD">{amount}</Amt>
 <CdtDbtInd>{side}</CdtDbtInd><Dt><Dt>2026-11-20</Dt></Dt></Bal>"""
BANKS_OWN = (
    f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="{NAMESPACE}"><BkToCstmrStmt>
<GrpHdr><MsgId>M-324</MsgId><CreDtTm>2026-11-20T18:00:00+08:00</CreDtTm>
 <MsgPgntn><PgNb>1</PgNb><LastPgInd>true</LastPgInd></MsgPgntn></GrpHdr>
<Stmt><Id>S-324</Id><StmtPgntn><PgNb>1</PgNb><LastPgInd>1</LastPgInd></StmtPgntn>
 <ElctrncSeqNb>324</ElctrncSeqNb>
 <Acct><Id><Othr><Id>{BACKING}</Id></Othr></Id><Ccy>HKD</Ccy><Nm>Backing</Nm></Acct>"""
    + BALANCE.format(code="OPBD", amount="40.00", side="DBIT")
    + BALANCE.format(code="CLBD", amount="1194.50", side="CRDT")
    + BALANCE.format(code="CLAV", amount="9999.00", side="CRDT")
    + """<TxsSummry><TtlNtries><NbOfNtries>1</NbOfNtries><Sum>1234.50</Sum><TtlNetNtry>
 <Amt>1234.50</Amt><CdtDbtInd>CRDT</CdtDbtInd></TtlNetNtry></TtlNtries><TtlCdtNtries>
 <NbOfNtries>1</NbOfNtries><Sum>1234.5</Sum></TtlCdtNtries><TtlDbtNtries>
 <NbOfNtries>0</NbOfNtries><Sum>0</Sum></TtlDbtNtries></TxsSummry>"""
    + ENTRY.format(amount="1234.50")
    + "<AddtlStmtInf>Thank you</AddtlStmtInf></Stmt></BkToCstmrStmt></Document>"
).encode()
BANKS_OWN_MEANS = Statement(
    message_id="M-324",
    created_at="2026-11-20T18:00:00+08:00",
    statement_id="S-324",
    account=BACKING,
    currency="HKD",
    opening_minor=-4_000,
    opening_day=DAY,
    closing_minor=119_450,
    closing_day=DAY,
    entries=(
        Entry(
            123_450,
            "INVESTOR",
            "FT1",
            DAY,
            DAY,
            entry_reference="1",
            end_to_end_id="E2E-1",
            uetr="0a1b2c3d-0a1b-4c2d-8e3f-0a1b2c3d4e5f",
        ),
    ),
)


def entry(number: int, **changed: Any) -> Entry:
    """One booking: number 3 brings 300.00 to INVESTOR."""
    made = Entry(number * 10_000, "INVESTOR", f"FT{number}", DAY, DAY, entry_reference=str(number))
    return replace(made, **changed)


def statement(*entries: Entry, **changed: Any) -> Statement:
    """A statement of these entries whose balances add up."""
    listed = entries or (entry(1), entry(2), entry(3))
    made = replace(
        BANKS_OWN_MEANS,
        opening_minor=500,
        closing_minor=500 + sum(one.signed_minor for one in listed),
        entries=listed,
    )
    return replace(made, **changed)


def problems_of(data: bytes) -> list[Problem]:
    """What a file is refused for; a failure if it is not."""
    with pytest.raises(PrayaError) as refused:
        read_statement(data)
    assert refused.value.code == "STATEMENT_REFUSED"
    listed: Any = refused.value.values["problems"]
    return list(listed)


def found(data: bytes) -> list[tuple[str, str, str]]:
    """Path below the statement, value and kind of each problem."""
    return [(one.path.removeprefix(STMT), one.value, one.kind.name) for one in problems_of(data)]


def swapped(data: bytes, old: str, new: str, count: int = 1) -> bytes:
    """The file with a text changed, which must stand in it."""
    assert old.encode() in data, old
    return data.replace(old.encode(), new.encode(), count)


def tree(data: bytes) -> etree._Element:
    return etree.fromstring(data)
