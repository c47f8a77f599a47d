"""The project speaks of itself alone: no machine's paths, no hosts of packages, no trackers."""

import re
from collections.abc import Iterator
from pathlib import Path

from gate_sources import ROOT, report

SUFFIXES = frozenset(
    (".py", ".md", ".toml", ".json", ".txt", ".yml", ".yaml", ".sh", ".cfg", ".ini", ".html")
)
NAMES = frozenset(("Makefile", "NOTICE", "run", ".gitignore"))
FOLDERS = ("src", "tests", "docs", ".ci")
HERE = Path(__file__).name
FORBIDDEN = {
    "a path of one machine": re.compile(
        r"(?:^|[\s\"'`=(:,])(?:/(?:root|home|tmp|work|Users|private|mnt|media)/[\w.-]|[A-Z]:\\(?:Users|Windows|Program|Temp))"
    ),
    "a host of packages": re.compile(
        r"pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|crates\.io|index-url|/simple/|goproxy",
        re.I,
    ),
    "a number of a tracker": re.compile(
        r"(?:\b(?:issues?|ticket|task|PR)\s*#?\d|(?<![\w&#])#\d{1,5}\b)"
    ),
    "unfinished work": re.compile(r"\b(?:TODO|FIXME|XXX)\b"),
}


def files() -> Iterator[Path]:
    """Every text of the project but the lock file and the licence, which others wrote."""
    for path in sorted(ROOT.iterdir()):
        if path.is_file() and (path.suffix in SUFFIXES or path.name in NAMES):
            yield path
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and (path.suffix in SUFFIXES or path.name in NAMES):
                yield path


def problems_in(text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        for what, pattern in FORBIDDEN.items():
            if found := pattern.search(line):
                yield f"{number}: {what}: {found.group().strip()}"


def test_the_project_speaks_of_itself_alone():
    every = [path for path in files() if path.name != HERE]
    print(f"{len(every)} files")
    assert len(every) > 50
    problems = [
        f"{path.relative_to(ROOT)}:{problem}"
        for path in every
        for problem in problems_in(path.read_text(encoding="utf-8"))
    ]
    assert not problems, report(problems)


def test_the_gate_sees_each_trace():
    for line in (
        'path = "/home/someone/praya"',
        "cd /root/x && make",
        "see /tmp/x.log",
        r"C:\Users\someone",
        "pip install --index-url https://mirror/simple/",
        "https://files.pythonhosted.org/packages/",
        "fixes #123",
        "see issue 7",
        "TODO: later",
    ):
        assert list(problems_in(line)), line


def test_the_gate_lets_ordinary_words_pass():
    for line in (
        "https://example.org/home/page",
        "the issue limit of 7 assets",
        "# 3. Formats",
        "color: #fff and &#39;",
        "read ../shared/vectors",
        "/proc/cpuinfo and /dev/null",
        "homework/tmpfile",
    ):
        assert not list(problems_in(line)), line
