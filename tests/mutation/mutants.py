"""Making mutants: one small change of one module's source, in memory.

The changes are Cosmic Ray's operators; which of them, and what is left out because it cannot
matter, is said here. It must not know who tries to notice a mutant, nor how it is run.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from cosmic_ray.ast import ast_nodes, get_ast  # type: ignore[import-untyped]
from cosmic_ray.mutating import MutationVisitor  # type: ignore[import-untyped]
from cosmic_ray.operators.provider import OperatorProvider  # type: ignore[import-untyped]

SOURCE = Path(__file__).resolve().parents[2] / "src"
PACKAGES = ("praya.kernel", "praya.envelopes")
NEGATED_OR_BOUND = {
    "Eq": ("NotEq",),
    "NotEq": ("Eq",),
    "Lt": ("LtE", "GtE"),
    "LtE": ("Lt", "Gt"),
    "Gt": ("GtE", "LtE"),
    "GtE": ("Gt", "Lt"),
    "Is": ("IsNot",),
    "IsNot": ("Is",),
}
ARITHMETIC = (
    *(("Add", "Sub"), ("Sub", "Add"), ("Mul", "FloorDiv"), ("FloorDiv", "Mul")),
    *(("Mod", "FloorDiv"), ("Pow", "Mul"), ("LShift", "RShift"), ("RShift", "LShift")),
    *(("BitOr", "BitAnd"), ("BitAnd", "BitOr"), ("BitXor", "BitAnd")),
)
OPERATORS = (
    *(
        f"ReplaceComparisonOperator_{old}_{new}"
        for old, others in NEGATED_OR_BOUND.items()
        for new in others
    ),
    *(f"ReplaceBinaryOperator_{old}_{new}" for old, new in ARITHMETIC),
    "ReplaceUnaryOperator_Delete_USub",
    "ReplaceUnaryOperator_Delete_Invert",
    "ReplaceUnaryOperator_Delete_Not",
    "AddNot",
    "ReplaceTrueWithFalse",
    "ReplaceFalseWithTrue",
    "ReplaceAndWithOr",
    "ReplaceOrWithAnd",
    "ReplaceBreakWithContinue",
    "ReplaceContinueWithBreak",
    "ExceptionReplacer",
    "NumberReplacer",
    "ZeroIterationForLoop",
)
Span = tuple[tuple[int, int], tuple[int, int]]


class Mutant(NamedTuple):
    """One mutation: the module, the operator, and which of its places, counted from 0."""

    module: str
    operator: str
    occurrence: int
    line: int

    @property
    def name(self) -> str:
        """How it is asked for again: `kernel.moves:NumberReplacer:3`."""
        return f"{self.module.removeprefix('praya.')}:{self.operator}:{self.occurrence}"


class Change(NamedTuple):
    """What a mutant reads like: the function it stands in, its line before and after."""

    function: str
    before: str
    after: str


def modules() -> list[str]:
    """Every module that is mutated, by dotted name."""
    found = [
        f"{package}.{path.stem}"
        for package in PACKAGES
        for path in sorted(SOURCE.joinpath(*package.split(".")).glob("*.py"))
        if path.stem != "__init__"
    ]
    if not found:
        raise ValueError("no module to mutate")
    return found


def path_of(module: str) -> Path:
    """The file of a module."""
    return SOURCE.joinpath(*module.split(".")).with_suffix(".py")


@cache
def source_of(module: str) -> str:
    """The source of a module."""
    return path_of(module).read_text(encoding="utf-8")


@cache
def tree_of(module: str) -> Any:
    """The syntax tree that operators change. Only a process that ends afterwards may change it."""
    return get_ast(source_of(module))


@cache
def mutants_of(module: str) -> list[Mutant]:
    """Every mutant of a module, in the order of operators and places."""
    excluded = list(_excluded(ast.parse(source_of(module))))
    nodes = list(ast_nodes(tree_of(module)))
    found = []
    for name in OPERATORS:
        operator, occurrence = OperatorProvider()[name](), 0
        for node in nodes:
            for start, end in operator.mutation_positions(node):
                kept = not any(low <= start and end <= high for low, high in excluded)
                if kept and not (name == "AddNot" and _said_otherwise(node)):
                    found.append(Mutant(module, name, occurrence, start[0]))
                occurrence += 1
    return found


def _said_otherwise(node: Any) -> bool:
    """Whether another operator negates this condition already: a comparison, or a `not`."""
    place = 2 if node.type == "test" else 1
    return node.children[place].type in ("comparison", "not_test")


def _excluded(tree: ast.Module) -> Iterator[Span]:
    """Where a change cannot matter: annotations, decorators, slots, and the words of a Bug."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            every = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            every += [each for each in (node.args.vararg, node.args.kwarg) if each]
            yield from (_span(each.annotation) for each in every if each.annotation)
            yield from (_span(each) for each in (node.returns, *node.decorator_list) if each)
        elif isinstance(node, ast.ClassDef):
            yield from (_span(each) for each in node.decorator_list)
        elif isinstance(node, ast.AnnAssign):
            yield _span(node.annotation)
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__slots__":
            yield _span(node.value)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "require":
            yield from (_span(each) for each in node.args[1:])


def _span(node: ast.expr) -> Span:
    end = (node.end_lineno or 0, node.end_col_offset or 0)
    return (node.lineno, node.col_offset), end


def mutated(mutant: Mutant) -> str:
    """The source of the module with the mutation made; spoils the tree of this process."""
    operator = OperatorProvider()[mutant.operator]()
    visitor = MutationVisitor(mutant.occurrence, operator)
    changed = visitor.walk(tree_of(mutant.module))
    if not visitor.mutation_applied:
        raise ValueError(f"no such mutant: {mutant.name}")
    return str(changed.get_code())


def change_of(module: str, after: str) -> Change:
    """What was changed, told by whole lines."""
    old, new = source_of(module).splitlines(), after.splitlines()
    start = next(
        place for place, pair in enumerate(zip(old, new, strict=False)) if len({*pair}) > 1
    )
    end = 0
    while old[-1 - end] == new[-1 - end] and end < min(len(old), len(new)) - start - 1:
        end += 1
    before = " ".join(line.strip() for line in old[start : len(old) - end])
    now = " ".join(line.strip() for line in new[start : len(new) - end])
    return Change(_function_at(module, start + 1), " ".join(before.split()), " ".join(now.split()))


def _function_at(module: str, line: int) -> str:
    """The innermost function or class around a line; empty for the module itself."""
    found = ""
    for node in ast.walk(ast.parse(source_of(module))):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found = node.name if node.lineno <= line <= (node.end_lineno or 0) else found
    return found


def same_meaning(module: str, after: str) -> bool:
    """Whether the mutation left the syntax tree as it was."""
    return ast.dump(ast.parse(source_of(module))) == ast.dump(ast.parse(after))


@cache
def statements_of(module: str) -> dict[int, tuple[int, bool]]:
    """For each line the first line of its statement, and whether it runs in a function's call."""
    found: dict[int, tuple[int, bool]] = {}
    _add_statements(ast.parse(source_of(module)).body, False, found)
    return found


def _add_statements(body: list[Any], is_called: bool, found: dict[int, tuple[int, bool]]) -> None:
    """Statements of a body; an `except` and a `case` belong to the statement they are part of."""
    for node in body:
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1):
            found[line] = (node.lineno, is_called)
        deeper = is_called or isinstance(node, ast.FunctionDef)
        inner = [getattr(node, name, []) for name in ("body", "orelse", "finalbody")]
        inner += [part.body for name in ("handlers", "cases") for part in getattr(node, name, [])]
        for part in inner:
            _add_statements(part, deeper, found)


def place_of(mutant: Mutant) -> str | None:
    """The statement a mutant stands in, as traced; None if it runs when the module is loaded."""
    start, is_called = statements_of(mutant.module).get(mutant.line, (mutant.line, False))
    return f"{mutant.module}:{start}" if is_called else None
