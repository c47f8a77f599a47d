"""`praya statement check|mint FILE`: what a bank statement would mint, and minting it.

Everything is checked before the ledger's folder is opened for writing, and once more under its
lock: what does not fit writes nothing. It must not know XML.
"""

import sys
from collections.abc import Sequence
from typing import Any, Final

import click

from praya.base.amounts import format_amount, parse_amount
from praya.base.catalogue import ExitClass
from praya.base.dates import format_day
from praya.base.errors import fail
from praya.base.limits import BLOCK_ENVELOPES_MAX
from praya.base.status import Status
from praya.dev.commands.command import command, option
from praya.dev.commands.facts import show_facts
from praya.dev.commands.input_files import read_bytes
from praya.dev.commands.keys import open_institution
from praya.dev.commands.opening import reading, writing
from praya.dev.commands.submit import answer_data, refusals, show_answers
from praya.dev.commands.terminal import RefusalError, Terminal
from praya.intents.issuance.mint_cash import MintCash
from praya.kernel import tables as t
from praya.kernel.ledger import Ledger
from praya.node.clock import SystemClock
from praya.node.execution import Answer
from praya.node.solo import SoloNode
from praya.rails.bank_statement import Statement
from praya.rails.receipts import mints
from praya.rails.statement_file import STATEMENT_BYTES_MAX
from praya.rails.statement_reading import read_statement
from praya.sdk.institution import Institution, Ticket, make_intent

_YES: Final = ("y", "yes", "是")


@command("statement", more="statement.more")
@click.argument("action", type=click.Choice(["check", "mint"]))
@click.argument("file", metavar="FILE")
@option("--dir", "dir", metavar="LEDGER", required=True, words="statement.dir")
@option("--asset", "asset", metavar="CODE", required=True, words="statement.asset")
@option("--account", "account", metavar="ID", required=True, words="statement.account")
@option("--keys", "keys", metavar="DIR", words="statement.keys")
@option("--resume", is_flag=True, words="statement.resume")
@option("--yes", is_flag=True, words="statement.yes")
@click.pass_context
def statement(
    ctx: click.Context, /, action: str, file: str, resume: bool, yes: bool, **chosen: str
) -> None:
    """Read, match and show; for mint, sign and submit; exit class 1 if anything is refused."""
    terminal: Terminal = ctx.obj
    if action == "mint" and chosen["keys"] is None:
        fail("ARGUMENT_MISSING", name="--keys", command="praya statement mint")
    signer = open_institution(chosen["keys"]) if action == "mint" else None
    answers = _run(terminal, signer, file, resume=resume, yes=yes, **chosen)
    if any(refusals(answer) for answer in answers):
        ctx.exit(ExitClass.REFUSED)


def _run(
    terminal: Terminal, signer: Institution | None, file: str, **chosen: Any
) -> Sequence[Answer]:
    """Check, show and, with somebody to sign, mint; the ledger's answers."""
    stated = read_statement(read_bytes(file, STATEMENT_BYTES_MAX))
    folder, asset, account = chosen["dir"], chosen["asset"], chosen["account"]
    ledger = reading(folder).ledger
    requests = mints(stated, ledger, asset, account, resume=chosen["resume"])
    if signer is not None:
        _check_signer(ledger, asset, signer, chosen["keys"])
    told = _told(ledger, stated, requests, asset)
    _show(terminal, stated, requests, told)
    answers: list[Answer] = []
    if signer is None:
        terminal.say("statement.fits" if requests else "statement.nothing_left")
    elif not requests:
        terminal.say("statement.nothing_left")
    else:
        if terminal.interactive and not chosen["yes"]:
            _confirm(terminal, told)
        with writing(folder) as node:
            again = mints(stated, node.executor.ledger, asset, account, resume=chosen["resume"])
            answers = _submit(node, signer, again)
        show_answers(terminal, [one.receipt for one in again], answers)
        _show_minted(terminal, ledger, asset, again, answers)
        told["answers"] = [
            {"receipt": one.receipt, **answer_data(answer, terminal.language)}
            for one, answer in zip(again, answers, strict=False)
        ]
    terminal.data(told)
    return answers


def _check_signer(ledger: Ledger, asset: str, signer: Institution, folder: str) -> None:
    """Only the issuer mints. STATEMENT_SIGNER."""
    number = ledger.asset(asset) or 0
    issuer = ledger.state.cell(t.ASSETS, number, t.ASSET_ISSUER)
    codes = {place: code for code, place in ledger.participant_codes().items()}
    if codes[issuer] != signer.code:
        fail("STATEMENT_SIGNER", dir=folder, signer=signer.code, asset=asset, issuer=codes[issuer])


def _told(
    ledger: Ledger, stated: Statement, requests: Sequence[MintCash], asset: str
) -> dict[str, Any]:
    """What would be minted, as data."""
    value_days = {one.servicer_reference: one.value_day for one in stated.entries}
    return {
        "statement": stated.statement_id,
        "message": stated.message_id,
        "account": stated.account,
        "asset": asset,
        "entries": len(stated.entries),
        "minted_already": len(stated.entries) - len(requests),
        "total": _total(ledger, asset, requests),
        "mints": [
            {
                "receipt": one.receipt,
                "account": one.account,
                "amount": one.amount,
                "value_day": format_day(value_days[one.receipt]),
            }
            for one in requests
        ],
    }


def _total(ledger: Ledger, asset: str, requests: Sequence[MintCash]) -> str:
    """The sum of requests as decimal text of the asset."""
    decimals = ledger.state.cell(t.ASSETS, ledger.asset(asset) or 0, t.ASSET_DECIMALS)
    return format_amount(sum(parse_amount(one.amount, decimals) for one in requests), decimals)


def _show(
    terminal: Terminal, stated: Statement, requests: Sequence[MintCash], told: dict[str, Any]
) -> None:
    """The table of what would be minted, and its facts."""
    words = terminal.words
    headings = ("reference", "account", "amount", "value_day")
    if requests:
        keys = ("receipt", "account", "amount", "value_day")
        rows = [[one[key] for key in keys] for one in told["mints"]]
        terminal.table([words(f"statement.head_{key}") for key in headings], rows, numbers=(2,))
        terminal.line()
    identifier = words("text.bracketed", text=stated.statement_id, detail=stated.message_id)
    show_facts(
        terminal,
        [
            (words("statement.fact_statement"), identifier),
            (words("statement.fact_backing"), stated.account),
            (words("statement.fact_entries"), str(told["entries"])),
            (words("statement.fact_already"), str(told["minted_already"])),
            (words("statement.fact_total"), f"{told['total']} {told['asset']}"),
        ],
    )


def _confirm(terminal: Terminal, told: dict[str, Any]) -> None:
    """Ask the person at the terminal; anything but a yes is a no."""
    values = {"count": len(told["mints"]), "total": told["total"], "asset": told["asset"]}
    print(terminal.words("statement.ask", **values), end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in _YES:
        fail("SIGNING_DECLINED")


def _submit(node: SoloNode, signer: Institution, requests: Sequence[MintCash]) -> list[Answer]:
    """Sign all, judge all, then submit a block at a time, and stop at the first refusal.

    An envelope that would not be let in (a suspended signer, other keys) refuses all before the
    first is submitted.
    """
    ticket = Ticket(node.executor.chain_id, SystemClock().now_ms())
    envelopes = [make_intent(ticket, [signer], one) for one in requests]
    block_time = max(ticket.now_ms, node.executor.block_time)
    for envelope in envelopes:
        status = node.executor.judge(envelope, block_time).status
        if status != Status.APPLIED:
            raise RefusalError(status)
    answers: list[Answer] = []
    for first in range(0, len(envelopes), BLOCK_ENVELOPES_MAX):
        answers += node.submit(envelopes[first : first + BLOCK_ENVELOPES_MAX])
        if any(refusals(answer) for answer in answers):
            break
    return answers


def _show_minted(
    terminal: Terminal,
    ledger: Ledger,
    asset: str,
    requests: Sequence[MintCash],
    answers: Sequence[Answer],
) -> None:
    """How much was minted, which is all of it unless an answer refuses."""
    pairs = zip(requests, answers, strict=False)
    done = [request for request, answer in pairs if not refusals(answer)]
    terminal.line()
    minted = f"{_total(ledger, asset, done)} {asset}"
    show_facts(terminal, [(terminal.words("statement.fact_minted"), minted)])
