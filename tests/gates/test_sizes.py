"""Files, functions and parameter lists stay small enough to be read at one sitting.

Compiled functions of the kernel may have more parameters, for a reason told at `compiled`.
"""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

from gate_sources import Module, functions, modules, planted, report

FILE_LINES_MAX = 600
FUNCTION_LINES_MAX = 70
HOT_LOOP_LINES_MAX = 120
POSITIONAL_MAX = 5
COMPILED = frozenset(("leaf", "unit"))
HOT_LOOPS = frozenset(("praya.kernel.moves.run",))
# Sizes over the limit that are allowed for now: name to lines. It may only shrink.
RATCHET: dict[str, int] = json.loads(
    Path(__file__).with_name("ratchet.json").read_text(encoding="utf-8")
)


def sizes_over(module: Module) -> Iterator[tuple[str, int]]:
    """What is over a limit, with its lines or parameters."""
    lines = len(module.text.splitlines())
    if lines > FILE_LINES_MAX:
        yield f"{module.name} lines", lines
    for function in functions(module):
        name = f"{module.name}.{function.name}"
        lines = (function.end_lineno or 0) - function.lineno + 1
        if lines > (HOT_LOOP_LINES_MAX if name in HOT_LOOPS else FUNCTION_LINES_MAX):
            yield f"{name} lines", lines
        count = 0 if compiled(module, function) else positional(function)
        if count > POSITIONAL_MAX:
            yield f"{name} positional parameters", count


def compiled(module: Module, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether it is a compiled function of the kernel, which is exempt from the parameter limit.

    Keyword-only parameters fail between compiled functions, and a tuple for the sake of a count
    would be built at every call. Named tuples carry what belongs together; the rest is positional
    and named in the call where types are the same.
    """
    decorators = {getattr(decorator, "id", "") for decorator in function.decorator_list}
    return module.room == "kernel" and bool(decorators & COMPILED)


def positional(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Positional parameters, without the object a method belongs to."""
    names = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
    return len(names) - (names[:1] in (["self"], ["cls"]))


def ratchet_problems(over: dict[str, int], ratchet: dict[str, int]) -> Iterator[str]:
    for name, size in over.items():
        if size > ratchet.get(name, 0):
            yield f"{name}: {size}"
    for name, size in ratchet.items():
        if over.get(name, 0) < size:
            yield f"{name}: now {over.get(name, 'within the limit')}; lower it in ratchet.json"


def test_no_file_or_function_is_too_large():
    over = dict(pair for module in modules() for pair in sizes_over(module))
    count = sum(len(list(functions(module))) for module in modules())
    print(f"{len(modules())} files, {count} functions, {len(RATCHET)} over the limit for now")
    assert count > 0
    problems = list(ratchet_problems(over, RATCHET))
    assert not problems, report(problems)


def test_every_hot_loop_exists():
    names = {f"{module.name}.{each.name}" for module in modules() for each in functions(module)}
    assert names >= HOT_LOOPS


def test_the_gate_sees_what_is_too_large():
    body = "\n    pass" * FUNCTION_LINES_MAX
    assert list(sizes_over(planted("praya/node/x.py", f"def long():{body}")))
    assert not list(
        sizes_over(planted("praya/node/x.py", f"def long():{body[: -len('pass') - 5]}"))
    )
    assert list(sizes_over(planted("praya/node/x.py", "x = 1\n" * (FILE_LINES_MAX + 1))))
    assert list(sizes_over(planted("praya/node/x.py", "def f(a, b, c, d, e, g): ...")))
    assert not list(sizes_over(planted("praya/node/x.py", "def f(self, b, c, d, e, g, *, h): ...")))


def test_only_compiled_functions_of_the_kernel_may_have_more_parameters():
    six = "def f(a, b, c, d, e, g): ..."
    for path, text in (
        ("praya/kernel/x.py", six),
        ("praya/kernel/x.py", f"@cache\n{six}"),
        ("praya/node/x.py", f"@leaf\n{six}"),
        ("praya/kernel/x.py", f"@leaf\n{six[:-3]}" + "\n    pass" * FUNCTION_LINES_MAX),
    ):
        assert list(sizes_over(planted(path, text))), (path, text)
    for decorator in COMPILED:
        assert not list(sizes_over(planted("praya/kernel/x.py", f"@{decorator}\n{six}")))


def test_the_ratchet_only_turns_one_way():
    assert list(ratchet_problems({"f": 80}, {}))
    assert list(ratchet_problems({"f": 90}, {"f": 80}))
    assert list(ratchet_problems({"f": 75}, {"f": 80}))
    assert list(ratchet_problems({}, {"f": 80}))
    assert not list(ratchet_problems({"f": 80}, {"f": 80}))
