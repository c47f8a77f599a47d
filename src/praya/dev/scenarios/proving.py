"""The end of a run: holders' proofs, and the whole ledger verified by another process."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from praya.base.dates import format_day
from praya.dev.scenarios.life import Life, money
from praya.dev.scenarios.plan import Tranche
from praya.intents.supervision.attest_holdings import (
    AttestHoldings,
    find_record,
    holdings_root,
)
from praya.kernel import tables as t
from praya.node.proving import prove_holding
from praya.storage.exports import write_export


def prove_holders(life: Life) -> bool:
    """Attest the holdings at each bond's last record; check one holder's proof against the root."""
    life.chapter("life.proof")
    proven = [_prove(life, tranche) for tranche in life.plan.tranches]
    return all(proven)


def proven_holder(life: Life, tranche: Tranche) -> str:
    """The account whose proof is shown: who bought on the secondary market, else the first."""
    settled = [one.buyer for one in tranche.trades if one.outcome == "settles"]
    if settled:
        return settled[0]
    return tranche.allotments[0].account if tranche.allotments else ""


def _prove(life: Life, tranche: Tranche) -> bool:
    ledger = life.stage.book.ledger
    asset = ledger.asset(tranche.code)
    listed = ledger.state.table("records")
    date = int(listed[listed[:, t.RECORD_ASSET] == asset, t.RECORD_DATE].max())
    record = find_record(ledger, -1 if asset is None else asset, date)
    root = holdings_root(ledger, record)
    life.do(AttestHoldings(tranche.code, date, root), tranche.terms.paying_account)
    holder = proven_holder(life, tranche)
    proof = prove_holding(ledger, record, holder)
    holds = proof.valid(root)
    told = {
        "day": format_day(date),
        "bond": tranche.code,
        "account": holder,
        "steps": len(proof.path),
        "amount": money(proof.amount, tranche.terms.decimals),
        "verdict": life.words(f"life.proof.{'holds' if holds else 'fails'}"),
    }
    life.fact("life.proof.client", **told)
    life.proven[tranche.code] = (holder, proof.amount, date)
    return holds


def export_and_verify(life: Life, path: Path) -> bool:
    """Write the export; another process verifies it from the hash of the genesis alone."""
    executor = life.stage.book.node.executor
    write_export(path, executor.genesis.encode(), life.stage.book.node.records())
    command = verify_command(path, executor.chain_id)
    with life.teller.progress(life.words("life.proof.verifying"), None):
        finished = subprocess.run(command, capture_output=True, text=True, check=False)
    said = _last_json(finished.stdout)
    verified = finished.returncode == 0 and said.get("verified") is True
    verified = verified and said.get("root") == executor.ledger.state.root().hex()
    life.envelopes = int(said.get("envelopes", 0))
    told = {"blocks": said.get("height", 0), "envelopes": life.envelopes}
    life.fact("life.proof.export", **told)
    life.fact("life.verified" if verified else "life.not_verified")
    return verified


def verify_command(path: str | Path, chain_id: bytes) -> list[str]:
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
