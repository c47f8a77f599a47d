"""Names say what a thing is: no rooms for odds and ends, all annotated, every file said."""

import ast
import re
from collections.abc import Iterator

from gate_sources import TESTS, Module, functions, modules, planted, report

BANNED = frozenset(("utils", "util", "common", "helpers", "helper", "manager", "managers", "misc"))
STANDARD_NUMBERS = re.compile(r"(?:pacs|camt|pain|sese|semt|setr|mt|eip|erc|bip)_?\d+")


def path_problems(path: str) -> Iterator[str]:
    parts = path.removesuffix(".py").split("/")
    words = {word for part in parts for word in part.split("_")}
    if found := words & BANNED:
        yield f"{path}: {sorted(found)[0]} says nothing about what is inside"
    if STANDARD_NUMBERS.search(parts[-1]) and "rails" not in parts:
        yield f"{path}: a standard's number; only a rail may be called by one"


def annotation_problems(module: Module) -> Iterator[str]:
    for function in functions(module):
        arguments = function.args
        named = [*arguments.posonlyargs, *arguments.args]
        named = named[1:] if named and named[0].arg in ("self", "cls") else named
        extra = [each for each in (arguments.vararg, arguments.kwarg) if each]
        for each in (*named, *arguments.kwonlyargs, *extra):
            if each.annotation is None:
                yield f"{module.at(function)}: {function.name} does not say what {each.arg} is"
        if function.returns is None:
            yield f"{module.at(function)}: {function.name} does not say what it gives"


def docstring_problems(module: Module) -> Iterator[str]:
    if not ast.get_docstring(module.tree) and module.text.strip():
        yield f"src/{module.path}: does not say what it is for"


def test_no_file_is_a_room_for_odds_and_ends():
    paths = [module.path for module in modules()]
    paths += [path.relative_to(TESTS.parent).as_posix() for path in sorted(TESTS.rglob("*.py"))]
    print(f"{len(paths)} files")
    assert paths
    problems = [problem for path in paths for problem in path_problems(path)]
    assert not problems, report(problems)


def test_every_function_is_annotated():
    count = sum(len(list(functions(module))) for module in modules())
    problems = [each for module in modules() for each in annotation_problems(module)]
    print(f"{count} functions")
    assert count > 0
    assert not problems, report(problems)


def test_every_file_says_what_it_is_for():
    problems = [each for module in modules() for each in docstring_problems(module)]
    print(f"{len(modules())} modules")
    assert not problems, report(problems)


def test_the_gate_sees_bad_names():
    for path in (
        "praya/node/utils.py",
        "praya/common/x.py",
        "praya/vault/key_manager.py",
        "tests/base/helpers.py",
        "praya/intents/payments/pacs008.py",
    ):
        assert list(path_problems(path)), path
    for path in ("praya/rails/pacs008.py", "praya/node/solo.py", "praya/base/commonwealth.py"):
        assert not list(path_problems(path)), path


def test_the_gate_sees_missing_annotations_and_docstrings():
    for text in (
        "def f(x) -> int: ...",
        "def f(x: int): ...",
        "def f(*x) -> None: ...",
        "def f(*, x) -> None: ...",
        "class C:\n    def m(self, x) -> None: ...",
        "async def f(**x) -> None: ...",
    ):
        assert list(annotation_problems(planted("praya/node/x.py", text))), text
    right = "class C:\n    def m(self, x: int, *y: int, **z: int) -> None: ..."
    assert not list(annotation_problems(planted("praya/node/x.py", right)))
    assert list(docstring_problems(planted("praya/node/x.py", "x = 1")))
    assert not list(docstring_problems(planted("praya/node/x.py", '"""For x."""')))
