"""A ledger and the things on it in words: participants, accounts, assets."""

from typing import Any, Final

from praya.base.attributes import Attribute
from praya.base.encoding import decode
from praya.base.errors import require
from praya.base.limits import DOCUMENT_BYTES_MAX
from praya.dev.commands.facts import Fact, show_facts
from praya.dev.commands.holdings import holdings
from praya.dev.commands.keys import suite_text
from praya.dev.commands.names import find_account, find_asset, find_participant
from praya.dev.commands.opening import reading
from praya.dev.commands.participant_view import participant_facts
from praya.dev.commands.supply import amount_text, supply_of
from praya.dev.commands.terminal import Terminal
from praya.dev.commands.times import day_text, time_text
from praya.instruments import INSTRUMENTS
from praya.instruments.term_sheets import write_term_sheet
from praya.intents.accounts.open_accounts import KIND_NAMES
from praya.intents.lowering import asset_document_name
from praya.intents.schema import ATTRIBUTE_FLAGS
from praya.kernel import tables as t
from praya.kernel.ledger import Ledger
from praya.node.execution import Executor

_EVENT_KINDS: Final = {
    t.EVENT_RECORD_ONLY: "record",
    t.EVENT_DISTRIBUTION: "distribution",
    t.EVENT_REDEMPTION: "redemption",
    t.EVENT_CONVERSION: "conversion",
}
_EVENT_STATES: Final = {
    t.EVENT_PENDING: "pending",
    t.EVENT_RECORDED: "recorded",
    t.EVENT_PAID: "paid",
    t.EVENT_CONVERTED: "converted",
}
_ASSET_FLAGS: Final = {
    t.ASSET_PAUSED_FLAG: "paused",
    t.ASSET_CLOSED_FLAG: "closed",
    t.ASSET_SWEEPING_FLAG: "sweeping",
}
_ACCOUNT_FLAGS: Final = {
    t.FLAG_DEBIT_FROZEN: "debit_frozen",
    t.FLAG_CREDIT_FROZEN: "credit_frozen",
}


def show_overview(terminal: Terminal, folder: str) -> None:
    """What ledger this is, where it stands, and who and what is on it."""
    executor = reading(folder)
    ledger, state, words = executor.ledger, executor.ledger.state, terminal.words
    counts = {
        name: state.rows(table)
        for name, table in (("accounts", t.ACCOUNTS), ("assets", t.ASSETS), ("holds", t.HOLDS))
    }
    facts = [
        (words("fact.name"), executor.genesis.name),
        (words("fact.chain"), executor.chain_id.hex()),
        (words("fact.suite"), suite_text(terminal, executor.genesis.suite)),
        (words("fact.height"), f"{executor.height:,}"),
        (words("fact.block_time"), time_text(executor.block_time)),
        (words("fact.date"), day_text(state.business_date)),
        (words("fact.root"), state.root().hex()),
        (words("fact.participants"), ", ".join(ledger.participant_codes())),
    ]
    facts += [(words(f"fact.{name}"), f"{count:,}") for name, count in counts.items()]
    facts += [(f"{words('fact.supply')} {code}", text) for code, text in supply_of(ledger).items()]
    show_facts(terminal, facts)
    terminal.data(
        {
            "name": executor.genesis.name,
            "chain_id": executor.chain_id.hex(),
            "suite": executor.genesis.suite.name,
            "height": executor.height,
            "block_time": executor.block_time,
            "business_date": day_text(state.business_date),
            "root": state.root().hex(),
            "participants": list(ledger.participant_codes()),
            **counts,
            "supply": supply_of(ledger),
        }
    )


def show_participant(terminal: Terminal, folder: str, code: str, *, everything: bool) -> None:
    """A participant's document, and whether it may act now."""
    executor = reading(folder)
    number = find_participant(executor.ledger, code)
    participant = executor.directory.participants[code]
    state = "suspended" if code in executor.directory.suspended else "active"
    words = terminal.words
    now = (words("fact.state"), words(f"state.{state}"))
    show_facts(terminal, [*participant_facts(participant, terminal.language), now])
    terminal.data(
        {
            "code": code,
            "number": number,
            "state": state,
            "name_en": participant.name_en,
            "name_zh": participant.name_zh,
            "lei": participant.lei,
            "licence": participant.licence.name,
            "licence_expiry": participant.licence_expiry,
            "roles": [role.name for role in participant.roles],
            "keys": [one.number for one in participant.key_sets],
        }
    )


def show_account(terminal: Terminal, folder: str, code: str, *, everything: bool) -> None:
    """An account: whose it is, what it may hold, what it holds."""
    executor = reading(folder)
    ledger, words = executor.ledger, terminal.words
    account = find_account(ledger, code)
    row = ledger.state.table("accounts")[account].tolist()
    flags = [name for bit, name in _ACCOUNT_FLAGS.items() if row[t.ACCOUNT_FLAGS] & bit]
    attributes = _attributes(row[t.ACCOUNT_ATTRIBUTES])
    kind = KIND_NAMES[row[t.ACCOUNT_KIND]]
    held = list(holdings(executor, account=account))
    owner = _owner(ledger, row[t.ACCOUNT_OWNER])
    show_facts(
        terminal,
        [
            (words("fact.code"), code),
            (words("fact.owner"), owner),
            (words("fact.kind"), kind[_place(terminal)]),
            (words("fact.attributes"), _attribute_words(terminal, attributes)),
            (words("fact.flags"), _states(terminal, flags)),
        ],
    )
    terminal.line()
    headings = [words(f"balances.head_{name}") for name in ("asset", "available", "held")]
    terminal.table(headings, [(one.asset, one.available, one.held) for one in held], (1, 2))
    terminal.data(
        {
            "code": code,
            "owner": owner,
            "kind": kind[0],
            "attributes": attributes,
            "flags": flags,
            "holdings": [
                {"asset": one.asset, "available": one.available, "held": one.held} for one in held
            ],
        }
    )


def show_asset(terminal: Terminal, folder: str, code: str, *, everything: bool) -> None:
    """An asset: its issuer, limits and supply, its terms, and what it will pay."""
    executor = reading(folder)
    ledger = executor.ledger
    asset = find_asset(ledger, code)
    row = ledger.state.table("assets")[asset].tolist()
    flags = [name for bit, name in _ASSET_FLAGS.items() if row[t.ASSET_FLAGS] & bit]
    instrument, terms = _terms(ledger, code)
    required = _attributes(row[t.ASSET_REQUIRED])
    data: dict[str, Any] = {
        "code": code,
        "issuer": _owner(ledger, row[t.ASSET_ISSUER]),
        "instrument": instrument,
        "decimals": row[t.ASSET_DECIMALS],
        "issue_limit": amount_text(ledger, asset, row[t.ASSET_ISSUE_LIMIT]),
        "supply": supply_of(ledger)[code],
        "required_attributes": required,
        "flags": flags,
        "terms": terms,
        "events": _events(executor, asset),
    }
    shown = {**data, "flags": _states(terminal, flags)}
    shown["required_attributes"] = _attribute_words(terminal, required)
    facts = [
        (terminal.words(f"fact.{name}"), str(shown[name]))
        for name in data
        if name not in ("terms", "events")
    ]
    show_facts(terminal, facts)
    if instrument in INSTRUMENTS:
        terminal.line()
        show_facts(terminal, _term_facts(instrument, terms, _place(terminal)))
    _show_events(terminal, data["events"])
    terminal.data(data)


def _terms(ledger: Ledger, code: str) -> tuple[str, dict[str, Any]]:
    """The instrument's name, and the terms by the names of its term sheet."""
    document = ledger.document(asset_document_name(code))
    require(document is not None, "an asset is defined with its terms")
    stated: Any = decode(document or b"", DOCUMENT_BYTES_MAX)
    name, fields = stated[1], stated[2]
    sheet: Any = write_term_sheet(code, name, INSTRUMENTS[name].read(fields))
    return name, sheet["terms"]


def _term_facts(instrument: str, terms: dict[str, Any], place: int) -> list[Fact]:
    """Each term with its label in the language at `place` of a label."""
    known = INSTRUMENTS[instrument]
    return [
        (known.LABELS[number][place], _text(terms[field]))
        for number, field in known.FIELDS.items()
        if field in terms
    ]


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _events(executor: Executor, asset: int) -> list[dict[str, Any]]:
    """The payments of an asset, in order."""
    listed = executor.ledger.state.table("events")
    return [
        {
            "number": row[t.EVENT_NUMBER],
            "kind": _EVENT_KINDS[row[t.EVENT_KIND]],
            "record_date": day_text(row[t.EVENT_RECORD_DATE]),
            "payment_date": day_text(row[t.EVENT_PAYMENT_DATE]) if row[t.EVENT_KIND] else None,
            "state": _EVENT_STATES[row[t.EVENT_STATE]],
        }
        for row in listed[listed[:, t.EVENT_ASSET] == asset].tolist()
    ]


def _show_events(terminal: Terminal, events: list[dict[str, Any]]) -> None:
    if not events:
        return
    words = terminal.words
    terminal.line()
    headings = [words(f"event.{name}") for name in events[0]]
    rows = [
        (
            str(event["number"]),
            words(f"event_kind.{event['kind']}"),
            event["record_date"],
            event["payment_date"] or "",  # a record that was asked for pays nothing
            words(f"state.{event['state']}"),
        )
        for event in events
    ]
    terminal.table(headings, rows, numbers=(0,))


def _owner(ledger: Ledger, number: int) -> str:
    owners = {each: code for code, each in ledger.participant_codes().items()}
    return owners[number]


def _attributes(bits: int) -> list[str]:
    return [attribute.name or "" for attribute in Attribute if bits & attribute]


def _states(terminal: Terminal, names: list[str]) -> str:
    shown = terminal.words("text.comma").join(terminal.words(f"state.{name}") for name in names)
    return shown or terminal.words("error.none")


def _attribute_words(terminal: Terminal, names: list[str]) -> str:
    """Attributes by their names, explained in Chinese where that is the language."""
    if not names:
        return terminal.words("error.none")
    if terminal.language != "zh-HK":
        return ", ".join(names)
    return "、".join(f"{name}（{ATTRIBUTE_FLAGS[int(Attribute[name])][1]}）" for name in names)


def _place(terminal: Terminal) -> int:
    """Where a pair of words has those of the reader."""
    return int(terminal.language != "en")
