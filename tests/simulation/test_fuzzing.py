"""Every decoder against mutated bytes, and every input that ever found something."""

import os
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from golden_inputs import golden_inputs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from praya.base.errors import PrayaError, fail
from praya.kernel.ledger import DOCUMENTS_SECTION, Ledger
from praya.storage.snapshots import parse_snapshot, snapshot_bytes
from praya.testing.fuzzing import repairs, samples
from praya.testing.fuzzing.campaign import Campaign, judge_input, lines_of, run_fuzz
from praya.testing.fuzzing.decoders import DECODERS, Decoder
from praya.testing.fuzzing.mutations import STRUCTURED, mutate

FAST_SECONDS = 0.25
SLOW_SECONDS = 60.0
SEED = 2_026
NAMES = sorted(DECODERS)


def quiet(name: str, inputs: int) -> None:
    """Progress that nobody looks at."""


def test_no_decoder_breaks_a_promise_in_a_short_campaign() -> None:
    found = run_fuzz(quiet, FAST_SECONDS, SEED, golden_inputs())
    print(f"{found['inputs']} inputs, seed {SEED}")
    for name, decoder in found["decoders"].items():
        print(name, decoder["inputs"], "inputs", decoder["accepted"], "accepted", decoder["lines"])
        assert decoder["findings"] == [], name
        assert decoder["inputs"] > 0
    assert set(found["decoders"]) == set(DECODERS)


@pytest.mark.slow
def test_no_decoder_breaks_a_promise_in_a_long_campaign() -> None:
    seed = int(os.environ.get("PRAYA_FUZZ_SEED", Random().getrandbits(32)))
    print(f"repeat with PRAYA_FUZZ_SEED={seed}")
    found = run_fuzz(quiet, SLOW_SECONDS, seed, golden_inputs())
    for name, decoder in found["decoders"].items():
        print(name, decoder["inputs"], "inputs", decoder["accepted"], "accepted", decoder["lines"])
        assert decoder["findings"] == [], (name, seed)
        assert decoder["accepted"] > 0, name


@pytest.mark.parametrize("name", NAMES)
def test_what_is_right_is_accepted(name: str) -> None:
    decoder = DECODERS[name]
    answers = [judge_input(decoder, data) for data in decoder.seeds()]
    assert ("accepted", None) in answers
    assert [wrong for _, wrong in answers if wrong is not None] == []


@pytest.mark.parametrize("name", NAMES)
def test_any_bytes_are_answered(name: str) -> None:
    decoder = DECODERS[name]

    @settings(max_examples=40, deadline=None, database=None, derandomize=True)
    @given(st.binary(max_size=200) | st.text(max_size=60).map(lambda text: text.encode("utf-8")))
    def answered(data: bytes) -> None:
        assert judge_input(decoder, data)[1] is None

    answered()


@pytest.mark.parametrize("name", NAMES)
def test_changed_samples_are_answered(name: str) -> None:
    decoder = DECODERS[name]
    seeds = decoder.seeds()

    @settings(
        max_examples=25,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.sampled_from(range(len(seeds))), st.integers(0, 2**32), st.booleans())
    def answered(place: int, seed: int, repaired: bool) -> None:
        data = mutate(seeds[place], seeds, decoder.form, Random(seed))
        assert judge_input(decoder, decoder.repair(data) if repaired else data)[1] is None

    answered()


def test_a_repair_leaves_what_is_whole_as_it_is() -> None:
    for decoder in DECODERS.values():
        whole = [one for one in decoder.seeds() if judge_input(decoder, one)[0] == "accepted"]
        assert [decoder.repair(one) for one in whole] == whole, decoder.name


# What found something, made again.


def anchor_with_a_note() -> bytes:
    """Bytes that are to be zero are not, and the digest fits."""
    whole = samples.files("journal.anchor")[0]
    return repairs.anchor(whole[:200] + b"\1" + whole[201:])


def segment_with_a_note() -> bytes:
    """The same in the first block of a segment."""
    whole = samples.files("journal-0")[0][:4_096]
    return repairs.segment(whole[:2_000] + b"\1" + whole[2_001:])


def snapshot_with(*changes: tuple[str, str]) -> bytes:
    """A snapshot whose sections are called otherwise, with digests that fit."""
    whole = samples.files("snapshot")[0]
    for old, new in changes:
        padded = [name.encode().ljust(64, b"\0") for name in (old, new)]
        whole = whole.replace(padded[0], padded[1], 1)
    return repairs.snapshot(whole)


def samples_head() -> int:
    """Where the first section of the sample snapshot begins."""
    return samples.files("snapshot")[0].index(repairs.SECTION)


def snapshot_with_a_note(place: int) -> bytes:
    """A snapshot in which one byte that is to be zero is not, with digests that fit."""
    whole = samples.files("snapshot")[0]
    return repairs.snapshot(whole[:place] + b"\1" + whole[place + 1 :])


@pytest.mark.parametrize(
    ("name", "data", "answer"),
    [
        ("anchor", anchor_with_a_note(), "nothing"),
        ("segment", segment_with_a_note(), "nothing"),
        ("snapshot", snapshot_with(("ledger", "")), "SNAPSHOT_DAMAGED"),
        ("snapshot", snapshot_with(("ledger", "counts")), "SNAPSHOT_DAMAGED"),
        ("snapshot", snapshot_with_a_note(12), "SNAPSHOT_DAMAGED"),
        ("snapshot", snapshot_with_a_note(samples_head() + 112), "SNAPSHOT_DAMAGED"),
    ],
)
def test_what_once_broke_a_promise_is_refused(name: str, data: bytes, answer: str) -> None:
    assert judge_input(DECODERS[name], data) == (answer, None)


def astray(participants: bytes) -> bytes:
    """The first participant's document is one that is not there."""
    return participants[:24] + (99).to_bytes(8, "little") + participants[32:]


@pytest.mark.parametrize(
    ("section", "change"),
    [
        ("events", None),
        (DOCUMENTS_SECTION, None),
        ("ledger", lambda content: content + b"\0"),
        ("participants", astray),
    ],
)
def test_a_snapshot_that_holds_no_ledger_is_refused(section: str, change: Any) -> None:
    header, sections = parse_snapshot("x", memoryview(samples.files("snapshot")[0]), 5)
    parts = {name: bytes(part) for name, part in sections.items()}
    content = parts.pop(section)
    if change is not None:
        parts[section] = change(content)
    listed = [(name, memoryview(part)) for name, part in parts.items()]
    _, again = parse_snapshot("x", memoryview(snapshot_bytes(5, header, listed)), 5)
    with pytest.raises(PrayaError, match="SNAPSHOT_REFUSED"):
        Ledger.from_sections(again)


# The fuzzer itself finds what is wrong.


def fake(read: object, form: str = "binary", same: bool = True) -> Decoder:
    return Decoder(
        "fake",
        form,
        lambda: [b"seed"],
        read,
        lambda found, data: same,
        frozenset({"DISK_FULL"}),  # type: ignore[arg-type]
    )


def raise_index(data: bytes) -> int:
    return data[4_000]


def refuse_otherwise(data: bytes) -> int:
    fail("AMOUNT_MALFORMED", text="x")


def test_an_error_of_another_kind_is_found() -> None:
    assert "IndexError" in str(judge_input(fake(raise_index), b"x")[1])
    assert "AMOUNT_MALFORMED" in str(judge_input(fake(refuse_otherwise), b"x")[1])
    assert judge_input(fake(len, same=False), b"x")[1] is not None
    assert judge_input(fake(len), b"x") == ("accepted", None)


def test_a_refusal_that_cannot_be_told_is_found() -> None:
    def refuse(data: bytes) -> int:
        raise PrayaError("AMOUNT_MALFORMED", text="\ud800")

    assert "cannot be told" in str(
        judge_input(replace(fake(refuse), refusals=frozenset({"AMOUNT_MALFORMED"})), b"x")[1]
    )


def test_slow_and_large_inputs_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter(range(0, 1_000, 2))
    monkeypatch.setattr("praya.testing.fuzzing.campaign.perf_counter", lambda: next(times))
    campaign = Campaign(fake(len), SEED)
    campaign.try_input(b"x")
    monkeypatch.setattr("praya.testing.fuzzing.campaign.perf_counter", lambda: 0)
    sizes = iter((0, 300 * 1_048_576))
    monkeypatch.setattr("praya.testing.fuzzing.campaign.peak_bytes", lambda: next(sizes))
    campaign.try_input(b"x")
    found = [one["what"] for one in campaign.tally.findings]
    assert found == ["took more than a second", "took too much memory"]


def test_the_same_seed_makes_the_same_inputs() -> None:
    decoder = DECODERS["header"]
    first, second, other = Campaign(decoder, 5), Campaign(decoder, 5), Campaign(decoder, 6)
    assert [first.fresh() for _ in range(50)] == [second.fresh() for _ in range(50)]
    assert [other.fresh() for _ in range(50)] != [first.fresh() for _ in range(50)]


def test_inputs_that_reach_new_lines_are_kept() -> None:
    campaign = Campaign(DECODERS["header"], SEED)
    before, lines = len(campaign.corpus), len(campaign.seen)
    campaign.run(30.0, inputs_max=800)
    assert len(campaign.corpus) > before
    assert len(campaign.seen) > lines
    assert lines_of(lambda: None) == set()


def test_every_form_has_its_mutators() -> None:
    assert {decoder.form for decoder in DECODERS.values()} == set(STRUCTURED)


def test_a_snapshot_without_its_documents_is_refused() -> None:
    _, sections = parse_snapshot("x", memoryview(samples.files("snapshot")[0]), 5)
    short = {name: part for name, part in sections.items() if name != DOCUMENTS_SECTION}
    data = snapshot_bytes(5, b"", short.items())
    assert judge_input(DECODERS["snapshot"], data) == ("SNAPSHOT_REFUSED", None)
