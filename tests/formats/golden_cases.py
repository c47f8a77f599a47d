"""The golden files that `tests/envelopes` and `tests/storage` do not hold yet, by name.

Run once, by hand, to write files that do not exist yet: python tests/formats/golden_cases.py
A file that exists is never written over, because other people's ledgers hold those bytes.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from golden_chain import RECORD_DAY, bodies, chain_facts, golden_chain, write_chain
from golden_world import FIRST_DAY, OPENING, GoldenLedger, genesis, institution, participant

from praya.base.encoding import encode
from praya.base.hashing import document_digest, document_key, results_digest
from praya.envelopes.header import decode_header
from praya.intents.governance.admit_participant import AdmitParticipant
from praya.intents.supervision.attest_holdings import find_record, holdings_leaves, holdings_root
from praya.kernel import operations as op
from praya.kernel import tables as t
from praya.node.genesis import Genesis, first_ledger
from praya.node.proving import (
    prove_block,
    prove_consistency,
    prove_document,
    prove_envelope,
    prove_holding,
    prove_position,
)
from praya.node.skips import SkipOrder, skip_statement
from praya.proofs.headers import BlockHeader
from praya.storage.commits import Record
from praya.storage.exports import write_export
from praya.storage.snapshots import snapshot_name

FOLDER = Path(__file__).resolve().parents[1] / "golden"
CHAIN_FILE = "chain-v1.praya"
RECORDS = (
    Record(1, 1, 0, OPENING, b"an envelope"),
    Record(2, 1, 0, OPENING, b"a block header"),
    Record(3, 2, 0, OPENING + 1, b""),
)
BLOCK = BlockHeader(
    version=1,
    chain_id=bytes(range(32)),
    height=7,
    block_time=OPENING,
    business_date=FIRST_DAY,
    envelopes_root=bytes([1]) * 32,
    results_digest=bytes([2]) * 32,
    state_root=bytes([3]) * 32,
    headers_root=bytes([4]) * 32,
    skips=(),
)
SKIPPED = replace(BLOCK, skips=((7, bytes([5]) * 32), (7, bytes([6]) * 32)))
Cases = Mapping[str, Any]


def golden() -> dict[str, Cases]:
    """Every golden file's name and its content, all of it made again each time."""
    return {
        "genesis-v1.json": genesis_cases(),
        "documents-v1.json": document_cases(),
        "intents-v1.json": dict(sorted(body_cases())),
        "kernel-v1.json": kernel_cases(),
        "blocks-v1.json": block_cases(),
        "proofs-v1.json": proof_cases(),
        "files-v1.json": file_cases(),
        "chain-v1.json": chain_facts(),
    }


def genesis_cases() -> dict[str, str]:
    """A genesis of participants and calendars, and one that carries a snapshot."""
    first = genesis()
    founded = Genesis(
        name="Founded",
        suite=first.suite,
        business_date=first.business_date,
        block_time=first.block_time,
        calendar=first.calendar,
        calendars=(),
        participants=(),
        snapshot=(7, bytes([3]) * 32),
    )
    return {
        "genesis": first.encode().hex(),
        "chain_id": first.chain_id().hex(),
        "with_snapshot": founded.encode().hex(),
        "with_snapshot_chain_id": founded.chain_id().hex(),
        "state_root": first_ledger(first).state.root().hex(),
    }


def document_cases() -> dict[str, list[str]]:
    """For each document of the chain by name: the digest of its name, its bytes, their digest."""
    ledger = golden_chain().node.executor.ledger
    found = {}
    for name in ledger.document_names():
        value = ledger.document(name) or b""
        found[name] = [document_key(name).hex(), value.hex(), document_digest(value).hex()]
    return found


def body_cases() -> Iterator[tuple[str, str]]:
    """For each verb, the encoded body of its first envelope in the chain."""
    for verb, encoded in bodies().items():
        body = decode_header(encoded).body
        if body is not None:
            yield verb, encode(dict(body)).hex()


def kernel_cases() -> dict[str, Any]:
    """The operand table, the columns of every table, and every number with a name beside them."""
    return {
        "operands": json.loads(json.dumps(op.OPERANDS)),
        "columns": json.loads(json.dumps(t.COLUMNS)),
        "operations": _numbers(op),
        "tables": _numbers(t),
    }


def _numbers(module: object) -> dict[str, int]:
    return {
        name: value for name, value in vars(module).items() if name.isupper() and type(value) is int
    }


def block_cases() -> dict[str, str]:
    """Headers with and without skips, the digest of results, an order to skip."""
    chain_id, digest = bytes(range(32)), bytes([5]) * 32
    statement = skip_statement(chain_id, 7, digest)
    parts = [b"\xff\xff\xff\xff", bytes(2), bytes(4), bytes(4), b"\x63\0", b"\1\0\0\0", b"\x94\0"]
    signed = (("HARBOUR", tuple(institution("HARBOUR").sign(statement, 0))),)
    return {
        "header": BLOCK.encode().hex(),
        "header_hash": BLOCK.hash().hex(),
        "header_with_skips": SKIPPED.encode().hex(),
        "header_with_skips_hash": SKIPPED.hash().hex(),
        "results": b"".join(parts).hex(),
        "results_digest": results_digest(parts).hex(),
        "skip_statement": statement.hex(),
        "skip_order": SkipOrder(chain_id, 7, digest, signed).encode().hex(),
    }


def proof_cases() -> dict[str, Any]:
    """The tree over the holdings that the chain recorded, and one holder's way to its root."""
    ledger = golden_chain().node.executor.ledger
    record = find_record(ledger, ledger.asset("GREEN") or 0, RECORD_DAY)
    proof = prove_holding(ledger, record, "FERRY.HOUSE")
    return {
        "leaves": [leaf.hex() for leaf in holdings_leaves(ledger, record)],
        "root": holdings_root(ledger, record).hex(),
        "salt": proof.salt.hex(),
        "account": proof.account,
        "row": [proof.position, proof.asset, proof.date, proof.amount, proof.decimals],
        "leaf": proof.leaf().hex(),
        "index": proof.index,
        "size": proof.size,
        "path": [one.hex() for one in proof.path],
    }


def file_cases() -> dict[str, str]:
    """A snapshot of a ledger with two members, and an export of three records."""
    ledger = GoldenLedger.create()
    admit = AdmitParticipant(participant("PEAK").to_document())
    ledger.block(ledger.ask(admit, "HARBOUR"))
    height = ledger.node.snapshot()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        write_export(path, b"a genesis", RECORDS)
        export = path.read_bytes()
    snapshot = bytes(ledger.disk.files[snapshot_name(height)])
    root = ledger.node.executor.ledger.state.root()
    return {"snapshot": snapshot.hex(), "snapshot_state_root": root.hex(), "export": export.hex()}


def proof_files() -> dict[str, bytes]:
    """A proof file of every kind, about the golden chain."""
    disk = golden_chain().disk
    return {
        "proof-block-v1.json": prove_block(disk, 2),
        "proof-consistency-v1.json": prove_consistency(disk, 5, 11),
        "proof-document-v1.json": prove_document(disk, "receipt/HKD/receipt 1", 9),
        "proof-envelope-v1.json": prove_envelope(disk, 3, 4),
        "proof-position-v1.json": prove_position(disk, "FERRY.HOUSE", "HKD", FIRST_DAY),
        "proof-transfer-v1.json": prove_envelope(disk, 5, 1, 11),
    }


def write_missing() -> None:
    """Write each golden file that does not exist, and say which; never one that does."""
    for name, cases in golden().items():
        path = FOLDER / name
        if not path.exists():
            with path.open("x", encoding="utf-8") as file:
                file.write(json.dumps(cases, indent=1, ensure_ascii=False) + "\n")
            print(name)
    for name, content in proof_files().items():
        path = FOLDER / name
        if not path.exists():
            path.write_bytes(content)
            print(name)
    path = FOLDER / CHAIN_FILE
    if not path.exists():
        write_chain(path)
        print(CHAIN_FILE, sha256(path.read_bytes()).hexdigest())


if __name__ == "__main__":
    write_missing()
