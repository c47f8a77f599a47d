"""Ledger cases as text: one row a line, its expected status behind it.

    @ acting=1,2 height=5 time=1000 signed numbering=9      an envelope begins
    MOVE 1 2 50 g=1 a=3 => APPLIED                          debit credit amount, group, authority
    + 1 2 0                                                 a MORE row of the row above
    @ begin time=1000                                       what a block begins with
    = 1 available=100 held=0                                a position as it must stand now;
                                                            rows below it are a new envelope

A row without `=>` must be APPLIED. Knows the model only.
"""

from dataclasses import dataclass, field

from praya.base.status import Status
from praya.testing.model import operations
from praya.testing.model.block import Model, Outcome, RowValues

NO_LIMIT = 2**62


@dataclass
class Envelope:
    """Rows that run together, and what must become of them."""

    options: dict[str, str] = field(default_factory=dict)
    rows: list[RowValues] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    balances: list[str] = field(default_factory=list)


def parse(text: str) -> list[Envelope]:
    """The envelopes of a case."""
    envelopes: list[Envelope] = []
    for raw in text.strip().splitlines():
        line = raw.strip()
        if not line:
            continue
        if line.startswith("@") or not envelopes:
            envelopes.append(Envelope())
        if line.startswith("@"):
            for word in line[1:].split():
                name, _, value = word.partition("=")
                envelopes[-1].options[name] = value
        elif line.startswith("="):
            envelopes[-1].balances.append(line[1:])
        else:
            if envelopes[-1].balances:
                envelopes.append(Envelope(dict(envelopes[-1].options)))
            parse_row(line, envelopes[-1])
    return envelopes


def parse_row(line: str, envelope: Envelope) -> None:
    """One row into its envelope."""
    fields, _, expected = line.partition("=>")
    name, *numbers = [word for word in fields.split() if "=" not in word]
    options = dict(word.split("=") for word in fields.split() if "=" in word)
    debit, credit, amount = (int(number, 0) for number in numbers)
    group, authority = int(options.get("g", "0")), int(options.get("a", "0"))
    if name == "+" and "g" not in options:
        group = envelope.rows[-1][3]
    operation = int(name[2:]) if name.startswith("OP") and name[2:].isdigit() else None
    if operation is None:
        operation = operations.MORE if name == "+" else int(getattr(operations, name))
    envelope.rows.append((debit, credit, amount, group, operation, authority))
    inherited = envelope.expected[-1] if name == "+" and envelope.expected else "APPLIED"
    envelope.expected.append(expected.strip() or inherited)


def run(model: Model, text: str) -> Outcome:
    """Run a case and check every expectation in it; answers the last outcome."""
    outcome = Outcome()
    for envelope in parse(text):
        outcome = run_envelope(model, envelope)
        names = [Status(status).name for status in outcome.statuses]
        if "begin" not in envelope.options:
            assert names == envelope.expected
        for line in envelope.balances:
            check_balance(model, line)
    return outcome


def run_envelope(model: Model, envelope: Envelope) -> Outcome:
    """One envelope, or a block's beginning."""
    options = envelope.options
    height, time = int(options.get("height", "10")), int(options.get("time", "1000"))
    if "begin" in options:
        return model.begin_block(height=height, block_time=time) or Outcome()
    return model.apply(
        envelope.rows,
        height=height,
        block_time=time,
        acting=tuple(int(number) for number in options.get("acting", "1,2,3").split(",")),
        numbering_height=int(options.get("numbering", NO_LIMIT)),
        lowered="signed" not in options,
    )


def check_balance(model: Model, line: str) -> None:
    """A stated position against the model."""
    number, *stated = line.split()
    position = int(number)
    row = model.state.balances[position] | model.state.positions[position]
    for word in stated:
        column, value = word.split("=")
        assert row[column] == int(value), f"position {position}: {column} is {row[column]}"


BASE = """
@ height=1
PUT -1 0 0
+ 1 0 0
+ 0 0 0
+ 2 0 0
+ 0 0 0
GOVERN 1 -2 0
GOVERN 1 0 0
GOVERN 1 0 0
DEFINE 1 1 0
+ 2 0 0
+ 1 0 0
+ 0 0 0
DEFINE 1 2 3
+ 0 0 0
+ 2 0 0
+ 0 0 0
DEFINE 1 3 1
+ 0 0 0
+ 3 0 0
+ 0 0 0
DEFINE 2 1 1000
+ 2 0 0
+ 7 0 0
+ 0 0 0
DEFINE 2 1 1000
+ 2 0 1
+ 8 0 0
+ 0 0 0
OPEN 0 0 1
+ 0 0 0
OPEN 1 0 0
+ 0 0 0
OPEN 2 0 0
+ 0 0 0
OPEN 0 1 1
+ 0 0 0
OPEN 1 1 0
+ 0 0 0
OPEN 2 1 0
+ 0 0 0
MOVE 0 1 100
MOVE 0 2 50
MOVE 64 65 100
= 0 available=-150 held=0 account=0
= 1 available=100 held=0 account=1
= 2 available=50 held=0 account=2
= 64 available=-100
= 65 available=100 account=1
= 66 available=0 account=2
"""


def base_world(business_date: int = 100) -> Model:
    """Participants 1, 2, 3 with accounts 0, 1, 2; assets 0 and 1 issued by 1.

    Positions of asset 0: 0 issuance, 1 of account 1 (100), 2 of account 2 (50). Of asset 1, which
    requires attribute 1: 64 issuance, 65 of account 1 (100), 66 of account 2 (0).
    """
    model = Model(business_date)
    run(model, BASE)
    return model
