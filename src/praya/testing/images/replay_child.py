"""A process that replays exports and a folder, and tells what it got: one JSON object.

Started by `determinism` under one hash seed, language, time zone, compiler setting and Python.
"""

import json
import locale
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from praya.kernel.step import full_invariants
from praya.node.reading import read_ledger
from praya.node.replay import Progress, replay
from praya.node.verification import open_export, verify_folder
from praya.storage.commits import Record, RecordKind
from praya.storage.disk import FolderDisk


def replayed(path: Path) -> dict[str, Any]:
    """What an export replays to: its blocks, a digest of all their headers, the state root."""
    digest = sha256()

    def watched(records: Iterable[Record]) -> Iterator[Record]:
        for record in records:
            if record.kind == RecordKind.CLOSE:
                digest.update(record.payload)
            yield record

    executor, _, records = open_export(path)
    replay(executor, watched(records), Progress())
    state = executor.ledger.state
    return {
        "height": executor.height,
        "headers": digest.hexdigest(),
        "state_root": state.root().hex(),
        "broken": full_invariants(state),
    }


def opened(folder: Path) -> dict[str, Any]:
    """What a folder gives from its newest snapshot, and replayed from its genesis."""
    from_snapshot = read_ledger(FolderDisk(folder))
    from_genesis = verify_folder(FolderDisk(folder), Progress()).executor
    return {
        "from_snapshot": from_snapshot.last_header.hex(),
        "from_genesis": from_genesis.last_header.hex(),
        "state_root": from_snapshot.ledger.state.root().hex(),
    }


def main(exports: list[str], folder: str) -> None:
    """Replay everything and print it, with the settings that are in effect."""
    with suppress(locale.Error):  # a language that this system does not have
        locale.setlocale(locale.LC_ALL, "")
    spoken = locale.setlocale(locale.LC_ALL)
    found = {
        "chains": [replayed(Path(path)) for path in exports],
        "folder": opened(Path(folder)),
    }
    settings = {"locale": spoken, "zone": time.tzname[0], "python": sys.version.split()[0]}
    print(json.dumps({"found": found, "settings": settings}))


if __name__ == "__main__":
    main(sys.argv[2:], sys.argv[1])
