"""What was asked in each step of one run of a schedule, and what was answered, in plain words.

A run that is told of a transcript goes exactly as one that is not. What is secret until it is used
(the preimage of a hold) and what nobody reads (documents, digests) is told by its size only.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Final

from praya.base.status import Status
from praya.intents.schema import Kind, may_be_absent
from praya.kernel import operations as op
from praya.node.execution import Answer
from praya.testing.oracle.book import code_of
from praya.testing.oracle.ledger import NaiveLedger
from praya.testing.oracle.sent import RowValues, Sent

TEXT_MAX: Final = 72  # characters of one field
ROWS_MAX: Final = 4  # rows of a batch, or of columns
AFTER_ALL: Final = -1  # the place of what is asked once the steps are done
NO_ANSWER: Final = ""
OPERATIONS: Final = {op.MOVE: "MOVE", op.HOLD: "HOLD", op.POST: "POST", op.VOID: "VOID"}


@dataclass(frozen=True, slots=True)
class AskedRow:
    """One row of a batch: what it says, and how it was answered."""

    said: str  # for example "MOVE BANKA.HOUSE -> BANKB.C1 12345 HKD"
    status: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of a step."""

    verb: str
    acting: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]  # by the names that a request is written with
    status: str  # "" where the node stopped before it answered
    repeated: bool  # it is the first answer once more
    rows_applied: int  # of a batch, or of the rows that a request came to
    rows: tuple[AskedRow, ...] = ()
    changed: str = ""  # what about the envelope is not as its maker signed it

    def facts(self) -> dict[str, Any]:
        """The same for JSON."""
        rows = [{"row": row.said, "status": row.status or None} for row in self.rows]
        return {
            "verb": self.verb,
            "acting": list(self.acting),
            "fields": dict(self.fields),
            "rows": rows,
            "changed": self.changed or None,
            "status": self.status or None,
            "rows_applied": self.rows_applied,
            "repeated": self.repeated,
        }


@dataclass(slots=True)
class Transcript:
    """Fills while a schedule runs; ask it by the places of steps."""

    _place: int = AFTER_ALL
    _calls: list[tuple[int, list[tuple[Sent, tuple[AskedRow, ...]]]]] = field(default_factory=list)
    _answers: dict[int, Sequence[Answer]] = field(default_factory=dict)  # by call

    def begin(self, place: int) -> None:
        """What follows belongs to the step at this place."""
        self._place = place

    def ask(self, sents: Sequence[Sent], ledger: NaiveLedger) -> None:
        """These are sent in one call, to a ledger that stands as this one."""
        told = [(sent, _rows(sent, ledger)) for sent in sents]
        self._calls.append((self._place, told))

    def answer(self, answers: Sequence[Answer]) -> None:
        """The last call was answered."""
        self._answers[len(self._calls) - 1] = answers

    def of(self, place: int) -> tuple[Asked, ...]:
        """What was asked in a step, in the order it was sent."""
        return tuple(
            one
            for call, (own, told) in enumerate(self._calls)
            if own == place
            for one in self._told(told, self._answers.get(call, ()))
        )

    def _told(
        self, told: list[tuple[Sent, tuple[AskedRow, ...]]], answers: Sequence[Answer]
    ) -> Iterator[Asked]:
        for number, (sent, rows) in enumerate(told):
            answer = answers[number] if number < len(answers) else None
            stated = _statuses(answer)
            yield Asked(
                sent.header.verb,
                sent.header.acting,
                _fields(sent),
                NO_ANSWER if answer is None else Status(answer.status).name,
                answer is not None and answer.repeated,
                0 if answer is None else int(answer.rows_applied),
                tuple(
                    AskedRow(row.said, stated[place] if place < len(stated) else NO_ANSWER)
                    for place, row in enumerate(rows)
                ),
                _changed(sent),
            )


def _statuses(answer: Answer | None) -> list[str]:
    if answer is None:
        return []
    return [Status(status).name for status in answer.statuses[:ROWS_MAX].tolist()]


def _changed(sent: Sent) -> str:
    """In what an envelope is not what a wallet would send."""
    if sent.is_mangled:
        return "bytes changed on the way"
    if sent.has_other_section:
        return "another section than was signed"
    if sent.has_other_protocol:
        return "another protocol version"
    if not all(one.is_good for one in sent.signed):
        return "a forged signature"
    return ""


def _fields(sent: Sent) -> tuple[tuple[str, str], ...]:
    """The fields of a request by name; of a batch or of columns, how many rows there are."""
    told: list[tuple[str, str]] = []
    if sent.intent is not None:
        for one in fields(sent.intent):
            value = getattr(sent.intent, one.name)
            if not (may_be_absent(one) and value == one.default):
                told.append((one.name, _short(_plain(one.metadata["kind"], value))))
    elif sent.header.body is not None:
        told = [(str(number), _short(_sized(value))) for number, value in sent.header.body.items()]
    if sent.header.section is not None:
        told.append(("rows", str(sent.header.section.row_count)))
    return tuple(told)


def _plain(kind: Kind, value: Any) -> str:
    if kind is Kind.BYTES:
        return _sized(value)
    if kind in (Kind.CODES, Kind.RECORDS) and isinstance(value, (tuple, list)):
        return ", ".join(map(_sized, value)) or "-"
    return _sized(value)


def _sized(value: Any) -> str:
    """A value as text; bytes by their number alone, also inside maps and lists."""
    if isinstance(value, bytes):
        return f"<{len(value)} bytes>"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_sized(one)}" for key, one in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_sized, value)) + "]"
    return str(value) if value != "" else "-"


def _short(text: str) -> str:
    return text if len(text) <= TEXT_MAX else text[: TEXT_MAX - 1] + "…"


def _rows(sent: Sent, ledger: NaiveLedger) -> tuple[AskedRow, ...]:
    """The first rows of a batch, with accounts and assets by name where they are known."""
    return tuple(AskedRow(_row(row, ledger), NO_ANSWER) for row in sent.rows[:ROWS_MAX])


def _row(row: RowValues, ledger: NaiveLedger) -> str:
    debit, credit, amount, group, kind, authority = row
    source, asset = _position(ledger, debit)
    target, credited = _position(ledger, credit)
    said = f"{OPERATIONS.get(kind, kind)} {source} -> {target} {amount} {asset or credited}".strip()
    said += f", group {group}" if group else ""
    return said + (f", mandate {authority}" if authority else "")


def _position(ledger: NaiveLedger, number: int) -> tuple[str, str]:
    """Account and asset of a position; its number where there is none."""
    state = ledger.book.model.state
    if number < 0:
        return "-", ""
    try:
        account = code_of(state["accounts"][state.positions[number]["account"]])
        return account, code_of(state["assets"][state.asset_of(number)])
    except LookupError:
        return str(number), ""
