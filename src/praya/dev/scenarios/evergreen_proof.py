"""The end of the run: one client's proof, and the whole ledger verified by another process."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from praya.base.dates import format_day
from praya.dev.scenarios.evergreen_2023 import CLIENT, Life, money
from praya.intents.supervision.attest_holdings import (
    AttestHoldings,
    find_record,
    holdings_root,
)
from praya.kernel import tables as t
from praya.node.proving import prove_holding
from praya.storage.exports import write_export


def prove_client(life: Life) -> bool:
    """Attest the holdings at the last record, and check one client's proof against the root."""
    life.chapter("evergreen.proof")
    ledger = life.stage.book.ledger
    asset = ledger.asset(life.bond)
    date = int(ledger.state.table("records")[:, t.RECORD_DATE].max())
    record = find_record(ledger, -1 if asset is None else asset, date)
    root = holdings_root(ledger, record)
    life.do(AttestHoldings(life.bond, date, root), "HKSARG")
    proof = prove_holding(ledger, record, CLIENT)
    holds = proof.valid(root)
    told = {
        "day": format_day(date),
        "account": CLIENT,
        "steps": len(proof.path),
        "amount": money(proof.amount),
        "verdict": life.teller.words(f"evergreen.proof.{'holds' if holds else 'fails'}"),
    }
    life.teller.fact(life.teller.words("evergreen.proof.client", **told))
    return holds


def export_and_verify(life: Life, path: Path) -> bool:
    """Write the export; another process verifies it from the hash of the genesis alone."""
    executor = life.stage.book.node.executor
    write_export(path, executor.genesis.encode(), life.stage.book.node.records())
    command = verify_command(path, executor.chain_id)
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    said = _last_json(finished.stdout)
    verified = finished.returncode == 0 and said.get("verified") is True
    verified = verified and said.get("root") == executor.ledger.state.root().hex()
    told = {"blocks": said.get("height", 0), "envelopes": said.get("envelopes", 0)}
    life.teller.fact(life.teller.words("evergreen.proof.export", **told))
    verdict = "evergreen.verified" if verified else "evergreen.not_verified"
    life.teller.fact(life.teller.words(verdict))
    return verified


def verify_command(path: Path, chain_id: bytes) -> list[str]:
    """The command that anybody can repeat."""
    praya = [sys.executable, "-m", "praya"]
    return [*praya, "verify", str(path), "--genesis", chain_id.hex(), "--json"]


def _last_json(text: str) -> dict[str, Any]:
    lines = text.strip().splitlines()
    try:
        found = json.loads(lines[-1]) if lines else {}
    except json.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}
