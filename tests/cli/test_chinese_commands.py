"""Every command in Chinese: its help, a run and its errors hold no English but what is typed."""

import json
import re
from pathlib import Path

import pytest
from gates.chinese_text import allowed, english_words
from ledger_shelf import PAY, Ended, Shelf, praya, shelf

from praya.cli import COMMANDS

# What these runs show of the world as it is: names that people gave, the machine, versions.
DATA = re.compile(
    r"Bank A|Pilot|Linux-\S+|CPython|AMD \S+|Intel\S*|EPYC|avx2|avx512f|sha_ni|asimd|sha2"
    r"|utf-8|ascii"
    r"|O_DIRECT\|O_DSYNC|(ext4|xfs|btrfs|overlay|zfs|tmpfs|virtiofs|9p)(?=[，。 ])"
    r"|LC_ALL=\S+|LANG=\S+"
    r"|(blake3|cbor2|click|cryptography|duckdb|lxml|numba|numpy|pyarrow|pynacl|rich) [0-9.]+"
    r"|(client|house|issuance|suspense)(?![.\w])|cash_token|invoice 7|rtgs-1"
    r"|\[[a-z0-9-]+(\|[a-zA-Z0-9-]+)+\]|「[^」]*」|<\w+>"  # choices; what was typed
)
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff] ?[(:;]|[):;] ?[\u4e00-\u9fff]")
BARE = frozenset({"doctor", "explain", "selftest", "sim"})  # need nothing behind their name


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return shelf(tmp_path_factory.mktemp("chinese") / "books")


def english_in(ended: Ended) -> list[str]:
    """English words of an answer that the list does not know."""
    known = allowed()
    text = DATA.sub(" ", f"{ended.out}\n{ended.err}")
    return sorted({word for word in english_words(text) if word not in known})


def half_width_in(ended: Ended) -> list[str]:
    """Punctuation of half width beside a Chinese word."""
    return HALF_WIDTH.findall(f"{ended.out}\n{ended.err}")


def spoken(*line: str) -> Ended:
    ended = praya(*line, "--lang", "zh-HK")
    assert "Traceback" not in ended.err
    assert any("\u4e00" <= letter <= "\u9fff" for letter in ended.out + ended.err), line
    return ended


def test_every_help_page_is_chinese():
    problems = {name: english_in(spoken(name, "--help")) for name in COMMANDS}
    print(f"{len(problems)} commands")
    assert len(problems) > 10
    assert not {name: words for name, words in problems.items() if words}
    assert not english_in(spoken("--help"))


def test_every_command_refuses_in_chinese():
    for name in COMMANDS:
        for line in ([name, "--no-such"], [name], [name, "x", "y", "z", "w", "--no-such"]):
            if name in BARE and len(line) == 1:
                continue
            ended = spoken(*line)
            assert ended.code != 0
            assert ended.err.startswith("錯誤"), line
            assert not english_in(ended), (line, ended.err)


SIGNED = ("--keys", "{bank}", "--chain", "{chain}", "--out")
RUNS = [
    ["keys", "show", "{bank}"],
    ["sign", "settlement.transfer", "{pay}", *SIGNED, "{new}.env"],
    ["submit", "{ledger}", "{new}.env"],
    ["submit", "{ledger}", "{new}.env"],
    ["verify", "{ledger}"],
    ["show", "{ledger}"],
    ["show", "{ledger}", "block", "2"],
    ["show", "{ledger}", "asset", "HKD"],
    ["show", "{ledger}", "account", "BANKA.HOUSE"],
    ["show", "{ledger}", "participant", "BANKA"],
    ["balances", "{ledger}"],
    ["export", "{ledger}", "{new}.praya"],
    ["backup", "{ledger}", "{new}.backup"],
    ["restore", "{new}.backup", "{new}.ledger"],
    ["init", "{new}.init", "--keys", "{bank}", "--suite", "ed25519"],
    ["keys", "new", "{new}.keys", "--code", "BANKZ"],
    ["doctor", "{ledger}", "--keys", "{bank}"],
    ["explain", "EXCEEDS_AVAILABLE"],
    ["explain"],
]


def test_every_run_is_chinese(books, tmp_path):
    names = {
        "bank": books.bank,
        "ledger": books.ledger,
        "chain": books.chain,
        "pay": books.write(PAY),
        "new": str(tmp_path / "new"),
    }
    for line in RUNS:
        ended = spoken(*(each.format(**names) for each in line))
        assert ended.code in (0, 1), ended
        # what is signed is shown in both languages: there the English half is meant
        assert line[0] == "sign" or not english_in(ended), (line, english_in(ended), ended.out)
        assert line[0] == "sign" or not half_width_in(ended), (line, half_width_in(ended))
    print(f"{len(RUNS)} runs of {len({line[0] for line in RUNS})} commands")


ERRORS = [
    ["show", "{none}"],
    ["show", "{file}"],
    ["verify", "{file}", "--genesis", "ab" * 32],
    ["show", "{ledger}", "block", "99"],
    ["show", "{ledger}", "envelope", "2", "9"],
    ["show", "{ledger}", "account", "BANKA.HUOSE"],
    ["balances", "{folder}"],
    ["submit", "{ledger}", "{none}"],
    ["submit", "{ledger}", "{file}"],
    ["submit", "{ledger}", "{folder}"],
    ["keys", "show", "{none}"],
    ["keys", "new", "{bank}", "--code", "BANKZ"],
    ["keys", "new", "{none}", "--code", "not a code"],
    ["init", "{ledger}", "--keys", "{bank}"],
    ["init", "{none}", "--keys", "{bank}", "--calendar", "{file}"],
    ["init", "{none}", "--keys", "{bank}", "--date", "2026-12-25"],
    ["init", "{none}", "--keys", "{bank}", "--segment-mib", "x"],
    ["sign", "settlement.transfr", "{file}", *SIGNED, "{none}"],
    ["sign", "settlement.transfer", "{wrong}", *SIGNED, "{none}"],
    ["sign", "accounts.open_accounts", "{wrong}", *SIGNED, "{none}"],
    ["sign", "settlement.transfer", "{file}", *SIGNED, "{none}"],
    ["restore", "{file}", "{none}"],
    ["backup", "{ledger}", "{file}"],
    ["bench", "transfers", "--accounts", "1"],
    ["bench", "withdrawals"],
    ["explain", "no-such-code"],
    ["doctor", "{none}"],
]


def test_every_error_is_chinese(books, tmp_path):
    (tmp_path / "file").write_text("no JSON")
    (tmp_path / "wrong").write_text(json.dumps({"colour": 1, "accounts": [{}], "assets": 1}))
    (tmp_path / "folder").mkdir()
    names = {
        "bank": books.bank,
        "ledger": books.ledger,
        "chain": "ab" * 32,
        "none": str(tmp_path / "none"),
        "file": str(tmp_path / "file"),
        "wrong": str(tmp_path / "wrong"),
        "folder": str(tmp_path / "folder"),
    }
    problems = []
    for line in ERRORS:
        ended = spoken(*(each.format(**names) for each in line))
        assert ended.code not in (0, 70), ended
        words = [word for word in english_in(ended) if word not in IDENTIFIERS]
        problems += [(line, words, ended.err)] if words else []
    print(f"{len(ERRORS)} errors")
    assert not problems


# Names of fields and values as they are typed in a file, or as somebody mistyped them.
IDENTIFIERS = frozenset(
    (
        *("colour", "accounts", "assets", "code", "kind", "attributes", "asset", "amount"),
        *("source", "target", "reference"),
    )
)


@pytest.mark.parametrize("byte", [4_200, 4_096, 9_000])
def test_damage_is_told_in_chinese(books, tmp_path, byte):
    copied = shelf(tmp_path / "damaged")
    segment = Path(copied.ledger) / "journal-00000001.seg"
    content = bytearray(segment.read_bytes())
    content[byte] ^= 1
    segment.write_bytes(content)
    ended = spoken("verify", copied.ledger)
    assert ended.code == 4
    assert not english_in(ended), ended.err


def test_the_check_sees_punctuation_of_half_width():
    for text in ("狀態 (148)", "已核實: 0803", "區塊 300)後"):
        assert HALF_WIDTH.search(text), text
    for text in ("狀態（148）", "已核實：0803", "密鑰組 1, BANKA (x)"):
        assert not HALF_WIDTH.search(text), text
