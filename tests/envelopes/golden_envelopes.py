"""The golden files of the formats, version 1: exact bytes for fixed inputs.

Run once, by hand, to write files that do not exist yet; a file that exists is never written over,
because other people's ledgers hold those bytes. Tests compare and never write.
"""

import json
from dataclasses import replace
from pathlib import Path

from envelope_samples import (
    INTENT,
    PASSKEY,
    batch_parts,
    entries_of,
    key_set_of,
    keyring,
    signed_batch,
)

from praya.base.encoding import encode
from praya.base.hashing import (
    page_leaf,
    page_node,
    page_tree_root,
    salt,
    salted_leaf,
    section_digest,
    state_root,
    table_root,
)
from praya.base.limits import PAGE_BYTES
from praya.base.merkle import root_of
from praya.base.signing import Algorithm, KeyKind, Suite, to_be_signed
from praya.envelopes.frame import build
from praya.envelopes.header import Section, encode_header
from praya.envelopes.keys import KeyPolicy, PolicyRule, key_policy_to_map, key_set_to_map

FOLDER = Path(__file__).resolve().parents[1] / "golden"
LATTICE = "hybrid_batch"  # its ML-DSA signature is randomised: kept and verified, not made again

WITH_ROWS = replace(INTENT, section=Section(bytes(32), 5, (("account", "<i4"), ("units", "<i8"))))
POLICY = KeyPolicy(
    (
        PolicyRule("*", 1, (1,)),
        PolicyRule("issuance.*", 2, (1,), (KeyKind.PERSON, KeyKind.PASSKEY), persons=1),
    )
)
VALUES: dict[str, object] = {
    "smallest": 0,
    "integers": [0, 23, 24, 255, 256, 65_535, 65_536, 2**32, 2**64 - 1, -1, -24, -25, -(2**63)],
    "strings": [b"", b"\x00\xff", "", "IETF", "\u6c34", "\U00010151"],
    "simple": [False, True, None],
    "map": {2**64 - 1: [], 10: {}, 100: {0: b""}, 0: "a"},
    "nested": [[[[[[[[[[[[]]]]]]]]]]]],
}
PAGES = [bytes([number]) * PAGE_BYTES for number in range(5)]
LEAVES = [page_leaf(page) for page in PAGES]
SEEDS = {"short": bytes(range(16)), "long": bytes(range(32))}


def golden() -> dict[str, dict[str, str]]:
    """Every golden file's name and its content, in hex by case; all of it made again each time."""
    return {
        "encoding-v1.json": {name: encode(value).hex() for name, value in VALUES.items()},
        "header-v1.json": header_cases(),
        "envelope-v1.json": envelope_cases(),
        "roots-v1.json": root_cases(),
        "salts-v1.json": salt_cases(),
    }


def header_cases() -> dict[str, str]:
    batch = encode_header(batch_parts(3)[0])
    return {
        "intent": encode_header(INTENT).hex(),
        "intent_with_rows": encode_header(WITH_ROWS).hex(),
        "batch": batch.hex(),
        "signed_by_ed25519": to_be_signed(Algorithm.ED25519, batch).hex(),
        "signed_by_ml_dsa_65": to_be_signed(Algorithm.ML_DSA_65, batch).hex(),
        "key_set": encode(key_set_to_map(key_set_of(keyring(1, Suite.HYBRID), Suite.HYBRID))).hex(),
        "passkey": encode(key_set_to_map(PASSKEY)).hex(),
        "key_policy": encode(key_policy_to_map(POLICY)).hex(),
    }


def envelope_cases() -> dict[str, str]:
    encoded = encode_header(INTENT)
    entries = [
        entry
        for index in range(2)
        for entry in entries_of(keyring(index + 1, Suite.ED25519), encoded, index)
    ]
    return {
        "ed25519_batch": signed_batch(Suite.ED25519, 3)[0].hex(),
        "ed25519_intent": build(encoded, b"", entries).hex(),
        "unsigned_intent": build(encoded, b"", []).hex(),
        LATTICE: signed_batch(Suite.HYBRID, 3)[0].hex(),
    }


def root_cases() -> dict[str, str]:
    table = table_root(page_tree_root(LEAVES), 300)
    trees = {f"pages_{count}": page_tree_root(LEAVES[:count]).hex() for count in range(6)}
    lists = {f"rfc6962_{count}": root_of(PAGES[:count]).hex() for count in range(6)}
    return {
        "page_leaf": LEAVES[1].hex(),
        "page_node": page_node(LEAVES[0], LEAVES[1]).hex(),
        **trees,
        **lists,
        "table": table.hex(),
        "table_without_rows": table_root(page_tree_root([]), 0).hex(),
        "state": state_root([("positions", table), ("accounts", LEAVES[0])]).hex(),
        "section": section_digest(PAGES[3]).hex(),
    }


def salt_cases() -> dict[str, str]:
    salts = {
        f"{name}_{row}": salt(seed, row).hex()
        for name, seed in SEEDS.items()
        for row in (0, 1, 8_189, 2**32 - 1)
    }
    return {**salts, "leaf": salted_leaf(salt(SEEDS["short"], 0), b"a row").hex()}


def write_missing() -> None:
    for name, cases in golden().items():
        path = FOLDER / name
        if not path.exists():
            with path.open("x") as file:
                file.write(json.dumps(cases, indent=2) + "\n")


if __name__ == "__main__":
    write_missing()
