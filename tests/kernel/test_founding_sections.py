"""A ledger made from a snapshot's sections: each document is what its slot says, or nothing is."""

import pytest

from praya.base.encoding import encode
from praya.base.errors import PrayaError
from praya.kernel import tables as t
from praya.kernel.builder import RowBuilder
from praya.kernel.ledger import DOCUMENTS_SECTION, Ledger
from praya.kernel.state import State
from praya.kernel.step import Context, apply

Sections = dict[str, bytes]
DOCUMENTS = [("participant/A", b"a"), ("terms/X", b""), ("participant/B", b"bb")]


def ledger() -> Ledger:
    """Three documents, two of them participants', an account and an asset."""
    made = Ledger(State(100))
    build = RowBuilder(bytes(16), group=0)
    slots = [build.put(name, value, -1, 0) for name, value in DOCUMENTS]
    for slot in (slots[0], slots[2]):
        build.govern(1, slot)
    build.define_account("HOUSE", 2, 1)
    build.define_account("CLIENT", 1, 0)
    build.define_asset("X", 1, decimals=2, limit=100)
    build.open(1, 0)
    outcome = apply(made.state, build.rows(), Context(1, 1, (1,)))
    assert outcome.first_refusal() == 0
    made.absorb(build.rows(), outcome, build.puts)
    return made


def sections() -> Sections:
    made = ledger()
    found = {name: bytes(content) for name, content in made.state.sections()}
    return found | {DOCUMENTS_SECTION: made.document_section()}


def read(parts: Sections) -> Ledger:
    return Ledger.from_sections({name: memoryview(part) for name, part in parts.items()})


def refused(parts: Sections) -> str:
    with pytest.raises(PrayaError) as problem:
        read(parts)
    assert problem.value.code == "SNAPSHOT_REFUSED"
    return str(problem.value.values["reason"])


def cell(parts: Sections, table: str, row: int, column: int, value: int) -> Sections:
    """The sections with one cell changed."""
    place = 8 * (row * len(t.COLUMNS[table]) + column)
    content = parts[table]
    said = value.to_bytes(8, "little", signed=True)
    return parts | {table: content[:place] + said + content[place + 8 :]}


def documents(*listed: object) -> bytes:
    """A section of documents as a snapshot lays it out."""
    items = [encode(item) for item in listed]
    return b"".join(len(item).to_bytes(4, "little") + item for item in items)


def test_what_was_kept_is_read_again() -> None:
    first, again = ledger(), read(sections())
    assert again.state.root() == first.state.root()
    assert [*again.document_names()] == [name for name, _ in DOCUMENTS]
    for slot, (name, value) in enumerate(DOCUMENTS):
        assert again.document(name) == value == first.document(name)
        assert again.document_slot(name) == first.document_slot(name) == (slot, 1)
    assert again.participant_codes() == first.participant_codes() == {"A": 1, "B": 2}
    assert (again.account("HOUSE"), again.account("CLIENT"), again.asset("X")) == (0, 1, 0)
    assert (again.account_code(1), again.asset_code(0)) == ("CLIENT", "X")
    assert (again.position(1, 0), again.position(0, 0)) == (0, None)
    assert again.document_section() == first.document_section()


def test_what_nobody_kept_is_not_there() -> None:
    again = read(sections())
    assert (again.account("X"), again.asset("HOUSE"), again.participant("C")) == (None,) * 3
    assert (again.document("terms/Y"), again.document_slot("terms/Y")) == (None, (-1, 0))
    assert again.knows_account_among({b"CLIENT".ljust(32, b"\0"), b"Y".ljust(32, b"\0")})
    assert not again.knows_account_among({b"CLIENT", b"Y".ljust(32, b"\0")})


@pytest.mark.parametrize("row", [1, 2])
@pytest.mark.parametrize("slot", [-1, -2, len(DOCUMENTS), len(DOCUMENTS) + 1, 2**40, -(2**63)])
def test_a_participant_without_a_document_is_refused(row: int, slot: int) -> None:
    parts = cell(sections(), "participants", row, t.PARTICIPANT_DOCUMENT, slot)
    assert refused(parts) == "participants"


def test_a_participant_may_name_any_document_there_is() -> None:
    """Which document it is, its reader judges; here it only has to be one."""
    for slot in range(len(DOCUMENTS)):
        parts = cell(sections(), "participants", 1, t.PARTICIPANT_DOCUMENT, slot)
        assert len(read(parts).participant_codes()) in (1, 2)


A, X, B = ([name, value] for name, value in DOCUMENTS)
WRONG: list[tuple[str, bytes, str]] = [
    ("none", b"", "documents"),
    ("the last is missing", documents(A, X), "documents"),
    ("one more than slots", documents(A, X, B, ["more", b""]), "document"),
    ("the first again at the end", documents(A, X, B, A), "document"),
    ("another order", documents(X, A, B), "document"),
    ("twice the same", documents(A, A, B), "document"),
    ("another name", documents(["participant/C", b"a"], X, B), "document"),
    ("another value", documents(["participant/A", b"b"], X, B), "document"),
    ("a value that is a text", documents(["participant/A", "a"], X, B), "document"),
    ("a name that is bytes", documents([b"participant/A", b"a"], X, B), "document"),
    ("three things", documents([*A, 0], X, B), "document"),
    ("one thing", documents(A[:1], X, B), "document"),
    ("a map", documents({1: b"a"}, X, B), "document"),
    ("nothing", documents(None, X, B), "document"),
]


@pytest.mark.parametrize(("content", "reason"), [r[1:] for r in WRONG], ids=[r[0] for r in WRONG])
def test_documents_that_are_not_those_of_the_slots_are_refused(content: bytes, reason: str) -> None:
    assert refused(sections() | {DOCUMENTS_SECTION: content}) == reason


def test_a_snapshot_without_documents_is_refused() -> None:
    parts = sections()
    del parts[DOCUMENTS_SECTION]
    assert refused(parts) == "documents"


@pytest.mark.parametrize("column", [0, 3, 5, 8])
def test_a_slot_that_says_otherwise_is_refused(column: int) -> None:
    """Keys take four columns, the version one, values four."""
    for slot in range(len(DOCUMENTS)):
        assert refused(cell(sections(), "documents", slot, column, 77)) == "document"


@pytest.mark.parametrize("name", [name for name in t.NAMES if name != "counts"])
def test_a_table_of_another_length_is_refused(name: str) -> None:
    parts = sections()
    width = 8 * len(t.COLUMNS[name])
    assert refused(parts | {name: parts[name] + bytes(width)}) == "rows"
    assert refused(parts | {name: parts[name] + bytes(8)}) in ("rows", "tables")
    for spoiled in (parts[name] + b"\0", parts[name] + bytes(7)):
        assert refused(parts | {name: spoiled}) == "tables"
    if parts[name]:
        assert refused(parts | {name: parts[name][:-8]}) == "rows"
        assert refused(parts | {name: parts[name][:-1]}) == "tables"
    del parts[name]
    assert refused(parts) == "tables"


def test_counts_of_another_number_of_tables_are_refused() -> None:
    parts = sections()
    for number in (len(t.NAMES) - 1, len(t.NAMES) + 1, 0):
        assert refused(cell(parts, "counts", 0, 0, number)) == "rows"
    assert refused(parts | {"counts": parts["counts"] + bytes(8)}) == "rows"
    assert refused(parts | {"counts": b""}) == "rows"
