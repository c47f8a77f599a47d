"""The fixtures: all replay with the production code, many with the model, and are made again."""

from collections import Counter
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from block_fixtures import block_fixtures
from row_fixtures import row_fixtures

from praya.base.status import Status
from praya.kernel import operations as op
from praya.testing.fixtures.forms import read_fixtures
from praya.testing.fixtures.replaying import replay_fixture, replay_with_model

FOLDER = Path(__file__).resolve().parents[1] / "golden" / "fixtures"
ROWS, BLOCKS = FOLDER / "rows-v1.jsonl.xz", FOLDER / "blocks-v1.jsonl.xz"
UNREACHED = {Status.TOO_MANY_REQUESTS}  # needs a million live requests
BYTES_MAX = 3_000_000


@cache
def fixtures(path: Path) -> list[dict[str, Any]]:
    return list(read_fixtures(path))


@pytest.mark.parametrize("path", [ROWS, BLOCKS], ids=["rows", "blocks"])
def test_every_fixture_replays(path: Path) -> None:
    every = fixtures(path)
    problems = [found for found in map(replay_fixture, every) if found is not None]
    print(f"{len(every)} fixtures")
    assert problems == []


def test_a_sample_replays_with_the_model() -> None:
    sample = fixtures(ROWS)[::12]
    problems = [found for found in map(replay_with_model, sample) if found is not None]
    print(f"{len(sample)} fixtures")
    assert len(sample) > 100
    assert problems == []


def test_there_are_enough_and_they_are_small() -> None:
    count = len(fixtures(ROWS)) + len(fixtures(BLOCKS))
    size = ROWS.stat().st_size + BLOCKS.stat().st_size
    print(f"{count} fixtures, {size:,} bytes")
    assert count >= 2_000
    assert size < BYTES_MAX


def test_they_cover_every_operation_and_every_status() -> None:
    operations = {row[4] for one in fixtures(ROWS) for row in one.get("rows", ())}
    of_rows = Counter(status for one in fixtures(ROWS) for status in one.get("statuses", ()))
    answers = [answer for one in fixtures(BLOCKS) for answer in one["answers"]]
    of_envelopes = {answer["status"] for answer in answers}
    missing = [status.name for status in Status if status >= 100 and status not in of_rows]
    assert set(range(op.GOVERN + 1)) <= operations
    assert missing == []
    assert {status for status in Status if status < 100} - of_envelopes == UNREACHED


def test_names_are_given_once() -> None:
    for path in (ROWS, BLOCKS):
        names = Counter(one["name"] for one in fixtures(path))
        repeated = [name for name, count in names.items() if count > 1]
        assert repeated == []


def test_the_first_of_them_are_made_again() -> None:
    made = list(islice(row_fixtures(), 60))
    assert [plain(one) for one in made] == [plain(one) for one in fixtures(ROWS)[:60]]


@pytest.mark.slow
def test_all_of_them_are_made_again() -> None:
    for path, make in ((ROWS, row_fixtures), (BLOCKS, block_fixtures)):
        assert [plain(one) for one in make()] == [plain(one) for one in fixtures(path)]


def plain(value: Any) -> Any:
    """Without the difference between tuples and lists, which JSON has not."""
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list | tuple) else value


def test_a_changed_fixture_is_noticed() -> None:
    moved = next(one for one in fixtures(ROWS)[1:] if 0 in one.get("statuses", ()))
    block = next(one for one in fixtures(BLOCKS) if one["answers"])
    for fixture, key, value in (
        (moved, "statuses", [100] * len(moved["statuses"])),
        (moved, "results", [7] * len(moved["results"])),
        (moved, "root", "00" * 32),
        (moved, "after", {}),
        (block, "answers", []),
        (block, "root", "00" * 32),
        (block, "results_digest", "00" * 32),
        (block, "envelopes", []),
    ):
        assert replay_fixture({**fixture, key: value}) is not None, key
        if fixture is moved:
            assert replay_with_model({**fixture, key: value}) is not None, key
