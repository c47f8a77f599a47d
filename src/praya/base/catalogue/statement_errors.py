"""Errors of bank statements and what is minted against them: what, why and cure.

They must not know how they are shown.
"""

from typing import Final

from praya.base.catalogue.entries import Words

STATEMENT_ERRORS: Final[dict[str, Words]] = {}
