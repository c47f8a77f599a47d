"""Errors of projections and `praya sql`: what, why and cure.

They must not know how they are shown.
"""

from typing import Final

from praya.base.catalogue.entries import Words

QUERY_ERRORS: Final[dict[str, Words]] = {}
