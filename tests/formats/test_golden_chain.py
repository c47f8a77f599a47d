"""The golden chain: written byte for byte, replayed to the same roots, read by another reader."""

import json
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from another_reader import (
    check_signature,
    merkle,
    read_envelope,
    read_export,
    results_of,
    state_root,
)
from blake3 import blake3
from golden_cases import CHAIN_FILE, FOLDER
from golden_chain import golden_chain, write_chain
from golden_world import keyring

from praya.base.errors import PrayaError
from praya.base.status import Status
from praya.intents import INTENTS
from praya.kernel import tables as t
from praya.node.replay import Progress
from praya.node.verification import verify_export
from praya.proofs.headers import decode_block_header

EXPORT = FOLDER / CHAIN_FILE
FACTS = json.loads((FOLDER / "chain-v1.json").read_text(encoding="utf-8"))
CHAIN_ID = bytes.fromhex(FACTS["chain_id"])
CONTENT = EXPORT.read_bytes()


def refusal(path: Path, content: bytes, chain_id: bytes = CHAIN_ID) -> str:
    """Verify these bytes as an export; the code of the refusal."""
    path.write_bytes(content)
    with pytest.raises(PrayaError) as problem:
        verify_export(path, chain_id, Progress())
    return problem.value.code


def sealed(body: bytes) -> bytes:
    """A changed export with a digest that fits again, as a forger would make it."""
    return body + blake3(body).digest()


def test_the_chain_made_today_is_the_golden_file_byte_for_byte(tmp_path: Path) -> None:
    records = write_chain(tmp_path / CHAIN_FILE)
    print(f"{records} records, {len(CONTENT)} bytes")
    assert records > 50
    assert (tmp_path / CHAIN_FILE).read_bytes() == CONTENT


def test_the_chain_holds_every_verb_a_batch_refusals_and_a_repetition() -> None:
    _, blocks = read_export(CONTENT)
    verbs = {read_envelope(one).fields[6] for block in blocks for one in block.envelopes}
    assert verbs == {*INTENTS, "batch"}
    refused = {name for name in FACTS["statuses"] if name != "APPLIED"}
    print(f"{len(blocks)} blocks, {len(verbs)} verbs, refusals: {sorted(refused)}")
    assert len(blocks) >= 10
    assert len(refused) >= 10
    events = golden_chain().node.executor.ledger.state.table("events")
    states = [t.EVENT_PAID, t.EVENT_CONVERTED, t.EVENT_RECORDED]
    assert events[:, t.EVENT_STATE].tolist() == states


def replayed(compiled: bool) -> dict[str, Any]:
    """What a fresh process makes of the golden file."""
    script = Path(__file__).with_name("replay_golden.py")
    dropped = ("NUMBA_CACHE_DIR", "NUMBA_DISABLE_JIT")
    environment = {name: value for name, value in os.environ.items() if name not in dropped}
    if not compiled:
        environment["NUMBA_DISABLE_JIT"] = "1"
    command = [sys.executable, str(script), str(EXPORT), CHAIN_ID.hex()]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    stated: dict[str, Any] = json.loads(done.stdout)
    return stated


def test_two_fresh_processes_compiled_and_plain_replay_to_the_golden_roots() -> None:
    compiled, plain = replayed(compiled=True), replayed(compiled=False)
    assert compiled.pop("compiled") is True
    assert plain.pop("compiled") is False
    assert compiled == plain
    last = decode_block_header(bytes.fromhex(compiled["last_header"]))
    print(f"height {compiled['height']}, root {compiled['state_root']}")
    assert compiled["height"] == len(FACTS["header_hashes"])
    assert last.hash().hex() == FACTS["header_hashes"][-1]
    assert compiled["state_root"] == FACTS["state_roots"][-1]


def test_another_reader_finds_the_same_hashes_and_roots() -> None:
    genesis, blocks = read_export(CONTENT)
    assert sha256(genesis).hexdigest() == FACTS["chain_id"]
    encoded = [block.header for block in blocks]
    for number, block in enumerate(blocks):
        header = decode_block_header(block.header)
        assert header.height == block.height == number + 1
        assert header.block_time == block.time
        assert header.hash().hex() == FACTS["header_hashes"][number]
        assert header.envelopes_root == merkle(block.envelopes)
        assert header.headers_root == merkle(encoded[:number])
        assert header.state_root.hex() == FACTS["state_roots"][number]
    print(f"{len(blocks)} headers")


def test_another_reader_finds_every_signature_good_and_none_after_a_change() -> None:
    _, blocks = read_export(CONTENT)
    checked = 0
    for block in blocks:
        for content in block.envelopes:
            envelope = read_envelope(content)
            for acting, number, algorithm, signature in envelope.signatures:
                public = keyring(envelope.fields[3][acting], number).public_keys()[3]
                assert isinstance(public, bytes)
                check_signature(envelope.header, algorithm, public, signature)
                with pytest.raises(Exception, match="forged"):
                    check_signature(envelope.header + b"\0", algorithm, public, signature)
                checked += 1
    print(f"{checked} signatures")
    assert checked > 50


def test_another_reader_lays_out_results_and_state_to_the_same_digests() -> None:
    node = golden_chain().node
    headers = {}
    _, blocks = read_export(CONTENT)
    for block in blocks:
        headers[block.height] = decode_block_header(block.header)
    answers = iter(golden_chain().answers)
    compared = 0
    for block in blocks:
        if not block.envelopes:
            continue
        given = []
        for _ in block.envelopes:
            one = next(answers)
            status = Status.ENVELOPE_REPEATED if one.repeated else one.status
            given.append((int(status), one.statuses.tolist(), one.results.tolist()))
        assert results_of(given) == headers[block.height].results_digest, block.height
        compared += 1
    print(f"{compared} blocks with envelopes")
    assert compared > 10
    state = node.executor.ledger.state
    tables = {name: state.table(name).tolist() for name in t.NAMES[1:]}
    assert state_root(tables).hex() == FACTS["state_roots"][-1]


def test_another_chain_id_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "file", CONTENT, bytes(32)) == "WRONG_CHAIN"


@pytest.mark.parametrize("place", range(0, len(CONTENT), 997))
def test_a_flipped_byte_of_the_export_is_noticed(tmp_path: Path, place: int) -> None:
    changed = bytearray(CONTENT)
    changed[place] ^= 1
    code = "EXPORT_DAMAGED" if place < 8 else "EXPORT_DIFFERS"  # the first eight name the format
    assert refusal(tmp_path / "file", bytes(changed)) == code


def test_a_changed_record_under_a_forged_digest_is_noticed(tmp_path: Path) -> None:
    """Whoever makes the digest anew still has the roots of all headers against him."""
    genesis, _ = read_export(CONTENT)
    place, records, noticed = 24 + len(genesis), 0, 0
    while place < len(CONTENT) - 48:
        length = int.from_bytes(CONTENT[place + 24 : place + 32], "little")
        kind_or_height = place + records % 2 * 8
        records += 1
        targets = (kind_or_height, place + 16, place + 32 + 7 * records % length)
        for target in targets if records % 3 == 0 else ():
            body = bytearray(CONTENT[:-32])
            body[target] ^= 1
            (tmp_path / "file").write_bytes(sealed(bytes(body)))
            with pytest.raises(PrayaError):
                verify_export(tmp_path / "file", CHAIN_ID, Progress())
            noticed += 1
        place += 32 + length
    print(f"{noticed} changes")
    assert noticed > 50


def test_blocks_left_out_or_changed_in_order_are_refused(tmp_path: Path) -> None:
    genesis, _ = read_export(CONTENT)
    start = 24 + len(genesis)
    length = int.from_bytes(CONTENT[start + 24 : start + 32], "little")
    second = start + 32 + length
    records = CONTENT[start:-48]
    first, rest = records[: second - start], records[second - start :]
    for kept, count in ((rest, 1), (rest + first, 0), (first + first + rest, -1)):
        total = int.from_bytes(CONTENT[-40:-32], "little") - count
        body = CONTENT[:start] + kept + b"PRAYAEND" + total.to_bytes(8, "little")
        assert refusal(tmp_path / "file", sealed(body)) == "VERIFICATION_FAILED"
