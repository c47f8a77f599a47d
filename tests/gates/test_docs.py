"""Every command, option, intent, instrument and operation is told of in README or docs."""

import ast
import re
from collections.abc import Iterable, Iterator
from importlib import import_module

import pytest
from gate_sources import ROOT, Module, literal, modules, planted, report

from praya.base.catalogue import TALK
from praya.cli import COMMANDS
from praya.dev.commands.command import SpokenCommand

ROOMS = {"intents": 2, "instruments": 1}  # how many names below the room make a thing's name


def told() -> str:
    """All that a reader can read."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return "\n".join(page.read_text(encoding="utf-8") for page in pages if page.is_file())


def untold(names: Iterable[str], text: str) -> Iterator[str]:
    """Names that stand nowhere as words of their own."""
    for name in names:
        if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text):
            yield name


def things(every: Iterable[Module], room: str) -> list[str]:
    """What a room holds, by file: `issuance.issue_bond` of intents, `bond` of instruments.

    Where the files of a room stand beside others, its things are those that give their `NAME`.
    """
    depth = ROOMS[room]
    names = []
    for module in every:
        parts = module.name.split(".")[2:]
        package = module.path.endswith("__init__.py")
        is_thing = depth > 1 or _gives_name(module)
        if module.room == room and len(parts) == depth and not package and is_thing:
            names.append(".".join(parts))
    return names


def _gives_name(module: Module) -> bool:
    targets = [each.target for each in module.tree.body if isinstance(each, ast.AnnAssign)]
    return any(getattr(target, "id", "") == "NAME" for target in targets)


def operations(every: Iterable[Module]) -> list[str]:
    """Names of operations: the first column of the kernel's golden operand table."""
    names: list[str] = []
    for module in every:
        for node in module.tree.body if module.name == "praya.kernel.operations" else ():
            table = node.value if isinstance(node, ast.AnnAssign) else None
            if isinstance(table, ast.Tuple) and getattr(node.target, "id", "") == "OPERANDS":
                names += [literal(row.elts[0]) or "" for row in table.elts]
    return sorted({name.split()[0] for name in names})


def command_words(name: str) -> list[str]:
    """What can be typed after `praya <name>`."""
    module, _, attribute = COMMANDS[name].place.partition(":")
    loaded = getattr(import_module(module), attribute)
    assert isinstance(loaded, SpokenCommand)
    options = [option for each in loaded.params for option in each.opts if option.startswith("-")]
    return [f"praya {name}", *options]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_loads_and_its_options_are_told(name):
    words = command_words(name)
    print(f"{len(words)} words")
    assert len(words) > 1
    problems = list(untold(words, told()))
    assert not problems, report(problems)


@pytest.mark.parametrize("room", ROOMS)
def test_everything_in_an_open_room_is_told(room):
    names = things(modules(), room)
    print(f"{len(names)} {room}")
    assert names
    problems = list(untold(names, told()))
    assert not problems, report(problems)


def test_every_operation_is_told():
    names = operations(modules())
    print(f"{len(names)} operations")
    assert names
    problems = list(untold(names, told()))
    assert not problems, report(problems)


def test_every_option_has_words():
    keys = [key for key in TALK if key.startswith("help.")]
    assert len(keys) > 5
    assert all(words.english.strip() and words.chinese.strip() for words in TALK.values())


def test_the_gate_sees_what_is_not_told():
    text = "Use `praya run --json`; see issuance.issue_bond and MOVE."
    for name in ("praya runs", "--js", "--jsonl", "issue_bon", "MOV", "HOLD"):
        assert list(untold([name], text)) == [name]
    assert not list(untold(["praya run", "--json", "issuance.issue_bond", "MOVE"], text))


def test_the_gate_finds_things_by_their_files():
    every = [
        planted("praya/intents/__init__.py", ""),
        planted("praya/intents/issuance/__init__.py", ""),
        planted("praya/intents/issuance/issue_bond.py", ""),
        planted("praya/intents/registry.py", ""),
        planted("praya/instruments/bond.py", "NAME: Final = 'bond'"),
        planted("praya/instruments/forms.py", "FORMS: Final = 1"),
    ]
    assert things(every, "intents") == ["issuance.issue_bond"]
    assert things(every, "instruments") == ["bond"]
