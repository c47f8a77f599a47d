"""The real process, killed at any moment: what it acknowledged is there once, and nothing twice."""

import json
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from praya.kernel import tables as t
from praya.node.replay import Progress
from praya.node.solo import SoloNode
from praya.node.story_clock import StoryClock
from praya.node.verification import verify_folder
from praya.storage.disk import FolderDisk
from praya.storage.lock import FolderLock

from .worlds import NOON, settled, transfer

SEED = 11
UNITS = 90_000  # transfers of 0.01 that can be paid for
CHILD = """
import json, sys
from praya.app import prepare_runtime
prepare_runtime()
from praya.node.clock import SystemClock
from praya.node.solo import SoloNode
from praya.node import solo
from praya.storage.disk import FolderDisk
from praya.storage.lock import FolderLock

folder, envelopes = sys.argv[1], json.load(open(sys.argv[2]))
solo.SNAPSHOT_EVERY_BLOCKS = 20
with FolderLock(folder):
    node = SoloNode.open(FolderDisk(folder), SystemClock())
    print("ready", flush=True)
    for number, envelope in enumerate(envelopes, start=int(sys.argv[3])):
        answer = node.submit([bytes.fromhex(envelope)])[0]
        if answer.status.name != "APPLIED":
            sys.exit(answer.status.name)
        print(number, answer.repeated, flush=True)
"""


class Killing:
    """A folder, and a child that is killed while it writes there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "ledger"
        self.folder.mkdir()
        self.orders = folder / "orders.json"
        self.world = settled()
        self.world.node.close()
        for name, content in self.world.files().items():
            (self.folder / name).write_bytes(content)
        self.chooser = random.Random(SEED)
        self.valid_until = time.time_ns() // 1_000_000 + 7_200_000  # the child has a real clock
        self.sent = 0  # numbers below this were acknowledged
        self.repeated = 0

    def round(self, number: int) -> None:
        """Send numbered transfers, kill, look."""
        first = self.sent
        self.orders.write_text(
            json.dumps([self.envelope(first + each).hex() for each in range(400)])
        )
        acknowledged = self.killed(first, self.chooser.uniform(0.0, 0.25))
        assert acknowledged == list(range(first, first + len(acknowledged)))
        self.sent += len(acknowledged)
        self.look(number)

    def envelope(self, number: int) -> bytes:
        """Transfer number so-and-so: the same bytes whenever it is asked for."""
        self.world.counter = 1_000_000 + number
        intent = transfer("0.01", "BANKA.HOUSE", "BANKB.C1")
        return self.world.envelope(intent, "BANKA", valid_until=self.valid_until)

    def killed(self, first: int, seconds: float) -> list[int]:
        """Let a child write for some time; the numbers it acknowledged."""
        command = [sys.executable, "-c", CHILD, str(self.folder), str(self.orders), str(first)]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        ready = child.stdout.readline()
        time.sleep(seconds)
        child.kill()
        out = child.stdout.read()
        child.wait(timeout=600)
        assert ready == "ready\n"
        whole = [line.split() for line in out.split("\n")[:-1]]
        self.repeated += sum(said == "True" for _, said in whole)
        return [int(number) for number, _ in whole]

    def look(self, number: int) -> None:
        """Reopened as after any crash: at most the one on its way is there unacknowledged."""
        where = f"seed {SEED}, round {number}"
        with FolderLock(self.folder):
            disk = FolderDisk(self.folder)
            clock = StoryClock(NOON)
            node = SoloNode.open(disk, clock)
            account = node.executor.ledger.account("BANKB.C1")
            asset = node.executor.ledger.asset("HKD")
            position = node.executor.ledger.position(account or 0, asset or 0)
            paid = node.executor.ledger.state.cell(t.BALANCES, position or 0, t.AVAILABLE)
            assert self.sent <= paid <= self.sent + 1, where
            if number % 2:
                node.close()
            verified = verify_folder(disk, Progress())
            assert verified.executor.last_header == node.executor.last_header, where
            disk.close()


def kills(folder: Path, rounds: int) -> Killing:
    killing = Killing(folder)
    for number in range(rounds):
        killing.round(number)
    print(f"{killing.sent} transfers over {rounds} kills; {killing.repeated} were sent again")
    assert killing.sent > rounds
    return killing


def test_a_killed_node_loses_nothing_and_does_nothing_twice(tmp_path: Path) -> None:
    kills(tmp_path, 20)


@pytest.mark.slow
def test_a_node_killed_often_loses_nothing_and_does_nothing_twice(tmp_path: Path) -> None:
    killing = kills(tmp_path, 200)
    assert killing.repeated > 0
    assert killing.sent < UNITS
