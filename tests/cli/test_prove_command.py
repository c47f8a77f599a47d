"""`praya prove` and proof files in `praya verify`: from a ledger to a file to a reader."""

import json
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from ledger_shelf import ACCOUNTS, CASH, MINT, PAY, Ended, Shelf, done, praya

DAY, NEXT = "2026-01-05", "2026-01-06"
SUITE = ("--suite", "ed25519")


@cache
def books() -> Shelf:
    """A ledger of January: cash paid, its holdings recorded at the close and attested."""
    made = Shelf(Path(mkdtemp()) / "proofs")
    done("keys", "new", made.operator, "--code", "HKMA", *SUITE)
    done("keys", "new", made.bank, "--code", "BANKA", *SUITE)
    done("init", made.ledger, "--keys", made.operator, "--date", DAY, "--segment-mib", "1", *SUITE)
    names = ("--name-en", "Bank A", "--name-zh", "甲銀行")
    document = done("keys", "document", made.bank, "--licence", "bank", *names)["document"]
    ask(made, "governance.admit_participant", {"document": document}, made.operator)
    ask(made, "issuance.define_asset", CASH, made.operator)
    ask(made, "accounts.open_accounts", ACCOUNTS, made.bank)
    ask(made, "issuance.mint_cash", MINT, made.operator)
    ask(made, "settlement.transfer", PAY, made.bank)
    ask(made, "supervision.record_holdings", {"asset": "HKD", "date": DAY}, made.operator)
    ask(made, "calendar.open_day", {"date": NEXT}, made.operator)
    return made


def ask(made: Shelf, verb: str, body: dict[str, Any], keys: str) -> None:
    done("submit", made.ledger, made.sign(verb, body, keys))


def prove(*arguments: str) -> Ended:
    return praya("prove", *arguments, "--dir", books().ledger)


@cache
def attested() -> str:
    """The root that the error names, attested as it says."""
    ended = prove("position", "BANKA.C2", "HKD", DAY, "--json")
    assert (ended.code, ended.error) == (3, "HOLDING_NOT_ATTESTED")
    root = str(ended.data["error"]["values"]["root"])
    assert root in ended.err
    body = {"asset": "HKD", "date": DAY, "root": root}
    ask(books(), "supervision.attest_holdings", body, books().operator)
    return root


def file_of(tmp_path: Path, *arguments: str) -> str:
    """A proof, as a shell would redirect it."""
    ended = prove(*arguments)
    assert ended.code == 0, ended
    path = tmp_path / "proof.json"
    path.write_text(ended.out, encoding="utf-8")
    return str(path)


KINDS = {
    "position": ("position", "BANKA.C2", "HKD", DAY),
    "document": ("document", "receipt/HKD/rtgs-1"),
    "block": ("block", "2"),
    "envelope": ("envelope", "5", "0"),
    "consistency": ("consistency", "2", "6"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_proven_is_verified_without_the_ledger(kind: str, tmp_path: Path) -> None:
    attested()
    file = file_of(tmp_path, *KINDS[kind])
    found = done("verify", file)
    assert (found["verified"], found["kind"], found["head_trusted"]) == (True, kind, False)
    assert found["chain_id"] == books().chain
    for block in found["blocks"]:
        shown = done("show", books().ledger, "block", str(block["height"]))
        assert shown["header"] == block["hash"]
    head = found["blocks"][-1]["hash"]
    trusted = done("verify", file, "--head", head, "--genesis", books().chain)
    assert trusted["head_trusted"] is True
    print(found["statement"])


@pytest.mark.parametrize("language", ["en", "zh-HK"])
def test_it_is_said_what_is_proven_and_what_is_to_be_compared(
    language: str, tmp_path: Path
) -> None:
    attested()
    file = file_of(tmp_path, *KINDS["position"])
    ended = praya("verify", file, "--lang", language)
    assert ended.code == 0
    assert "40.00" in ended.out
    assert "BANKA.C2" in ended.out
    statement = {"en": "held 40.00 HKD", "zh-HK": "持有 40.00 HKD"}[language]
    untrusted = {"en": "not confirmed", "zh-HK": "尚未確認"}[language]
    assert statement in ended.out
    assert untrusted in ended.out
    assert "praya show" in ended.out


def test_an_envelope_is_shown_to_its_reader_in_words(tmp_path: Path) -> None:
    ended = praya("verify", file_of(tmp_path, *KINDS["envelope"]))
    assert "40.00 HKD was transferred from BANKA.HOUSE to BANKA.C2" in ended.out
    assert "invoice 7" in ended.out


def test_a_document_is_shown_to_its_reader(tmp_path: Path) -> None:
    file = file_of(tmp_path, *KINDS["document"])
    value = json.loads(done("verify", file)["document"])
    assert (value["1"], value["2"], len(value["3"])) == ("1000.00", "BANKA.HOUSE", 32)
    assert '"1000.00"' in praya("verify", file).out


def test_a_proof_is_written_to_a_new_file_only(tmp_path: Path) -> None:
    file = tmp_path / "out.json"
    said = prove("block", "2", "--out", str(file), "--json").data
    assert said["file"] == str(file)
    assert said["bytes"] == file.stat().st_size
    before = file.read_bytes()
    again = prove("block", "3", "--out", str(file), "--json")
    assert (again.code, again.error) == (5, "FILE_EXISTS")
    assert file.read_bytes() == before
    assert "praya verify" in prove("block", "2", "--out", str(tmp_path / "other.json")).err


def test_standard_output_is_the_proof_with_json_too() -> None:
    assert prove("block", "2").out == prove("block", "2", "--json").out
    assert json.loads(prove("block", "2").out)["kind"] == "block"


def test_a_proof_goes_to_the_height_that_its_reader_trusts(tmp_path: Path) -> None:
    file = file_of(tmp_path, "envelope", "5", "0", "--through", "6")
    header = done("show", books().ledger, "block", "6")["header"]
    assert done("verify", file, "--head", header)["blocks"][1]["height"] == 6
    document = file_of(tmp_path, "document", "calendar/HKHK", "--height", "3", "--through", "5")
    assert [block["height"] for block in done("verify", document)["blocks"]] == [3, 5]


@pytest.mark.parametrize(
    ("arguments", "code", "error"),
    [
        (("block",), 2, "ARGUMENT_MISSING"),
        (("block", "2", "3"), 2, "ARGUMENT_UNEXPECTED"),
        (("block", "two"), 2, "VALUE_REFUSED"),
        (("block", "99"), 2, "BLOCK_UNKNOWN"),
        (("block", "0"), 2, "BLOCK_UNKNOWN"),
        (("block", "3", "--through", "3"), 2, "HEIGHTS_OUT_OF_ORDER"),
        (("block", "3", "--through", "-1"), 2, "VALUE_REFUSED"),
        (("block", "3", "--height", "3"), 2, "ARGUMENT_UNEXPECTED"),
        (("consistency", "3", "2"), 2, "HEIGHTS_OUT_OF_ORDER"),
        (("consistency", "2", "3", "--through", "4"), 2, "ARGUMENT_UNEXPECTED"),
        (("envelope", "2"), 2, "ARGUMENT_MISSING"),
        (("envelope", "2", "7"), 2, "ENVELOPE_UNKNOWN"),
        (("document", "receipt/HKD/rtgs-2"), 2, "NAME_UNKNOWN"),
        (("position", "BANKA.C2", "HKD", "today"), 3, "DAY_MALFORMED"),
        (("position", "BANKA.C2", "HKX", DAY), 2, "NAME_UNKNOWN"),
        (("position", "BANKA.C9", "HKD", DAY), 3, "HOLDING_MISSING"),
        (("position", "BANKA.C1", "HKD", DAY), 3, "HOLDING_MISSING"),
        (("position", "BANKA.C2", "HKD", NEXT), 3, "HOLDING_NOT_RECORDED"),
        (("balance", "BANKA.C2"), 2, "VALUE_REFUSED"),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh-HK"])
def test_what_cannot_be_proven_is_refused_with_its_cure(
    arguments: tuple[str, ...], code: int, error: str, language: str
) -> None:
    ended = prove(*arguments, "--json", "--lang", language)
    assert (ended.code, ended.error) == (code, error), ended
    assert ended.data["error"]["cure"]


def test_a_day_never_recorded_says_what_to_ask_for() -> None:
    ended = prove("position", "BANKA.C2", "HKD", NEXT)
    assert "supervision.record_holdings" in ended.err
    assert praya("prove", "block", "2", "--json").error == "ARGUMENT_MISSING"
    ended = praya("prove", "block", "2", "--dir", "nowhere", "--json")
    assert ended.code in (3, 5)


@pytest.mark.parametrize("kind", KINDS)
def test_a_changed_or_truncated_proof_ends_with_four(kind: str, tmp_path: Path) -> None:
    attested()
    path = Path(file_of(tmp_path, *KINDS[kind]))
    whole = path.read_bytes()
    changes = [
        whole[:-2],
        whole[: len(whole) // 2],
        whole[:1],
        whole + b"\n",
        whole.replace(b'"height": ', b'"height": 1', 1),
        whole.replace(b"2026", b"2025", 1),
        whole.replace(b"HKD", b"HKE", 1),
        whole[:-40] + b"00" + whole[-38:],
    ]
    changes = [changed for changed in changes if changed != whole]
    for changed in changes:
        path.write_bytes(changed)
        ended = praya("verify", str(path), "--json")
        assert ended.code == 4, ended
        assert ended.error in ("PROOF_REFUSED", "PROOF_FAILED")
    print(f"{len(changes)} changes")
    assert len(changes) >= 5


@pytest.mark.parametrize("language", ["en", "zh-HK"])
def test_another_head_or_chain_ends_with_four(language: str, tmp_path: Path) -> None:
    file = file_of(tmp_path, "block", "2")
    for option, error in (("--head", "PROOF_OTHER_HEAD"), ("--genesis", "WRONG_CHAIN")):
        ended = praya("verify", file, option, "ab" * 32, "--json", "--lang", language)
        assert (ended.code, ended.error) == (4, error)
        ended = praya("verify", file, option, "ab", "--json")
        assert (ended.code, ended.error) == (2, "VALUE_REFUSED")


def test_the_head_of_a_ledger_may_be_demanded_too() -> None:
    attested()
    found = done("verify", books().ledger)
    assert done("verify", books().ledger, "--head", found["header"])["verified"]
    ended = praya("verify", books().ledger, "--head", "ab" * 32, "--json")
    assert (ended.code, ended.error) == (4, "VERIFICATION_FAILED")
