"""A projection can be dropped and made again to the same bytes, and notices when it must be."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from node.worlds import World, genesis, refused, settled, transfer
from projection_worlds import grow, lived_folder, small_folder, write_files

from praya.node.founding import found_on
from praya.node.projecting import answer, project
from praya.node.solo import SoloNode
from praya.projections import parts
from praya.projections.manifest import MANIFEST, is_ours, read_manifest
from praya.storage.commits import Record, RecordKind
from praya.storage.disk import MemoryDisk

AGAIN = "import sys; from praya.node.projecting import project; project(*sys.argv[1:], drop=True)"


def content(folder: Path) -> dict[str, bytes]:
    """Every file of a projection."""
    found = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert len(found) > 10
    return found


def test_two_processes_write_the_same_bytes(tmp_path: Path) -> None:
    ledger = lived_folder(tmp_path)
    first = content(project(ledger).folder)
    seed = "4242" if os.environ.get("PYTHONHASHSEED") != "4242" else "1"
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    subprocess.run([sys.executable, "-c", AGAIN, str(ledger)], env=environment, check=True)
    assert content(tmp_path / "ledger.queries") == first
    print(f"{len(first)} files")


def test_dropping_makes_the_same_bytes_again(tmp_path: Path) -> None:
    ledger = lived_folder(tmp_path)
    projected = project(ledger)
    first = content(projected.folder)
    assert projected.was_made
    assert not project(ledger).was_made
    assert project(ledger, drop=True).was_made
    assert content(projected.folder) == first


def test_a_ledger_that_grew_is_projected_to_the_bytes_of_a_full_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "PART_BLOCKS", 4)
    world, ledger = small_folder(tmp_path)
    for _ in range(3):
        grow(world, ledger, 3)
        step = project(ledger)
        assert step.was_made
        assert step.manifest.height == world.node.executor.height
    kept = [part for part in step.manifest.parts if part.is_complete]
    assert len(kept) >= 3
    first = content(step.folder)
    assert content(project(ledger, drop=True).folder) == first
    assert answer(ledger, "SELECT count(*) FROM blocks").rows == [(world.node.executor.height,)]


def test_complete_parts_are_not_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "PART_BLOCKS", 4)
    world, ledger = small_folder(tmp_path)
    place = project(ledger).folder
    before = (place / "moves-000001.parquet").stat().st_ino
    grow(world, ledger, 5)
    project(ledger)
    assert (place / "moves-000001.parquet").stat().st_ino == before


def test_a_ledger_that_begins_anew_from_a_snapshot_goes_on_projecting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "PART_BLOCKS", 2)
    world, ledger = small_folder(tmp_path)
    grow(world, ledger, 4)
    project(ledger)
    world.node.snapshot()
    grow(world, ledger, 4)
    assert content(project(ledger).folder) == content(project(ledger, drop=True).folder)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def flip(path: Path) -> None:
    damaged = bytearray(path.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    path.write_bytes(bytes(damaged))


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("harm", [cut, flip, empty, Path.unlink])
@pytest.mark.parametrize("name", ["moves-000001.parquet", "positions.parquet", MANIFEST])
def test_a_damaged_projection_is_made_again(
    tmp_path: Path, name: str, harm: Callable[[Path], None]
) -> None:
    _, ledger = small_folder(tmp_path)
    place = project(ledger).folder
    whole = content(place)
    harm(place / name)
    if name == MANIFEST and harm is Path.unlink:
        # Without what says that it is one, a folder is somebody else's.
        refused("PROJECTION_FOLDER_REFUSED", lambda: project(ledger))
        return
    assert answer(ledger, "SELECT count(*) FROM blocks").rows[0][0] > 5
    assert content(place) == whole


def test_a_file_swapped_with_another_is_noticed(tmp_path: Path) -> None:
    _, ledger = small_folder(tmp_path)
    place = project(ledger).folder
    whole = content(place)
    (place / "accounts.parquet").write_bytes(whole["assets.parquet"])
    assert project(ledger).was_made
    assert content(place) == whole


def test_the_projection_of_another_ledger_is_made_again(tmp_path: Path) -> None:
    _, ledger = small_folder(tmp_path)
    _, other = small_folder(tmp_path / "other")
    stranger = lived_folder(tmp_path / "stranger")
    project(other)
    place = tmp_path / "shared"
    project(stranger, projection=place)
    found = project(ledger, projection=place)
    assert found.was_made
    assert found.manifest.height < 20


def test_a_projection_of_a_history_that_was_replaced_is_made_again(tmp_path: Path) -> None:
    world, ledger = small_folder(tmp_path)
    grow(world, ledger, 2)
    known = project(ledger)
    other, _ = small_folder(tmp_path / "again")
    other.counter += 100  # the same chain, gone on in another way
    for path in ledger.iterdir():
        path.unlink()
    grow(other, ledger, 3)
    found = project(ledger)
    assert found.was_made
    headers = dict(answer(ledger, "SELECT height, header FROM blocks").rows)
    assert headers[known.manifest.height] != known.manifest.header


def test_a_manifest_of_another_format_is_not_believed(tmp_path: Path) -> None:
    _, ledger = small_folder(tmp_path)
    place = project(ledger).folder
    path = place / MANIFEST
    stated = json.loads(path.read_text())
    for changed in (
        {**stated, "format": 0},
        {**stated, "arrow": "0.1"},
        {**stated, "extra": 1},
        {**stated, "parts": 7},
        {key: value for key, value in stated.items() if key != "height"},
        [stated],
    ):
        path.write_text(json.dumps(changed))
        assert read_manifest(place) is None, changed
        assert project(ledger).was_made


def test_a_folder_with_other_files_is_never_replaced(tmp_path: Path) -> None:
    _, ledger = small_folder(tmp_path)
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("years of work")
    refused("PROJECTION_FOLDER_REFUSED", lambda: project(ledger, projection=mine))
    place = project(ledger).folder
    (place / "thesis.txt").write_text("years of work")
    refused("PROJECTION_FOLDER_REFUSED", lambda: project(ledger, drop=True))
    assert (mine / "thesis.txt").exists()
    assert (place / "thesis.txt").exists()


def test_a_file_is_no_folder_for_a_projection(tmp_path: Path) -> None:
    _, ledger = small_folder(tmp_path)
    file = tmp_path / "file.parquet"
    file.write_text("mine")
    refused("PROJECTION_FOLDER_REFUSED", lambda: project(ledger, projection=file))
    assert file.read_text() == "mine"
    assert is_ours(tmp_path / "not there")


@pytest.mark.parametrize("inside", ["", "queries", ".."])
def test_a_projection_is_never_in_or_around_the_ledger(tmp_path: Path, inside: str) -> None:
    _, ledger = small_folder(tmp_path)
    before = sorted(path.name for path in ledger.iterdir())
    refused("PROJECTION_FOLDER_REFUSED", lambda: project(ledger, projection=ledger / inside))
    assert sorted(path.name for path in ledger.iterdir()) == before


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    _, ledger = small_folder(tmp_path)
    (tmp_path / "file").write_text("")
    place = tmp_path / "file" / "below"
    values = refused("PROJECTION_NOT_WRITTEN", lambda: project(ledger, projection=place))
    assert values["folder"] == str(place)


def test_the_ledger_is_never_written(tmp_path: Path) -> None:
    _, ledger = small_folder(tmp_path)
    before = {path.name: path.read_bytes() for path in ledger.iterdir()}
    project(ledger)
    assert {path.name: path.read_bytes() for path in ledger.iterdir()} == before
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == ["ledger", "ledger.queries"]


def test_what_fails_on_the_way_leaves_the_old_projection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, ledger = small_folder(tmp_path)
    whole = content(project(ledger).folder)
    grow(world, ledger, 2)
    monkeypatch.setattr(parts.TableWriter, "close", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        project(ledger)
    assert content(tmp_path / "ledger.queries") == whole
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ledger", "ledger.queries"]


def test_what_is_not_closed_is_not_told(tmp_path: Path) -> None:
    world = settled()
    height, moment = world.node.executor.height, world.node.executor.block_time
    envelope = world.envelope(transfer("1.00"), "BANKA")
    world.node._journal.append([Record(RecordKind.ENVELOPE, height + 1, 0, moment, envelope)])
    crashed = write_files(world.files(), tmp_path / "crashed")
    assert answer(crashed, "SELECT max(height) FROM blocks").rows == [(height,)]
    assert not project(crashed).was_made


def test_a_ledger_founded_on_another_tells_the_balances_it_began_with(tmp_path: Path) -> None:
    old = settled()
    height = old.node.executor.height
    start, founding = found_on(old.node.executor, "network")
    disk = MemoryDisk()
    node = SoloNode.create(disk, old.clock, start, 65_536, bytes(16), founding=founding)
    world = World(node, disk, old.clock)
    world.counter = 100
    world.apply(transfer("1.00"), "BANKA")
    ledger = write_files(world.files(), tmp_path / "ledger")
    asked = "SELECT account, available::VARCHAR FROM positions_{} WHERE kind = 'HOUSE' LIMIT 2"
    held = [("BANKA.HOUSE", "1000.000000000"), ("BANKB.HOUSE", "500.000000000")]
    began = answer(ledger, asked.format(f"at({height})")).rows
    assert [row for row in began if row[0] == "BANKA.HOUSE"] == held[:1]
    moved = answer(ledger, "SELECT height, amount::VARCHAR FROM moves").rows
    assert moved == [(height + 1, "1.000000000")]
    now = answer(ledger, asked.format("on(DATE '2023-02-15')")).rows
    assert ("BANKA.HOUSE", "999.000000000") in now
    assert not project(ledger).was_made


def test_a_ledger_without_a_block_can_be_asked(tmp_path: Path) -> None:
    from_genesis = World.create(genesis())
    ledger = write_files(from_genesis.files(), tmp_path / "new")
    assert answer(ledger, "SELECT count(*) FROM blocks").rows == [(0,)]
    assert answer(ledger, "SELECT name FROM documents ORDER BY name").rows == [
        ("calendar/HKHK",),
        ("participant/HKMA",),
    ]
    assert not project(ledger).was_made


def test_a_folder_without_a_ledger_is_refused_and_nothing_is_made(tmp_path: Path) -> None:
    refused("FOLDER_MISSING", lambda: project(tmp_path / "none"))
    (tmp_path / "bare").mkdir()
    refused("LEDGER_MISSING", lambda: project(tmp_path / "bare"))
    assert [path.name for path in tmp_path.iterdir()] == ["bare"]


def test_the_folder_of_a_run_is_enough(tmp_path: Path) -> None:
    small_folder(tmp_path)
    assert project(tmp_path).folder == tmp_path / "ledger.queries"


@pytest.mark.parametrize("added", ["moves-000002.parquet", "moves-extra.parquet"])
def test_a_file_added_to_a_projection_is_never_counted(tmp_path: Path, added: str) -> None:
    _, ledger = small_folder(tmp_path)
    place = project(ledger).folder
    whole = content(place)
    asked = "SELECT count(*), sum(minor) FROM moves"
    before = answer(ledger, asked).rows
    (place / added).write_bytes(whole["moves-000001.parquet"])
    assert answer(ledger, asked).rows == before
    assert content(place) == whole


def test_only_its_owner_may_look_into_a_projection(tmp_path: Path) -> None:
    _, ledger = small_folder(tmp_path)
    before = os.umask(0)
    try:
        place = project(ledger).folder
    finally:
        os.umask(before)
    assert place.stat().st_mode & 0o777 == 0o700
