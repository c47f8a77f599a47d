"""What the golden files hold for each decoder: the fuzzer's samples besides its own."""

import json
from functools import cache
from pathlib import Path
from typing import Any

GOLDEN = Path(__file__).resolve().parents[1] / "golden"


def loaded(name: str) -> Any:
    return json.loads((GOLDEN / name).read_text(encoding="utf-8"))


def hexadecimal(value: Any) -> list[bytes]:
    """Every text of a tree that is bytes in hexadecimal, longer than a digest."""
    if isinstance(value, dict | list):
        parts = value.values() if isinstance(value, dict) else value
        return [found for part in parts for found in hexadecimal(part)]
    try:
        found = bytes.fromhex(value) if isinstance(value, str) else b""
    except ValueError:
        return []
    return [found] if len(found) > 32 else []


@cache
def golden_inputs() -> dict[str, list[bytes]]:
    """Samples by the decoder's name; what is none of a decoder's own is refused, and mutated."""
    documents = {name: bytes.fromhex(one[1]) for name, one in loaded("documents-v1.json").items()}
    bodies = {verb: bytes.fromhex(body) for verb, body in loaded("intents-v1.json").items()}
    files, blocks = loaded("files-v1.json"), loaded("blocks-v1.json")
    headers = hexadecimal(loaded("header-v1.json"))
    return {
        "envelope": hexadecimal(loaded("envelope-v1.json")),
        "header": headers,
        "encoding": headers + list(documents.values()),
        "participant": [value for name, value in documents.items() if "participant" in name],
        "calendar": [value for name, value in documents.items() if "calendar" in name],
        "body": [verb.encode() + b"\0" + body for verb, body in bodies.items()],
        "genesis": hexadecimal(loaded("genesis-v1.json")),
        "block header": [bytes.fromhex(blocks["header_with_skips"])],
        "skip order": [bytes.fromhex(blocks["skip_order"])],
        "proof file": [path.read_bytes() for path in sorted(GOLDEN.glob("proof-*.json"))],
        "snapshot": [bytes.fromhex(files["snapshot"])],
        "export": [bytes.fromhex(files["export"]), (GOLDEN / "chain-v1.praya").read_bytes()],
    }
