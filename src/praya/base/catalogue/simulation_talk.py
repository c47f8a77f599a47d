"""The words of the simulator.

They must not know how they are shown.
"""

from typing import Final

SIMULATION_TALK: Final[dict[str, tuple[str, str]]] = {}
