"""What holds for every registered instrument: the same checks, whatever it is."""

from collections.abc import Iterator
from dataclasses import fields, replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from instrument_samples import SAMPLES, WEEKDAYS

from praya.base.encoding import decode, encode
from praya.base.limits import AMOUNT_MAX, DOCUMENT_BYTES_MAX
from praya.instruments import INSTRUMENTS
from praya.instruments.instrument import Instrument, read_terms

NO_TEXT: list[Any] = [None, 7, -1, True, b"HKD", [], ["HKD"], {}, {1: "HKD"}]
NO_INTEGER: list[Any] = [None, "", "7", True, False, b"\1", [], [1], {}, -(2**63), 2**63]

JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.binary() | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.integers(), inner, max_size=3),
    max_leaves=5,
)
EDGE_NUMBERS = [-1, 0, 1, 9, 10, 63, 64, 120, 121, 1200, 2**31, 2**63 - 1, -(2**63), 2**64]
EDGE_TEXTS = ["", "0", "1", "-1", "100", "1e9", "9223372036854775807", "HKD", "ACT/ACT ICMA"]
EDGES = st.sampled_from([*EDGE_NUMBERS, *EDGE_TEXTS])

every_instrument = pytest.mark.parametrize("name", INSTRUMENTS)


def _problem_fields(instrument: Instrument, encoded: dict[int, object]) -> list[str]:
    return [problem.field for problem in read_terms(instrument, encoded)[1]]


def _required(instrument: Instrument) -> list[int]:
    """The numbers of the fields that must be there."""
    optional = instrument.OPTIONAL
    return [number for number, field in instrument.FIELDS.items() if field not in optional]


def _field_types(name: str) -> Iterator[tuple[int, str, type]]:
    sample = SAMPLES[name][0]
    for number, field in INSTRUMENTS[name].FIELDS.items():
        value = getattr(sample, field)
        yield number, field, int if value is None else type(value)


def test_every_registered_instrument_has_samples_under_its_own_name() -> None:
    print(f"{len(INSTRUMENTS)} instruments")
    assert len(INSTRUMENTS) > 1
    assert set(SAMPLES) == set(INSTRUMENTS)
    assert all(name == instrument.NAME for name, instrument in INSTRUMENTS.items())


@every_instrument
def test_fields_labels_and_spellings_speak_of_the_same_fields(name: str) -> None:
    instrument = INSTRUMENTS[name]
    assert list(instrument.FIELDS) == list(range(1, len(instrument.FIELDS) + 1))
    assert list(instrument.FIELDS.values()) == [one.name for one in fields(SAMPLES[name][0])]
    assert list(instrument.LABELS) == list(instrument.FIELDS)
    assert set(instrument.SPELLINGS) <= set(instrument.FIELDS.values())
    assert set(instrument.OPTIONAL) < set(instrument.FIELDS.values())
    for english, chinese in (instrument.TITLE, *instrument.LABELS.values()):
        assert english.isascii()
        assert english.strip()
        assert not chinese.isascii()


@every_instrument
def test_valid_terms_have_no_problem_and_survive_the_encoding(name: str) -> None:
    instrument = INSTRUMENTS[name]
    print(f"{len(SAMPLES[name])} samples")
    assert SAMPLES[name]
    for terms in SAMPLES[name]:
        encoded = instrument.to_fields(terms)
        assert {*_required(instrument)} <= set(encoded) <= set(instrument.FIELDS)
        assert instrument.validate(terms) == []
        assert instrument.read(encoded) == terms
        decoded = decode(encode(encoded), DOCUMENT_BYTES_MAX)
        assert isinstance(decoded, dict)
        assert read_terms(instrument, decoded) == (terms, [])


@every_instrument
def test_a_missing_field_is_the_one_problem(name: str) -> None:
    instrument = INSTRUMENTS[name]
    for number in _required(instrument):
        field = instrument.FIELDS[number]
        encoded = instrument.to_fields(SAMPLES[name][0])
        del encoded[number]
        problems = read_terms(instrument, encoded)[1]
        assert [(one.field, one.value) for one in problems] == [(field, None)]
        assert str(problems[0]).startswith(f"{field} is missing, expected ")


@every_instrument
def test_what_may_be_left_out_is_not_encoded_and_no_problem(name: str) -> None:
    instrument = INSTRUMENTS[name]
    for terms in SAMPLES[name]:
        encoded = instrument.to_fields(terms)
        bare = {number: encoded[number] for number in _required(instrument)}
        read, problems = read_terms(instrument, bare)
        assert {one.field for one in problems} <= {"step_months"}  # a stub had been stated
        assert instrument.to_fields(read) == bare


@every_instrument
def test_a_field_of_another_type_is_the_one_problem(name: str) -> None:
    instrument, count = INSTRUMENTS[name], 0
    for number, field, kind in _field_types(name):
        for wrong in NO_TEXT if kind is str else NO_INTEGER:
            encoded = instrument.to_fields(SAMPLES[name][0]) | {number: wrong}
            problems = read_terms(instrument, encoded)[1]
            assert [(one.field, one.value) for one in problems] == [(field, wrong)]
            count += 1
    print(f"{count} wrong types")
    assert count > 20


@every_instrument
@pytest.mark.parametrize("number", [0, -1, 48, 2**63 - 1, True, "1", "currency"])
def test_an_unknown_field_is_the_one_problem(name: str, number: Any) -> None:
    instrument = INSTRUMENTS[name]
    encoded = instrument.to_fields(SAMPLES[name][0])
    if number is True:  # equal to 1, and the key that a map would keep
        encoded = {True: encoded.pop(1), **encoded}
    else:
        encoded[number] = "HKD"
    assert _problem_fields(instrument, encoded) == [f"field {number}"]


@every_instrument
def test_nothing_stated_names_every_required_field_once_and_in_order(name: str) -> None:
    instrument = INSTRUMENTS[name]
    names = [instrument.FIELDS[number] for number in _required(instrument)]
    assert _problem_fields(instrument, {}) == names


@every_instrument
def test_every_pair_of_wrong_fields_is_reported_together(name: str) -> None:
    instrument = INSTRUMENTS[name]
    for left, right in pairwise(instrument.FIELDS):
        encoded = instrument.to_fields(SAMPLES[name][0]) | {left: None, right: None}
        expected = [instrument.FIELDS[left], instrument.FIELDS[right]]
        assert _problem_fields(instrument, encoded) == expected


@every_instrument
@given(data=st.data())
def test_validation_never_raises_whatever_was_encoded(name: str, data: st.DataObject) -> None:
    instrument = INSTRUMENTS[name]
    numbers = st.sampled_from(sorted(instrument.FIELDS)) | st.integers()
    junk = data.draw(st.dictionaries(numbers, JUNK | EDGES, max_size=6))
    encoded = instrument.to_fields(data.draw(st.sampled_from(SAMPLES[name]))) | junk
    terms, problems = read_terms(instrument, encoded)
    assert all(problem.said("en").isprintable() for problem in problems)
    assert all(problem.said("zh-HK").isprintable() for problem in problems)
    if not problems:
        assert instrument.to_fields(terms) == encoded


@every_instrument
@given(data=st.data())
def test_validation_never_raises_whatever_the_terms_hold(name: str, data: st.DataObject) -> None:
    instrument = INSTRUMENTS[name]
    named = st.sampled_from(sorted(instrument.FIELDS.values()))
    junk = data.draw(st.dictionaries(named, JUNK | EDGES, max_size=6))
    terms = replace(data.draw(st.sampled_from(SAMPLES[name])), **junk)
    wrong = {problem.field for problem in instrument.validate(terms)}
    for field, value in junk.items():
        left_out = field in instrument.OPTIONAL and value is None
        assert isinstance(value, str | int) or left_out or field in wrong


@every_instrument
def test_the_ledger_can_define_the_asset_of_valid_terms(name: str) -> None:
    for terms in SAMPLES[name]:
        asset = terms.asset()
        assert 0 <= asset.decimals <= 9
        assert 0 < asset.issue_limit <= AMOUNT_MAX
        assert asset.required_attributes >= 0


@every_instrument
def test_only_what_is_paid_has_a_calendar_and_a_schedule(name: str) -> None:
    for terms in SAMPLES[name]:
        pays = terms.payments() is not None
        assert (terms.calendar_code() is not None) == pays
        assert bool(INSTRUMENTS[name].schedule(terms, WEEKDAYS)) == pays


@every_instrument
def test_a_schedule_is_in_order_on_business_days_and_records_before_it_pays(name: str) -> None:
    count = 0
    for terms in SAMPLES[name]:
        payments = INSTRUMENTS[name].schedule(terms, WEEKDAYS)
        count += len(payments)
        assert [one.number for one in payments] == list(range(1, len(payments) + 1))
        assert all(left.payment_date <= right.payment_date for left, right in pairwise(payments))
        for one in payments:
            assert one.record_date < one.payment_date
            assert WEEKDAYS.is_business_day(one.record_date)
            assert WEEKDAYS.is_business_day(one.payment_date)
            assert 0 < one.numerator <= AMOUNT_MAX
            assert 0 < one.denominator <= AMOUNT_MAX
        assert not any(one.is_redemption for one in payments[:-1])
    print(f"{count} payments")
    assert (count > 0) == (SAMPLES[name][0].payments() is not None)
