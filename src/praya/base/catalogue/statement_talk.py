"""The words of bank statements and what is minted against them.

They must not know how they are shown.
"""

from typing import Final

STATEMENT_TALK: Final[dict[str, tuple[str, str]]] = {}
