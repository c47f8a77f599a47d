"""A whole life from a plan, told step by step: what every run does, in its order."""

from contextlib import ExitStack
from pathlib import Path

from praya.dev.scenarios.ending import give_back, live_on
from praya.dev.scenarios.fiat import BackingBank
from praya.dev.scenarios.life import Integers, Life
from praya.dev.scenarios.opening import admit, mint
from praya.dev.scenarios.plan import Plan
from praya.dev.scenarios.primary import price, settle_primary
from praya.dev.scenarios.secondary import trade
from praya.dev.scenarios.stage import open_stage
from praya.dev.scenarios.teller import Teller

STATEMENTS_FOLDER = "statements"


def live(plan: Plan, folder: Path, teller: Teller, note: str = "") -> Life:
    """Run the whole life in a new folder; the node is left open for proofs and export.

    `note` stands below the title. FOLDER_READ_ONLY, VERIFICATION_FAILED; RefusedByLedgerError
    where the ledger refuses what a run takes for granted.
    """
    chinese = teller.terminal.language == "zh-HK"
    teller.title(teller.words("life.title", name=plan.title[1 if chinese else 0]))
    if note:
        teller.fact(note)
    effects: list[tuple[int, Integers]] = []
    stage = open_stage(folder, plan, lambda height, rows: effects.append((height, rows)))
    life = Life(plan, stage, teller, BackingBank(folder / STATEMENTS_FOLDER), effects)
    with ExitStack() as cut_short:
        cut_short.callback(stage.close)
        for chapter in (admit, mint, price, settle_primary, trade, live_on, give_back):
            chapter(life)
        cut_short.pop_all()
    return life
