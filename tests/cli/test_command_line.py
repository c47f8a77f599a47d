"""How the command line speaks and ends: exit codes, languages, JSON, colour, pipes, start-up."""

import json
import os
import pty
import subprocess
import sys
from importlib.metadata import version

import pytest
from planted_commands import PLANTED

from praya.base.catalogue import ERRORS, STATUSES, ExitClass
from praya.base.status import Status
from praya.cli import COMMANDS, run
from praya.dev.commands.terminal import Terminal

HEAVY = {"numpy", "numba", "rich", "cryptography", "blake3", "nacl", "cbor2"}

ENDS = [
    ("done", 0, None),
    ("refused", 1, "EXCEEDS_AVAILABLE"),
    ("dome", 2, "COMMAND_UNKNOWN"),
    ("done --jsno", 2, "OPTION_UNKNOWN"),
    ("done --lang fr", 2, "VALUE_REFUSED"),
    ("done --lang", 2, "ARGUMENT_MISSING"),
    ("done spare", 2, "ARGUMENT_UNEXPECTED"),
    ("--debug", 2, "COMMAND_MISSING"),
    ("done --json=yes", 2, "VALUE_REFUSED"),
    ("not-understood", 2, "USAGE_REFUSED"),
    ("bad-input", 3, "FILE_UNREADABLE"),
    ("damaged", 4, "GENESIS_DAMAGED"),
    ("environment", 5, "ENVIRONMENT_FAILED"),
    ("absent", 5, "PART_MISSING"),
    ("bug", 70, "BUG_FOUND"),
    ("unexpected", 70, "BUG_FOUND"),
    ("interrupted", 130, "INTERRUPTED"),
]


def praya(*arguments: str, **settings: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "LC_ALL": "C.UTF-8", **settings.pop("env", {})}
    command = [sys.executable, "-m", "praya", *arguments]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=600, **settings
    )


def words_of(code: str, language: str) -> str:
    entry = (STATUSES[Status[code]] if code in Status.__members__ else ERRORS[code]).entry(language)
    return entry.what.split("{")[0]


@pytest.mark.parametrize("language", ["en", "zh-HK"])
@pytest.mark.parametrize(("line", "ends", "code"), ENDS)
def test_every_end_has_its_code_and_its_words(line, ends, code, language, capsys):
    assert run([f"--lang={language}", *line.split()], PLANTED) == ends
    captured = capsys.readouterr()
    if code is None:
        assert captured.out == "ready\n"
        assert captured.err == ""
    else:
        assert captured.out == ""
        assert (code in captured.err) == (code != "INTERRUPTED")  # a wish, not an error
        assert "Traceback" not in captured.err
        assert words_of(code, language) in captured.err


def test_every_exit_class_is_shown_by_a_case():
    shown = {ends for _, ends, _ in ENDS} | {ExitClass.PIPE_CLOSED}
    print(f"{len(shown)} exit classes")
    assert shown == set(ExitClass)


@pytest.mark.parametrize(("line", "ends", "code"), ENDS)
def test_with_json_the_last_line_of_stdout_is_one_object(line, ends, code, capsys):
    assert run(["--json", *line.split()], PLANTED) == ends
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    if code is None:
        assert last == {"ready": True}
    else:
        assert last["error"]["code"] == code
        assert {"what", "why", "cure", "values"} <= set(last["error"])


def test_a_refusal_names_its_number(capsys):
    run(["refused", "--json"], PLANTED)
    captured = capsys.readouterr()
    assert json.loads(captured.out)["error"]["status"] == 148
    assert "EXCEEDS_AVAILABLE (148)" in captured.err


def test_a_name_that_is_nearly_right_is_suggested(capsys):
    run(["dome"], PLANTED)
    assert "similar name: done." in capsys.readouterr().err
    run(["done", "--jsno", "--lang=zh-HK"], PLANTED)
    assert "--json" in capsys.readouterr().err
    run(["zzzzzz"], PLANTED)
    assert "similar name: none." in capsys.readouterr().err


def test_a_traceback_is_shown_only_when_asked_for(capsys):
    run(["unexpected"], PLANTED)
    assert "Traceback" not in capsys.readouterr().err
    run(["unexpected", "--debug"], PLANTED)
    assert "ZeroDivisionError: planted" in capsys.readouterr().err


def test_a_bug_says_where_it_was_noticed(capsys):
    run(["bug"], PLANTED)
    assert "base/errors.py" in capsys.readouterr().err.replace("\\", "/")


def test_a_name_cannot_steer_the_terminal(capsys):
    run(["bad-input"], PLANTED)
    shown = capsys.readouterr().err
    assert "\x1b" not in shown
    assert "a\\x1b[31mred\\nline" in shown


def test_a_table_in_a_file_is_never_cut_or_marked_up(capsys):
    run(["table"], PLANTED)
    assert "[bold]x" in (shown := capsys.readouterr().out)
    assert "1" * 200 in shown


def test_options_after_two_dashes_are_not_options():
    assert Terminal.for_command_line(["x", "--", "--json", "--lang=zh-HK"], {}) == Terminal()


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_HK.UTF-8"}, "zh-HK"),
        ({"LANG": "zh_TW"}, "zh-HK"),
        ({"LANG": "en_HK.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "zh_HK.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "zh_HK"}, "zh-HK"),
        ({"LANG": "zh_HK", "LC_ALL": ""}, "zh-HK"),
    ],
)
def test_the_language_follows_the_locale(environment, language):
    assert Terminal.for_command_line([], environment).language == language


def test_a_pipe_is_never_asked_anything():
    code = "from praya.dev.commands.terminal import Terminal; print(Terminal().interactive)"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    assert ran.stdout == "False\n"
    assert not Terminal(json=True).interactive


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["--help", "--lang", "zh-HK"]])
def test_help_imports_nothing_heavy_and_no_command(arguments):
    code = (
        "import sys; from praya.cli import run; run(sys.argv[1:]); "
        "print(*sys.modules, file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    loaded = set(ran.stderr.split())
    print(f"{len(loaded)} modules loaded")
    assert len(loaded) > 20
    assert not loaded & HEAVY
    assert not loaded & {row.place.partition(":")[0] for row in COMMANDS.values()}


def test_importing_praya_imports_nothing_heavy():
    code = "import sys, praya; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(ran.stdout.split())
    assert "praya" in loaded
    assert not loaded & {*HEAVY, "click", "praya.app", "praya.base"}


@pytest.mark.parametrize("language", ["en", "zh-HK"])
def test_help_names_every_command_in_the_language(language, capsys):
    assert run(["--help", "--lang", language]) == 0
    shown = capsys.readouterr().out
    print(f"{len(COMMANDS)} commands")
    assert COMMANDS
    for name, row in COMMANDS.items():
        assert f"  {name} " in shown
        assert (row.english if language == "en" else row.chinese) in shown
    assert ("Usage:" in shown) == (language == "en")


def test_no_command_at_all_shows_help_and_is_a_usage_error():
    ran = praya()
    assert ran.returncode == 2
    assert ran.stdout == ""
    assert "Commands" in ran.stderr


def test_a_reader_that_goes_away_ends_it_quietly():
    read, write = os.pipe()
    os.close(read)
    ran = subprocess.run(
        [sys.executable, "-m", "praya", "explain"], stdout=write, stderr=subprocess.PIPE
    )
    os.close(write)
    assert ran.returncode == ExitClass.PIPE_CLOSED
    assert ran.stderr == b""


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only Linux has a device that is full")
def test_a_full_disk_behind_stdout_is_said():
    with open("/dev/full", "w") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "praya", "explain"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert ran.returncode == ExitClass.ENVIRONMENT
    assert "No space left on device" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
def test_colour_is_for_terminals_that_want_it(no_color, coloured):
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "NO_COLOR": no_color}
    subprocess.run(
        [sys.executable, "-m", "praya", "dome"], stderr=theirs, env=environment, timeout=60
    )
    os.close(theirs)
    shown = os.read(ours, 65_536)
    os.close(ours)
    assert b"Error: " in shown
    assert (b"\x1b[" in shown) == coloured


def test_a_pipe_gets_no_colour():
    assert "\x1b" not in praya("dome", env={"TERM": "xterm"}).stderr


def test_a_terminal_that_cannot_show_chinese_gets_escapes_not_a_traceback():
    ran = praya("explain", "148", "--lang", "zh-HK", env={"PYTHONIOENCODING": "ascii"})
    assert ran.returncode == 0
    assert "\\u53ef" in ran.stdout


def test_the_version_is_the_version_of_the_package():
    assert praya("--version").stdout == f"praya {version('praya')}\n"
