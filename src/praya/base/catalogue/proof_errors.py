"""Errors of `praya prove` and proof files: what, why and cure.

They must not know how they are shown.
"""

from typing import Final

from praya.base.catalogue.entries import Words

PROOF_ERRORS: Final[dict[str, Words]] = {}
