"""Imports point down the table of layers, siblings never meet, and nothing is imported lazily."""

import ast
from collections.abc import Iterator

from gate_sources import Module, called_name, literal, modules, planted, report

LAYERS = {
    "base": 0,
    "proofs": 1,
    "kernel": 1,
    "envelopes": 2,
    "instruments": 2,
    "rules": 2,
    "registers": 2,
    "identity": 2,
    "vault": 2,
    "storage": 2,
    "projections": 2,
    "intents": 3,
    "node": 4,
    "desks": 5,
    "rails": 5,
    "api": 6,
    "sdk": 6,
    "console": 7,
    "testing": 7,  # below the commands that run it
    "dev": 8,
    "app": 8,
    "": 9,  # praya/__init__.py: loads the public names at first use
    "cli": 10,
    "__main__": 11,
}
BASE_ONLY = frozenset(("proofs",))
# What a user imports by name: these load at first use, after the folder of compiled code is set.
FACES = ("praya/__init__.py", "praya/testing/__init__.py")
LAZY_FILES = ("praya/cli.py", *FACES)
LAZY_FOLDER = "praya/dev/commands/"


def imports(module: Module) -> Iterator[tuple[ast.AST, str]]:
    """Every import of a module of praya, wherever it stands, by its absolute name."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from _imported_from(module, node)
        elif called_name(node) in ("import_module", "__import__"):
            assert isinstance(node, ast.Call)
            yield node, literal(node.args[0] if node.args else None) or ""


def _imported_from(module: Module, node: ast.ImportFrom) -> Iterator[tuple[ast.AST, str]]:
    package = module.name if module.path.endswith("__init__.py") else module.name.rpartition(".")[0]
    start = node.module or ""
    if node.level:
        parents = package.split(".")[: len(package.split(".")) - node.level + 1]
        start = ".".join([*parents, *filter(None, [node.module])])
    if start == "praya":  # `from praya import base` names a room, not an attribute
        yield from ((node, f"praya.{alias.name}") for alias in node.names)
    else:
        yield node, start


def layer_problems(module: Module) -> Iterator[str]:
    if module.room not in LAYERS:
        yield f"src/{module.path}: {module.room} is not in the table of layers"
        return
    room = "" if module.path in FACES else module.room
    for node, name in imports(module):
        if name != "praya" and not name.startswith("praya."):
            continue
        target = [*name.split("."), ""][1]
        if target == room:
            continue
        if target not in LAYERS:
            yield f"{module.at(node)}: {name} is not in the table of layers"
        elif LAYERS[target] >= LAYERS[room]:
            yield f"{module.at(node)}: {module.room or 'praya'} may not import {name}"
        elif module.room in BASE_ONLY and target != "base":
            yield f"{module.at(node)}: {module.room} imports base only, not {name}"


def lazy_problems(module: Module) -> Iterator[str]:
    allowed = module.path in LAZY_FILES or module.path.startswith(LAZY_FOLDER)
    for function in ast.walk(module.tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        for node in ast.walk(function):
            lazy = isinstance(node, ast.Import | ast.ImportFrom)
            if (lazy or called_name(node) in ("import_module", "__import__")) and not allowed:
                yield f"{module.at(node)}: an import inside a function"
    for node in ast.walk(module.tree):
        if "TYPE_CHECKING" in (getattr(node, "id", None), getattr(node, "attr", None)):
            yield f"{module.at(node)}: an import for typing only"


def test_imports_point_down_and_siblings_never_meet():
    count = sum(len(list(imports(module))) for module in modules())
    problems = [problem for module in modules() for problem in layer_problems(module)]
    print(f"{len(modules())} modules, {count} imports")
    assert count > 0
    assert not problems, report(problems)


def test_nothing_is_imported_inside_a_function_or_for_typing_only():
    problems = {problem for module in modules() for problem in lazy_problems(module)}
    print(f"{len(modules())} modules")
    assert not problems, report(problems)


def test_the_gate_sees_each_way_of_importing_the_wrong_way():
    wrong = {
        "praya/kernel/rows.py": [
            "import praya.node.solo",
            "from praya.envelopes import header",
            "from praya import vault",
            "from ..storage import disk",
            "from importlib import import_module\nimport_module('praya.sdk')",
            "def late():\n    from praya.intents import issue",
            "from praya.proofs import merkle",
            "from praya import Sandbox",
        ],
        "praya/proofs/merkle.py": ["from praya.kernel import rows"],
        "praya/vault/keyring.py": ["from praya.storage.disk import Disk", "import praya.unheard"],
        "praya/app.py": ["from praya.dev.commands import run"],
        "praya/parlour/tea.py": ["import json"],
        "praya/sdk/__init__.py": ["from ..api import routes"],
    }
    for path, texts in wrong.items():
        for text in texts:
            assert list(layer_problems(planted(path, text))), (path, text)


def test_the_gate_lets_right_imports_pass():
    right = {
        "praya/kernel/rows.py": "import numpy\nfrom praya.base import limits\nfrom . import tables",
        "praya/intents/issue.py": "from praya.envelopes.header import Header",
        "praya/cli.py": "from praya.dev.commands import terminal\nfrom praya import app",
    }
    for path, text in right.items():
        assert not list(layer_problems(planted(path, text))), path


def test_the_gate_sees_each_way_of_importing_late():
    for text in (
        "def late():\n    import json",
        "def late():\n    def later():\n        from json import dumps",
        "late = lambda: __import__('json')",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import json",
        "import typing\nif typing.TYPE_CHECKING:\n    import json",
    ):
        assert list(lazy_problems(planted("praya/node/solo.py", text))), text
    assert not list(lazy_problems(planted("praya/cli.py", "def late():\n    import json")))
