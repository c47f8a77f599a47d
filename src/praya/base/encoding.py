"""Deterministic CBOR: one value, one encoding (RFC 8949 section 4.2).

Headers, documents and signature lists are written with it, and their bytes are hashed and signed,
so two encodings of one value would be two identities of one thing. The profile is small: integers
from -2**63 to 2**64-1, byte strings, UTF-8 text (as given: not normalised), booleans, null, arrays,
and maps whose keys are unsigned integers (length-first and bytewise key order then agree).

This module must not know what the values mean.
"""

from typing import NoReturn

import cbor2

from praya.base.errors import PrayaError, fail
from praya.base.limits import ENCODING_DEPTH_MAX

INTEGER_MIN = -(2**63)
INTEGER_MAX = 2**64 - 1
ITEMS_MAX = 65_536  # a stranger's bytes are looked at item by item: 30 ms at most
MAP_ENTRIES_MAX = 256  # keys are field numbers; more could be chosen to collide in a hash table

_ARGUMENT_BYTES = {24: 1, 25: 2, 26: 4, 27: 8}
_FALSE, _TRUE, _NULL = 20, 21, 22


def encode(value: object) -> bytes:
    """Encode `value`; tuples are written as arrays.

    Raises ENCODING_REFUSED (reason: type, integer_range, key_type, map_size, text, depth) for what
    the profile does not hold.
    """
    _check_value(value, ENCODING_DEPTH_MAX)
    return cbor2.dumps(value, canonical=True)


def decode(
    data: bytes | bytearray | memoryview, limit_bytes: int, items_max: int = ITEMS_MAX
) -> object:
    """Decode exactly one value that fills `data`; arrays come back as lists.

    At most `items_max` items may stand inside it, keys counted. Raises ENCODING_REFUSED (reason:
    size, items, truncated, trailing, tag, simple, indefinite, reserved, integer_range, key_type,
    map_size, text, depth, not_canonical). Work and memory are proportional to `len(data)`,
    whatever lengths the bytes declare.
    """
    if len(data) > limit_bytes:
        _refuse("size")
    content = bytes(data)
    _Scan(content, items_max).run()
    try:
        value: object = cbor2.loads(content)
        encoded = cbor2.dumps(value, canonical=True)
    except (cbor2.CBORError, ValueError) as problem:
        raise PrayaError("ENCODING_REFUSED", reason="not_canonical") from problem
    if encoded != content:
        _refuse("not_canonical")
    return value


def _refuse(reason: str) -> NoReturn:
    fail("ENCODING_REFUSED", reason=reason)


def _check_value(value: object, depth_left: int) -> None:
    kind = type(value)
    if isinstance(value, int) and kind is int:
        if not INTEGER_MIN <= value <= INTEGER_MAX:
            _refuse("integer_range")
    elif isinstance(value, str) and kind is str:
        _check_text(value)
    elif isinstance(value, list | tuple) and kind in (list, tuple):
        _check_depth(depth_left)
        for item in value:
            _check_value(item, depth_left - 1)
    elif isinstance(value, dict) and kind is dict:
        _check_depth(depth_left)
        _check_entries(value, depth_left - 1)
    elif value is not None and kind is not bytes and kind is not bool:
        _refuse("type")


def _check_entries(entries: dict[object, object], depth_left: int) -> None:
    if len(entries) > MAP_ENTRIES_MAX:
        _refuse("map_size")
    for key, item in entries.items():
        if type(key) is not int or not 0 <= key <= INTEGER_MAX:
            _refuse("key_type")
        _check_value(item, depth_left)


def _check_depth(depth_left: int) -> None:
    if depth_left == 0:
        _refuse("depth")


def _check_text(value: str) -> None:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as problem:
        raise PrayaError("ENCODING_REFUSED", reason="text") from problem


class _Scan:
    """One pass over the bytes that refuses what the library below would build or execute.

    It holds a stack of what is still expected, never a value, so a declared length costs nothing
    until its bytes are there.
    """

    def __init__(self, content: bytes, items_max: int) -> None:
        self.content = content
        self.items_left = items_max
        self.at = 0
        self.open: list[tuple[int, bool]] = []  # items still expected, and whether in a map

    def run(self) -> None:
        expected, in_map = 1, False
        while True:
            while expected == 0:
                if not self.open:
                    if self.at != len(self.content):
                        _refuse("trailing")
                    return
                expected, in_map = self.open.pop()
            is_key = in_map and expected % 2 == 0
            children, is_map = self._item(is_key)
            expected -= 1
            if children >= 0:
                self.open.append((expected, in_map))
                if len(self.open) > ENCODING_DEPTH_MAX:
                    _refuse("depth")
                expected, in_map = children, is_map

    def _item(self, is_key: bool) -> tuple[int, bool]:
        """Pass one item; answer how many items it opens (-1: it is no container), and if a map."""
        major, argument = self._head()
        if is_key and major != 0:
            _refuse("key_type")
        if major == 1 and argument > -1 - INTEGER_MIN:
            _refuse("integer_range")
        if major in (2, 3):
            self._string(argument, is_text=major == 3)
        elif major in (4, 5):
            return self._container(argument, is_map=major == 5), major == 5
        elif major == 6:
            _refuse("tag")
        return -1, False

    def _head(self) -> tuple[int, int]:
        first = self._take(1)[0]
        major, information = first >> 5, first & 31
        if major == 7 and information not in (_FALSE, _TRUE, _NULL):
            _refuse("simple")
        if information < 24:
            return major, information
        if information == 31:
            _refuse("indefinite")
        if information not in _ARGUMENT_BYTES:
            _refuse("reserved")
        return major, int.from_bytes(self._take(_ARGUMENT_BYTES[information]), "big")

    def _string(self, length: int, is_text: bool) -> None:
        string = self._take(length)
        if is_text:
            try:
                string.decode("utf-8")
            except UnicodeDecodeError as problem:
                raise PrayaError("ENCODING_REFUSED", reason="text") from problem

    def _container(self, length: int, is_map: bool) -> int:
        if is_map and length > MAP_ENTRIES_MAX:
            _refuse("map_size")
        children = length * 2 if is_map else length
        if children > len(self.content) - self.at:
            _refuse("truncated")
        self.items_left -= children
        if self.items_left < 0:
            _refuse("items")
        return children

    def _take(self, length: int) -> bytes:
        end = self.at + length
        if end > len(self.content):
            _refuse("truncated")
        taken = self.content[self.at : end]
        self.at = end
        return taken
