"""Every error that is raised has its words in each language, and every word is used."""

import ast
from collections.abc import Iterable, Iterator
from string import Formatter

from gate_sources import ROOT, Module, called_name, literal, modules, planted, report
from write_reference import ERRORS_PAGE, errors_page

from praya.base.catalogue import ERRORS, STATUSES, Words
from praya.base.catalogue.talk import TALK, Talk

RAISERS = ("fail", "PrayaError")
SPEAKERS = {"say": 0, "words": 0}  # which argument is the key
SPEAKING_KEYWORDS = ("words", "more")
FORWARDS = frozenset(("praya/base/errors.py",))  # `fail` hands its code on
SILENT = "praya/testing/"  # says nothing to a person: `words` there are words of a machine


def raised(module: Module) -> Iterator[tuple[ast.Call, str | None, frozenset[str]]]:
    """Every raise site: the call, its code if that is a literal, and the names of its values."""
    for node in ast.walk(module.tree):
        if called_name(node) in RAISERS and module.path not in FORWARDS:
            assert isinstance(node, ast.Call)
            if node.args and getattr(node.args[0], "attr", "") == "code":
                continue  # another error handed on: it was raised by its name before
            values = frozenset(keyword.arg or "**" for keyword in node.keywords)
            yield node, literal(node.args[0] if node.args else None), values


def raise_problems(module: Module, errors: dict[str, Words]) -> Iterator[str]:
    for node, code, values in raised(module):
        if code is None:
            yield f"{module.at(node)}: the code is not a literal"
        elif code not in errors:
            yield f"{module.at(node)}: {code} has no entry; its values: {', '.join(sorted(values))}"
        elif values != (stated := placeholders(" ".join(errors[code].english))):
            yield f"{module.at(node)}: {code} gives {sorted(values)}, words use {sorted(stated)}"


def unused_errors(every: Iterable[Module], errors: dict[str, Words]) -> Iterator[str]:
    used = {code for module in every for _, code, _ in raised(module)}
    yield from (f"{code}: nothing raises it" for code in errors.keys() - used)


def word_problems(name: str, words: Words) -> Iterator[str]:
    """The two languages must use the same values, in plain braces, and leave nothing empty."""
    english, chinese = (placeholders(" ".join(words.entry(each))) for each in ("en", "zh-HK"))
    if english != chinese:
        yield f"{name}: values differ between languages: {sorted(english ^ chinese)}"
    for sentence in (*words.english, *words.chinese):
        if not sentence.strip() or sentence != sentence.strip():
            yield f"{name}: an empty or untrimmed sentence"
        if any(form or conversion for _, _, form, conversion in Formatter().parse(sentence)):
            yield f"{name}: a value with a format"
    if any(not any(ord(letter) >= 0x2E80 for letter in each) for each in words.chinese):
        yield f"{name}: a sentence that is not Chinese"
    if any(any(ord(letter) >= 0x2E80 for letter in each) for each in words.english):
        yield f"{name}: an English sentence with Chinese in it"


def placeholders(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def spoken(module: Module) -> Iterator[tuple[ast.AST, str, bool]]:
    """Every key of talk that a module uses; True where the literal is the start of a key."""
    for node in () if module.path.startswith(SILENT) else ast.walk(module.tree):
        keys: list[ast.AST] = []
        if called_name(node) in SPEAKERS and isinstance(node, ast.Call):
            keys = node.args[:1]
        if isinstance(node, ast.Call):
            keys += [each.value for each in node.keywords if each.arg in SPEAKING_KEYWORDS]
        for key in keys:
            if literal(key):
                yield node, literal(key) or "", False
            elif isinstance(key, ast.JoinedStr) and literal(key.values[0]):
                yield node, literal(key.values[0]) or "", True


def talk_problems(every: Iterable[Module], talk: dict[str, Talk]) -> Iterator[str]:
    used: set[str] = set()
    for module in every:
        for node, key, starts in spoken(module):
            found = {each for each in talk if each == key or (starts and each.startswith(key))}
            used |= found
            if not found:
                yield f"{module.at(node)}: no words for {key}"
        literals = {literal(node) for node in ast.walk(module.tree)}
        used |= literals & talk.keys() if not module.path.endswith("talk.py") else set()
    yield from (f"{key}: nothing says it" for key in talk.keys() - used)
    for key, words in talk.items():
        if placeholders(words.english) != placeholders(words.chinese):
            yield f"{key}: values differ between languages"


def test_every_raised_code_has_words_for_its_values():
    count = sum(len(list(raised(module))) for module in modules())
    problems = [each for module in modules() for each in raise_problems(module, ERRORS)]
    print(f"{count} raise sites, {len(ERRORS)} entries")
    assert count > 0
    assert not problems, report(problems)


def test_every_entry_is_raised():
    problems = list(unused_errors(modules(), ERRORS))
    assert not problems, report(problems)


def test_both_languages_say_the_same():
    every = {**ERRORS, **{status.name + " (status)": words for status, words in STATUSES.items()}}
    problems = [each for name, words in every.items() for each in word_problems(name, words)]
    print(f"{len(every)} entries")
    assert len(every) > 100
    assert not problems, report(problems)


def test_every_word_of_talk_is_said_and_every_key_has_words():
    problems = list(talk_problems(modules(), TALK))
    print(f"{len(TALK)} words of talk")
    assert TALK
    assert not problems, report(problems)


def test_the_reference_of_errors_is_fresh():
    assert (ROOT / ERRORS_PAGE).read_text(encoding="utf-8") == errors_page(), (
        "write it anew: python tests/gates/write_reference.py"
    )


def test_the_gate_sees_a_raise_without_words():
    known = {"DISK_FULL": ERRORS["DISK_FULL"]}
    for text in (
        "fail('NO_SUCH')",
        "fail(code)",
        "fail()",
        "raise errors.PrayaError('NO_SUCH', file=1)",
        "fail('DISK_FULL')",
        "fail('DISK_FULL', dir=0, file=1, folder=2)",
        "fail('DISK_FULL', **values)",
    ):
        assert list(raise_problems(planted("praya/node/x.py", text), known)), text
    right = planted("praya/node/x.py", "fail('DISK_FULL', dir=0, file=1)")
    assert not list(raise_problems(right, known))
    assert not list(unused_errors([right], known))
    assert list(unused_errors([planted("praya/node/x.py", "x = 1")], known))


def test_the_gate_sees_words_that_differ():
    whole = ERRORS["DISK_FULL"]
    other = ERRORS["LEDGER_LOCKED"]
    assert list(word_problems("x", whole._replace(chinese=other.chinese)))
    assert list(word_problems("x", whole._replace(chinese=whole.english)))
    assert list(word_problems("x", whole._replace(english=whole.chinese)))
    assert list(word_problems("x", whole._replace(english=whole.english._replace(why=""))))
    assert list(word_problems("x", whole._replace(english=whole.english._replace(why="{file:d}"))))


def test_the_gate_sees_talk_without_words():
    known = {"run.start": Talk("Starting {name}", "開始 {name}")}
    user = planted("praya/dev/commands/x.py", "terminal.say('run.start')")
    assert not list(talk_problems([user], known))
    assert not list(talk_problems([planted("praya/x.py", "say(f'run.{x}')")], known))
    assert list(talk_problems([planted("praya/x.py", "x = 1")], known))
    wrong = planted("praya/x.py", "terminal.say('run.start'); option('--x', words='run.none')")
    assert list(talk_problems([wrong], known))
    assert list(talk_problems([user], {"run.start": Talk("Starting {name}", "開始")}))
