"""Opening a ledger folder from a command: to write it, under the lock, or only to read it.

It must not know any one command.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from praya.node.clock import SystemClock
from praya.node.execution import Executor
from praya.node.folders import find_ledger
from praya.node.reading import read_ledger
from praya.node.solo import SoloNode, read_genesis
from praya.storage.disk import FolderDisk
from praya.storage.lock import FolderLock


@contextmanager
def writing(path: str) -> Iterator[SoloNode]:
    """The node of a folder, closed cleanly at the end.

    Where the work fails, the node is left as a crash would leave it: opening it again reads back
    all that was acknowledged. Raises FOLDER_MISSING, LEDGER_MISSING, LEDGER_LOCKED,
    FOLDER_READ_ONLY and what `SoloNode.open` raises.
    """
    path = str(find_ledger(path))
    disk = FolderDisk(path)
    read_genesis(disk)  # before the lock, which leaves a file in any folder it is taken in
    with FolderLock(path):
        try:
            node = SoloNode.open(disk, SystemClock())
            yield node
            node.close()
        finally:
            disk.close()


def reading(path: str) -> Executor:
    """The ledger of a folder as of its last closed block, with nothing written and no lock.

    Raises FOLDER_MISSING and what `read_ledger` raises.
    """
    return read_ledger(FolderDisk(str(find_ledger(path))))
