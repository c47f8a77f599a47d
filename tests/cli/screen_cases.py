"""A terminal for the tests: a command runs in one, and what stands on its screen at the end."""

import fcntl
import os
import pty
import re
import signal
import struct
import sys
import termios
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

ESCAPE = re.compile(r"\x1b\[([?\d;]*)([A-Za-z])")
ROWS = 200


class Screen(NamedTuple):
    """How a command ended, what stood on the screen then, and every byte that came."""

    code: int
    text: str
    raw: str


def on_screen(arguments: Sequence[str], columns: int, stop_at: str = "") -> Screen:
    """Run python with these arguments in a terminal of so many columns.

    Ctrl-C is pressed once `stop_at` was written.
    """
    child, ours = pty.fork()
    if child == 0:
        while os.get_terminal_size().columns != columns:
            time.sleep(0.01)
        os.environ.update(TERM="xterm", LC_ALL="C.UTF-8")
        os.environ.pop("COLUMNS", None)
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # workers of a test run ignore it
        os.execv(sys.executable, [sys.executable, *arguments])
    fcntl.ioctl(ours, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, columns, 0, 0))
    written, is_stopped = b"", False
    with suppress(OSError):  # the terminal is gone when its last process is
        while part := os.read(ours, 65_536):
            written += part
            if stop_at and stop_at.encode() in written and not is_stopped:
                os.write(ours, b"\x03")
                is_stopped = True
    _, status = os.waitpid(child, 0)
    os.close(ours)
    raw = written.decode()
    return Screen(os.waitstatus_to_exitcode(status), drawn(raw), raw)


def drawn(raw: str) -> str:
    """What stands on a screen that never scrolls; each character is one place, also a wide one."""
    lines: list[list[str]] = [[]]
    line = place = at = 0
    while at < len(raw):
        escape = ESCAPE.match(raw, at)
        if escape:
            at = escape.end()
            if escape.group(2) == "A":
                line -= int(escape.group(1) or 1)
            elif escape.group(2) == "K":
                lines[line] = [] if escape.group(1) == "2" else lines[line][:place]
            continue
        character, at = raw[at], at + 1
        if character == "\r":
            place = 0
        elif character == "\n":
            line += 1
            lines += [[] for _ in range(line + 1 - len(lines))]
        else:
            lines[line] += " " * (place + 1 - len(lines[line]))
            lines[line][place] = character
            place += 1
    return "\n".join("".join(one).rstrip() for one in lines)
