"""A WebAuthn assertion as a person's approval of a header (W3C WebAuthn Level 3, section 7.2).

The challenge is the SHA-256 of the header, so a passkey approves these bytes and nothing else.
The signature counter is not used: replicas keep none, and a request id already stops a replay.
It must not know participants or policies.
"""

import json
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import NoReturn

from praya.base.signing import DIGEST_BYTES
from praya.envelopes.keys import KeySet
from praya.envelopes.signatures import (
    AUTHENTICATOR_DATA_BYTES_MAX,
    CLIENT_DATA_BYTES_MAX,
    SignatureEntry,
    raw_signature_valid,
)

ASSERTION_TYPE = "webauthn.get"

_FLAGS_AT = DIGEST_BYTES
_PLAIN_BYTES = DIGEST_BYTES + 1 + 4  # rpIdHash, flags, signCount
_USER_PRESENT = 0x01
_USER_VERIFIED = 0x04
_BACKUP_ELIGIBLE = 0x08
_BACKED_UP = 0x10
_ATTESTED = 0x40
_EXTENSIONS = 0x80
_RESERVED = 0x22
_BRACKETS_MAX = 16  # far below the nesting at which a JSON parser gives up by itself


def challenge_for(header: bytes) -> bytes:
    """The challenge a browser is asked to sign for a header: its SHA-256, the envelope's id."""
    return sha256(header).digest()


def assertion_valid(key_set: KeySet, header: bytes, entry: SignatureEntry) -> bool:
    """Whether a passkey entry approves `header` for the registered credential. Never raises."""
    if entry.evidence is None:
        return False
    authenticator_data = entry.evidence.authenticator_data
    client_data = entry.evidence.client_data
    if not authenticator_data_valid(authenticator_data, key_set.rp_id_hash):
        return False
    if not client_data_valid(client_data, challenge_for(header), key_set.origin):
        return False
    signed = authenticator_data + sha256(client_data).digest()
    key = key_set.key(entry.algorithm)
    return raw_signature_valid(entry.algorithm, key, signed, entry.signature)


def authenticator_data_valid(data: bytes, rp_id_hash: bytes) -> bool:
    """Whether authenticator data names our relying party, and a present, verified user.

    Section 6.1: no attested credential in an assertion, extensions only if flagged, no reserved
    flag, and backed up only if eligible.
    """
    if not _PLAIN_BYTES <= len(data) <= AUTHENTICATOR_DATA_BYTES_MAX:
        return False
    if data[:DIGEST_BYTES] != rp_id_hash:
        return False
    flags = data[_FLAGS_AT]
    if not flags & _USER_PRESENT or not flags & _USER_VERIFIED:
        return False
    if flags & (_ATTESTED | _RESERVED):
        return False
    if flags & _BACKED_UP and not flags & _BACKUP_ELIGIBLE:
        return False
    return (len(data) > _PLAIN_BYTES) == bool(flags & _EXTENSIONS)


def client_data_valid(data: bytes, challenge: bytes, origin: str) -> bool:
    """Whether clientDataJSON is an assertion of this challenge made at this origin.

    Section 5.8.1: members we do not know are allowed, as browsers add some; members given twice,
    another origin around ours, and anything that is not strict JSON are not.
    """
    if len(data) > CLIENT_DATA_BYTES_MAX or data.count(b"{") + data.count(b"[") > _BRACKETS_MAX:
        return False
    try:
        members = json.loads(  # no member used is a number: none is converted
            data.decode("utf-8"),
            object_pairs_hook=_members_once,
            parse_constant=_refuse_constant,
            parse_float=str,
            parse_int=str,
        )
    except ValueError:
        return False
    if not isinstance(members, dict):
        return False
    return (
        members.get("type") == ASSERTION_TYPE
        and members.get("challenge") == urlsafe_b64encode(challenge).rstrip(b"=").decode()
        and members.get("origin") == origin
        and members.get("crossOrigin", False) is False
        and "topOrigin" not in members
    )


def _members_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member is given twice")
    return members


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
