"""A first start that compiles says so on stderr, in the user's language, and can be told not to."""

import pytest

from praya.base.catalogue import say
from praya.node import compiled_code
from praya.node.compiled_code import compiled_files, is_cold
from praya.sdk import sandbox
from praya.sdk.sandbox import Sandbox


def cold(monkeypatch: pytest.MonkeyPatch, *, answer: bool) -> None:
    monkeypatch.setattr(sandbox, "is_cold", lambda: answer)


@pytest.mark.parametrize(("locale", "language"), [("C", "en"), ("zh_HK.UTF-8", "zh-HK")])
def test_a_cold_sandbox_says_that_it_compiles(monkeypatch, capsys, locale, language):
    monkeypatch.setenv("LC_ALL", locale)
    cold(monkeypatch, answer=True)
    Sandbox()
    captured = capsys.readouterr()
    assert captured.err.strip() == say("runtime.cold", language)
    assert captured.out == ""


def test_a_warm_or_quiet_sandbox_says_nothing(monkeypatch, capsys):
    cold(monkeypatch, answer=False)
    Sandbox()
    cold(monkeypatch, answer=True)
    Sandbox(quiet=True)
    assert capsys.readouterr() == ("", "")


def test_what_is_kept_tells_cold_from_warm(tmp_path, monkeypatch):
    monkeypatch.setattr(compiled_code.numba.config, "CACHE_DIR", str(tmp_path))
    assert is_cold()
    (tmp_path / "kernel").mkdir()
    (tmp_path / "kernel" / "moves.nbc").touch()
    assert is_cold()
    (tmp_path / "kernel" / "moves.nbi").touch()
    assert compiled_files(tmp_path) == 1
    assert not is_cold()
    monkeypatch.setattr(compiled_code.numba.config, "CACHE_DIR", "")
    assert is_cold()
