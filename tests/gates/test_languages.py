"""Chinese is Chinese, reasons have words, and a term has one translation."""

import ast
import errno
import os
import re
from collections.abc import Iterator

import pytest
from chinese_text import LIST, allowed, counted, english_words, sentences, spoken_words
from gate_sources import ROOT, Module, called_name, literal, modules, planted, report

from praya.base.catalogue import REASON_NAMES, REASONS, TALK, explain, language_for
from praya.base.errors import PrayaError
from praya.cli import run
from praya.dev.commands.terminal import Terminal
from praya.storage.recovery import Flaw

GLOSSARY = ROOT / "docs" / "reference" / "glossary.md"
RAISERS = ("fail", "PrayaError")
# Rooms whose fields at fault become reasons: `_READ.text(value, "name")`, `_refuse("size")`.
READERS = frozenset(
    (
        *("base/encoding.py", "envelopes/header.py", "envelopes/keys.py"),
        *("envelopes/signatures.py", "node/genesis.py", "node/skips.py"),
    )
)
READING = frozenset(("demand", "integer", "boolean", "content", "text", "items", "fields"))
SYSTEM = {os.strerror(number) for number in errno.errorcode}
CODES_ALONE = re.compile(r"[^a-z]*|--[a-z-]+")  # 0, 1, 2 ... and option names need no words
NOT_WORDS = frozenset(("[0-9a-f]{64}",))
OF_THE_PARSER = frozenset(("integer range",))  # what it calls a number with limits


def reasons_given(module: Module) -> Iterator[tuple[ast.AST, str]]:
    """Every literal that is shown as a reason."""
    for node in ast.walk(module.tree):
        if called_name(node) in RAISERS and isinstance(node, ast.Call):
            for keyword in node.keywords:
                text = literal(keyword.value)
                if keyword.arg in REASON_NAMES and text is not None:
                    yield node, text
        if module.path.removeprefix("praya/") in READERS and isinstance(node, ast.Call):
            read = isinstance(node.func, ast.Attribute) and called_name(node) in READING
            place = 1 if read else 0 if called_name(node) == "_refuse" else None
            text = literal(node.args[place]) if place is not None and len(node.args) > place else ""
            if text:
                yield node, text


def wordless(module: Module) -> Iterator[str]:
    for node, text in reasons_given(module):
        if text not in REASONS and not CODES_ALONE.fullmatch(text) and text not in NOT_WORDS:
            yield f"{module.at(node)}: the reason “{text}” has no words"


def test_every_reason_has_words_in_each_language():
    count = sum(len(list(reasons_given(module))) for module in modules())
    problems = [each for module in modules() for each in wordless(module)]
    print(f"{count} reasons given, {len(REASONS)} in words")
    assert count > 50
    assert not problems, report(problems)
    assert {flaw.value for flaw in Flaw} <= set(REASONS)
    assert all("\u4e00" <= words[1][-1] <= "\u9fff" for words in REASONS.values())


def test_every_reason_in_words_is_given():
    literals = {
        literal(node)
        for module in modules()
        if "catalogue" not in module.path
        for node in ast.walk(module.tree)
    }
    unused = set(REASONS) - literals - SYSTEM - OF_THE_PARSER
    assert not unused, report(unused)


def test_the_gate_sees_a_reason_without_words():
    for text in ("fail('X', reason='no such')", "PrayaError('X', what='no such words')"):
        assert list(wordless(planted("praya/node/x.py", text)))
    for text in ("_READ.text(value, 'nothing')", "_refuse('nothing')"):
        assert list(wordless(planted("praya/envelopes/keys.py", text)))
        assert not list(wordless(planted("praya/envelopes/other.py", text)))
    assert not list(wordless(planted("praya/x.py", "fail('X', reason='size', accepted='0, 1')")))


@pytest.mark.parametrize(
    ("code", "values", "words"),
    [
        ("ENVELOPE_REFUSED", {"reason": "section_digest"}, "附載部分的摘要"),
        ("ENVELOPE_REFUSED", {"reason": "encoding: truncated"}, "編碼：欠缺結尾"),
        ("FILE_UNREADABLE", {"file": "f", "cause": "Permission denied"}, "沒有權限"),
        ("ENVIRONMENT_FAILED", {"cause": "Is a directory: /tmp"}, "並非檔案：/tmp"),
        ("JOURNAL_DAMAGED", {"file": "f", "offset": 1, "what": "NOT_ZERO"}, "應為零"),
        ("GENESIS_DAMAGED", {"reason": "never heard of"}, "never heard of"),
    ],
)
def test_a_reason_is_said_in_the_language_of_its_sentence(code, values, words):
    assert words in explain(code, "zh-HK", **values).what
    assert words in explain(code, "en", **values).what or "\u4e00" <= words[0] <= "\u9fff"


def test_chinese_sentences_hold_no_english_but_what_the_list_allows():
    listed = list(sentences())
    found, known = counted(chinese for _, _, chinese in listed), allowed()
    problems = [
        f"“{word}” stands in {found[word]} Chinese sentences; {known.get(word, 0)} are allowed"
        for word in found
        if found[word] > known.get(word, 0)
    ]
    shrunk = [
        f"“{word}”: {found[word]} are left, write that"
        for word in known
        if found[word] < known[word]
    ]
    print(f"{len(listed)} sentences, {len(found)} English words")
    assert len(listed) > 1_000
    assert not problems, report(problems)
    assert not shrunk, report([*shrunk, f"in {LIST.name}"])


def test_the_rule_sees_english_and_passes_what_is_typed():
    for text in ("請重試 now。", "the 帳本", "帳本 ledger_x", "以 Foo-bar 查看"):
        assert list(english_words(text)), text
    for text in (
        "請以 praya show {folder} --json 查看 {name}。",
        "代碼 EXCEEDS_AVAILABLE、ISO 20022、BODY.json、~/.cache、settlement.transfer",
        "雜湊值 0123456789abcdef0123456789abcdef",
    ):
        assert not list(english_words(text)), text


def test_no_chinese_sentence_is_english():
    same = [key for key, words in TALK.items() if words.english == words.chinese]
    problems = [key for key in same if list(english_words(TALK[key].chinese.replace("Python", "")))]
    assert not problems, report(problems)


def terms() -> list[tuple[str, tuple[str, ...]]]:
    """The glossary: each English term with the Chinese it may be."""
    rows = []
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("| ") and len(cells) >= 3 and not cells[0].startswith(("English", "-")):
            rows.append((cells[0], tuple(re.split(r"[、/]\s*", cells[1]))))
    return rows


def broken_terms(
    listed: list[tuple[str, tuple[str, ...]]], pairs: list[tuple[str, str, str]]
) -> Iterator[str]:
    """Sentences whose English has a term and whose Chinese has none of its translations."""
    for term, translations in listed:
        pattern = re.compile(rf"\b{re.escape(term)}(s|es)?\b", re.IGNORECASE)
        for name, english, chinese in pairs:
            if pattern.search(spoken_words(english)) and not any(
                each in chinese for each in translations
            ):
                yield f"{name}: “{term}” without {' or '.join(translations)}: {chinese}"


def test_a_term_of_the_glossary_has_its_translation_everywhere():
    listed, pairs = terms(), list(sentences())
    problems = list(broken_terms(listed, pairs))
    used = [
        term for term, _ in listed if any(re.search(rf"\b{term}", e, re.I) for _, e, _ in pairs)
    ]
    print(f"{len(listed)} terms, {len(used)} of them in the catalogue")
    assert len(listed) > 30
    assert len({term.lower() for term, _ in listed}) == len(listed)
    assert not problems, report(problems)


def test_the_gate_sees_a_term_translated_two_ways():
    listed = [("ledger", ("帳本",))]
    assert not list(broken_terms(listed, [("x", "The ledgers are open.", "帳本已開啟。")]))
    assert list(broken_terms(listed, [("x", "The Ledger is open.", "賬簿已開啟。")]))
    assert not list(broken_terms(listed, [("x", "A hold is placed.", "已預留。")]))


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "zh_HK"}, "zh-HK"),
        ({"LANG": "zh_HK.UTF-8"}, "zh-HK"),
        ({"LANG": "zh_TW.Big5"}, "zh-HK"),
        ({"LANG": "zh_Hant"}, "zh-HK"),
        ({"LANG": "zh_Hant_HK"}, "zh-HK"),
        ({"LANG": "zh-HK"}, "zh-HK"),
        ({"LANG": "ZH_hk"}, "zh-HK"),
        ({"LANG": "zh_CN.UTF-8"}, "zh-HK"),
        ({"LANG": "zh"}, "zh-HK"),
        ({"LANG": "zh_HK", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_TW.UTF-8"}, "zh-HK"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "yue_HK"}, "en"),
        ({}, "en"),
    ],
)
def test_a_locale_chooses_the_language(environment, language):
    assert language_for(environment) == language
    assert Terminal.for_command_line(["show"], environment).language == language
    for chosen in ("en", "zh-HK"):
        for line in (["--lang", chosen, "show"], ["show", f"--lang={chosen}"]):
            assert Terminal.for_command_line(line, environment).language == chosen


@pytest.mark.parametrize(
    "chosen", ["zh", "zh-HK", "zh_HK", "zh_TW.UTF-8", "zh-Hant", "zh_CN", "ZH"]
)
def test_every_spelling_of_chinese_is_taken(chosen, capsys):
    for line in (["explain", "148", "--lang", chosen], ["explain", "148", f"--lang={chosen}"]):
        assert run(line) == 0
        assert "原因：" in capsys.readouterr().out
    for english in ("en", "EN", "en_GB", "en-HK"):
        assert run(["explain", "148", f"--lang={english}"]) == 0
        assert "Why: " in capsys.readouterr().out


def test_another_language_than_the_two_is_refused(capsys):
    for chosen in ("fr", "zhuang", "", "e", "yue", "-"):
        assert run(["explain", f"--lang={chosen}"]) == 2
        assert "zh-HK" in capsys.readouterr().err


def test_an_error_inside_an_error_is_said_in_its_language():
    from praya.base.catalogue import Phrase, Refusal

    inner = Refusal(PrayaError("DISK_FULL", dir="d", file="f"))
    assert "磁碟已滿" in inner.said("zh-HK")
    assert str(inner) == inner.said("en")
    phrase = Phrase("file.not_utf8", {"byte": 3})
    assert "位元組" in phrase.said("zh-HK")
    assert "byte 3" in str(phrase)
