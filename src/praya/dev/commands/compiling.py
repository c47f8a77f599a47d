"""Says that the kernel is being compiled, when it is, and how far: nobody waits in silence.

It listens to the compiler, so it speaks for every command, and only where something is compiled. It
must not know any command, nor what is compiled.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

from numba.core import event

from praya.base.errors import PrayaError
from praya.dev.commands.terminal import Terminal
from praya.node.compiled_code import is_cold
from praya.node.self_check import self_check

EVENT: Final = "numba:compile"
TOLD_EVERY_SECONDS: Final = 4.0


class CompileTalk(event.Listener):
    """One line when the first function is compiled, then one every few seconds."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._began = 0.0
        self._told = 0.0
        self._functions = 0

    def on_start(self, _event: Any) -> None:
        """A function is about to be compiled, with those that it calls."""
        if not self._began:
            self._began = self._told = time.monotonic()
            self._terminal.say("runtime.compiling")

    def on_end(self, _event: Any) -> None:
        """It is compiled."""
        self._functions += 1
        now = time.monotonic()
        if now - self._told >= TOLD_EVERY_SECONDS:
            self._told = now
            seconds = round(now - self._began)
            self._terminal.say("runtime.compiled", count=self._functions, seconds=seconds)


@contextmanager
def telling_of_compiling(terminal: Terminal) -> Iterator[None]:
    """What is compiled meanwhile is told on stderr."""
    listener = CompileTalk(terminal)
    event.register(EVENT, listener)  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        event.unregister(EVENT, listener)  # type: ignore[no-untyped-call]


def compile_first() -> None:
    """Compile here, where it can be told, what several processes would compile in silence.

    What the kernel's check of itself finds is not for here: those processes check it again.
    """
    if is_cold():
        with suppress(PrayaError):
            self_check()
