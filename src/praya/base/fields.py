"""Reading the fields of a decoded value by type, with one refusal for what does not fit.

A decoded value is whatever a stranger wrote. Each format names its refusal once and reads its
fields through this; a boolean is never a number here. It must not know any format.
"""

from collections.abc import Callable
from typing import NoReturn

Refusal = Callable[[str], NoReturn]


class FieldReader:
    """Takes values of a decoded structure, or refuses with the name of the field at fault."""

    __slots__ = ("_refuse",)

    def __init__(self, refuse: Refusal) -> None:
        self._refuse = refuse

    def demand(self, condition: bool, field: str) -> None:
        """Refuse `field` unless `condition` holds."""
        if not condition:
            self._refuse(field)

    def integer(self, value: object, field: str) -> int:
        """An integer that is no boolean."""
        if not isinstance(value, int) or isinstance(value, bool):
            self._refuse(field)
        return value

    def boolean(self, value: object, field: str) -> bool:
        """A boolean."""
        if not isinstance(value, bool):
            self._refuse(field)
        return value

    def content(self, value: object, field: str) -> bytes:
        """A byte string."""
        if not isinstance(value, bytes):
            self._refuse(field)
        return value

    def text(self, value: object, field: str) -> str:
        """A text."""
        if not isinstance(value, str):
            self._refuse(field)
        return value

    def items(self, value: object, field: str, count: int | None = None) -> list[object]:
        """An array, of exactly `count` items if a count is given."""
        if not isinstance(value, list) or (count is not None and len(value) != count):
            self._refuse(field)
        return value

    def fields(self, value: object, field: str) -> dict[int, object]:
        """A map."""
        if not isinstance(value, dict):
            self._refuse(field)
        return value
