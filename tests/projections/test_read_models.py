"""What a projection says is what the ledger says: at its end, at each height, on each date."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from projection_worlds import lived, lived_folder

from praya.base.dates import date_of_day
from praya.base.status import Status
from praya.kernel import tables as t
from praya.node.execution import Executor
from praya.node.projecting import answer
from praya.node.reading import read_block
from praya.storage.disk import FolderDisk

AMOUNT = Decimal("1.000000000")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lived_folder(tmp_path_factory.mktemp("lived"))


def rows(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    return answer(folder, sql).rows


def balances(executor: Executor) -> dict[int, tuple[int, int]]:
    """Available and held of every opened position."""
    state = executor.ledger.state
    opened = (state.table("balances")[:, t.GUARD] != 0).nonzero()[0].tolist()
    return {
        place: (
            state.cell(t.BALANCES, place, t.AVAILABLE),
            state.cell(t.POSITIONS, place, t.POSITION_HELD),
        )
        for place in opened
    }


def test_positions_are_those_of_the_state(folder: Path) -> None:
    executor = lived().node.executor
    found = rows(folder, "SELECT position, available_minor, held_minor FROM positions")
    assert len(found) == 13
    assert {place: tuple(rest) for place, *rest in found} == balances(executor)
    for account, asset, available in rows(
        folder, "SELECT account, asset, available FROM positions"
    ):
        assert Decimal(lived().available(account, asset)) == available


def test_positions_at_every_height_are_those_of_the_block(folder: Path) -> None:
    last = lived().node.executor.height
    heights = sorted({1, 8, *range(12, last, 13), last})
    for height in heights:
        state = balances(read_block(FolderDisk(str(folder)), height).executor)
        sql = f"SELECT position, available_minor, held_minor FROM positions_at({height})"
        assert {place: tuple(rest) for place, *rest in rows(folder, sql)} == state, height
    print(f"{len(heights)} heights")


def test_positions_on_a_record_date_are_what_was_recorded(folder: Path) -> None:
    dates = rows(folder, "SELECT record, asset, date FROM records")
    assert len(dates) == 3
    for record, asset, day in dates:
        recorded = f"SELECT account, minor FROM entitlements WHERE record = {record}"
        stood = (
            f"SELECT account, posted_minor FROM positions_on(DATE '{day}')"
            f" WHERE asset = '{asset}' AND kind <> 'ISSUANCE' AND posted_minor > 0"
        )
        assert sorted(rows(folder, recorded)) == sorted(rows(folder, stood))
        assert len(rows(folder, recorded)) == 3


def test_movements_make_every_balance(folder: Path) -> None:
    made = """
        SELECT account, asset, sum(minor) FROM (
            SELECT credit_account AS account, asset, minor FROM moves
            UNION ALL SELECT debit_account, asset, -minor FROM moves)
        GROUP BY ALL HAVING sum(minor) <> 0 ORDER BY ALL"""
    stands = """
        SELECT account, asset, posted_minor FROM positions
        WHERE posted_minor <> 0 ORDER BY ALL"""
    found = rows(folder, made)
    assert found == rows(folder, stands)
    assert len(found) >= 6


def test_each_asset_sums_to_zero_at_every_height(folder: Path) -> None:
    found = rows(folder, "SELECT asset, sum(posted_minor) FROM positions_at(20) GROUP BY asset")
    assert sorted(found) == [("BOND", 0), ("HKD", 0)]


def test_a_coupon_is_told_by_holder_and_by_account_credited(folder: Path) -> None:
    found = rows(
        folder,
        "SELECT holder_account, credit_account, sum(amount) FROM moves WHERE kind = 'SPREAD'"
        " AND event_asset = 'BOND' AND event_number = 1 GROUP BY ALL ORDER BY ALL",
    )
    # BANKA.C1 held 0.01, whose share is nothing; BANKB has no pay_to, so suspense holds its part.
    assert found == [
        ("BANKA.HOUSE", "BANKA.HOUSE", Decimal("4.97")),
        ("BANKB.HOUSE", "GOVT.SUSPENSE", Decimal("5.03")),
    ]


def test_a_redemption_pays_and_burns(folder: Path) -> None:
    found = rows(
        folder,
        "SELECT kind, asset, sum(amount), count(*) FROM moves"
        " WHERE event_kind = 'REDEMPTION' GROUP BY ALL ORDER BY ALL",
    )
    assert found == [
        ("CONVERT", "BOND", 1000 * AMOUNT, 3),
        ("SPREAD", "HKD", 1000 * AMOUNT, 3),
    ]
    burnt = rows(folder, "SELECT DISTINCT credit_account FROM moves WHERE kind = 'CONVERT'")
    assert burnt == [("ISSUE:BOND",)]


def test_events_tell_what_was_recorded_and_paid(folder: Path) -> None:
    found = rows(folder, "SELECT number, kind, state, recorded, paid FROM events ORDER BY number")
    coupon = ("DISTRIBUTION", "PAID", 1000 * AMOUNT, 10 * AMOUNT)
    whole = ("REDEMPTION", "CONVERTED", 1000 * AMOUNT, 1000 * AMOUNT)
    assert found == [(1, *coupon), (2, *coupon), (3, *coupon), (4, *whole)]


def test_a_payment_that_found_no_money_is_a_status_of_its_event(folder: Path) -> None:
    found = rows(
        folder,
        "SELECT name, event_asset, event_number, envelope, business_date FROM statuses"
        " WHERE event_asset IS NOT NULL",
    )
    assert [row[:4] for row in found] == [("EXCEEDS_AVAILABLE", "BOND", 1, None)]
    assert str(found[0][4]) == "2023-03-15"


def test_settlements_are_groups_of_requests_and_of_batches(folder: Path) -> None:
    found = rows(
        folder,
        "SELECT kind, legs, security, quantity, seller, buyer, cash, amount, payer, payee,"
        " reference, settlement_date::VARCHAR FROM settlements ORDER BY height, group_number",
    )
    sides = ("BANKA.HOUSE", "BANKB.HOUSE")
    trade = ("DVP", 2, "BOND", 100 * AMOUNT, *sides, "HKD", Decimal("99.5"), *sides[::-1])
    batch = ("DVP", 2, "BOND", 3 * AMOUNT, *sides, "HKD", 2 * AMOUNT, *sides[::-1])
    ring = ("OTHER", 3, *(None,) * 8)
    assert found == [
        (*trade, "T-1", "2023-02-15"),
        (*batch, None, None),
        (*ring, None, None),
    ]


def test_every_envelope_and_every_refused_row_has_its_status(folder: Path) -> None:
    found = rows(
        folder,
        "SELECT verb, row, name FROM statuses WHERE name <> 'APPLIED' AND envelope IS NOT NULL"
        " ORDER BY height, row NULLS FIRST",
    )
    assert found == [
        ("settlement.settle_dvp", None, "EXCEEDS_AVAILABLE"),
        ("settlement.settle_dvp", 0, "GROUP_FAILED"),
        ("settlement.settle_dvp", 1, "EXCEEDS_AVAILABLE"),
        ("settlement.transfer", None, "ACCOUNT_UNKNOWN"),
        ("batch", 6, "GROUP_FAILED"),
        ("batch", 7, "EXCEEDS_AVAILABLE"),
        ("batch", 8, "SAME_POSITION"),
    ]
    counted = rows(folder, "SELECT count(*) FROM statuses WHERE row IS NULL AND envelope >= 0")
    assert counted == rows(folder, "SELECT sum(envelopes)::BIGINT FROM blocks")
    numbers = rows(folder, "SELECT DISTINCT status, name FROM statuses")
    assert all(Status(number).name == name for number, name in numbers)


def test_refused_movements_are_no_movements(folder: Path) -> None:
    height = "(SELECT height FROM envelopes WHERE verb = 'batch')"
    found = rows(folder, f"SELECT row, minor FROM moves WHERE height = {height} ORDER BY row")
    assert found == [(0, 1000), (1, 200), (2, 300), (3, 50), (4, 50), (5, 50)]


def test_holds_tell_what_was_reserved_paid_and_left(folder: Path) -> None:
    found = rows(
        folder,
        "SELECT hold, account, kind, holder, amount, paid, remaining, state FROM holds",
    )
    house = "BANKA.HOUSE"
    assert found == [
        (0, house, "HOLDER", "BANKA", 4 * AMOUNT, 0, 4 * AMOUNT, "OPEN"),
        (1, house, "HOLDER", "BANKB", 20 * AMOUNT, 5 * AMOUNT, 0, "ENDED"),
        (2, house, "TIME", "BANKB", 20 * AMOUNT, 0, 20 * AMOUNT, "OPEN"),
    ]


def test_a_hold_paid_out_is_a_movement(folder: Path) -> None:
    found = rows(
        folder,
        "SELECT debit_account, credit_account, amount, hold FROM moves WHERE kind = 'POST'",
    )
    assert found == [("BANKA.HOUSE", "BANKB.C1", 5 * AMOUNT, 1)]


def test_documents_have_all_their_versions(folder: Path) -> None:
    found = rows(
        folder,
        "SELECT version, is_current, value ->> '$.name_en' FROM documents"
        " WHERE name = 'participant/BANKB' ORDER BY version",
    )
    assert found == [(1, False, "BANKB"), (2, True, "Bank B again")]
    first = rows(folder, "SELECT name FROM documents WHERE envelope IS NULL")
    assert ("calendar/HKHK",) in first
    assert len(first) == 2
    rate = "SELECT value ->> '$.terms.interest_rate' FROM documents WHERE name = 'asset/BOND'"
    assert rows(folder, rate) == [("12",)]


def test_documents_digests_are_those_of_the_state(folder: Path) -> None:
    table = lived().state.table("documents")
    digests = [row[t.DOCUMENT_VALUE :].tobytes().hex() for row in table]
    found = rows(folder, "SELECT digest FROM documents WHERE is_current")
    assert sorted(one for (one,) in found) == sorted(digests)


def test_accounts_and_assets_are_those_of_the_ledger(folder: Path) -> None:
    frozen = "SELECT account, owner FROM accounts WHERE credit_frozen OR debit_frozen"
    assert rows(folder, frozen) == [("BANKA.C2", "BANKA")]
    assets = rows(folder, "SELECT asset, instrument, supply, closed, is_cash FROM assets")
    assert assets == [
        ("HKD", "cash_token", 4500 * AMOUNT, False, True),
        ("BOND", "fixed_rate_bond", 0, True, False),
    ]
    codes = [code for (code,) in rows(folder, "SELECT participant FROM participants")]
    assert codes == list(lived().ledger.participant_codes())


def test_bodies_are_read_by_the_names_of_their_fields(folder: Path) -> None:
    asked = "SELECT body ->> '$.trade_reference', rows, rows_applied FROM envelopes WHERE"
    assert rows(folder, f"{asked} verb = 'settlement.settle_dvp' ORDER BY height") == [
        ("T-1", 2, 2),
        ("T-2", 2, 0),
    ]
    late = "SELECT body ->> '$.accounts[0].code' FROM envelopes ORDER BY height DESC LIMIT 1"
    assert rows(folder, late) == [("BANKA.LATE",)]


def test_blocks_chain_to_the_last_header(folder: Path) -> None:
    executor = lived().node.executor
    found = rows(folder, "SELECT height, header, business_date FROM blocks ORDER BY height")
    assert [height for height, *_ in found] == list(range(1, executor.height + 1))
    assert found[-1][2] == date_of_day(lived().state.business_date)


def dates(folder: Path) -> Iterator[Any]:
    yield from rows(folder, "SELECT DISTINCT business_date FROM blocks")


def test_a_day_belongs_to_what_happened_before_the_next_was_opened(folder: Path) -> None:
    assert len(list(dates(folder))) > 50
    paid = rows(folder, "SELECT DISTINCT business_date::VARCHAR FROM moves WHERE event_number = 2")
    assert paid == [("2023-04-17",)]
