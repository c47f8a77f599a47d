"""Errors of the life of a bond, run from a term sheet: what, why and cure.

They must not know how they are shown.
"""

from typing import Final

from praya.base.catalogue.entries import Words

LIFE_ERRORS: Final[dict[str, Words]] = {}
