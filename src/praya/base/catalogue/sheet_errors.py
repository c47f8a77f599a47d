"""Errors of term sheets and cash flows: what, why and cure.

They must not know how they are shown.
"""

from typing import Final

from praya.base.catalogue.entries import Words

SHEET_ERRORS: Final[dict[str, Words]] = {}
