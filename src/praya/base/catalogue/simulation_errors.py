"""Errors of the simulator: what, why and cure.

They must not know how they are shown.
"""

from typing import Final

from praya.base.catalogue.entries import Words

SIMULATION_ERRORS: Final[dict[str, Words]] = {}
