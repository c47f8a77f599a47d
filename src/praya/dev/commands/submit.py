"""`praya submit DIR FILE...`: envelopes into a ledger, byte for byte, in the order given.

When an answer is shown, it is durable. A refusal is an answer too, and ends with exit class 1.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

import click
import numpy as np

from praya.base.catalogue import ExitClass, explain
from praya.base.limits import ENVELOPE_BYTES_MAX
from praya.base.status import Status
from praya.dev.commands.command import command
from praya.dev.commands.flaws_told import flaws_behind, flaws_data, show_flaws
from praya.dev.commands.input_files import read_bytes
from praya.dev.commands.opening import writing
from praya.dev.commands.terminal import Terminal
from praya.node.execution import NOT_RECORDED, Answer

_ROWS_NAMED: Final = 5  # refused rows that are named one by one


@command("submit", more="submit.more")
@click.argument("folder", metavar="DIR")
@click.argument("files", nargs=-1, required=True)
@click.pass_context
def submit(ctx: click.Context, folder: str, files: tuple[str, ...]) -> None:
    """Read every file, then submit them all; exit class 1 if anything in them was refused."""
    terminal: Terminal = ctx.obj
    envelopes = [read_bytes(file, ENVELOPE_BYTES_MAX) for file in files]
    with writing(folder) as node:
        answers = node.submit(envelopes)
        ledger = node.executor.ledger
        pairs = zip(envelopes, answers, strict=True)
        flaws = [flaws_behind(envelope, answer, ledger) for envelope, answer in pairs]
    show_answers(terminal, files, answers)
    for file, found in zip(files, flaws, strict=True):
        show_flaws(terminal, file, found)
    told = [
        {"file": file, **answer_data(answer, terminal.language), **flaws_data(terminal, found)}
        for file, answer, found in zip(files, answers, flaws, strict=True)
    ]
    terminal.data({"answers": told})
    if any(answer.status != Status.APPLIED or refused_rows(answer) for answer in answers):
        ctx.exit(ExitClass.REFUSED)


def show_answers(terminal: Terminal, names: Sequence[str], answers: Sequence[Answer]) -> None:
    """A line for each answer, then an explanation of each status that refuses something."""
    headings = [terminal.words(f"submit.{key}") for key in ("file", "status", "height", "rows")]
    cells = [
        (name, _status_text(terminal, answer), _place(terminal, answer), _rows(answer))
        for name, answer in zip(names, answers, strict=True)
    ]
    terminal.table(headings, cells, numbers=(2, 3))
    for name, answer in zip(names, answers, strict=True):
        for place, status in refused_rows(answer)[:_ROWS_NAMED]:
            row = terminal.words(
                "submit.row", file=name, row=place, status=_named(terminal, status)
            )
            terminal.line(row)
    for status in sorted({status for answer in answers for status in refusals(answer)}):
        entry = explain(status, terminal.language)
        terminal.line()
        named = _named(terminal, status)
        terminal.line(terminal.words("text.told", what=named, told=entry.what))
        terminal.line("  " + terminal.words("error.why", why=entry.why))
        terminal.line("  " + terminal.words("error.cure", cure=entry.cure))


def answer_data(answer: Answer, language: str) -> dict[str, Any]:
    """An answer as JSON; why and cure where it refuses, no place where it is in no block."""
    data: dict[str, Any] = {
        "code": answer.status.name,
        "status": int(answer.status),
        "height": answer.height if recorded(answer) else None,
        "index": answer.index if recorded(answer) else None,
        "rows_applied": answer.rows_applied,
        "repeated": answer.repeated,
    }
    if answer.status != Status.APPLIED:
        data |= explain(answer.status, language)._asdict()
    counted = Counter(status.name for _, status in refused_rows(answer))
    return {**data, "rows_refused": dict(counted)}


def recorded(answer: Answer) -> bool:
    """Whether the envelope is in a block; one refused before the journal is in none."""
    return answer.index != NOT_RECORDED


def refused_rows(answer: Answer) -> list[tuple[int, Status]]:
    """Rows that were not applied, counted from 1, with their statuses."""
    places = np.flatnonzero(answer.statuses).tolist()
    return [(place + 1, Status(int(answer.statuses[place]))) for place in places]


def refusals(answer: Answer) -> set[Status]:
    """Every status in an answer that refuses something."""
    found = {status for _, status in refused_rows(answer)} | {answer.status}
    return found - {Status.APPLIED}


def _status_text(terminal: Terminal, answer: Answer) -> str:
    shown = _named(terminal, answer.status)
    return f"{shown} {terminal.words('submit.repeated')}" if answer.repeated else shown


def _place(terminal: Terminal, answer: Answer) -> str:
    if recorded(answer):
        return f"{answer.height}.{answer.index}"
    return f"– {terminal.words('submit.unrecorded')}"


def _rows(answer: Answer) -> str:
    count = len(answer.statuses)
    return str(answer.rows_applied) if not count else f"{answer.rows_applied} / {count}"


def _named(terminal: Terminal, status: Status) -> str:
    if status == Status.APPLIED:
        return status.name
    return terminal.words("text.bracketed", text=status.name, detail=int(status))
