"""The golden files of formats: bytes once written are the bytes for ever, and nothing else is read.

A missing file is a failure. What `tests/envelopes` and `tests/storage` hold is not repeated here.
"""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import golden_cases
import pytest
from golden_cases import CHAIN_FILE, FOLDER, RECORDS, golden
from golden_world import genesis

from praya.base.calendars import calendar_from_document
from praya.base.encoding import decode, encode
from praya.base.errors import PrayaError
from praya.base.limits import DOCUMENT_BYTES_MAX
from praya.base.signing import Suite
from praya.envelopes.participants import participant_from_document
from praya.instruments import INSTRUMENTS
from praya.instruments.instrument import read_terms
from praya.intents import INTENTS
from praya.intents.schema import body_of, read_intent
from praya.kernel.ledger import Ledger
from praya.node.genesis import decode_genesis
from praya.node.skips import decode_skip
from praya.proofs.headers import decode_block_header
from praya.proofs.holdings import HoldingProof
from praya.storage.exports import read_export
from praya.storage.snapshots import parse_snapshot

MADE = golden()
BLOCK_HEADERS = ("header", "header_with_skips")


def held(name: str) -> dict[str, Any]:
    """The cases of a golden file."""
    loaded: dict[str, Any] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    assert loaded, "no case"
    return loaded


def flipped(content: bytes, step: int) -> list[bytes]:
    """The same bytes with one bit changed, at every `step`-th place."""
    changed = []
    for place in range(0, len(content), step):
        damaged = bytearray(content)
        damaged[place] ^= 1
        changed.append(bytes(damaged))
    return changed


@pytest.mark.parametrize("name", sorted(MADE))
def test_what_is_made_today_is_what_was_golden(name: str) -> None:
    cases = held(name)
    print(f"{name}: {len(cases)} cases")
    assert json.loads(json.dumps(MADE[name])) == cases


def test_a_missing_file_fails() -> None:
    with pytest.raises(FileNotFoundError):
        held("never-v1.json")


def test_files_that_exist_are_never_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(golden_cases, "FOLDER", tmp_path)
    for name in (*MADE, *golden_cases.proof_files(), CHAIN_FILE):
        (tmp_path / name).write_bytes(b"as it was")
    golden_cases.write_missing()
    assert {path.read_bytes() for path in tmp_path.iterdir()} == {b"as it was"}
    (tmp_path / "blocks-v1.json").unlink()
    golden_cases.write_missing()
    assert json.loads((tmp_path / "blocks-v1.json").read_text()) == held("blocks-v1.json")


def test_every_verb_has_a_golden_body_that_is_read_and_written_again() -> None:
    bodies = held("intents-v1.json")
    print(f"{len(bodies)} bodies")
    assert set(bodies) == set(INTENTS)
    for verb, hexadecimal in bodies.items():
        content = bytes.fromhex(hexadecimal)
        intent = read_intent(INTENTS[verb], decode(content, DOCUMENT_BYTES_MAX))  # type: ignore
        assert encode(body_of(intent)) == content


def test_a_golden_body_with_a_field_missing_added_or_of_another_type_is_refused() -> None:
    refused = 0
    for verb, hexadecimal in held("intents-v1.json").items():
        body: Any = decode(bytes.fromhex(hexadecimal), DOCUMENT_BYTES_MAX)
        without = [{key: body[key] for key in body if key != left} for left in body]
        other = [{**body, key: None} for key in body] + [{**body, key: True} for key in body]
        for changed in (*without, *other, {**body, 0: 0}, {**body, 99: ""}, {}):
            with pytest.raises(PrayaError) as problem:
                read_intent(INTENTS[verb], changed)
            assert problem.value.code == "INTENT_REFUSED"
            refused += 1
    print(f"{refused} refused bodies")
    assert refused > 100


def test_a_golden_genesis_is_read_and_written_again() -> None:
    cases = held("genesis-v1.json")
    for name, chain_id in (("genesis", "chain_id"), ("with_snapshot", "with_snapshot_chain_id")):
        content = bytes.fromhex(cases[name])
        read = decode_genesis(content)
        assert read.encode() == content
        assert read.chain_id().hex() == cases[chain_id]


def test_a_changed_genesis_is_another_chain_or_none() -> None:
    cases = held("genesis-v1.json")
    refused = other = 0
    for changed in flipped(bytes.fromhex(cases["genesis"]), 1):
        try:
            found = decode_genesis(changed)
        except PrayaError:
            refused += 1
            continue
        assert found.encode() == changed
        assert found.chain_id().hex() != cases["chain_id"]
        other += 1
    print(f"{refused} refused, {other} of another chain")
    assert refused > 100
    assert other > 0


@pytest.mark.parametrize(
    "changed",
    [
        {1: 2},
        {1: None},
        {2: ""},
        {2: "x" * 65},
        {3: 3},
        {4: -(2**63)},
        {5: -1},
        {5: True},
        {6: "HKXX"},
        {7: []},
        {8: []},
        {9: []},
        {9: [7, b"root"]},
        {9: [0, bytes(32)]},
        {9: [7, bytes(32)]},
        {10: 0},
    ],
    ids=str,
)
def test_a_genesis_with_a_field_that_is_not_its_own_is_refused(changed: dict[int, object]) -> None:
    fields: Any = decode(genesis().encode(), 10_000)
    with pytest.raises(PrayaError) as problem:
        decode_genesis(encode({**fields, **changed}))
    assert problem.value.code == "GENESIS_DAMAGED"


def test_golden_documents_are_read_as_what_they_are() -> None:
    read = set()
    for name, (_, hexadecimal, _) in held("documents-v1.json").items():
        kind, content = name.partition("/")[0], bytes.fromhex(hexadecimal)
        value: Any = decode(content, DOCUMENT_BYTES_MAX)
        if kind == "participant":
            found = participant_from_document(content, Suite.ED25519)
            assert found.to_document() == content
            assert name == f"participant/{found.code}"
        elif kind == "calendar":
            assert name == f"calendar/{calendar_from_document(value).code}"
        elif kind == "asset":
            assert read_terms(INSTRUMENTS[value[1]], value[2])[1] == []
        else:
            assert (kind, set(value)) == ("receipt", {1, 2, 3})
        read.add(kind)
    print(f"{len(read)} kinds of document")
    assert read == {"participant", "calendar", "asset", "receipt"}


@pytest.mark.parametrize("name", BLOCK_HEADERS)
def test_golden_block_headers_are_read_and_written_again(name: str) -> None:
    cases = held("blocks-v1.json")
    content = bytes.fromhex(cases[name])
    header = decode_block_header(content)
    assert header.encode() == content
    assert header.hash().hex() == cases[f"{name}_hash"]


def test_a_changed_block_header_is_refused_or_has_another_hash() -> None:
    cases = held("blocks-v1.json")
    refused = other = 0
    for changed in flipped(bytes.fromhex(cases["header_with_skips"]), 1):
        try:
            found = decode_block_header(changed)
        except PrayaError:
            refused += 1
            continue
        assert found.encode() == changed
        assert found.hash().hex() != cases["header_with_skips_hash"]
        other += 1
    print(f"{refused} refused, {other} others")
    assert refused > 20
    assert other > 100


def test_a_golden_skip_order_is_read_and_written_again() -> None:
    cases = held("blocks-v1.json")
    content = bytes.fromhex(cases["skip_order"])
    order = decode_skip(content)
    assert order.encode() == content
    assert order.to_be_signed().hex() == cases["skip_statement"]
    for broken in (b"", content[:-1], content + b"\0", content[1:], encode([b"", []]), encode([])):
        with pytest.raises(PrayaError):
            decode_skip(broken)


def test_the_golden_snapshot_is_read_to_its_root() -> None:
    cases = held("files-v1.json")
    header, sections = parse_snapshot("golden", memoryview(bytes.fromhex(cases["snapshot"])), 1)
    last: Any = decode(header, 10_000)
    ledger = Ledger.from_sections(sections)
    assert ledger.state.root().hex() == cases["snapshot_state_root"]
    assert decode_block_header(last[0]).state_root.hex() == cases["snapshot_state_root"]
    assert ledger.participant("PEAK") == 2


def test_a_flipped_byte_of_the_golden_snapshot_is_noticed() -> None:
    content = bytes.fromhex(held("files-v1.json")["snapshot"])
    damaged = flipped(content, 7)
    print(f"{len(damaged)} places")
    for changed in damaged:
        with pytest.raises(PrayaError) as problem:
            parse_snapshot("golden", memoryview(changed), 1)
        assert problem.value.code == "SNAPSHOT_DAMAGED"


def test_the_golden_export_is_read_and_its_parts_are_refused(tmp_path: Path) -> None:
    content = bytes.fromhex(held("files-v1.json")["export"])
    path = tmp_path / "export"
    path.write_bytes(content)
    stated, records = read_export(path)
    assert stated == b"a genesis"
    assert [replace(one, payload=bytes(one.payload)) for one in records] == list(RECORDS)
    damaged = [content[:length] for length in range(len(content))] + flipped(content, 1)
    smallest = 24 + 16 + 32  # head, tail and digest
    for changed in damaged:
        path.write_bytes(changed)
        with pytest.raises(PrayaError) as problem:
            list(read_export(path)[1])
        no_export = len(changed) < smallest or changed[:8] != content[:8]
        assert problem.value.code == ("EXPORT_DAMAGED" if no_export else "EXPORT_DIFFERS")
    print(f"{len(damaged)} damaged exports")


def test_the_golden_holding_is_proven_and_nothing_else() -> None:
    cases = held("proofs-v1.json")
    root = bytes.fromhex(cases["root"])
    position, asset, date, amount, decimals = cases["row"]
    proof = HoldingProof(
        salt=bytes.fromhex(cases["salt"]),
        account=cases["account"],
        position=position,
        asset=asset,
        decimals=decimals,
        date=date,
        amount=amount,
        index=cases["index"],
        size=cases["size"],
        path=tuple(map(bytes.fromhex, cases["path"])),
    )
    assert proof.leaf().hex() == cases["leaf"]
    assert proof.valid(root)
    for changed in (
        {"amount": proof.amount + 1},
        {"date": proof.date + 1},
        {"asset": proof.asset + 1},
        {"position": proof.position + 1},
        {"decimals": proof.decimals + 1},
        {"account": "FERRY.CLIENT"},
        {"salt": bytes(16)},
        {"index": 0},
        {"size": 1},
        {"path": ()},
        {"path": (*proof.path, bytes(32))},
    ):
        assert not replace(proof, **changed).valid(root), changed
    assert not proof.valid(bytes(32))
