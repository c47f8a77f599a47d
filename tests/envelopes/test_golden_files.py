"""The golden files: bytes once written are the bytes for ever. A missing file is a failure."""

import json

import pytest
from envelope_samples import signed_batch
from golden_envelopes import FOLDER, LATTICE, VALUES, golden

from praya.base.encoding import decode
from praya.base.signing import Suite
from praya.base.status import Status
from praya.envelopes.frame import build, parse
from praya.envelopes.header import decode_header, encode_header
from praya.envelopes.verify import verify_envelope

MADE = golden()


def held(name: str) -> dict[str, str]:
    loaded: dict[str, str] = json.loads((FOLDER / name).read_text())
    assert loaded, "no case"
    return loaded


@pytest.mark.parametrize("name", sorted(MADE))
def test_the_bytes_made_today_are_the_golden_bytes(name: str) -> None:
    golden_cases = held(name)
    made = dict(MADE[name])
    assert list(made) == list(golden_cases)
    made.pop(LATTICE, None)
    golden_cases.pop(LATTICE, None)
    print(f"{name}: {len(made)} cases")
    assert made == golden_cases


def test_golden_encodings_are_read_as_their_values() -> None:
    for name, hexadecimal in held("encoding-v1.json").items():
        assert decode(bytes.fromhex(hexadecimal), 4_096) == VALUES[name]


def test_golden_headers_are_read_and_written_again() -> None:
    cases = held("header-v1.json")
    for name in ("intent", "intent_with_rows", "batch"):
        encoded = bytes.fromhex(cases[name])
        assert encode_header(decode_header(encoded)) == encoded


def test_golden_envelopes_are_parsed_and_built_again() -> None:
    for hexadecimal in held("envelope-v1.json").values():
        framed = bytes.fromhex(hexadecimal)
        parsed = parse(framed)
        parsed.check_section()
        assert build(parsed.header_bytes, bytes(parsed.section), parsed.signatures) == framed


def test_the_golden_hybrid_envelope_still_verifies() -> None:
    _, signatories = signed_batch(Suite.HYBRID, 3)
    parsed = parse(bytes.fromhex(held("envelope-v1.json")[LATTICE]))
    assert verify_envelope(parsed, Suite.HYBRID, signatories).status is Status.APPLIED
