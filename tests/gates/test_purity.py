"""Pure layers have no clock, chance, files or floats; no layer swallows or asserts away faults."""

import ast
from collections.abc import Iterator

import pytest
from gate_sources import PURE, Module, called_name, modules, planted, report

FORBIDDEN_MODULES = frozenset(
    (
        *("time", "random", "secrets", "uuid", "os", "io", "pathlib", "shutil", "tempfile", "glob"),
        *("socket", "ssl", "http", "urllib", "subprocess", "threading", "multiprocessing"),
        *("asyncio", "concurrent", "logging", "sqlite3", "signal", "platform", "locale", "getpass"),
        *("mmap", "fcntl", "select", "queue", "sched", "zoneinfo", "decimal", "codecs", "builtins"),
    )
)
FORBIDDEN_CALLS = frozenset(("now", "utcnow", "today", "getenv", "fromfile"))
# Built-in functions, by their bare names only: a builder may have a method that opens an account.
FORBIDDEN_BUILT_INS = frozenset(("open", "input", "print", "eval", "exec"))
FORBIDDEN_NAMES = frozenset(("float", "complex", "environ", "argv", "stdin", "stdout", "stderr"))
MUTABLE = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
# Where an unknown fault is shown to a person or stops a node: the outermost frame of a process.
OUTERMOST = frozenset(("praya/cli.py",))
# What a person starts by itself reads a file and prints, whatever room it stands in.
STARTED = frozenset(("praya/proofs/__main__.py",))


def purity_problems(module: Module) -> Iterator[str]:
    """What a pure layer must not hold."""
    for node in ast.walk(module.tree):
        for what in filter(None, (_import(node), _call(node), _number(node))):
            yield f"{module.at(node)}: {what}"


def _import(node: ast.AST) -> str | None:
    names: list[str] = []
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom):
        names = [node.module or ""]
    found = [name for name in names if name.split(".")[0] in FORBIDDEN_MODULES]
    return f"imports {found[0]}" if found else None


def _call(node: ast.AST) -> str | None:
    name = called_name(node)
    bare = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    forbidden = name in FORBIDDEN_CALLS or (bare and name in FORBIDDEN_BUILT_INS)
    return f"calls {name}" if forbidden else None


def _number(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
        return f"the float {node.value}"
    name = getattr(node, "id", None) or getattr(node, "attr", None) or ""
    if name in FORBIDDEN_NAMES or name.startswith("float") or name == "random":
        return f"the name {name}"
    if isinstance(getattr(node, "op", None), ast.Div):
        return "a division that does not say how it rounds"
    return None


def fault_problems(module: Module) -> Iterator[str]:
    """What no layer may do with a fault, and the default that is shared between calls."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Assert):
            yield f"{module.at(node)}: a bare assert; use require"
        catches_all = isinstance(node, ast.ExceptHandler) and _catches_all(node)
        if catches_all and module.path not in OUTERMOST:
            yield f"{module.at(node)}: catches everything"
        if isinstance(node, ast.arguments):
            for default in (*node.defaults, *filter(None, node.kw_defaults)):
                if isinstance(default, MUTABLE) or called_name(default) in ("list", "dict", "set"):
                    yield f"{module.at(default)}: a default that calls share"


def _catches_all(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    named = [getattr(kind, "id", getattr(kind, "attr", None)) for kind in kinds]
    return handler.type is None or any(name in ("Exception", "BaseException") for name in named)


def test_the_pure_layers_are_pure():
    pure = [each for each in modules() if each.room in PURE and each.path not in STARTED]
    problems = {problem for module in pure for problem in purity_problems(module)}
    print(f"{len(pure)} modules in pure layers")
    assert pure
    assert not problems, report(problems)


def test_no_layer_swallows_or_asserts_away_a_fault():
    problems = [problem for module in modules() for problem in fault_problems(module)]
    print(f"{len(modules())} modules")
    assert not problems, report(problems)


def test_the_exceptions_are_still_needed():
    excepted = [each._replace(path="") for each in modules() if each.path in OUTERMOST]
    assert len(excepted) == len(OUTERMOST)
    assert all(list(fault_problems(each)) for each in excepted)
    started = [each for each in modules() if each.path in STARTED]
    assert len(started) == len(STARTED)
    assert all(list(purity_problems(each)) for each in started)


@pytest.mark.parametrize(
    "text",
    [
        "import time",
        "from datetime import datetime\nx = datetime.now()",
        "from datetime import date\nx = date.today()",
        "import random",
        "import numpy as np\nx = np.random.default_rng()",
        "import codecs\nx = codecs.open('file')",
        "import builtins\nx = builtins.open('file')",
        "from secrets import token_bytes",
        "import os.path",
        "x = open('file')",
        "import sys\nx = sys.argv",
        "import sys\nsys.stderr.write('x')",
        "print('x')",
        "x = 0.5",
        "x = 1e3",
        "x: float = 1",
        "x = float('1')",
        "import numpy as np\nx = np.float64",
        "x = 7 / 2",
        "x = 7\nx /= 2",
        "from decimal import Decimal",
    ],
)
def test_the_gate_sees_each_impurity(text):
    assert list(purity_problems(planted("praya/kernel/x.py", text)))


def test_the_gate_lets_pure_code_pass():
    for text in (
        "from datetime import date\nx = date(2026, 1, 1).toordinal() // 7 * 3\ny = x.days",
        "build.open(account, asset)",
    ):
        assert not list(purity_problems(planted("praya/kernel/x.py", text))), text


@pytest.mark.parametrize(
    "text",
    [
        "assert True",
        "try:\n    x = 1\nexcept:\n    x = 2",
        "try:\n    x = 1\nexcept Exception as e:\n    x = 2",
        "try:\n    x = 1\nexcept (ValueError, BaseException):\n    x = 2",
        "def f(x=[]): ...",
        "def f(*, x={}): ...",
        "f = lambda x=set(): x",
    ],
)
def test_the_gate_sees_each_way_to_lose_a_fault(text):
    assert list(fault_problems(planted("praya/node/x.py", text)))


def test_the_gate_lets_named_faults_pass():
    text = "try:\n    x = 1\nexcept (OSError, ValueError):\n    x = 2\ndef f(x=(), y=None): ..."
    assert not list(fault_problems(planted("praya/node/x.py", text)))
