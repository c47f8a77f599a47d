"""A page in Chinese says what its page in English says: headings, commands, links; in Chinese."""

import re
from collections import Counter
from pathlib import Path

import pytest
from documents import ROOT, blocks, code_words, links, read

FENCE = re.compile(r"^```\w*\n.*?^```$", re.MULTILINE | re.DOTALL)
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:!?()]|[,;:!?(][\u4e00-\u9fff]")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
PAGES = sorted(
    page.relative_to(ROOT).as_posix()
    for page in (*ROOT.glob("*.zh-HK.md"), *(ROOT / "docs").rglob("*.zh-HK.md"))
)
LANGUAGE_LINE = "unset LC_ALL; export LANG=zh_HK.UTF-8\n"  # what only a page in Chinese begins with


def twin(page: str) -> str:
    """The page in English."""
    return page.replace(".zh-HK.md", ".md")


def levels(text: str) -> list[int]:
    """How deep each heading is."""
    return [len(found) for found in re.findall(r"^(#+) ", FENCE.sub("", text), re.MULTILINE)]


def typed(text: str) -> list[str]:
    """What a reader types, block by block."""
    shown = [block.text for block in blocks(text) if block.language not in ("text", "")]
    return [each for each in shown if each != LANGUAGE_LINE]


def commands(text: str) -> Counter[str]:
    """Commands inside sentences and tables."""
    return Counter(word for word in code_words(text) if word.startswith(("praya ", "make ")))


def targets(text: str) -> Counter[str]:
    """Where links lead, whichever the language."""
    return Counter(link.replace(".zh-HK", "") for link in links(text))


def differences(english: str, chinese: str) -> list[str]:
    """In what two pages are not the same."""
    return [
        measure.__name__
        for measure in (levels, typed, commands, targets)
        if measure(english) != measure(chinese)
    ]


def in_another_language(text: str) -> list[str]:
    """Paragraphs without a Chinese word, and punctuation of half width in Chinese."""
    bare = re.sub(r"`[^`\n]*`|\]\([^)]*\)", "`", FENCE.sub("", text))
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", bare) if part.strip()]
    wordless = [part for part in paragraphs[2:] if not CHINESE.search(part)]
    return wordless + HALF_WIDTH.findall(bare)


@pytest.mark.parametrize("page", PAGES)
def test_the_page_in_chinese_says_the_same(page: str) -> None:
    english, chinese = read(twin(page)), read(page)
    print(f"{page}: {len(levels(chinese))} headings, {len(typed(chinese))} blocks")
    assert len(levels(chinese)) > 3
    assert differences(english, chinese) == []


@pytest.mark.parametrize("page", PAGES)
def test_the_page_in_chinese_is_in_chinese(page: str) -> None:
    assert in_another_language(read(page)) == []


def test_readme_and_the_first_tutorial_are_there_in_chinese() -> None:
    print(f"{len(PAGES)} pages in Chinese")
    assert {"README.zh-HK.md", "docs/tutorial/your-first-bond.zh-HK.md"} <= set(PAGES)
    for page in PAGES:
        assert f"({Path(page).name})" in read(twin(page)), "each page leads to the other"
        assert f"({Path(twin(page)).name})" in read(page)


def test_the_check_sees_what_differs() -> None:
    english = "# A\n\n[b](c.md) `praya run x`\n\n## B\n\n```sh\necho 1\n```\n"
    assert differences(english, english) == []
    for old, new, found in (
        ("## B", "### B", "levels"),
        ("echo 1", "echo 2", "typed"),
        ("praya run x", "praya run y", "commands"),
        ("c.md", "d.md", "targets"),
    ):
        assert differences(english, english.replace(old, new)) == [found]
    assert in_another_language("# 標\n\n[b](c)\n\n中文，好。\n") == []
    assert in_another_language("# 標\n\n[b](c)\n\nEnglish only.\n")
    assert in_another_language("# 標\n\n[b](c)\n\n中文,好。\n")
