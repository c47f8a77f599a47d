"""Files of a ledger that are not as its node wrote them: damaged at rest, or by a device that lied.

What was done is remembered, so that it can be put right: a mirror or a backup would do the same.
"""

from collections.abc import Sequence

from praya.node.genesis import FOUNDING_FILE, GENESIS_FILE
from praya.storage.anchor import ANCHOR_NAME
from praya.storage.segments import segment_number
from praya.testing.simulator.legality import demand
from praya.testing.simulator.virtual_files import SECTOR_BYTES, Device
from praya.testing.simulator.virtual_system import Lie


class Damage:
    """Files that were damaged at rest, so that they can be put right again."""

    def __init__(self) -> None:
        self._changed: dict[str, tuple[bytes, bytes | None]] = {}  # (before, after)
        self.is_sealed = False
        self.must_be_noticed = False
        self.noticed = 0

    @property
    def is_there(self) -> bool:
        """Whether something is damaged."""
        return bool(self._changed)

    def change(self, device: Device, name: str, content: bytes | None) -> None:
        """Put other bytes in a file, or take it away."""
        now = bytes(device.names[name].seen)
        before, after = self._changed.get(name, (now, None))
        self._changed[name] = before if now == after else now, content
        put_file(device, name, content)

    def mend(self, device: Device) -> None:
        """Put back what was there; a file that was written anew since then is as it should be."""
        for name, (before, after) in self._changed.items():
            if segment_number(name) is not None or _content(device, name) == after:
                put_file(device, name, before)
        self._changed.clear()
        self.must_be_noticed = False

    def seal(self, device: Device, lies: Sequence[Lie]) -> None:
        """The ledger was stopped cleanly: is there something that its next opening must notice?"""
        self.is_sealed = True
        newest = max((name for name in device.names if name.startswith("snapshot-")), default="")
        read = (ANCHOR_NAME, GENESIS_FILE, newest or FOUNDING_FILE)
        changed = [
            name for name, (_, after) in self._changed.items() if _content(device, name) == after
        ]
        turned = any(lie.is_turned and lie.stands(device) for lie in lies)
        self.must_be_noticed = turned or any(name in read for name in changed)

    def forget(self, device: Device) -> None:
        """The ledger opened; what is damaged did no harm. Was it to be noticed?

        An old snapshot that nobody read is put right, so that it is not found damaged later.
        """
        demand(not self.must_be_noticed, "damage after a clean stop was not noticed")
        for name, (before, after) in self._changed.items():
            file = device.names.get(name)
            if file is not None and name.endswith(".snap") and bytes(file.seen) == after:
                put_file(device, name, before)
        self._changed.clear()
        self.is_sealed = False


def _content(device: Device, name: str) -> bytes | None:
    return bytes(device.names[name].seen) if name in device.names else None


def put_file(device: Device, name: str, content: bytes | None) -> None:
    """A whole file as it is to be, durably; None: no file."""
    if content is None:
        device.names.pop(name, None)
        device.durable_names.pop(name, None)
        return
    if name not in device.names:
        device.create(name)
    file = device.names[name]
    file.seen[:] = content
    file.durable[:] = content
    file.pending.clear()
    device.durable_names[name] = file


def mend_lies(lies: Sequence[Lie], device: Device) -> None:
    """Put right what the device did not do as told, the last lie first.

    Sector by sector, as what was written there since may have reached a part of the place.
    """
    for lie in reversed(lies):
        file = device.names.get(lie.name)
        if file is None:
            continue
        for start in range(0, len(lie.right), SECTOR_BYTES):
            here, end = lie.offset + start, start + SECTOR_BYTES
            right = lie.right[start:end]
            there = bytes(file.seen[here : here + len(right)])
            if lie.wrong is None or there == lie.wrong[start:end]:
                file.put_durable(here, right)
