"""Reading the fields of a proof file strictly: every refusal names the path of the wrong field.

One value has one spelling here: names in their order, bytes in lower-case hex, whole numbers. It
must not know what the fields mean.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any, NoReturn, TypeVar

from praya.base.errors import fail

Read = TypeVar("Read")

_HEXADECIMAL = re.compile(r"(?:[0-9a-f]{2})*")
_CODE = re.compile(r"[!-~]{1,32}")  # printable ASCII without the space
HASH_BYTES = 32
PATH_MAX = 64  # no tree has more levels than a leaf number has bits
NUMBER_MAX = 2**63 - 1


def refuse(path: str) -> NoReturn:
    """It is no proof file: PROOF_REFUSED, with the path of what is wrong."""
    fail("PROOF_REFUSED", path=path)


class FieldsReader:
    """One object of the file, whose names and their order are known."""

    def __init__(self, value: object, path: str, names: Sequence[str]) -> None:
        """PROOF_REFUSED (path) unless it is an object of exactly these names in this order."""
        if not isinstance(value, dict):
            refuse(path)
        for wanted, found in zip(names, value, strict=False):
            if wanted != found:
                refuse(_below(path, wanted))
        if len(value) != len(names):
            refuse(path)
        self._fields = value
        self._path = path

    def values(self) -> dict[str, Any]:
        """All fields as they are written."""
        return self._fields

    def path(self, name: str) -> str:
        """Where a field stands in the file: "evidence.chain.header"."""
        return _below(self._path, name)

    def inner(self, name: str, names: Sequence[str]) -> "FieldsReader":
        """An object inside."""
        return FieldsReader(self._fields[name], self.path(name), names)

    def content(self, name: str, bytes_max: int) -> bytes:
        """Bytes, as lower-case hex."""
        return _content(self._fields[name], self.path(name), bytes_max)

    def exactly(self, name: str, length: int) -> bytes:
        """So many bytes."""
        return read_exactly(self._fields[name], self.path(name), length)

    def number(self, name: str, most: int = NUMBER_MAX) -> int:
        """A whole number from 0 to `most`; a boolean is none."""
        found = self._fields[name]
        if type(found) is not int or not 0 <= found <= most:
            refuse(self.path(name))
        return found

    def text(self, name: str, bytes_max: int) -> str:
        """Text that UTF-8 can say, of at most so many bytes and at least one."""
        found = self._fields[name]
        if not isinstance(found, str) or not 0 < len(found) <= bytes_max:
            refuse(self.path(name))
        if any("\ud800" <= letter <= "\udfff" for letter in found):
            refuse(self.path(name))
        return found

    def code(self, name: str) -> str:
        """A code of a participant, account or asset."""
        found = self.text(name, 32)
        return found if _CODE.fullmatch(found) else refuse(self.path(name))

    def items(self, name: str, most: int, read: Callable[[object, str], Read]) -> tuple[Read, ...]:
        """A list of at most `most`, each read with its path."""
        return read_items(self._fields[name], self.path(name), most, read)

    def hashes(self, name: str) -> tuple[bytes, ...]:
        """The hashes of a path in a tree."""
        return self.items(name, PATH_MAX, read_hash)


def read_hash(value: object, path: str) -> bytes:
    """One hash of 32 bytes."""
    return read_exactly(value, path, HASH_BYTES)


def read_exactly(value: object, path: str, length: int) -> bytes:
    """So many bytes."""
    found = _content(value, path, length)
    return found if len(found) == length else refuse(path)


def read_items(
    value: object, path: str, most: int, read: Callable[[object, str], Read]
) -> tuple[Read, ...]:
    """A list of at most `most`, each read with its path."""
    if not isinstance(value, list) or len(value) > most:
        refuse(path)
    return tuple(read(each, f"{path}[{place}]") for place, each in enumerate(value))


def hexadecimal(hashes: Sequence[bytes]) -> list[str]:
    """Hashes as they are written."""
    return [each.hex() for each in hashes]


def _content(value: object, path: str, bytes_max: int) -> bytes:
    if not isinstance(value, str) or len(value) > 2 * bytes_max:
        refuse(path)
    if _HEXADECIMAL.fullmatch(value) is None:
        refuse(path)
    return bytes.fromhex(value)


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
