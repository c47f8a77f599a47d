"""Replays the golden chain in a process of its own and prints what it made of it, as JSON.

With NUMBA_DISABLE_JIT=1 in the environment the kernel runs as plain Python.
"""

import json
import sys
from pathlib import Path
from typing import Any

from praya.app import prepare_runtime

prepare_runtime()

import numba  # noqa: E402 - the folder of compiled code is chosen first

from praya.node.replay import Progress  # noqa: E402
from praya.node.verification import verify_export  # noqa: E402


def main() -> None:
    """Arguments: the export, the chain id in hexadecimal."""
    path, chain_id = sys.argv[1:]
    executor = verify_export(Path(path), bytes.fromhex(chain_id), Progress()).executor
    state = executor.ledger.state
    settings: Any = numba.config
    stated = {
        "compiled": not settings.DISABLE_JIT,
        "height": executor.height,
        "headers_root": executor.headers.root().hex(),
        "last_header": executor.last_header.hex(),
        "state_root": state.root().hex(),
    }
    print(json.dumps(stated))


if __name__ == "__main__":
    main()
