"""Founding a ledger on another: a genesis that carries a snapshot; a solo book becomes a network.

The new chain has an id of its own and goes on from the height, balances, documents and live
request ids of the old one; envelopes of the old chain are refused on the new.
"""

from praya.node.execution import Executor
from praya.node.genesis import Genesis
from praya.storage.snapshots import snapshot_bytes


def found_on(executor: Executor, name: str) -> tuple[Genesis, bytes]:
    """The genesis that goes on from a ledger's last closed block, and the snapshot it carries."""
    header, sections = executor.snapshot_parts()
    state = executor.ledger.state
    genesis = Genesis(
        name=name,
        suite=executor.genesis.suite,
        business_date=state.business_date,
        block_time=executor.block_time,
        calendar=executor.genesis.calendar,
        calendars=(),
        participants=(),
        snapshot=(executor.height, state.root()),
    )
    return genesis, snapshot_bytes(executor.height, header, sections)
