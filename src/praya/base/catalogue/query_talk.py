"""The words of projections and `praya sql`.

They must not know how they are shown.
"""

from typing import Final

QUERY_TALK: Final[dict[str, tuple[str, str]]] = {}
