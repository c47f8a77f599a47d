"""The words of `praya prove` and proof files.

They must not know how they are shown.
"""

from typing import Final

PROOF_TALK: Final[dict[str, tuple[str, str]]] = {}
