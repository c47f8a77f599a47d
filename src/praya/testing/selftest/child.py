"""The process that does one job: the job in JSON on its command line, lines of JSON as answer.

Where compiled code is kept it inherits from the process that started it.
"""

import json
import os
import sys
import time
from typing import Final

from praya.testing.selftest.jobs import Job
from praya.testing.selftest.trying import try_job

TOLD_EVERY_SECONDS: Final = 1.0


class Reporter:
    """Tells how far a job is, at most once a second."""

    def __init__(self) -> None:
        self._next = time.monotonic()

    def told(self, stage: str, done: int) -> None:
        """One line, if it is time for one."""
        now = time.monotonic()
        if now >= self._next:
            self._next = now + TOLD_EVERY_SECONDS
            print(json.dumps({"stage": stage, "done": done}), flush=True)


def main() -> None:
    """Do the job of the command line; the last line is what was found."""
    part, arguments = json.loads(sys.argv[1])
    found = try_job(Job(part, arguments), Reporter().told)
    spent = sum(os.times()[:4])  # of this process and those it started
    print(json.dumps({"found": found, "processor_seconds": spent}), flush=True)


if __name__ == "__main__":
    main()
