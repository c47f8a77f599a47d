"""Numbers that people type, and the words for what is accepted in their place: least and most.

It must not know any command, nor import what a command needs: the command line itself uses it.
"""

from praya.base.catalogue import Phrase
from praya.base.errors import fail


def between(least: int | None, most: int | None) -> Phrase:
    """The words for the numbers that are accepted; `most` None for no most."""
    first = f"{least or 0:,}"
    if most is None:
        return Phrase("error.at_least", {"least": first})
    return Phrase("error.between", {"least": first, "most": f"{most:,}"})


def read_number(text: str, name: str, least: int, most: int, *, command: str) -> int:
    """A whole number in plain digits, within its bounds. VALUE_REFUSED, which says them."""
    if text.isascii() and text.isdigit() and len(text) <= len(str(most)):
        number = int(text)
        if least <= number <= most:
            return number
    fail("VALUE_REFUSED", name=name, accepted=between(least, most), command=command)
