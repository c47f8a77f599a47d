"""What the pages name is there: commands and options, targets, links, files, functions, fields."""

import ast
import re
import shlex
from collections.abc import Iterator
from dataclasses import fields
from importlib import import_module
from itertools import takewhile

import click
import pytest
from documents import (
    ROOT,
    Block,
    blocks,
    broken_links,
    code_words,
    links,
    pages,
    read,
    without_blocks,
)

from praya.base.errors import PrayaError
from praya.cli import COMMANDS, CommandTable

README = read("README.md")
SOURCE = ROOT / "src" / "praya"
PLACES = (SOURCE, ROOT, SOURCE / "kernel")
CUT = re.compile(r"`(?:praya|python|make)[^`]*$")
SHELL = ("|", "&&", ">", "2>", "$(", "<(")  # a word that begins so ends a command
FOR_MACHINES = ("formats.md", "kernel.md")  # where `praya ...` is the context of a hash
ANY_COMMAND = "COMMAND"  # where a page speaks of all of them


def shell_lines(text: str) -> list[str]:
    """Every command line of ours that a page shows."""
    fenced = [line for block in blocks(text) if block.language != "text" for line in _lines(block)]
    found = [*code_words(text), *fenced]
    return [line for line in found if re.match(r"(?:\.venv/bin/)?praya(?: |$)", line)]


def _lines(block: Block) -> list[str]:
    return [line.strip().removeprefix("$ ") for line in block.text.splitlines()]


def command_problems(line: str) -> Iterator[str]:
    """What a command line names that is not there."""
    words = [*takewhile(lambda word: not word.startswith(SHELL), shlex.split(line))][1:]
    table = CommandTable(COMMANDS)
    shown: click.Command = table
    if words and words[0] != ANY_COMMAND and not words[0].startswith("-"):
        loaded = _loaded(table, words[0])
        if loaded is None:
            yield f"{line}: there is no such command"
            return
        shown = loaded
    known = {option for each in shown.params for option in each.opts}
    yield from (
        f"{line}: {word} is no option"
        for word in words
        if word.startswith("-") and word.partition("=")[0] not in known
    )
    arguments = [each for each in shown.params if isinstance(each, click.Argument)]
    if len(_positional(shown, words[1:])) > len(arguments) and all(a.nargs == 1 for a in arguments):
        yield f"{line}: more arguments than it takes"


def _loaded(table: CommandTable, name: str) -> click.Command | None:
    if name not in COMMANDS:
        return None
    try:
        found: click.Command | None = table.get_command(click.Context(table), name)
    except PrayaError:
        return None
    return found


def _positional(shown: click.Command, words: list[str]) -> list[str]:
    """The words that are neither options nor their values."""
    flags = {o for p in shown.params for o in p.opts if getattr(p, "is_flag", False)}
    rest, skip = [], False
    for word in words:
        if word.startswith("-"):
            skip = word not in flags and "=" not in word
        elif skip:
            skip = False
        else:
            rest.append(word)
    return rest


def test_the_first_snippet_has_five_lines_after_its_import() -> None:
    first = next(block.text for block in blocks(README) if block.language == "python")
    imported, *lines = [line for line in first.splitlines() if line]
    assert imported == "from praya import Sandbox"
    assert len(lines) == 5


def test_every_command_that_is_shown_exists_with_its_options() -> None:
    read_by_all = [page for page in pages() if page.name not in FOR_MACHINES]
    shown = {page: shell_lines(page.read_text(encoding="utf-8")) for page in read_by_all}
    count = sum(map(len, shown.values()))
    print(f"{count} command lines on {sum(map(bool, shown.values()))} pages")
    assert count > 200
    assert not {
        page.name: problems
        for page, lines in shown.items()
        if (problems := [problem for line in lines for problem in command_problems(line)])
    }


def broken_commands(text: str) -> list[str]:
    """Lines of a page at whose end a command is not yet at its own."""
    lines = without_blocks(text).splitlines()
    return [line for line in lines if line.count("`") % 2 and CUT.search(line)]


def test_no_command_in_a_sentence_goes_over_the_end_of_a_line() -> None:
    broken = {page.name: broken_commands(page.read_text(encoding="utf-8")) for page in pages()}
    assert not {name: lines for name, lines in broken.items() if lines}, "nobody can copy it"
    assert broken_commands("Use `praya\nrun x`.") == ["Use `praya"]
    assert broken_commands("Use\n`praya run x`.") == []


def test_the_check_of_commands_sees_what_is_wrong() -> None:
    wrong = (
        "praya lives-not",
        "praya run --dri x",
        "praya verify --genesis ab DIR MORE",
        "praya --languages en",
        "praya explain --lang=en 148 149",
    )
    for line in wrong:
        assert list(command_problems(line)), line
    for line in (
        "praya",
        "praya --version",
        "praya verify FILE --genesis HEX",
        "praya run --json x",
    ):
        assert not list(command_problems(line)), line
    assert shell_lines("Run `praya run x`, not `prayan run`.\n```\n$ praya verify D\n```\n") == [
        "praya run x",
        "praya verify D",
    ]


def test_every_target_of_make_that_is_shown_exists() -> None:
    makefile = read("Makefile")
    targets = re.findall(r"`make ([\w-]+)`", README)
    print(f"{len(targets)} targets")
    assert {"demo", "test"} <= set(targets)
    assert not [each for each in targets if not re.search(rf"^{each}:", makefile, re.MULTILINE)]


def test_every_relative_link_leads_somewhere() -> None:
    found = [problem for page in pages() for problem in broken_links(page, read(page))]
    print(f"{len(pages())} pages")
    assert len(pages()) > 10
    assert not found


def test_every_page_is_in_the_index() -> None:
    index = {link.partition("#")[0] for link in links(read("docs/README.md"))}
    kinds = ("tutorial", "how-to", "reference")
    found = [page for kind in kinds for page in (ROOT / "docs" / kind).iterdir() if page.is_file()]
    print(f"{len(found)} pages")
    assert len(found) > 20
    names = [page.relative_to(ROOT / "docs").as_posix() for page in found]
    assert not [name for name in names if name not in index], "add it to docs/README.md"


def test_the_check_of_links_sees_a_broken_one() -> None:
    page = ROOT / "README.md"
    for text in ("[a](NOWHERE.md)", "[a](LICENSE/x)", "[a](#none)", "[a](ARCHITECTURE.md#none)"):
        assert list(broken_links(page, text)), text
    assert not list(broken_links(page, "# A b, c\n[a](#a-b-c) [b](https://example.org/x)"))


@pytest.mark.parametrize("page", ["ARCHITECTURE.md", "README.md", "docs/adr"])
def test_every_file_that_is_named_is_there(page: str) -> None:
    names = [each for each in _words_of(page) if _is_file_name(each)]
    print(f"{page}: {len(names)} files")
    assert names or page == "README.md"
    assert not [each for each in names if not any((place / each).exists() for place in PLACES)]


@pytest.mark.parametrize("page", ["ARCHITECTURE.md", "docs/adr"])
def test_every_function_that_is_named_is_there(page: str) -> None:
    names = {each[:-2].rpartition(".")[2] for each in _words_of(page) if each.endswith("()")}
    print(f"{page}: {len(names)} functions")
    assert names or page != "ARCHITECTURE.md"
    given = set()
    for path in SOURCE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        given |= {each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)}
    assert names <= given, sorted(names - given)


def _words_of(page: str) -> list[str]:
    place = ROOT / page
    files = sorted(place.glob("*.md")) if place.is_dir() else [place]
    return [word for file in files for word in code_words(read(file))]


def _is_file_name(word: str) -> bool:
    named = re.fullmatch(r"[\w./-]+\.(?:py|md|json|toml)|(?:src|tests|docs)/[\w./-]+", word)
    return named is not None


def test_every_request_and_instrument_is_told_field_by_field() -> None:
    intents = import_module("praya.intents").INTENTS
    instruments = import_module("praya.instruments").INSTRUMENTS
    sections = dict(_sections(read("docs/reference/requests.md")))
    wanted = {
        **{verb: _intent_fields(intent) for verb, intent in intents.items()},
        **{name: list(one.FIELDS.items()) for name, one in instruments.items()},
    }
    print(f"{len(intents)} requests, {len(instruments)} instruments")
    assert len(intents) > 10
    assert list(sections) == list(wanted)
    for name, declared in wanted.items():
        rows = re.findall(r"^\| (\d+) \| `(\w+)` \|", sections[name], re.MULTILINE)
        assert [(int(number), field) for number, field in rows] == declared, name


def _sections(text: str) -> Iterator[tuple[str, str]]:
    for part in text.split("\n### ")[1:]:
        heading, _, rest = part.partition("\n")
        yield heading, rest


def _intent_fields(intent: type) -> list[tuple[int, str]]:
    return [(each.metadata["number"], each.name) for each in fields(intent)]
