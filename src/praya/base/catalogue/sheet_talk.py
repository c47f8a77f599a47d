"""The words of term sheets and cash flows.

They must not know how they are shown.
"""

from typing import Final

SHEET_TALK: Final[dict[str, tuple[str, str]]] = {}
