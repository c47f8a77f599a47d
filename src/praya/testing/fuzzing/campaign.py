"""Fuzzing the decoders: mutated samples, kept where they reach lines that none reached before.

Against every input a decoder must answer with a value or with a refusal of its own, in time and in
little memory; what it accepts must say the same again, and every refusal can be told in both
languages. The same seed makes the same inputs, though not as many on a slower machine.
"""

import resource
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import perf_counter
from types import FrameType
from typing import Any, Final

from praya.base.catalogue import LANGUAGES, explain
from praya.base.errors import PrayaError
from praya.testing.fuzzing.decoders import DECODERS, Catch, Decoder
from praya.testing.fuzzing.mutations import mutate

SECONDS_MAX: Final = 1.0
MEMORY_MAX_BYTES: Final = 256 * 1_048_576
TRACED_SHARE: Final = 0.25
REPAIRED_SHARE: Final = 0.6
CORPUS_MAX: Final = 2_000
FINDINGS_MAX: Final = 20
SOURCES: Final = str(Path(__file__).resolve().parents[2])
OWN: Final = str(Path(__file__).resolve().parent)
Progress = Callable[[str, int], None]
Line = tuple[str, int]


@dataclass
class Tally:
    """What became of the inputs of one decoder."""

    inputs: int = 0
    accepted: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    lines: int = 0
    corpus: int = 0
    slowest_seconds: float = 0.0
    findings: list[dict[str, str]] = field(default_factory=list)

    def facts(self) -> dict[str, Any]:
        """The counts, for a report."""
        return {
            "inputs": self.inputs,
            "accepted": self.accepted,
            "refused": dict(sorted(self.refused.items())),
            "lines": self.lines,
            "corpus": self.corpus,
            "slowest_seconds": round(self.slowest_seconds, 3),
            "findings": self.findings,
        }


def judge_input(decoder: Decoder, data: bytes) -> tuple[str, str | None]:
    """What a decoder answers to an input ("accepted", or a code), and what is wrong with that."""
    with Catch() as caught:
        found = decoder.read(data)
        if found is None:
            return "nothing", None
        return "accepted", None if decoder.same(found, data) else "it has another encoding"
    problem = caught.problem
    if not isinstance(problem, PrayaError):
        return type(problem).__name__, f"{type(problem).__name__}: {problem}"[:300]
    if problem.code not in decoder.refusals:
        return problem.code, f"refused with {problem.code}"
    return problem.code, untold(problem)


def untold(problem: PrayaError) -> str | None:
    """What is wrong with the words of a refusal in any language, or None."""
    for language in LANGUAGES:
        with Catch() as caught:  # words that fail would hide the refusal
            "\n".join(explain(problem.code, language, **problem.values)).encode("utf-8")
        found = caught.problem
        if found is not None:
            return f"cannot be told in {language}: {type(found).__name__}: {found}"[:300]
    return None


def lines_of(call: Callable[[], Any]) -> set[Line]:
    """The lines of ours that a call runs through."""
    seen: set[Line] = set()

    def local(frame: FrameType, event: str, argument: Any) -> Any:
        if event == "line":
            seen.add((frame.f_code.co_filename, frame.f_lineno))
        return local

    def begin(frame: FrameType, event: str, argument: Any) -> Any:
        name = frame.f_code.co_filename
        return local if name.startswith(SOURCES) and not name.startswith(OWN) else None

    before = sys.gettrace()
    sys.settrace(begin)
    try:
        call()
    finally:
        sys.settrace(before)
    return seen


def peak_bytes() -> int:
    """The most memory this process ever had."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1_024


class Campaign:
    """One decoder being fuzzed."""

    def __init__(self, decoder: Decoder, seed: int, more: Sequence[bytes] = ()) -> None:
        self.decoder = decoder
        self.random = Random(f"{decoder.name} {seed}")
        self.corpus = [*decoder.seeds(), *more]
        self.seen: set[Line] = set()
        self.tally = Tally()
        for data in self.corpus:
            self.seen |= lines_of(lambda data=data: self.decoder.read_quietly(data))  # type: ignore[misc]

    def fresh(self) -> bytes:
        """The next input."""
        data = self.random.choice(self.corpus)
        data = mutate(data, self.corpus, self.decoder.form, self.random)
        return self.decoder.repair(data) if self.random.random() < REPAIRED_SHARE else data

    def run(self, seconds: float, inputs_max: int | None = None) -> Tally:
        """Go on for so long, or for so many inputs."""
        end = perf_counter() + seconds
        while perf_counter() < end and len(self.tally.findings) < FINDINGS_MAX:
            if inputs_max is not None and self.tally.inputs >= inputs_max:
                break
            self.take(self.fresh())
        self.tally.lines, self.tally.corpus = len(self.seen), len(self.corpus)
        return self.tally

    def take(self, data: bytes) -> None:
        """Try one input; keep it where it reached something new."""
        self.try_input(data)
        if self.random.random() < TRACED_SHARE and len(self.corpus) < CORPUS_MAX:
            reached = lines_of(lambda: self.decoder.read_quietly(data))
            if not reached <= self.seen:
                self.seen |= reached
                self.corpus.append(data)

    def try_input(self, data: bytes) -> None:
        """One input against every promise."""
        tally, memory, started = self.tally, peak_bytes(), perf_counter()
        answer, wrong = judge_input(self.decoder, data)
        took = perf_counter() - started
        if wrong is None and took > SECONDS_MAX:
            wrong = "took more than a second"
        if wrong is None and peak_bytes() - memory > MEMORY_MAX_BYTES:
            wrong = "took too much memory"
        tally.inputs += 1
        tally.slowest_seconds = max(tally.slowest_seconds, took)
        if answer == "accepted":
            tally.accepted += 1
        else:
            tally.refused[answer] = tally.refused.get(answer, 0) + 1
        if wrong is not None and wrong not in [one["what"] for one in tally.findings]:
            tally.findings.append({"what": wrong, "input": data.hex()})


def run_fuzz(
    progress: Progress,
    seconds: float,
    seed: int,
    more: Mapping[str, Sequence[bytes]] | None = None,
) -> dict[str, Any]:
    """Fuzz every decoder for so many seconds each; counts per decoder, and all findings.

    `progress` is told the decoder and its inputs once it is done. `more` are further samples.
    """
    found: dict[str, Any] = {}
    for name, decoder in DECODERS.items():
        tally = Campaign(decoder, seed, (more or {}).get(name, ())).run(seconds)
        found[name] = tally.facts()
        progress(name, tally.inputs)
    return {
        "seed": seed,
        "decoders": found,
        "inputs": sum(one["inputs"] for one in found.values()),
        "violations": sum(len(one["findings"]) for one in found.values()),
    }
