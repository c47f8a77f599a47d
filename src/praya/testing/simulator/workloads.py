"""What a schedule asks for: the port between its steps and whoever makes the requests.

The requests of every kind that schedules ask for by themselves fit it, and so does the workflow of
a user. It must not know either.
"""

from collections.abc import Sequence
from typing import Protocol

from praya.node.execution import Answer
from praya.testing.oracle.sent import Sent
from praya.testing.simulator.harness import Harness
from praya.testing.simulator.letters import Request, Writer
from praya.testing.simulator.scene import Scene
from praya.testing.simulator.settings import Setting
from praya.testing.simulator.standing import Standing


class Workload(Protocol):
    """Makes requests for the steps of a schedule, and says what must hold after each.

    A request that cannot be made of the scene is NothingToAskError; the step then tries again.
    """

    def machine(self, setting: Setting) -> Harness:
        """A machine with the ledger on it that a schedule starts from."""
        ...

    def write(self, scene: Scene, writer: Writer) -> Sent:
        """One envelope, valid by construction or wrong in a chosen way."""
        ...

    def plain(self, scene: Scene) -> Request:
        """A request that is put under a request id which another one had."""
        ...

    def carrier(self, scene: Scene) -> Request:
        """A request whose envelope is spoiled afterwards."""
        ...

    def judge(self, standing: Standing, answered: Sequence[tuple[Sent, Answer]]) -> None:
        """After each step, with what was answered in it; ViolationError for a broken promise."""
        ...
