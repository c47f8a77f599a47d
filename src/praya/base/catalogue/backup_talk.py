"""The words of backup, restore and `praya doctor`.

They must not know how they are shown.
"""

from typing import Final

BACKUP_TALK: Final[dict[str, tuple[str, str]]] = {}
