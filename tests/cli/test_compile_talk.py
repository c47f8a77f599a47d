"""Nobody waits in silence: what compiles says so on stderr, once, and how far it is."""

import pytest
from numba.core import event

from praya.base.catalogue import LANGUAGES, say
from praya.cli import CommandRow, run
from praya.dev.commands import compiling
from praya.dev.commands.terminal import Terminal


def compiled(functions: int) -> None:
    """As if the compiler had compiled so many functions."""
    for number in range(functions):
        with event.trigger_event(compiling.EVENT, data=number):  # type: ignore[no-untyped-call]
            pass


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("functions", "count"), [(0, 0), (1, 1), (9, 1)])
def test_compiling_is_told_once_and_only_where_it_happens(
    language: str, functions: int, count: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with compiling.telling_of_compiling(Terminal(language, json=True)):
        compiled(functions)
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.count(say("runtime.compiling", language)) == count
    compiled(1)  # nobody listens any more
    assert capsys.readouterr().err == ""


def test_a_long_compilation_says_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(compiling, "TOLD_EVERY_SECONDS", 0.0)
    with compiling.telling_of_compiling(Terminal()):
        compiled(2)
    lines = capsys.readouterr().err.splitlines()
    assert [line.split()[0] for line in lines[1:]] == ["1", "2"]


def test_a_command_that_compiles_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    row = CommandRow("praya.dev.commands.selftest:selftest", "x", "x", compiles=True)
    assert run(["selftest", "--plan"], {"selftest": row}) == 0
    assert capsys.readouterr().err == ""  # nothing was compiled
    assert not event._registered[compiling.EVENT]  # nobody listens behind it


@pytest.mark.parametrize(("cold", "count"), [(True, 1), (False, 0)])
def test_what_many_processes_would_compile_is_compiled_first(
    monkeypatch: pytest.MonkeyPatch, cold: bool, count: int
) -> None:
    checked: list[int] = []
    monkeypatch.setattr(compiling, "is_cold", lambda: cold)
    monkeypatch.setattr(compiling, "self_check", lambda: checked.append(1))
    compiling.compile_first()
    assert len(checked) == count
