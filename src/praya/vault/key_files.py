"""Key files on disk: written whole and private, refused if anybody else may read them.

Private keys are PKCS#8 in PEM (RFC 5958; RFC 9881 for ML-DSA, in its seed form). Errors name the
file and never its content; the library's own exceptions are not chained, lest they carry some.
"""

import json
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from praya.base.errors import fail
from praya.base.signing import Algorithm, KeyField, KeyKind

PrivateKey = Ed25519PrivateKey | MLDSA65PrivateKey

PUBLIC_FILE = "public.json"
FORMAT = 1
SEED_BYTES = 32

_FILE_MODE = 0o600
_FOLDER_MODE = 0o700
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_FILE_BYTES_MAX = 65_536
_FILE_NAMES = {Algorithm.ED25519: "ed25519.pem", Algorithm.ML_DSA_65: "ml-dsa-65.pem"}
_JSON_NAMES = {Algorithm.ED25519: "ed25519", Algorithm.ML_DSA_65: "ml_dsa_65"}


@dataclass(frozen=True, slots=True)
class StoredKeySet:
    """What `public.json` says."""

    label: str
    number: int
    kind: KeyKind
    person: bytes
    public: dict[Algorithm, bytes]


def key_file_name(algorithm: Algorithm) -> str:
    """The file of a private key."""
    return _FILE_NAMES[algorithm]


def public_bytes(key: PrivateKey) -> bytes:
    """The raw public key."""
    return key.public_key().public_bytes_raw()


def private_key_from_seed(algorithm: Algorithm, seed: bytes) -> PrivateKey:
    """The key a 32-byte seed makes (RFC 8032 section 5.1.5, FIPS 204 algorithm 6).

    Raises SEED_REFUSED (algorithm) for a seed of another length.
    """
    if len(seed) != SEED_BYTES:
        fail("SEED_REFUSED", algorithm=algorithm.name)
    if algorithm is Algorithm.ML_DSA_65:
        return MLDSA65PrivateKey.from_seed_bytes(seed)
    return Ed25519PrivateKey.from_private_bytes(seed)


def make_folder(folder: Path) -> None:
    """Make the folder for its owner alone. Raises KEYS_EXIST if it holds anything."""
    folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        fail("KEYS_EXIST", folder=str(folder))
    folder.chmod(_FOLDER_MODE)


def write_private_key(path: Path, key: PrivateKey, passphrase: str | None) -> None:
    """Write a private key, encrypted if there is a passphrase, readable by its owner alone."""
    protection: KeySerializationEncryption = NoEncryption()
    if passphrase is not None:
        protection = BestAvailableEncryption(passphrase.encode("utf-8"))
    content = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, protection)
    _write_new(path, content)


def read_private_key(path: Path, algorithm: Algorithm, passphrase: str | None) -> PrivateKey:
    """Read a private key of the given algorithm.

    Raises KEYS_NOT_FOUND, KEYS_EXPOSED, KEYS_LOCKED or KEYS_DAMAGED.
    """
    content = _read_private(path)
    is_encrypted = content.startswith(b"-----BEGIN ENCRYPTED PRIVATE KEY-----")
    if is_encrypted != (passphrase is not None):
        fail("KEYS_LOCKED", file=str(path))
    secret = None if passphrase is None else passphrase.encode("utf-8")
    key: object = None
    try:
        key = load_pem_private_key(content, secret)
    except (ValueError, TypeError):
        key = None
    if algorithm is Algorithm.ED25519 and isinstance(key, Ed25519PrivateKey):
        return key
    if algorithm is Algorithm.ML_DSA_65 and isinstance(key, MLDSA65PrivateKey):
        return key
    if is_encrypted and key is None:
        fail("KEYS_LOCKED", file=str(path))
    fail("KEYS_DAMAGED", file=str(path))


def write_public_file(
    folder: Path, label: str, key_set: dict[int, object], public: dict[Algorithm, bytes]
) -> None:
    """Write `public.json`, the last file of a new folder, and make the folder durable."""
    person = key_set[KeyField.PERSON]
    fields = {
        "format": FORMAT,
        "label": label,
        "number": key_set[KeyField.NUMBER],
        "kind": key_set[KeyField.KIND],
        "person": person.hex() if isinstance(person, bytes) else "",
        "keys": {_JSON_NAMES[algorithm]: key.hex() for algorithm, key in public.items()},
    }
    content = json.dumps(fields, indent=2, ensure_ascii=False) + "\n"
    _write_new(folder / PUBLIC_FILE, content.encode("utf-8"))
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_public_file(folder: Path) -> StoredKeySet:
    """Read `public.json`. Raises KEYS_NOT_FOUND, KEYS_EXPOSED or KEYS_DAMAGED."""
    if not folder.is_dir():
        fail("KEYS_NOT_FOUND", file=str(folder))
    _check_private(folder, folder.stat())
    path = folder / PUBLIC_FILE
    content = _read_private(path)
    try:
        return _stored(json.loads(content.decode("utf-8")))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        fail("KEYS_DAMAGED", file=str(path))


def _stored(fields: dict[str, object]) -> StoredKeySet:
    """Any shape but the one written raises one of Python's errors of value or type."""
    label, number, person, keys = (fields[name] for name in ("label", "number", "person", "keys"))
    if fields["format"] != FORMAT or not isinstance(keys, dict) or not keys:
        raise ValueError("another format")
    if not isinstance(label, str) or not isinstance(number, int) or not isinstance(person, str):
        raise ValueError("a field of another type")
    algorithms = {name: algorithm for algorithm, name in _JSON_NAMES.items()}
    return StoredKeySet(
        label=label,
        number=number,
        kind=KeyKind(int(str(fields["kind"]))),
        person=bytes.fromhex(person),
        public={algorithms[name]: bytes.fromhex(key) for name, key in keys.items()},
    )


def _write_new(path: Path, content: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    descriptor = os.open(path, flags, _FILE_MODE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _read_private(path: Path) -> bytes:
    """The content of a file that its owner alone may read; a link is not followed."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        fail("KEYS_NOT_FOUND", file=str(path))
    with os.fdopen(descriptor, "rb") as file:
        _check_private(path, os.fstat(file.fileno()))
        content = file.read(_FILE_BYTES_MAX + 1)
    if len(content) > _FILE_BYTES_MAX:
        fail("KEYS_DAMAGED", file=str(path))
    return content


def _check_private(path: Path, found: os.stat_result) -> None:
    if found.st_mode & _OTHERS:
        fail("KEYS_EXPOSED", file=str(path), mode=f"{stat.S_IMODE(found.st_mode):04o}")
