"""Fixed headers, keys and envelopes for the tests of envelopes: the same bytes in every run."""

from dataclasses import replace

import numpy as np
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from praya.base.hashing import envelope_id
from praya.base.signing import Algorithm, KeyKind, Suite
from praya.envelopes.batch_columns import BATCH_COLUMNS
from praya.envelopes.frame import Column, build, pack_section, parse
from praya.envelopes.header import Batch, BatchAsset, Header, Section, encode_header
from praya.envelopes.keys import KeyPolicy, KeySet, PolicyRule, key_set_from_map
from praya.envelopes.signatures import SignatureEntry, read_entry
from praya.envelopes.verify import Signatory
from praya.vault.keyring import Keyring, KeyRole

CHAIN_ID = bytes(range(32))
REQUEST_ID = bytes(range(100, 116))
VALID_UNTIL = 1_795_312_800_123
ORIGIN = "https://desk.harbour.example"
RP_ID_HASH = envelope_id(b"desk.harbour.example")

INTENT = Header(
    chain_id=CHAIN_ID,
    acting=("HARBOUR", "PEAK-TRUST"),
    request_id=REQUEST_ID,
    valid_until=VALID_UNTIL,
    verb="issuance.open_account",
    seed=bytes(16),
    body={1: "HARBOUR-HOUSE-1", 2: 7, 3: [b"\x01", None, True], 4: {1: -5}},
)


def batch_columns(row_count: int) -> dict[str, Column]:
    """Columns that hold different values in every place."""
    return {
        name: (np.arange(row_count) + place).astype(kind)
        for place, (name, kind) in enumerate(BATCH_COLUMNS)
    }


def batch_parts(row_count: int) -> tuple[Header, bytes]:
    """A batch's header, and its section."""
    columns = batch_columns(row_count)
    section, content = pack_section(columns)
    total = int(columns["amount"].sum())
    batch = Batch(assets=(BatchAsset(3, 2, total), BatchAsset(9, 0, 0)), numbering_height=41)
    return batch_header(section, batch), content


def batch_header(section: Section, batch: Batch) -> Header:
    return Header(
        chain_id=CHAIN_ID,
        acting=("HARBOUR",),
        request_id=REQUEST_ID,
        valid_until=VALID_UNTIL,
        verb="batch",
        section=section,
        batch=batch,
    )


def keyring(seed: int, suite: Suite, role: KeyRole | None = None) -> Keyring:
    """The same keys for the same seed number."""
    chosen = role or KeyRole()
    seeds = {Algorithm.ED25519: bytes([seed]) * 32}
    if suite is Suite.HYBRID and chosen.kind is KeyKind.INSTITUTION:
        seeds[Algorithm.ML_DSA_65] = bytes([seed]) * 32
    return Keyring.restore(f"ring {seed}", chosen, seeds)


def key_set_of(ring: Keyring, suite: Suite) -> KeySet:
    return key_set_from_map(ring.public_keys(), suite)


def entries_of(ring: Keyring, header: bytes, acting_index: int = 0) -> list[SignatureEntry]:
    return [read_entry(entry) for entry in ring.sign(header, acting_index)]


def signatory(*key_sets: KeySet, rules: tuple[PolicyRule, ...] = ()) -> Signatory:
    """A participant whose first key alone may do all, unless rules say otherwise."""
    policy = KeyPolicy(rules or (PolicyRule("*", 1, (key_sets[0].number,)),))
    return Signatory({key_set.number: key_set for key_set in key_sets}, policy)


def signed_batch(suite: Suite, row_count: int = 2) -> tuple[bytes, dict[str, Signatory]]:
    """A batch signed by HARBOUR's one institution key, and what verifies it."""
    ring = keyring(1, suite)
    header, section = batch_parts(row_count)
    encoded = encode_header(header)
    framed = build(encoded, section, entries_of(ring, encoded))
    return framed, {"HARBOUR": signatory(key_set_of(ring, suite))}


def reframed(framed: bytes, **changes: object) -> bytes:
    """The same envelope with other header fields, its section and signatures kept."""
    parsed = parse(framed)
    header = encode_header(replace(parsed.header, **changes))  # type: ignore[arg-type]
    return build(header, bytes(parsed.section), parsed.signatures)


PASSKEY_SECRET = derive_private_key(0x1234_5678_9ABC_DEF0, SECP256R1())
PASSKEY_POINT = PASSKEY_SECRET.public_key().public_bytes(
    Encoding.X962, PublicFormat.UncompressedPoint
)
PASSKEY = KeySet(
    number=5,
    kind=KeyKind.PASSKEY,
    es256=PASSKEY_POINT,
    rp_id_hash=RP_ID_HASH,
    origin=ORIGIN,
    person=bytes([5]) * 32,
)
