"""Proof files hold as they were written, and after any change they do not."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from proof_world import CLIENT, proofs, told

from praya.base.errors import PrayaError
from praya.base.hashing import results_digest
from praya.base.merkle import EMPTY_ROOT, leaf_hash, node_hash, tree_root
from praya.proofs.blocks import BlockProof, ConsistencyProof
from praya.proofs.chains import ChainEvidence
from praya.proofs.files import PROOF_BYTES_MAX, check_trust, verify_proof, write_proof
from praya.proofs.headers import decode_block_header
from praya.proofs.merkle import consistency_proof, inclusion_proof
from praya.proofs.telling import proof_facts

NAMES = tuple(sorted(proofs()))
CODES = {"PROOF_REFUSED", "PROOF_FAILED"}
OF_LATER_BLOCK = ("block", "consistency")


def refusal(data: bytes) -> PrayaError:
    """How these bytes are refused."""
    with pytest.raises(PrayaError) as problem:
        verify_proof(data)
    assert problem.value.code in CODES
    assert set(problem.value.values) == {"path"}
    return problem.value


def written(value: object) -> bytes:
    """JSON as a proof file spells it."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


@pytest.mark.parametrize("name", NAMES)
def test_a_proof_holds_and_is_spelt_as_it_is(name: str) -> None:
    data = proofs()[name]
    proof = verify_proof(data)
    assert proof.kind == name.split()[0]
    assert proof.chain_id == told().world.node.executor.chain_id
    assert written(json.loads(data)) == data
    print(f"{name}: {len(data)} bytes, {proof.statement['en']}")


def test_a_position_proof_says_what_the_client_held() -> None:
    proof = verify_proof(proofs()["position"])
    claim = proof.claim
    assert (claim["account"], claim["asset"], claim["date"]) == (CLIENT, "HKD", "2023-02-15")
    assert (claim["amount"], claim["minor_units"]) == ("40.00", 4_000)
    assert claim["attested_by"] == ["SFC"]
    assert proof.statement["en"] == f"At the close of 2023-02-15, account {CLIENT} held 40.00 HKD."
    assert "持有 40.00 HKD" in proof.statement["zh-HK"]


def test_an_envelope_proof_says_what_was_transferred() -> None:
    claim = verify_proof(proofs()["envelope"]).claim
    assert claim["status"] == "APPLIED"
    assert claim["fields"]["amount"] == "2.00"
    assert claim["fields"]["target"] == CLIENT
    assert "2.00 HKD was transferred" in verify_proof(proofs()["envelope"]).statement["en"]


def test_a_document_proof_holds_its_bytes() -> None:
    world = told().world
    proof = verify_proof(proofs()["document"])
    assert proof.content == world.ledger.document("receipt/HKD/rtgs-1")
    assert proof.claim["version"] == 1


@pytest.mark.parametrize("name", NAMES)
def test_any_byte_changed_is_refused(name: str) -> None:
    data = proofs()[name]
    page = data.find(b'"pages"')
    count = 0
    for place in range(len(data)):
        if page > 0 and page + 50 < place < page + 32_768 and place % 211:
            continue  # inside the one long page of 16,384 bytes, a sample
        for flip in (1, 0x80) if place % 5 == 0 else (1,):
            changed = bytearray(data)
            changed[place] ^= flip
            refusal(bytes(changed))
            count += 1
    print(f"{name}: {count} changed bytes refused")
    assert count > 1_000


def changes(value: Any) -> Iterator[Any]:
    """Everything near a JSON value that is not it: other values, types, orders, sizes."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield {each: kept for each, kept in value.items() if each != name}
            yield {**{each: kept for each, kept in value.items() if each != name}, name: inner}
            yield from ({**value, name: changed} for changed in changes(inner))
        yield {**value, "more": 1}
        yield list(value.items())
    elif isinstance(value, list):
        yield [*value, *(value[-1:] or ["00" * 32])]
        yield list(reversed(value)) if len(value) > 1 else [*value, None]
        for place, inner in enumerate(value):
            yield value[:place] + value[place + 1 :]
            if place < 3:
                yield from (
                    [*value[:place], changed, *value[place + 1 :]] for changed in changes(inner)
                )
        yield tuple(value) and {"0": value}
    elif isinstance(value, str):
        yield from ("", value + "0", value + "00", value[:-1], value[2:], value.upper() + "\u00e9")
        yield from (None, 0, True, [value], value + "\ud800")
    elif isinstance(value, int):
        yield from (value + 1, value - 1, -value - 1, value + 2**64, str(value), None, [value])
        yield from (float(value), value == 1)
    else:
        yield from (0, "", False, {}, [])


@pytest.mark.parametrize("name", NAMES)
def test_any_field_changed_is_refused(name: str) -> None:
    count = 0
    value = json.loads(proofs()[name])
    for changed in changes(value):
        try:
            data = written(changed)
        except UnicodeEncodeError:
            data = (json.dumps(changed, indent=1) + "\n").encode()
        if data == proofs()[name]:
            continue  # the last name of an object put last again
        refusal(data)
        count += 1
    print(f"{name}: {count} changed fields refused")
    assert count > 100


@pytest.mark.parametrize("name", NAMES)
def test_another_spelling_of_the_same_is_refused(name: str) -> None:
    data = proofs()[name]
    value = json.loads(data)
    others = [
        json.dumps(value, ensure_ascii=False).encode(),
        json.dumps(value, indent=1).encode() + b"\n",
        data[:-1],
        data + b"\n",
        data + b" ",
        b"\xef\xbb\xbf" + data,
        b" " + data,
        data.replace(b"\n", b"\r\n"),
        data.replace(b'"praya_proof": 1,', b'"praya_proof": 1.0,'),
        data.replace(b'"praya_proof": 1,', b'"praya_proof": 1e0,'),
        data.replace(b'"praya_proof": 1,', b'"praya_proof": 1,\n "praya_proof": 1,'),
        data.replace(b'"praya_proof": 1,', b'"praya_proof": 2,'),
        data.decode().encode("utf-16"),
    ]
    for other in others:
        assert other != data
        refusal(other)
    print(f"{name}: {len(others)} spellings refused")


@pytest.mark.parametrize("name", NAMES)
def test_a_truncated_proof_is_refused(name: str) -> None:
    data = proofs()[name]
    lengths = range(0, len(data), max(1, len(data) // 400))
    for length in lengths:
        refusal(data[:length])
    print(f"{name}: {len(lengths)} beginnings refused")


def nested(opening: bytes, closing: bytes) -> bytes:
    half = PROOF_BYTES_MAX // 2 - 1
    return opening * half + closing * half


HOSTILE: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "too much": lambda: b" " * (PROOF_BYTES_MAX + 1),
    "deep lists": lambda: nested(b"[", b"]"),
    "open lists": lambda: b"[" * PROOF_BYTES_MAX,
    "deep objects": lambda: b'{"a":' * (PROOF_BYTES_MAX // 5),
    "a long number": lambda: b'{"praya_proof": ' + b"9" * (PROOF_BYTES_MAX - 100) + b"}",
    "many numbers": lambda: b"[" + b"1," * (PROOF_BYTES_MAX // 2 - 10) + b"1]",
    "many empty lists": lambda: b"[" + b"[]," * (PROOF_BYTES_MAX // 3 - 10) + b"1]",
    "many names": lambda: b"{" + b",".join(b'"%d":0' % number for number in range(600_000)) + b"}",
    "not a number": lambda: b'{"praya_proof": NaN}',
    "infinite": lambda: b'{"praya_proof": Infinity}',
    "null": lambda: b"null",
    "long hex": lambda: proofs()["envelope"].replace(
        b'"envelope": "', b'"envelope": "' + b"00" * (PROOF_BYTES_MAX // 2 - 4_096), 1
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_soon(name: str) -> None:
    data = HOSTILE[name]()
    begin = time.process_time()
    refusal(data)
    taken = time.process_time() - begin
    print(f"{name}: {len(data)} bytes in {taken * 1000:.0f} ms")
    assert taken < 1


@pytest.mark.parametrize("name", NAMES)
def test_a_trusted_hash_is_that_of_one_of_the_blocks(name: str) -> None:
    proof = verify_proof(proofs()[name])
    check_trust(proof, None, None)
    for block in proof.blocks[-1:] if proof.kind in OF_LATER_BLOCK else proof.blocks:
        check_trust(proof, block.hash, proof.chain_id)
    wrong = bytes(31) + b"\1"
    with pytest.raises(PrayaError, match="PROOF_OTHER_HEAD"):
        check_trust(proof, wrong, None)
    with pytest.raises(PrayaError, match="WRONG_CHAIN"):
        check_trust(proof, proof.blocks[0].hash, wrong)


def invented() -> tuple[bytes, list[bytes]]:
    """The hash of a true block, and proofs that its chain goes on to a block nobody has seen."""
    true = decode_block_header(told().world.last[1])
    before = [leaf_hash(bytes([number])) for number in range(true.height - 1)]
    earlier = replace(true, headers_root=tree_root(before, node_hash, EMPTY_ROOT))
    leaves = [*before, leaf_hash(earlier.encode())]
    root = tree_root(leaves, node_hash, EMPTY_ROOT)
    later = replace(true, height=true.height + 1, headers_root=root, state_root=bytes(32))
    path = tuple(inclusion_proof(leaves, len(before)))
    headers = (earlier.encode(), later.encode())
    consistent = tuple(consistency_proof(leaves, len(before)))
    made = [
        write_proof(BlockProof(ChainEvidence(*headers, path, b""))),
        write_proof(ConsistencyProof(*headers, consistent, path, b"")),
    ]
    return earlier.hash(), made


def test_an_earlier_hash_is_no_trust_in_a_later_block() -> None:
    head, made = invented()
    assert len(made) == 2
    for data in made:
        proof = verify_proof(data)
        assert proof.blocks[0].hash == head
        with pytest.raises(PrayaError, match="PROOF_OTHER_HEAD"):
            check_trust(proof, head, None)


def test_how_many_rows_were_refused_is_said_of_an_envelope() -> None:
    proof = verify_proof(proofs()["envelope"])
    stated = (f"{proof.claim['rows']}, {proof.claim['rows_refused']}",)
    assert stated in [fact[1:] for fact in proof_facts(proof, "en")]


@pytest.mark.parametrize("name", ["position", "document", "block", "envelope"])
def test_a_proof_is_linked_to_the_last_block(name: str) -> None:
    last = decode_block_header(told().world.last[1])
    blocks = verify_proof(proofs()[name]).blocks
    assert (blocks[-1].height, blocks[-1].hash) == (last.height, last.hash())
    assert blocks[0].height < last.height


def test_evidence_of_one_proof_does_not_serve_another() -> None:
    position, envelope = json.loads(proofs()["position"]), json.loads(proofs()["envelope"])
    for name in ("envelope", "index", "path", "results", "chain"):
        if position["evidence"][name] == envelope["evidence"][name]:
            continue  # both stand in one block
        changed = json.loads(proofs()["position"])
        changed["evidence"][name] = envelope["evidence"][name]
        assert refusal(written(changed)).code == "PROOF_FAILED"


def test_an_attestation_that_was_refused_proves_nothing() -> None:
    """A forger who makes the answers say APPLIED needs another header, with another hash."""
    value = json.loads(proofs()["position"])
    results = bytes.fromhex(value["evidence"]["results"])
    header = decode_block_header(bytes.fromhex(value["evidence"]["chain"]["header"]))
    assert results_digest([results]) == header.results_digest
    changed = bytearray(results)
    changed[4] = 66
    value["evidence"]["results"] = bytes(changed).hex()
    assert refusal(written(value)).values["path"] == "evidence.results"


def test_the_same_proof_is_made_twice() -> None:
    assert proofs.__wrapped__() == proofs()
