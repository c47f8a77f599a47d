"""A writer killed at any moment: what it acknowledged is there, and nothing needs repair."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from journal_cases import CHAIN, SEGMENT

from praya.storage.disk import FolderDisk
from praya.storage.inspection import inspect_folder
from praya.storage.journal import Journal
from praya.storage.lock import FolderLock

SEED = 7
WRITER = """
import sys
from praya.storage.commits import Record
from praya.storage.disk import FolderDisk
from praya.storage.journal import Journal
from praya.storage.lock import FolderLock
lock = FolderLock(sys.argv[1])
journal = Journal.open(FolderDisk(sys.argv[1]), bytes(range(32)))
height = int(sys.argv[2])
while True:
    height += 1
    journal.append([Record(1, height, 0, height, bytes([height % 251]) * (height * 977 % 50_000))])
    print(height, flush=True)
    if height % 97 == 0:
        journal.seal()
"""


def acknowledged_before_the_kill(path: Path, start: int, seconds: float) -> int:
    command = [sys.executable, "-c", WRITER, str(path), str(start)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(seconds)
    process.kill()
    lines = (first + process.communicate(timeout=600)[0]).split(b"\n")[:-1]
    return int(lines[-1])


def rounds_of_kills(path: Path, rounds: int) -> int:
    chooser = random.Random(SEED)
    Journal.create(FolderDisk(path), CHAIN, SEGMENT)
    last = 0
    for number in range(rounds):
        seconds = chooser.uniform(0.0, 0.15)
        acknowledged = acknowledged_before_the_kill(path, last, seconds)
        with FolderLock(path):
            disk = FolderDisk(path)
            assert list(inspect_folder(disk)) == []
            found = [(r.height, len(r.payload)) for r in Journal.open(disk, CHAIN).records()]
            disk.close()
        assert found == [(h, h * 977 % 50_000) for h in range(1, len(found) + 1)]
        assert acknowledged <= len(found) <= acknowledged + 1, f"seed {SEED}, round {number}"
        last = len(found)
    return last


def test_a_killed_writer_loses_nothing_it_acknowledged(tmp_path: Path) -> None:
    commits = rounds_of_kills(tmp_path, 10)
    print(f"{commits} commits over 10 kills")
    assert commits > 20


@pytest.mark.slow
def test_a_writer_killed_often_loses_nothing_it_acknowledged(tmp_path: Path) -> None:
    commits = rounds_of_kills(tmp_path, 200)
    print(f"{commits} commits over 200 kills")
    assert commits > 400
