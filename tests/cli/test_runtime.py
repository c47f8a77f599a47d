"""The folder of compiled code: one name per source, version and setting, and never a shared one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from praya.app import runtime_digest, user_cache_folder

PREPARE = (
    "import sys, os; from praya.app import prepare_runtime; "
    "print(prepare_runtime().folder, repr(os.environ['NUMBA_CACHE_DIR']))"
)


def prepared(cache: Path, code: str = PREPARE, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache), "LC_ALL": "C.UTF-8", **settings}
    if "NUMBA_CACHE_DIR" not in settings:
        environment.pop("NUMBA_CACHE_DIR", None)
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60
    )


@pytest.mark.skipif(sys.platform != "linux", reason="XDG_CACHE_HOME is read on Linux")
def test_the_folder_is_the_users_own_under_the_digest(tmp_path):
    ran = prepared(tmp_path / "cache")
    folder = Path(ran.stdout.split()[0])
    assert folder.parent == tmp_path / "cache" / "praya"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert ran.stdout == f"{folder} {str(folder)!r}\n"
    assert ran.stderr == ""


def test_the_digest_changes_with_a_setting_of_numba_but_not_with_the_folder():
    plain = runtime_digest({})
    assert len(plain) == 32
    assert runtime_digest({"NUMBA_CACHE_DIR": "x", "HOME": "y"}) == plain
    assert runtime_digest({"NUMBA_BOUNDSCHECK": "1"}) != plain
    assert runtime_digest({"NUMBA_BOUNDSCHECK": "1"}) != runtime_digest({"NUMBA_BOUNDSCHECK": "0"})


@pytest.mark.parametrize("changed", ["kernel/rows.py", "base/limits.py", "base/status.py"])
def test_the_digest_changes_with_a_source(changed, tmp_path, monkeypatch):
    for folder in ("base", "kernel"):
        (tmp_path / folder).mkdir()
    (tmp_path / changed).write_text("LIMIT = 1\n")
    monkeypatch.setattr("praya.app._PACKAGE", tmp_path)
    before = runtime_digest({})
    (tmp_path / changed).write_text("LIMIT = 2\n")
    assert runtime_digest({}) != before


@pytest.mark.parametrize("package", ["numba", "llvmlite"])
def test_the_digest_changes_with_a_version(package, monkeypatch):
    before = runtime_digest({})
    monkeypatch.setattr("praya.app.version", lambda name: "0" if name == package else "1")
    first = runtime_digest({})
    monkeypatch.setattr("praya.app.version", lambda name: "1")
    assert len({before, first, runtime_digest({})}) == 3


@pytest.mark.parametrize("language", ["en", "zh-HK"])
def test_a_folder_that_cannot_be_made_means_memory_and_one_line_about_it(language, tmp_path):
    (tmp_path / "file").write_text("")
    ran = prepared(tmp_path / "file", LC_ALL="zh_HK.UTF-8" if language == "zh-HK" else "C.UTF-8")
    assert ran.stdout == "None ''\n"
    assert len(ran.stderr.splitlines()) == 1
    assert ("memory" in ran.stderr) == (language == "en")


def test_a_folder_that_others_may_write_is_not_used(tmp_path):
    folder = Path(prepared(tmp_path).stdout.split()[0])
    folder.chmod(0o777)
    assert prepared(tmp_path).stdout == "None ''\n"


def test_a_folder_of_the_same_digest_is_inherited(tmp_path):
    folder = prepared(tmp_path).stdout.split()[0]
    ran = prepared(tmp_path / "other", NUMBA_CACHE_DIR=folder)
    assert ran.stdout.split()[0] == folder


def test_a_folder_of_another_digest_is_not_inherited(tmp_path):
    ran = prepared(tmp_path, NUMBA_CACHE_DIR=str(tmp_path / "0123"))
    assert Path(ran.stdout.split()[0]).parent == tmp_path / "praya"


def test_numba_that_is_already_there_compiles_in_memory_and_says_so_once(tmp_path):
    code = "import sys; sys.modules['numba'] = sys; " + PREPARE + "; " + PREPARE
    ran = prepared(tmp_path, code)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.split()[0] == "None"
    assert ran.stderr.count("compiles in memory") == 1


def test_numba_that_is_already_there_with_a_folder_of_others_is_a_bug(tmp_path):
    code = "import sys; sys.modules['numba'] = sys; " + PREPARE
    ran = prepared(tmp_path, code, NUMBA_CACHE_DIR=str(tmp_path / "0123"))
    assert ran.returncode != 0
    assert "the cache folder is set before numba is imported" in ran.stderr


def test_parts_may_be_imported_before_the_face(tmp_path):
    code = (
        "from praya.intents.settlement.transfer import Transfer\n"
        "from praya.testing import Workflow\n"
        "print(Transfer.__name__, Workflow.__name__)"
    )
    ran = prepared(tmp_path, code)
    assert ran.stdout.split() == ["Transfer", "Workflow"], ran.stderr
    assert "compiles in memory" in ran.stderr


@pytest.mark.parametrize(
    ("environment", "system", "expected"),
    [
        ({"HOME": "/h"}, "linux", "/h/.cache"),
        ({"HOME": "/h", "XDG_CACHE_HOME": "/c"}, "linux", "/c"),
        ({"HOME": "/h", "XDG_CACHE_HOME": "c"}, "linux", "/h/.cache"),
        ({"HOME": "/h", "XDG_CACHE_HOME": ""}, "linux", "/h/.cache"),
        ({"HOME": "/h"}, "darwin", "/h/Library/Caches"),
        ({"LOCALAPPDATA": "/l"}, "win32", "/l"),
        ({"HOME": "/h"}, "win32", "/h/AppData/Local"),
    ],
)
def test_each_system_has_its_folder(environment, system, expected):
    assert user_cache_folder(environment, system) == Path(expected)
