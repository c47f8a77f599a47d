"""`praya keys` and `praya sign`: what is signed is shown, what is wrong is not signed."""

import os
import stat
from pathlib import Path

import numpy as np
import pytest
from ledger_shelf import PAY, Shelf, at_terminal, done, praya, shelf

from praya.base.dates import parse_day
from praya.base.errors import PrayaError
from praya.dev.commands.bodies import read_body
from praya.dev.commands.envelope_view import term_labels
from praya.dev.commands.keys import open_institution
from praya.envelopes.frame import parse
from praya.envelopes.header import Batch, BatchAsset
from praya.instruments import INSTRUMENTS
from praya.intents import INTENTS
from praya.intents.schema import ATTRIBUTE_FLAGS, body_of
from praya.kernel.rows import COLUMN_TYPES, Rows
from praya.node.clock import SystemClock
from praya.sdk.institution import Ticket, make_batch

CHAIN = "ab" * 32
TRADE = {
    "security": "BOND",
    "quantity": "100.00",
    "seller": "HKMA",
    "buyer": "BANKA.C2",
    "cash": "HKD",
    "amount": "99.50",
    "payer": "BANKA.C2",
    "payee": "HKMA",
    "settlement_date": "2026-11-20",
    "trade_reference": "T-1",
}


@pytest.fixture
def books(tmp_path: Path) -> Shelf:
    return shelf(tmp_path / "books")


def line(books: Shelf, verb: str, body: str, out: str = "new.env") -> list[str]:
    where = ["--keys", books.bank, "--chain", CHAIN, "--out", str(books.folder / out)]
    return ["sign", verb, body, *where]


def test_keys_are_private_and_their_public_part_is_shown(books):
    shown = done("keys", "show", books.bank)
    assert (shown["code"], shown["number"]) == ("BANKA", 1)
    assert len(bytes.fromhex(shown["ed25519"])) == 32
    for path in Path(books.bank).iterdir():
        assert not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
        assert "PRIVATE" not in praya("keys", "show", books.bank).out


def test_hybrid_keys_have_both_public_keys(tmp_path):
    made = done("keys", "new", str(tmp_path / "k"), "--code", "GOV")
    assert len(bytes.fromhex(made["ml_dsa_65"])) == 1952
    shown = praya("keys", "show", str(tmp_path / "k")).out
    assert "ML-DSA-65  SHA-256 " in shown
    assert made["ml_dsa_65"] not in shown


@pytest.mark.parametrize(
    ("arguments", "code", "ends"),
    [
        (["new", "{bank}", "--code", "X"], "KEYS_EXIST", 5),
        (["new", "{new}"], "ARGUMENT_MISSING", 2),
        (["new", "{new}", "--code", "two words"], "PARTICIPANT_REFUSED", 3),
        (["new", "{new}", "--code", ""], "PARTICIPANT_REFUSED", 3),
        (["new", "{new}", "--code", "X" * 33], "PARTICIPANT_REFUSED", 3),
        (["new", "{new}", "--code", "X", "--suite", "rsa"], "VALUE_REFUSED", 2),
        (["show", "{new}"], "KEYS_NOT_FOUND", 3),
        (["document", "{bank}"], "ARGUMENT_MISSING", 2),
        (["document", "{bank}", "--licence", "pirate"], "VALUE_REFUSED", 2),
        (
            ["document", "{bank}", "--licence", "bank", "--name-en", "x" * 201],
            "PARTICIPANT_REFUSED",
            3,
        ),
        (
            ["document", "{bank}", "--licence", "bank", "--name-en", "a\nb"],
            "PARTICIPANT_REFUSED",
            3,
        ),
        (["burn", "{bank}"], "VALUE_REFUSED", 2),
        (["show"], "ARGUMENT_MISSING", 2),
    ],
)
def test_keys_refuses(books, tmp_path, arguments, code, ends):
    new = tmp_path / "new"
    arguments = [each.format(bank=books.bank, new=new) for each in arguments]
    ended = praya("keys", *arguments, "--json")
    assert (ended.code, ended.error) == (ends, code)
    assert not new.exists()


def test_a_private_key_that_others_can_read_is_not_used(books):
    os.chmod(Path(books.bank) / "ed25519.pem", 0o644)
    ended = praya(*line(books, "settlement.transfer", books.write(PAY)), "--json")
    assert (ended.code, ended.error) == (5, "KEYS_EXPOSED")
    assert not (books.folder / "new.env").exists()


def test_the_summary_is_shown_in_both_languages(books):
    ended = praya(*line(books, "settlement.transfer", books.write(PAY)))
    assert ended.code == 0
    for word in ("Transfer", "轉撥", "From account", "支出帳戶", "40.00", "invoice 7", CHAIN):
        assert word in ended.out
    data = done("show", str(books.folder / "new.env"))
    assert data["verb"] == "settlement.transfer"
    assert data["acting"] == ["BANKA"]
    assert set(data["summary"]) == {"en", "zh-HK"}
    assert [one["algorithm"] for one in data["signatures"]] == ["ED25519"]


def test_a_long_text_is_shown_whole(books):
    reference = "x" * 1_000 + "END"
    ended = praya(*line(books, "settlement.transfer", books.write({**PAY, "reference": reference})))
    assert ended.out.count(reference) == 2


def test_a_document_that_is_none_is_shown_byte_for_byte(books):
    body = {"document": "ab" * 400}
    ended = praya(*line(books, "governance.admit_participant", books.write(body)))
    assert ended.out.count("ab" * 400) == 2


def test_two_sides_sign_one_envelope(books):
    out = books.sign(
        "settlement.settle_dvp", TRADE, books.operator, "--cosign", books.bank, chain=CHAIN
    )
    header = parse(Path(out).read_bytes()).header
    assert header.acting == ("HKMA", "BANKA")
    assert header.body is not None
    assert header.body[9] == parse_day("2026-11-20")
    assert [one["acting"] for one in done("show", out)["signatures"]] == ["HKMA", "BANKA"]


def test_a_participant_s_document_is_shown_in_words(books):
    shown = praya("show", str(books.folder / "0.env")).out
    for word in ("Bank A", "甲銀行", "Licence", "牌照", "bytes, SHA-256", "位元組"):
        assert word in shown


def test_terms_are_shown_with_their_labels(books):
    shown = praya("show", str(books.folder / "1.env")).out
    assert "Terms / Issue limit" in shown
    assert "條款 / 發行上限" in shown


@pytest.mark.parametrize(
    ("verb", "body", "code", "ends"),
    [
        ("settlement.transfre", PAY, "REQUEST_UNKNOWN", 2),
        ("", PAY, "REQUEST_UNKNOWN", 2),
        ("settlement.transfer", {}, "BODY_REFUSED", 3),
        ("settlement.transfer", [], "BODY_REFUSED", 3),
        ("settlement.transfer", 7, "BODY_REFUSED", 3),
        ("settlement.transfer", {**PAY, "colour": "red"}, "BODY_REFUSED", 3),
        ("settlement.transfer", {**PAY, "asset": 7}, "BODY_REFUSED", 3),
        ("settlement.transfer", {**PAY, "asset": "two words"}, "BODY_REFUSED", 3),
        ("settlement.transfer", {**PAY, "amount": 40.0}, "BODY_REFUSED", 3),
        ("settlement.transfer", {**PAY, "amount": "9" * 30}, "BODY_REFUSED", 3),
        ("settlement.transfer", {**PAY, "amount": "0"}, "BODY_REFUSED", 3),
        ("settlement.transfer", {**PAY, "reference": None}, "BODY_REFUSED", 3),
        ("settlement.transfer", {**PAY, "reference": "x" * 1025}, "BODY_REFUSED", 3),
        ("calendar.open_day", {"date": "2026-02-30"}, "BODY_REFUSED", 3),
        ("calendar.open_day", {"date": True}, "BODY_REFUSED", 3),
        ("accounts.open_accounts", {"accounts": [{}], "assets": []}, "BODY_REFUSED", 3),
        ("accounts.open_accounts", {"accounts": 1, "assets": []}, "BODY_REFUSED", 3),
        (
            "accounts.open_positions",
            {"account": "A", "assets": "HKD", "pay_to": []},
            "BODY_REFUSED",
            3,
        ),
        ("accounts.set_attributes", {"account": "A", "attributes": ["TALL"]}, "BODY_REFUSED", 3),
        (
            "accounts.freeze_account",
            {"account": "A", "freeze": "maybe", "reason": ""},
            "BODY_REFUSED",
            3,
        ),
        (
            "accounts.freeze_account",
            {"account": "A", "freeze": ["IDENTIFIED"], "reason": "court"},
            "BODY_REFUSED",
            3,
        ),
        *(
            ("accounts.set_attributes", {"account": "A", "attributes": wrong}, "BODY_REFUSED", 3)
            for wrong in (["NON_US", "NON_US"], ["NON_US", "non_us"], [1], [["NON_US"]], "NON_US")
        ),
        *(
            ("settlement.transfer", {**PAY, "amount": wrong}, "BODY_REFUSED", 3)
            for wrong in ("1,000.00", "-1", "+1", " 1", "1 ", "", "1.", ".5", "01", "1e3", "forty")
        ),
        ("governance.admit_participant", {"document": "xyz"}, "BODY_REFUSED", 3),
        ("governance.publish_calendar", {"calendar": {"code": "X"}}, "BODY_REFUSED", 3),
        (
            "issuance.define_asset",
            {"code": "A", "instrument": "gold", "terms": {}},
            "TERMS_REFUSED",
            3,
        ),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh-HK"])
def test_a_request_that_is_wrong_is_not_signed(books, verb, body, code, ends, language):
    ended = praya(*line(books, verb, books.write(body)), "--json", "--lang", language)
    assert (ended.code, ended.error) == (ends, code), ended
    assert not (books.folder / "new.env").exists()


def test_every_problem_of_a_request_is_told_at_once(books):
    body = {"asset": 1, "amount": 2, "colour": 3}
    problems = praya(*line(books, "settlement.transfer", books.write(body)), "--json")
    told = problems.data["error"]["values"]["problems"]
    assert [each["field"] for each in told] == [
        "colour",
        "asset",
        "amount",
        "source",
        "target",
        "reference",
    ]


@pytest.mark.parametrize(
    ("verb", "body", "told"),
    [
        (
            "accounts.freeze_account",
            {"account": "A", "freeze": "maybe", "reason": "court"},
            "freeze: one of: released, debits frozen, credits frozen, frozen",
        ),
        (
            "accounts.set_attributes",
            {"account": "A", "attributes": ["TALL"]},
            "attributes: a list, each once, of: IDENTIFIED, PROFESSIONAL, INSTITUTION, HONG_KONG, "
            "MAINLAND, NON_US",
        ),
        (
            "accounts.open_accounts",
            {"accounts": [{"code": "A"}], "assets": []},
            'accounts: [{"code": ..., "kind": "client", "attributes": []}]; '
            "kind: one of: client, house, issuance, suspense; attributes: a list, each once, of: "
            "IDENTIFIED, PROFESSIONAL, INSTITUTION, HONG_KONG, MAINLAND, NON_US",
        ),
        ("settlement.transfer", {**PAY, "amount": "1,000"}, 'amount: "32400000.00"'),
    ],
)
def test_a_problem_says_what_the_field_takes(verb, body, told):
    with pytest.raises(PrayaError) as refused:
        read_body(INTENTS[verb], body, "body")
    assert [str(one) for one in refused.value.values["problems"]] == [told]


def test_attribute_bits_are_shown_by_their_names(books):
    body = {"account": "BANKA.C1", "attributes": 3}
    ended = praya(*line(books, "accounts.set_attributes", books.write(body)))
    assert "IDENTIFIED, PROFESSIONAL (3)" in ended.out
    assert "已識別身分、專業投資者 (3)" in ended.out
    opened = {"accounts": [{"code": "N", "kind": "house", "attributes": []}], "assets": []}
    ended = praya(*line(books, "accounts.open_accounts", books.write(opened), "open.env"))
    assert "none (0)" in ended.out
    assert "無 (0)" in ended.out


def test_a_target_that_cannot_be_written_is_told_before_the_summary(books):
    body = books.write(PAY)
    (books.folder / "taken.env").symlink_to(books.folder / "nothing")
    for out, code in (
        ("taken.env", "FILE_EXISTS"),
        (".", "FILE_EXISTS"),
        ("none/new.env", "FOLDER_MISSING"),
        ("books/none/new.env", "FOLDER_MISSING"),
    ):
        whole = line(books, "settlement.transfer", body, out)
        assert praya(*whole, "--json").error == code
        assert "invoice 7" not in praya(*whole).out


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff\xfe", b'{"asset": "A", "asset": "B"}', b"[" * 100_000]
)
def test_what_is_no_json_is_said(books, content):
    file = books.folder / "body"
    file.write_bytes(content)
    ended = praya(*line(books, "settlement.transfer", str(file)), "--json")
    assert (ended.code, ended.error) == (3, "FILE_UNREADABLE")
    missing = praya(*line(books, "settlement.transfer", str(books.folder / "none")), "--json")
    assert missing.error == "FILE_UNREADABLE"


def test_options_of_sign_are_demanded_and_checked(books):
    body = books.write(PAY)
    whole = line(books, "settlement.transfer", body)
    for option in ("--keys", "--chain", "--out"):
        place = whole.index(option)
        ended = praya(*whole[:place], *whole[place + 2 :], "--json")
        assert (ended.code, ended.error) == (2, "ARGUMENT_MISSING")
    assert praya(*whole, "--chain", "abc", "--json").error == "VALUE_REFUSED"
    assert praya(*whole, "--cosign", "nowhere", "--json").error == "KEYS_NOT_FOUND"
    assert praya(*whole, "--cosign", books.bank, "--json").error == "ENVELOPE_REFUSED"


def test_an_envelope_is_never_written_over(books):
    whole = line(books, "settlement.transfer", books.write(PAY))
    assert praya(*whole).code == 0
    before = (books.folder / "new.env").read_bytes()
    ended = praya(*whole, "--json")
    assert (ended.code, ended.error) == (5, "FILE_EXISTS")
    assert (books.folder / "new.env").read_bytes() == before


@pytest.mark.parametrize(
    ("verb", "body", "number", "value"),
    [
        ("calendar.open_day", {"date": "2026-11-23"}, 1, 20_780),
        ("calendar.open_day", {"date": 20_780}, 1, 20_780),
        (
            "accounts.set_attributes",
            {"account": "A", "attributes": ["IDENTIFIED", "NON_US"]},
            2,
            33,
        ),
        ("accounts.set_attributes", {"account": "A", "attributes": ["Non_us"]}, 2, 32),
        ("accounts.set_attributes", {"account": "A", "attributes": []}, 2, 0),
        ("settlement.transfer", {**PAY, "amount": "0.5"}, 2, "0.5"),
        ("settlement.transfer", {**PAY, "amount": "9" * 18}, 2, "9" * 18),
        (
            "settlement.grant_mandate",
            {
                "account": "A",
                "asset": "HKD",
                "grantee": "B",
                "amount": "5",
                "period_days": 0,
                "period_amount": "",
                "expiry": 1,
            },
            6,
            "",
        ),
        ("accounts.open_positions", {"account": "A", "assets": ["B"], "pay_to": []}, 2, ["B"]),
        ("governance.admit_participant", {"document": "00ff"}, 1, b"\x00\xff"),
        ("accounts.freeze_account", {"account": "A", "freeze": 1, "reason": "court"}, 2, 1),
    ],
)
def test_each_kind_of_field_is_read(verb, body, number, value):
    intent = INTENTS[verb]
    assert body_of(read_body(intent, body, "body"))[number] == value


@pytest.mark.parametrize(("answer", "ends"), [("y\n", 0), ("n\n", 130), ("\n", 130)])
def test_a_person_at_a_terminal_is_asked(books, answer, ends):
    body = books.write(PAY)
    ended = at_terminal(*line(books, "settlement.transfer", body), typed=answer)
    assert ended.code == ends
    assert "Sign this?" in ended.err
    assert (books.folder / "new.env").exists() == (ends == 0)


def test_help_of_each_command_is_in_the_language():
    for command in ("keys", "init", "sign", "submit", "show", "balances", "export", "verify"):
        for language, word in (("en", "Usage:"), ("zh-HK", "用法")):
            ended = praya(command, "--help", "--lang", language)
            assert ended.code == 0
            assert word in ended.out


def test_rows_of_a_batch_are_shown_the_first_ones_unless_all_are_wanted(books):
    count = 25
    columns = [np.arange(count, dtype=dtype) for _, dtype in COLUMN_TYPES]
    ticket = Ticket(bytes.fromhex(CHAIN), SystemClock().now_ms())
    batch = Batch((BatchAsset(3, 2, 12_345),), 7)
    envelope = make_batch(ticket, [open_institution(books.bank)], Rows(columns), batch)
    file = books.folder / "batch.env"
    file.write_bytes(envelope)
    shown = praya("show", str(file))
    assert shown.code == 0
    for word in ("Batch of movements", "批次轉移", "Asset 3", "資產 3", "123.45"):
        assert word in shown.out
    assert "The first 10 of 25" in shown.err
    assert len(done("show", str(file))["rows"]) == 10
    whole = praya("show", str(file), "--all")
    assert len(whole.out.splitlines()) == len(shown.out.splitlines()) + 15
    assert whole.err == ""
    assert len(done("show", str(file), "--all")["rows"]) == count
    ended = praya("submit", books.ledger, str(file), "--json")
    assert ended.data["answers"][0]["code"] == "WRONG_CHAIN"


def test_rows_that_were_not_signed_are_not_shown(books):
    file = Path(books.folder / "batch.env")
    columns = [np.arange(25, dtype=dtype) for _, dtype in COLUMN_TYPES]
    ticket = Ticket(bytes.fromhex(CHAIN), SystemClock().now_ms())
    batch = Batch((BatchAsset(3, 2, 1),), 7)
    content = bytearray(make_batch(ticket, [open_institution(books.bank)], Rows(columns), batch))
    header_bytes = int.from_bytes(content[4:8], "little")
    content[-(-(16 + header_bytes) // 64) * 64] ^= 1
    file.write_bytes(content)
    ended = praya("show", str(file), "--json")
    assert (ended.code, ended.error) == (3, "ENVELOPE_REFUSED")
    assert ended.data["error"]["values"] == {"reason": "section_digest"}


def test_a_signer_reads_the_attributes_that_a_holder_must_have():
    for instrument in INSTRUMENTS:
        labels = [label for label in term_labels(instrument).values() if label.flags is not None]
        assert len(labels) == 1, instrument
        assert labels[0].flags is ATTRIBUTE_FLAGS
