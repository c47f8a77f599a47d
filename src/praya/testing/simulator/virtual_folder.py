"""The shipped folder adapter on virtual system calls, without its helper thread.

What the thread of the product does beside the writer is done here either at once or as late as the
journal waits for it: both ends of what a thread may do, and the same at every repetition.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from praya.kernel.ports import Zeroing
from praya.storage import disk as disk_module
from praya.storage import files as files_module
from praya.storage.disk import FolderDisk
from praya.storage.zeroing import InlineZeroing, Replace, zero_pieces
from praya.testing.simulator.virtual_system import FOLDER, VirtualSystem, in_place_of_os


class LateZeroing:
    """Makes the file only when it is waited for."""

    def __init__(self, replace: Replace) -> None:
        self._replace = replace
        self._begun: tuple[str, int] | None = None

    def begin(self, name: str, length: int) -> None:
        """Remember what is to be made."""
        self._begun = (name, length)

    def finish(self) -> None:
        """Make it. Raises as `Disk.replace`."""
        begun, self._begun = self._begun, None
        if begun is not None:
            self._replace(begun[0], zero_pieces(begun[1]))


class VirtualFolder(FolderDisk):
    """A folder of the virtual system that is in place of the machine's own."""

    def __init__(self, *, late: bool, path: str = FOLDER) -> None:
        """`late`: zeroed files are made as late as can be."""
        super().__init__(path)
        kind: type[LateZeroing] | type[InlineZeroing] = LateZeroing if late else InlineZeroing
        self.zeroing: Zeroing = kind(self.replace)  # type: ignore[assignment]


@contextmanager
def on_virtual_system(system: VirtualSystem) -> Iterator[None]:
    """Storage makes its calls on this system, for as long as it lasts."""
    with in_place_of_os((disk_module, files_module), system):
        yield
