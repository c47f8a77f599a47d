"""What one look finds: fine with a fact, or an error of the catalogue with its why and its cure.

It must not know what is looked at, nor how a finding is shown.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from typing import NamedTuple

from praya.base.errors import PrayaError


class Mark(Enum):
    """How a check ended."""

    FINE = "fine"
    LOOK = "look"  # it works, and somebody should know
    BROKEN = "broken"  # it does not work, or would not at the next start


class Finding(NamedTuple):
    """One line of the doctor's answer."""

    check: str  # its label is the talk `doctor.<check>`
    mark: Mark
    fact: str = ""  # a key of talk, filled with `values`, where all is fine
    values: dict[str, object] = {}  # noqa: RUF012 - never changed
    problem: PrayaError | None = None


Check = Callable[[], Iterator[Finding]]


def fine(check: str, fact: str, **values: object) -> Finding:
    """Nothing is wrong; `fact` is the talk that says what was found."""
    return Finding(check, Mark.FINE, fact, values)


def look(check: str, problem: PrayaError) -> Finding:
    """Something that somebody should know."""
    return Finding(check, Mark.LOOK, problem=problem)


def broken(check: str, problem: PrayaError) -> Finding:
    """Something that does not work."""
    return Finding(check, Mark.BROKEN, problem=problem)


@contextmanager
def examined(check: str, found: list[Finding]) -> Iterator[None]:
    """Whatever a check is refused becomes a finding of it: the doctor goes on to the next."""
    try:
        yield
    except PrayaError as problem:
        found.append(broken(check, problem))
    except OSError as error:
        cause = error.strerror or str(error)
        found.append(broken(check, PrayaError("ENVIRONMENT_FAILED", cause=cause)))
