"""The limits of a ledger as the naive one knows them; a simulation may make them small.

The defaults are those of the protocol (`praya.base.limits` and the requests that state their own).
It must not know what a limit is counted against.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of everything there may be."""

    rows_per_block: int
    requests_live: int  # of one participant
    bytes_per_block: int = 8 * 2**20
    purged_per_block: int = 4_096  # expired request ids that one block forgets
    document_bytes: int = 2**18
    lowering_steps: int = 100_000  # a calendar costs one for every eight bytes
    events_pending: int = 65_536
    events_pending_per_issuer: int = 8_192
    records_per_day: int = 256  # asked for by anybody
    records_of_issuers: int = 128  # asked for before issuers may ask for no more
    records_per_issuer: int = 32
