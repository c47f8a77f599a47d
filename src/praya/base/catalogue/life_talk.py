"""The words of the life of a bond, run from a term sheet.

They must not know how they are shown.
"""

from typing import Final

LIFE_TALK: Final[dict[str, tuple[str, str]]] = {}
