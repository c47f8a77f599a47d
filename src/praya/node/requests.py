"""Live request ids: an envelope counts once, however often it is sent, until it expires.

The table is in the state; what is here finds a row of it. Slots of expired ids are used again,
the lowest first, so that every replica chooses the same.
"""

from heapq import heapify, heappop, heappush

import numpy as np

from praya.base.limits import REQUESTS_LIVE_MAX
from praya.kernel import tables as t
from praya.kernel.rare import append_row, put_row
from praya.kernel.state import State

PURGED_PER_BLOCK = 4_096  # bounded work; what is left is purged by later blocks


class RequestBook:
    """The request ids of a state, by participant and id."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._slots: dict[tuple[int, bytes], int] = {}
        self._live: dict[int, int] = {}
        self._expiries: list[tuple[int, int]] = []
        self._free: list[int] = []
        for slot, row in enumerate(state.table("requests")):
            if row[t.REQUEST_PARTICIPANT] == 0:
                self._free.append(slot)
            else:
                self._enter(slot, int(row[t.REQUEST_PARTICIPANT]), row[1:3].tobytes(), int(row[7]))
        heapify(self._free)

    def _enter(self, slot: int, participant: int, request_id: bytes, valid_until: int) -> None:
        self._slots[participant, request_id] = slot
        self._live[participant] = self._live.get(participant, 0) + 1
        heappush(self._expiries, (valid_until, slot))

    def find(self, participant: int, request_id: bytes) -> int | None:
        """The row of a live request id."""
        return self._slots.get((participant, request_id))

    def is_full(self, participant: int) -> bool:
        """Whether a participant keeps as many ids alive as it may."""
        return self._live.get(participant, 0) >= REQUESTS_LIVE_MAX

    def purge(self, block_time: int) -> None:
        """Forget ids that expired before this block; a bounded number."""
        empty = np.zeros(len(t.COLUMNS["requests"]), np.int64)
        for _ in range(PURGED_PER_BLOCK):
            if not self._expiries or self._expiries[0][0] >= block_time:
                return
            _, slot = heappop(self._expiries)
            row = self._state.table("requests")[slot]
            participant, request_id = int(row[t.REQUEST_PARTICIPANT]), row[1:3].tobytes()
            del self._slots[participant, request_id]
            self._live[participant] -= 1
            self._state.reserve_log(empty.size)
            put_row(self._state.store, t.REQUESTS, slot, empty)
            heappush(self._free, slot)

    def remember(self, values: list[int]) -> None:
        """Keep what became of a request: a row of the table, in the columns' order."""
        row = np.array(values, np.int64)
        self._state.reserve_log(row.size + 1)
        if self._free:
            slot = heappop(self._free)
            put_row(self._state.store, t.REQUESTS, slot, row)
        else:
            self._state.reserve(t.REQUESTS, 1)
            slot = int(append_row(self._state.store, t.REQUESTS, row))
        participant = values[t.REQUEST_PARTICIPANT]
        request_id = row[t.REQUEST_ID : t.REQUEST_ID + 2].tobytes()
        self._enter(slot, participant, request_id, values[t.REQUEST_VALID_UNTIL])
