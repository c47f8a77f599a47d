"""What the gates read: every module of the package, parsed once, and planted ones to prove a gate.

It must not know any one gate.
"""

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"
TESTS = ROOT / "tests"
PURE = frozenset(
    ("base", "proofs", "kernel", "envelopes", "instruments", "rules", "registers", "intents")
)


class Module(NamedTuple):
    """One file of source: its dotted name, its path below src, its text and its syntax tree."""

    name: str
    path: str
    text: str
    tree: ast.Module

    @property
    def room(self) -> str:
        """The folder or file right below praya; empty for the package itself."""
        return [*self.name.split("."), ""][1]

    def at(self, node: ast.AST) -> str:
        """Where a problem is, as editors understand it."""
        return f"src/{self.path}:{getattr(node, 'lineno', 1)}"


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the package, by name. A gate that reads none of them has failed."""
    found = tuple(
        planted(path.relative_to(SOURCE).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted(SOURCE.rglob("*.py"))
    )
    assert len(found) > 20, "the package is not where the gates look for it"
    return found


def planted(path: str, text: str) -> Module:
    """A module as the gates see it, from a path such as `praya/kernel/rows.py` and a text."""
    name = path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    return Module(name, path, text, ast.parse(text))


def functions(module: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method, however deep."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def called_name(node: ast.AST) -> str:
    """The last name of what is called: `fail` of `errors.fail(...)`; empty if it is no call."""
    function = node.func if isinstance(node, ast.Call) else None
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def literal(node: ast.AST | None) -> str | None:
    """The text of a string literal."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return None


def report(problems: Iterable[str]) -> str:
    """The problems one below the other, as the message of a failing gate."""
    return "\n" + "\n".join(sorted(problems))
