"""The views that people ask first: what holders were paid, and what was refused and why."""

from pathlib import Path

import pytest
from projection_worlds import lived_folder

from praya.base.catalogue import explain
from praya.base.status import Status
from praya.node.projecting import project
from praya.projections.query import ask


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project(lived_folder(tmp_path_factory.mktemp("people"))).folder


def test_coupons_come_to_what_their_events_paid(place: Path) -> None:
    by_holder = ask(
        place,
        "SELECT asset, number, record_date, payment_date, cash, sum(amount_minor), sum(amount),"
        " count(*), max(height) FROM coupons GROUP BY ALL ORDER BY ALL",
    ).rows
    by_event = ask(
        place,
        "SELECT asset, number, record_date, payment_date, cash, paid_minor, paid, payments,"
        " paid_height FROM events WHERE kind = 'DISTRIBUTION' AND state = 'PAID' ORDER BY ALL",
    ).rows
    print(f"{len(by_event)} coupons")
    assert by_holder == by_event
    assert by_event


def test_a_coupon_is_that_of_the_holding_that_was_recorded(place: Path) -> None:
    without = ask(
        place,
        "SELECT * FROM coupons c ANTI JOIN entitlements e"
        " ON e.account = c.holder AND e.asset = c.asset AND e.date = c.record_date",
    )
    assert without.rows == []
    assert ask(place, "SELECT * FROM coupons").rows


def test_every_refused_envelope_stands_once_with_its_body(place: Path) -> None:
    refused = ask(
        place,
        "SELECT height, envelope, verb, status, body FROM refusals WHERE row IS NULL ORDER BY ALL",
    ).rows
    envelopes = ask(
        place,
        "SELECT height, envelope, verb, name, body FROM envelopes WHERE name <> 'APPLIED'"
        " ORDER BY ALL",
    ).rows
    assert refused == envelopes
    assert refused


def test_rows_of_a_refused_request_are_not_told_twice(place: Path) -> None:
    twice = ask(
        place,
        "SELECT height, envelope FROM refusals GROUP BY ALL"
        " HAVING bool_or(row IS NULL) AND count(*) > 1",
    )
    assert twice.rows == []
    missing = ask(
        place,
        "SELECT s.height, s.envelope, s.row, s.name FROM statuses s"
        " LEFT JOIN envelopes e USING (height, envelope)"
        " WHERE s.name <> 'APPLIED' AND (s.row IS NULL OR e.name IS NULL OR e.name = 'APPLIED')"
        " EXCEPT ALL SELECT height, envelope, row, status FROM refusals",
    )
    assert missing.rows == []


def test_a_refusal_has_the_words_of_the_catalogue(place: Path) -> None:
    rows = ask(place, "SELECT DISTINCT status, meaning FROM refusals").rows
    print(f"{len(rows)} statuses")
    assert rows
    for name, meaning in rows:
        assert meaning == explain(Status[name], "en").what
