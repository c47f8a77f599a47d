"""The private keys of one signer: made, kept in a folder, and used to sign headers.

A keyring is one key set: an institution's system or one person. On disk each private key is a
PKCS#8 file of mode 0600 in a folder of mode 0700, encrypted if there is a passphrase, beside
`public.json`, which holds the public keys and is written last. This is the only code that touches
private keys; no key or passphrase may reach a message, a log or a repr.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey

from praya.base.errors import fail
from praya.base.signing import (
    Algorithm,
    KeyField,
    KeyKind,
    Suite,
    demanded_algorithms,
    to_be_signed,
)
from praya.vault.key_files import (
    PrivateKey,
    key_file_name,
    make_folder,
    private_key_from_seed,
    public_bytes,
    read_private_key,
    read_public_file,
    write_private_key,
    write_public_file,
)


@dataclass(frozen=True, slots=True)
class KeyRole:
    """What the key set is to be registered as. `person` is 32 bytes for a person, else empty."""

    number: int = 1
    kind: KeyKind = KeyKind.INSTITUTION
    person: bytes = b""


INSTITUTION_ROLE = KeyRole()


class Keyring:
    """The private keys of one key set. Made by `generate`, `create` or `open`."""

    __slots__ = ("_keys", "_label", "_role")

    def __init__(self, label: str, role: KeyRole, keys: dict[Algorithm, PrivateKey]) -> None:
        self._label = label
        self._role = role
        self._keys = keys

    def __repr__(self) -> str:
        return f"Keyring(label={self._label!r}, number={self._role.number})"

    def __reduce__(self) -> str:
        raise TypeError("a keyring is not copied or pickled")

    @classmethod
    def generate(
        cls, suite: Suite, label: str = "in memory", role: KeyRole = INSTITUTION_ROLE
    ) -> "Keyring":
        """New keys in memory only, for the sandbox and for tests."""
        return cls(label, role, {a: _generate(a) for a in _algorithms(suite, role.kind)})

    @classmethod
    def restore(cls, label: str, role: KeyRole, seeds: Mapping[Algorithm, bytes]) -> "Keyring":
        """The same keys again, in memory, from the 32-byte seeds a backup keeps.

        Raises SEED_REFUSED (algorithm) for a seed of another length.
        """
        return cls(label, role, {a: private_key_from_seed(a, seed) for a, seed in seeds.items()})

    @classmethod
    def create(
        cls,
        folder: Path,
        suite: Suite,
        label: str,
        passphrase: str | None = None,
        *,
        role: KeyRole = INSTITUTION_ROLE,
    ) -> "Keyring":
        """New keys, written to a new or empty folder.

        Raises KEYS_EXIST (folder) if it holds anything, PASSPHRASE_EMPTY for an empty passphrase.
        """
        _check_passphrase(passphrase)
        keyring = cls.generate(suite, label, role)
        make_folder(folder)
        for algorithm, key in keyring._keys.items():
            write_private_key(folder / key_file_name(algorithm), key, passphrase)
        public = {algorithm: public_bytes(key) for algorithm, key in keyring._keys.items()}
        write_public_file(folder, label, keyring.public_keys(), public)
        return keyring

    @classmethod
    def open(cls, folder: Path, passphrase: str | None = None) -> "Keyring":
        """The keys of a folder.

        Raises KEYS_NOT_FOUND, KEYS_EXPOSED (others than the owner may read them), KEYS_LOCKED (no
        or wrong passphrase), KEYS_DAMAGED (file) or PASSPHRASE_EMPTY.
        """
        _check_passphrase(passphrase)
        stored = read_public_file(folder)
        keys: dict[Algorithm, PrivateKey] = {}
        for algorithm, public in stored.public.items():
            path = folder / key_file_name(algorithm)
            keys[algorithm] = read_private_key(path, algorithm, passphrase)
            if public_bytes(keys[algorithm]) != public:
                fail("KEYS_DAMAGED", file=str(path))
        role = KeyRole(number=stored.number, kind=stored.kind, person=stored.person)
        return cls(stored.label, role, keys)

    @property
    def label(self) -> str:
        """What the institution calls this keyring."""
        return self._label

    @property
    def number(self) -> int:
        """The key set's number among its participant's."""
        return self._role.number

    def public_keys(self) -> dict[int, object]:
        """The public key set as a map by KeyField, ready to be registered."""
        public = {algorithm: public_bytes(key) for algorithm, key in self._keys.items()}
        return {
            int(KeyField.NUMBER): self._role.number,
            int(KeyField.KIND): int(self._role.kind),
            int(KeyField.ED25519): public.get(Algorithm.ED25519, b""),
            int(KeyField.ML_DSA_65): public.get(Algorithm.ML_DSA_65, b""),
            int(KeyField.ES256): b"",
            int(KeyField.RP_ID_HASH): b"",
            int(KeyField.ORIGIN): "",
            int(KeyField.PERSON): self._role.person,
            int(KeyField.ACTIVE): True,
        }

    def sign(self, header: bytes, acting_index: int) -> list[list[object]]:
        """Sign an encoded header with every key, for the acting participant at `acting_index`.

        Each entry is [acting index, key number, algorithm, signature], as an envelope carries it.
        """
        return [
            [
                acting_index,
                self._role.number,
                int(algorithm),
                key.sign(to_be_signed(algorithm, header)),
            ]
            for algorithm, key in self._keys.items()
        ]


def _algorithms(suite: Suite, kind: KeyKind) -> tuple[Algorithm, ...]:
    """Institutions hold the suite's keys, persons an Ed25519 key; passkeys are never held here."""
    if kind is KeyKind.PASSKEY:
        fail("PASSKEY_NOT_HELD")
    return demanded_algorithms(suite) if kind is KeyKind.INSTITUTION else (Algorithm.ED25519,)


def _generate(algorithm: Algorithm) -> PrivateKey:
    if algorithm is Algorithm.ML_DSA_65:
        return MLDSA65PrivateKey.generate()
    return Ed25519PrivateKey.generate()


def _check_passphrase(passphrase: str | None) -> None:
    if passphrase == "":
        fail("PASSPHRASE_EMPTY")
