"""Which statements each killer runs: a mutant is shown only to those who run what it changed.

Made once for a state of sources and tests, and kept in the user's cache folder.
"""

import ast
import builtins
import hashlib
import json
import os
import time
from pathlib import Path
from typing import NamedTuple

from praya.testing.simulator.mutation import Edit, plant

from .killers import FIXTURES, ROOT, TESTED, Killers, Watched, chosen_tests, run_tests
from .mutants import modules, path_of, source_of

OWN = "fixtures, sessions and schedules"
MARKS = "__praya_marks__"


class Reach(NamedTuple):
    """What a killer costs, in processor seconds, and the statements it runs."""

    seconds: float
    places: frozenset[str]


Map = dict[str, Reach]


class Everywhere(frozenset[str]):
    """What a killer is taken to run where nobody has looked."""

    def __contains__(self, place: object) -> bool:
        return True


class Tracer(ast.NodeTransformer):
    """Has each statement of a function leave a mark before it runs."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.marks = bytearray()
        self.module = ""

    def plant(self) -> None:
        """Mark the statements of all modules; none of them may be imported yet."""
        edits = []
        for self.module in modules():
            source = source_of(self.module)
            edits.append(Edit(self.module, source, ast.unparse(self.visit(ast.parse(source)))))
        self.marks = bytearray(len(self.numbers))
        setattr(builtins, MARKS, self.marks)
        plant([edit for edit in edits if edit.old])

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        """A function: all its statements, however deep; its docstring stays first."""
        said = node.body[:1] if ast.get_docstring(node) else []
        node.body = [*said, *self.marked(node.body[len(said) :])]
        return node

    def marked(self, body: list[ast.stmt]) -> list[ast.stmt]:
        """Statements, each with a mark before it."""
        found: list[ast.stmt] = []
        for node in body:
            number = self.numbers.setdefault(f"{self.module}:{node.lineno}", len(self.numbers))
            found += [*ast.parse(f"{MARKS}[{number}] = 1").body, node]
            parts = [node, *getattr(node, "handlers", []), *getattr(node, "cases", [])]
            for part in parts:
                for name in ("body", "orelse", "finalbody"):
                    if inner := getattr(part, name, []):
                        setattr(part, name, self.marked(inner))
        return found

    def forget(self) -> None:
        """Forget the marks so far."""
        self.marks[:] = bytes(len(self.marks))

    def places(self) -> frozenset[str]:
        """The statements that were marked."""
        return frozenset(place for place, number in self.numbers.items() if self.marks[number])


def trace(group: str, killers: Killers) -> Map:
    """Run a group once, with nothing mutated. RuntimeError if anything finds something.

    A group is `OWN`, all that is no test, or one of the folders and files of tests.
    """
    tracer, found, wrong = Tracer(), dict[str, Reach](), list[str]()
    tracer.plant()
    for name in killers.names() if group == OWN else ():
        began = time.process_time()
        tracer.forget()
        noticed = killers.run(name)
        wrong += [f"{name}: {noticed}"] if noticed else []
        found[name] = Reach(time.process_time() - began, tracer.places())
    if group != OWN:
        found |= _trace_tests(group, tracer, wrong)
    if wrong or not found:
        raise RuntimeError(f"{group}, without a mutant:\n" + "\n".join(wrong or ["nothing ran"]))
    return found


def _trace_tests(group: str, tracer: Tracer, wrong: list[str]) -> Map:
    found, began = dict[str, Reach](), [0.0]

    def begin(name: str) -> None:
        tracer.forget()
        began[0] = time.process_time()

    def end(name: str, has_failed: bool) -> None:
        wrong.extend([name] if has_failed else [])
        if any(tracer.marks):
            found[name] = Reach(time.process_time() - began[0], tracer.places())

    run_tests(chosen_tests(group), Watched(begin, end), first_only=False)
    return found


def groups() -> list[str]:
    """All groups."""
    return [OWN, *(each for each in TESTED if (ROOT / each).exists())]


def kept_at(group: str) -> Path:
    """Where the map of a group is kept, for these very sources and tests."""
    digest = hashlib.sha256(group.encode())
    paths = [*(path_of(module) for module in modules()), Path(__file__)]
    if group == OWN:
        paths += [
            *FIXTURES.glob("*.xz"),
            Path(__file__).with_name("killers.py"),
            *(ROOT / "tests" / "agree").glob("*.py"),
        ]
    else:
        place = ROOT / group
        paths += (place if place.is_dir() else place.parent).glob("*.py")
    for path in sorted(paths):
        digest.update(str(path).encode() + hashlib.sha256(path.read_bytes()).digest())
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return home / "praya-mutation" / f"{digest.hexdigest()[:16]}.json"


def tree_digest() -> str:
    """Everything a killer may import: where it changes while mutants run, kills mean nothing."""
    digest = hashlib.sha256()
    for folder in ("src", "tests"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            digest.update(str(path).encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def save(path: Path, found: Map) -> None:
    """Keep a map."""
    places = sorted({place for reach in found.values() for place in reach.places})
    number = {place: index for index, place in enumerate(places)}
    listed = {
        name: [round(reach.seconds, 4), sorted(number[place] for place in reach.places)]
        for name, reach in found.items()
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_suffix(f".{os.getpid()}")
    waiting.write_text(json.dumps({"places": places, "killers": listed}), encoding="utf-8")
    waiting.replace(path)


def load(path: Path) -> Map:
    """A map that was kept."""
    content = json.loads(path.read_text(encoding="utf-8"))
    places = content["places"]
    return {
        name: Reach(seconds, frozenset(places[number] for number in numbers))
        for name, (seconds, numbers) in content["killers"].items()
    }
