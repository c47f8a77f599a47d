"""An export that is refused leaves no name, whichever call of the system failed."""

import errno
import os
from pathlib import Path

import pytest

from praya.base.errors import PrayaError
from praya.storage import exports
from praya.storage.commits import Record, RecordKind
from praya.storage.exports import read_export, write_export

RECORDS = [Record(RecordKind.CLOSE, 1, 0, 1, b"closed")]


def failing(number: int) -> object:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC])
@pytest.mark.parametrize("step", ["synchronise", "_digest_of", "synchronise_folder"])
def test_an_export_whose_call_failed_leaves_nothing_behind(
    step: str, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "ledger.export"
    with monkeypatch.context() as patched:
        patched.setattr(exports, step, failing(number))
        with pytest.raises(PrayaError) as refused:
            write_export(place, b"genesis", RECORDS)
    assert refused.value.code == "EXPORT_FAILED"
    assert list(tmp_path.iterdir()) == []
    assert write_export(place, b"genesis", RECORDS) == 1  # and the name is free
    assert read_export(place)[0] == b"genesis"


def test_an_export_that_stands_is_not_refused_for_what_cannot_be_cleared_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "ledger.export"
    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", failing(errno.EIO))
        assert write_export(place, b"genesis", RECORDS) == 1
    assert read_export(place)[0] == b"genesis"
    leftover = place.with_name(place.name + ".partial")
    assert leftover.stat().st_nlink == 2
    place.unlink()
    assert write_export(place, b"genesis", RECORDS) == 1
    assert not leftover.exists()
