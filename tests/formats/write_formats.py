"""Writes the generated tables of docs/reference/formats.md; the text between them is by hand.

Run it after a change of a format: python tests/formats/write_formats.py
A table stands between `<!-- name: begin -->` and `<!-- name: end -->`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from praya.base.signing import Algorithm, KeyField, KeyKind, Suite
from praya.envelopes.batch_columns import BATCH_COLUMNS
from praya.envelopes.participants import Licence, Role
from praya.instruments import INSTRUMENTS
from praya.intents import INTENTS
from praya.intents.accounts.open_accounts import RECORD
from praya.intents.schema import Kind, may_be_absent
from praya.kernel import tables as t
from praya.kernel.operations import OPERANDS

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reference" / "formats.md"
SOURCE = ROOT / "src" / "praya"
GOLDEN = ROOT / "tests" / "golden"


PURPOSES = {
    "praya page 1": "the leaf of a page of a table, 16,384 bytes",
    "praya node 1": "two nodes of a table's tree, left then right",
    "praya table 1": "a table's tree root, then its row count as u64",
    "praya state 1": "for each table: u16 length of its name, the name, its root",
    "praya salt 1": "an envelope's seed, then the OPEN row's number as u32; 16 bytes of output",
    "praya leaf 1": "a position's salt, then what the leaf of a client proof states",
    "praya document key 1": "the name of a document, UTF-8",
    "praya document value 1": "the bytes of a document",
    "praya results 1": "the answers of a block",
    "praya segment 1": "the first 4,064 bytes of a journal segment",
    "praya commit 1": "chain id, a commit's first 160 bytes, then its bytes from 192 on",
    "praya anchor 1": "the first 224 bytes of the anchor",
    "praya snapshot header 1": "the first 32 bytes of a snapshot, then its header",
    "praya snapshot section 1": "the bytes of one section of a snapshot",
    "praya snapshot 1": "prologue, section heads and first 32 bytes of the trailer of a snapshot",
}
GOLDEN_FILES = {
    "encoding-v1.json": "values in deterministic CBOR",
    "header-v1.json": "envelope headers, what is signed, key sets, a key policy",
    "envelope-v1.json": "whole envelopes, signed and unsigned",
    "roots-v1.json": "pages, nodes, tables, states, RFC 6962 trees",
    "salts-v1.json": "salts and a salted leaf",
    "journal-v1.txt": "a journal of two segments, its anchor, a snapshot",
    "statuses.json": "the numbers of statuses",
    "genesis-v1.json": "two genesis files, their chain ids, the first state root",
    "documents-v1.json": "documents of every kind with the digests of their names and bytes",
    "intents-v1.json": "a body for every verb",
    "kernel-v1.json": "the operand table, the columns of every table, their numbers",
    "blocks-v1.json": "block headers with their hashes, results with their digest, a skip order",
    "proofs-v1.json": "the tree over recorded holdings, and one holder's proof",
    "proof-block-v1.json": "a proof file: a block of the chain",
    "proof-consistency-v1.json": "a proof file: two heights of the chain",
    "proof-document-v1.json": "a proof file: a document of the chain",
    "proof-envelope-v1.json": "a proof file: an envelope of the chain",
    "proof-position-v1.json": "a proof file: a holding recorded and attested on the chain",
    "proof-transfer-v1.json": "a proof file: an envelope that is a transfer",
    "files-v1.json": "a snapshot and an export",
    "chain-v1.praya": "the export of a whole chain: every verb, a batch, refusals, a coupon paid",
    "chain-v1.json": "its chain id, answers, header hashes and state roots",
}


def row(*cells: object) -> str:
    """One line of a table."""
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def table(heads: Sequence[str], lines: Iterable[Sequence[object]]) -> str:
    """A table with its heads."""
    return "\n".join([row(*heads), row(*("---" for _ in heads)), *(row(*line) for line in lines)])


def contexts() -> list[str]:
    """Every derive_key context in the source, in the order of files; the naive node has its own."""
    pattern = re.compile(r'derive_key_context="([^"]+)"')
    found: list[str] = []
    for path in sorted(SOURCE.rglob("*.py")):
        if path.relative_to(SOURCE).parts[0] == "testing":
            continue
        found += pattern.findall(path.read_text(encoding="utf-8"))
    return found


def contexts_table() -> str:
    """What is hashed under which context; a context without a purpose is an error."""
    return table(["context", "hashed"], [(f"`{each}`", PURPOSES[each]) for each in contexts()])


def intents_table() -> str:
    """Every verb with the numbers, names and kinds of its fields."""
    lines = []
    for verb, intent in INTENTS.items():
        stated = [
            f"{one.metadata['number']} {one.name}: {one.metadata['kind'].name}"
            + (" (may be absent)" if may_be_absent(one) else "")
            for one in fields(intent)
        ]
        lines.append((f"`{verb}`", intent.TITLE[0], "; ".join(stated)))
    return table(["verb", "meaning", "fields"], lines)


def records_table() -> str:
    """The maps inside `accounts.open_accounts`."""
    return table(["number", "field"], [(number, one.english) for number, one in RECORD.items()])


def instruments_table() -> str:
    """The field numbers of every instrument's terms."""
    lines = []
    for name, instrument in INSTRUMENTS.items():
        stated = [f"{number} {field}" for number, field in instrument.FIELDS.items()]
        lines.append((f"`{name}`", "; ".join(stated)))
    return table(["instrument", "fields of its terms"], lines)


def operands_table() -> str:
    """Every operation with its operands."""
    lines = []
    for name, number, operands, more in OPERANDS:
        listed = "; ".join(f"M{place} = {each}" for place, each in enumerate(more, start=1))
        lines.append((number, name, *operands, listed or "none"))
    return table(["number", "name", "debit", "credit", "amount", "authority", "MORE rows"], lines)


def tables_table() -> str:
    """Every table of the state with its columns, in the order of the root."""
    lines = [
        (name, len(columns), ", ".join(columns))
        for name, columns in t.COLUMNS.items()
        if name != "counts"
    ]
    return table(["table", "columns", "names"], lines)


def requests_table() -> str:
    """The columns of live request ids."""
    return table(["column", "name"], enumerate(t.COLUMNS["requests"]))


def columns_table() -> str:
    """The columns of a signed batch."""
    return table(["column", "dtype"], [(f"`{name}`", f"`{kind}`") for name, kind in BATCH_COLUMNS])


def numbers_table() -> str:
    """Numbers with names that stand in headers, key sets and documents."""
    listed: tuple[Any, ...] = (Suite, Algorithm, KeyKind, KeyField, Licence, Role, Kind)
    lines = [
        (each.__name__, ", ".join(f"{int(one)} {one.name}" for one in each)) for each in listed
    ]
    return table(["of", "numbers"], lines)


def limits_table() -> str:
    """The limits that are part of the protocol, as `praya.base.limits` states them."""
    pattern = re.compile(r"^([A-Z_]+) = ([^#\n]+?)(?:  # (.+))?$", re.MULTILINE)
    text = (SOURCE / "base" / "limits.py").read_text(encoding="utf-8")
    found = pattern.findall(text)
    return table(["limit", "value", "reason"], [(f"`{a}`", f"`{b}`", c) for a, b, c in found])


def golden_names() -> list[str]:
    """The files in the folder of golden files; fixtures have a folder and a page of their own."""
    return sorted(path.name for path in GOLDEN.iterdir() if path.is_file())


def golden_table() -> str:
    """The golden files, all that lie in the folder and no other."""
    names = golden_names()
    return table(["file in tests/golden", "holds"], [(f"`{n}`", GOLDEN_FILES[n]) for n in names])


def tables() -> dict[str, str]:
    """Every generated table by the name of its place."""
    return {
        "contexts": contexts_table(),
        "intents": intents_table(),
        "records": records_table(),
        "instruments": instruments_table(),
        "operands": operands_table(),
        "tables": tables_table(),
        "requests": requests_table(),
        "columns": columns_table(),
        "numbers": numbers_table(),
        "limits": limits_table(),
        "golden": golden_table(),
    }


def filled(page: str) -> str:
    """The page with every generated table anew; each has exactly one place."""
    for name, content in tables().items():
        begin, end = f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->"
        if page.count(begin) != 1 or page.count(end) != 1:
            raise ValueError(f"the page does not have one place for the table {name}")
        before, rest = page.split(begin)
        page = f"{before}{begin}{content}\n{end}{rest.split(end)[1]}"
    return page


def main() -> None:
    """Write the page."""
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    print(PAGE.relative_to(ROOT))


if __name__ == "__main__":
    main()
