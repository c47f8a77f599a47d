"""A ledger's folder: who writes it, what it begins with, where its journal ends, its snapshots.

Everything is only read, also beside a running writer. Nothing is executed: that every root is
right, `praya verify` tells. It must not know how findings are shown.
"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from praya.base.errors import PrayaError
from praya.base.limits import SEGMENT_BYTES_MAX
from praya.dev.doctor.clock import ahead_finding
from praya.dev.doctor.findings import Finding, broken, examined, fine, look
from praya.node.clock import SystemClock
from praya.node.genesis import Genesis
from praya.node.solo import SNAPSHOT_EVERY_BLOCKS, read_founding, read_genesis
from praya.proofs.headers import BlockHeader, decode_block_header
from praya.storage.commits import RecordKind
from praya.storage.disk import FolderDisk
from praya.storage.lock import LOCK_NAME
from praya.storage.reading import read_records, survey_steadily
from praya.storage.recovery import Survey
from praya.storage.snapshots import list_snapshots, parse_snapshot, read_snapshot

_OTHERS_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH
_PID_DIGITS_MAX: Final = 20


@dataclass(frozen=True, slots=True)
class Ending:
    """How a journal ends: its last closed block, and records after it that nobody was told of."""

    last: BlockHeader | None
    left_open: int


class Books:
    """One folder, looked at once; what a later check needs is kept from an earlier one."""

    def __init__(self, folder: str) -> None:
        """Raises FOLDER_MISSING."""
        self.disk = FolderDisk(folder)
        self.folder = folder
        self.segment_bytes = SEGMENT_BYTES_MAX  # until the journal says what they are
        self.height = 0
        self.chain_id = ""  # until the genesis says it

    def findings(self) -> Iterator[Finding]:
        """Everything about the folder; what depends on something broken is left out."""
        yield self.folder_finding()
        yield self.writer_finding()
        found: list[Finding] = []
        with examined("genesis", found):
            genesis = read_genesis(self.disk)
            found.append(self._genesis_finding(genesis))
            with examined("journal", found):
                survey = survey_steadily(self.disk, genesis.chain_id())
                found += self._journal_findings(survey)
                found += self._snapshot_findings(genesis)
        yield from found

    def folder_finding(self) -> Finding:
        """Nobody but the owner should be able to write a ledger."""
        mode = os.stat(self.folder).st_mode
        shown = f"{stat.S_IMODE(mode):04o}"
        if mode & _OTHERS_WRITE:
            return look("folder", PrayaError("FOLDER_EXPOSED", dir=self.folder, mode=shown))
        return fine("folder", "doctor.folder_fine", folder=self.folder, mode=shown)

    def writer_finding(self) -> Finding:
        """Who writes the folder now; the lock itself is not asked, lest a start meanwhile fails."""
        pid = self._writer()
        if pid:
            return fine("writer", "doctor.writer_some", pid=pid)
        return fine("writer", "doctor.writer_none")

    def _writer(self) -> int:
        """The process that holds the lock, or 0; a number left by one that is gone counts not."""
        path = os.path.join(self.folder, LOCK_NAME)
        try:
            with open(path, "rb") as file:
                text = file.read(_PID_DIGITS_MAX)
        except OSError:
            return 0
        pid = int(text) if text.isdigit() else 0
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return 0
        except PermissionError:  # it lives, and is somebody else's
            return pid
        return pid

    def _genesis_finding(self, genesis: Genesis) -> Finding:
        if genesis.snapshot is not None:
            founding = read_founding(self.disk)
            if founding is None:
                return broken("genesis", PrayaError("GENESIS_DAMAGED", reason="snapshot"))
            parse_snapshot("genesis.snap", founding, genesis.snapshot[0])
        self.height = 0 if genesis.snapshot is None else genesis.snapshot[0]
        self.chain_id = genesis.chain_id().hex()
        return fine("genesis", "doctor.genesis_fine", name=genesis.name, chain=self.chain_id)

    def _journal_findings(self, survey: Survey) -> Iterator[Finding]:
        extent = survey.extent
        self.segment_bytes = extent.identity.segment_bytes
        mib = f"{self.segment_bytes / 1_048_576:g}"
        stated = {
            "segments": extent.end.segment,
            "mib": mib,
            "commits": f"{survey.link.sequence:,}",
        }
        yield fine("journal", "doctor.journal_fine", **stated)
        ending = self._ending(survey)
        if ending.last is not None:
            self.height = ending.last.height
        yield self._stop_finding(survey, ending)
        height = f"{self.height:,}"
        if ending.last is None:
            yield fine("block", "doctor.block_none", height=height)
            return
        header = ending.last.hash().hex()
        yield fine("block", "doctor.block_fine", height=height, header=header)
        yield ahead_finding(ending.last.block_time, SystemClock().now_ms())

    def _ending(self, survey: Survey) -> Ending:
        """The last block from the last records, which alone are read."""
        highest = max(survey.extent.heights)
        last, left_open = None, 0
        for record in read_records(self.disk, survey.extent, max(1, highest - 1)):
            left_open += 1
            if record.kind == RecordKind.CLOSE:
                last, left_open = decode_block_header(bytes(record.payload)), 0
        return Ending(last, left_open)

    def _stop_finding(self, survey: Survey, ending: Ending) -> Finding:
        """Whether the journal was sealed; one in use is not."""
        if survey.anchor.is_clean:
            return fine("stop", "doctor.stop_sealed")
        if self._writer():
            return fine("stop", "doctor.stop_in_use")
        torn = f"{survey.tail.length:,}"
        return look("stop", PrayaError("STOP_UNCLEAN", bytes=torn, records=ending.left_open))

    def _snapshot_findings(self, genesis: Genesis) -> Iterator[Finding]:
        """The newest must be whole, for a start begins with it; its age is what a start replays."""
        heights = list_snapshots(self.disk)
        first = 0 if genesis.snapshot is None else genesis.snapshot[0]
        newest = heights[0] if heights else first
        behind = self.height - newest
        for height in heights:
            try:
                read_snapshot(self.disk, height)
            except PrayaError as problem:
                yield (broken if height == newest else look)("snapshot", problem)
                return
        stated = {"newest": f"{newest:,}", "behind": f"{behind:,}"}
        if behind < 0:
            last = f"{self.height:,}"
            yield broken("snapshot", PrayaError("SNAPSHOT_AHEAD", newest=newest, last=last))
        elif behind > SNAPSHOT_EVERY_BLOCKS:
            old = PrayaError("SNAPSHOT_OLD", newest=stated["newest"], behind=stated["behind"])
            yield look("snapshot", old)
        elif heights:
            yield fine("snapshot", "doctor.snapshot_fine", count=len(heights), **stated)
        else:
            yield fine("snapshot", "doctor.snapshot_none", behind=stated["behind"])
