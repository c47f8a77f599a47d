"""Errors of backup, restore and `praya doctor`: what, why and cure.

They must not know how they are shown.
"""

from typing import Final

from praya.base.catalogue.entries import Words

BACKUP_ERRORS: Final[dict[str, Words]] = {}
