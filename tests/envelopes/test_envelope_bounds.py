"""What is just long enough, or nested just deep enough, is taken; one more or less is not."""

from dataclasses import replace

import pytest
from envelope_samples import INTENT, ORIGIN
from test_passkeys import CHALLENGE, client_data

from praya.base.errors import PrayaError
from praya.base.limits import ACTING_MAX
from praya.envelopes.header import SEED_BYTES_MAX, SEED_BYTES_MIN, decode_header, encode_header
from praya.envelopes.passkeys import client_data_valid
from praya.envelopes.signatures import CLIENT_DATA_BYTES_MAX


@pytest.mark.parametrize("length", [0, SEED_BYTES_MIN, SEED_BYTES_MIN + 1, SEED_BYTES_MAX])
def test_a_seed_is_taken_up_to_its_bounds(length: int) -> None:
    header = replace(INTENT, seed=bytes(length))
    assert decode_header(encode_header(header)) == header


@pytest.mark.parametrize("length", [1, SEED_BYTES_MIN - 1, SEED_BYTES_MAX + 1])
def test_a_seed_past_its_bounds_is_refused(length: int) -> None:
    with pytest.raises(PrayaError) as refused:
        encode_header(replace(INTENT, seed=bytes(length)))
    assert refused.value.values["reason"] == "seed"


@pytest.mark.parametrize(("length", "is_taken"), [(64, True), (65, False)])
def test_a_verb_may_be_so_long(length: int, is_taken: bool) -> None:
    header = replace(INTENT, verb="settlement." + "v" * (length - len("settlement.")))
    if is_taken:
        assert decode_header(encode_header(header)) == header
        return
    with pytest.raises(PrayaError) as refused:
        encode_header(header)
    assert refused.value.values["reason"] == "verb"


@pytest.mark.parametrize(("over", "is_taken"), [(0, True), (1, False)])
def test_what_a_browser_says_may_be_so_long(over: int, is_taken: bool) -> None:
    shortest = len(client_data(extra=""))
    data = client_data(extra="x" * (CLIENT_DATA_BYTES_MAX - shortest + over))
    assert len(data) == CLIENT_DATA_BYTES_MAX + over
    assert client_data_valid(data, CHALLENGE, ORIGIN) is is_taken


def test_as_many_may_act_as_are_allowed_and_no_more() -> None:
    codes = tuple(f"P{number}" for number in range(ACTING_MAX + 1))
    most = replace(INTENT, acting=codes[:-1])
    assert decode_header(encode_header(most)) == most
    with pytest.raises(PrayaError) as refused:
        encode_header(replace(INTENT, acting=codes))
    assert refused.value.values["reason"] == "acting"


@pytest.mark.parametrize(("brackets", "is_taken"), [(1, True), (16, True), (17, False)])
def test_what_a_browser_says_may_be_nested_so_deep(brackets: int, is_taken: bool) -> None:
    inner = brackets - 1  # the outermost is the object itself
    nested: object = 0
    for _ in range(inner):
        nested = [nested]
    data = client_data(extra=nested)
    assert data.count(b"[") + data.count(b"{") == brackets
    assert client_data_valid(data, CHALLENGE, ORIGIN) is is_taken
