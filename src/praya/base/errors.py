"""Failures outside the ledger's answers: a refused input, a damaged file, a bug.

A `PrayaError` carries a catalogue code and values, never a sentence: the words stand once, in
`praya.base.catalogue`, in each language. A `Bug` stops the node.
"""

from typing import NoReturn


class PrayaError(Exception):
    """Something a person can mend. `code` names the catalogue entry, `values` fill it in."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values

    def __str__(self) -> str:
        stated = ", ".join(f"{name}={value!r}" for name, value in self.values.items())
        return f"{self.code}({stated})"


class Bug(Exception):
    """A condition that cannot be false is false. Nothing may go on from here."""


def require(condition: bool, why_it_cannot_fail: str) -> None:
    """Stop on a bug; never used for input."""
    if not condition:
        raise Bug(why_it_cannot_fail)


def fail(code: str, **values: object) -> NoReturn:
    """Raise the catalogued error `code`, filled with `values`."""
    raise PrayaError(code, **values)
