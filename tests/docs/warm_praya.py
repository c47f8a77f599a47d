"""A `praya` that starts at once: one process that has loaded everything forks for each command.

The pages show hundreds of commands, and loading compiled code for each of them would take most of
the time of the tests. What runs in the forked process is the shipped command line, or a page's
program in Python, with the caller's arguments, folder, environment and standard streams. It must
not know any page.

    python warm_praya.py SOCKET     serves until it is stopped, and says "ready" first
"""

import json
import os
import signal
import socket
import subprocess
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

MESSAGE_MAX = 1 << 18
CACHE = "NUMBA_CACHE_DIR"
PROGRAM = "--program"  # behind it a program in Python instead of a command line

CLIENT = """#!{python} -IS
import json, os, socket, sys
calling = socket.socket(socket.AF_UNIX)
calling.connect({address!r})
message = json.dumps([os.getcwd(), sys.argv[1:], dict(os.environ)]).encode()
socket.send_fds(calling, [message], [0, 1, 2])
calling.shutdown(socket.SHUT_WR)
sys.exit(int(calling.recv(16) or b"70"))
"""


@contextmanager
def warm_praya(folder: Path) -> Iterator[Path]:
    """A folder with a `praya` in it, to be put first on the path while the context lasts."""
    address = str(folder / "socket")
    command = folder / "praya"
    command.write_text(CLIENT.format(python=sys.executable, address=address), encoding="utf-8")
    command.chmod(0o755)
    serving = subprocess.Popen([sys.executable, __file__, address], stdout=subprocess.PIPE)
    try:
        assert serving.stdout is not None
        assert serving.stdout.readline().strip() == b"ready"
        yield folder
    finally:
        serving.terminate()
        serving.wait()


def serve(address: str) -> None:
    """Load all there is, then answer each call with a process of its own."""
    import_module("praya.app").prepare_runtime()
    cli = import_module("praya.cli")
    for row in cli.COMMANDS.values():
        import_module(row.place.partition(":")[0])
    import_module("praya.node.self_check").self_check()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(address)
        listening.listen()
        print("ready", flush=True)
        while True:
            calling, _ = listening.accept()
            if os.fork() == 0:
                listening.close()
                _answer(calling)
            calling.close()


def _answer(calling: socket.socket) -> None:
    """Be the process that was asked for, and send back how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    message, streams, _, _ = socket.recv_fds(calling, MESSAGE_MAX, 3)
    while part := calling.recv(MESSAGE_MAX):
        message += part
    folder, arguments, environment = json.loads(message)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(folder)
    kept = {CACHE: os.environ[CACHE]}
    os.environ.clear()
    os.environ.update(environment | kept)
    sys.argv = ["praya", *arguments]
    code = 70
    try:
        code = _program(folder, *arguments[1:]) if arguments[:1] == [PROGRAM] else _run(arguments)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        calling.sendall(str(int(code)).encode())
        os._exit(0)


def _run(arguments: list[str]) -> int:
    return int(import_module("praya.cli").run(arguments))


def _program(folder: str, text: str) -> int:
    """Run a program as `python -c` does, its imports made already."""
    sys.path.insert(0, folder)
    try:
        exec(compile(text, "<page>", "exec"), {"__name__": "__main__"})
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    serve(sys.argv[1])
