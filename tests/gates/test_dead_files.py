"""No module that nobody imports or registers, and no private name that nobody uses."""

import ast
import tomllib
from collections.abc import Iterable, Iterator

from gate_sources import ROOT, Module, literal, modules, planted, report
from test_layers import FACES, imports

STARTED = {"praya.__main__", "praya.proofs.__main__"}  # by `python -m`


def scripts() -> set[str]:
    """Modules that the package's installer starts, and those that Python does."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {place.partition(":")[0] for place in project["scripts"].values()} | STARTED


def dead_modules(every: Iterable[Module], started: set[str]) -> Iterator[str]:
    """Modules with code that no other module imports or names in a table."""
    alive = set(started)
    for module in every:
        alive |= {name for name in _named(module) if name != module.name}
    for module in every:
        if module.name not in alive and _has_code(module):
            yield f"src/{module.path}: nobody imports or registers it"


def _named(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        text = literal(node)
        if text and text.startswith("praya."):
            yield text.partition(":")[0]
    for node, name in imports(module):
        yield name
        if isinstance(node, ast.ImportFrom):
            yield from (f"{name}.{alias.name}" for alias in node.names)


def _has_code(module: Module) -> bool:
    if module.path in FACES:
        return False
    return any(not isinstance(node, ast.Expr) for node in module.tree.body)


def unused_private_names(module: Module) -> Iterator[str]:
    """Names with one leading underscore that the module gives and never uses."""
    given = dict(_given(module))
    used = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            used.add(node.id)
        elif isinstance(node, ast.Attribute):
            used.add(node.attr)
        elif literal(node):
            used.add(node.value)  # a forward reference in an annotation
    for name, node in given.items():
        if name not in used:
            yield f"{module.at(node)}: {name} is never used"


def _given(module: Module) -> Iterator[tuple[str, ast.AST]]:
    for node in _definitions(module.tree):
        names = [getattr(node, "name", "")]
        if isinstance(node, ast.Assign):
            names = [each.id for each in node.targets if isinstance(each, ast.Name)]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names = [node.target.id]
        yield from ((name, node) for name in names if _private(name))


def _definitions(scope: ast.Module | ast.ClassDef) -> Iterator[ast.stmt]:
    for node in scope.body:
        yield node
        if isinstance(node, ast.ClassDef):
            yield from _definitions(node)


def _private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name != "_"


def test_every_module_is_imported_or_registered():
    problems = list(dead_modules(modules(), scripts()))
    print(f"{len(modules())} modules")
    assert not problems, report(problems)


def test_every_private_name_is_used():
    count = sum(len(list(_given(module))) for module in modules())
    problems = [problem for module in modules() for problem in unused_private_names(module)]
    print(f"{count} private names")
    assert count > 0
    assert not problems, report(problems)


def test_the_gate_sees_a_dead_module():
    lonely = planted("praya/node/lonely.py", "x = 1")
    itself = planted("praya/node/itself.py", "import praya.node.itself")
    user = planted("praya/node/user.py", "from praya.node import lonely\nimport praya.node.user")
    assert len(list(dead_modules([lonely, itself], set()))) == 2
    assert not list(dead_modules([lonely, user], {"praya.node.user"}))
    listed = planted("praya/cli.py", "COMMANDS = {'x': 'praya.node.lonely:run'}")
    assert not list(dead_modules([lonely, listed], {"praya.cli"}))
    words = planted("praya/node/__init__.py", '"""Only words."""')
    assert not list(dead_modules([words], set()))


def test_the_gate_sees_an_unused_private_name():
    for text in (
        "_x = 1",
        "_x: int = 1",
        "def _f(): ...",
        "class _C: ...",
        "class C:\n    def _m(self): ...",
    ):
        assert list(unused_private_names(planted("praya/node/x.py", text))), text
    used = "_x = 1\ndef f(): return _x\nclass C:\n    def _m(self): ...\n    def n(self): self._m()"
    assert not list(unused_private_names(planted("praya/node/x.py", used)))
