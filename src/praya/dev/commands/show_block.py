"""A block and an envelope of a ledger in words, with what was answered.

The answers are not stored in the journal: the block is executed again, and must say what it said.
"""

from typing import Any, Final

from praya.base.errors import PrayaError, fail
from praya.base.status import Status
from praya.dev.commands.envelope_view import (
    envelope_data,
    show_rows,
    show_summary,
    signature_facts,
    title_of,
)
from praya.dev.commands.facts import Fact, show_facts
from praya.dev.commands.flaws_told import flaws_behind, flaws_data, show_flaws
from praya.dev.commands.submit import answer_data, show_answers
from praya.dev.commands.supply import amount_text
from praya.dev.commands.terminal import Terminal
from praya.dev.commands.times import day_text, time_text
from praya.envelopes.frame import Envelope, parse
from praya.kernel import tables as t
from praya.node.folders import find_ledger
from praya.node.reading import Block, read_block
from praya.storage.disk import FolderDisk

_EFFECTS_SHOWN: Final = 20


def show_block(terminal: Terminal, folder: str, height: int, *, everything: bool) -> None:
    """The header of a block, its envelopes with their answers, and what the ledger itself paid."""
    block = read_block(FolderDisk(str(find_ledger(folder))), height)
    show_facts(terminal, _header_facts(terminal, block))
    place = int(terminal.language != "en")
    cells = []
    for index, (data, answer) in enumerate(zip(block.envelopes, block.answers, strict=True)):
        envelope = _parsed(data)
        verb, acting = "?", "?"
        if envelope is not None:
            title = title_of(envelope.header.verb)[place]
            verb = terminal.words("text.bracketed", text=title, detail=envelope.header.verb)
            acting = ", ".join(envelope.header.acting)
        status = answer.status.name
        cells.append((str(index), verb, acting, status, str(answer.rows_applied)))
    if cells:
        terminal.line()
        headings = [terminal.words(f"block.{key}") for key in ("index", "verb", "acting")]
        headings += [terminal.words(f"submit.{key}") for key in ("status", "rows")]
        terminal.table(headings, cells, numbers=(0, 4))
    _show_effects(terminal, block, everything)
    terminal.data(_block_data(terminal, block))


def show_envelope(
    terminal: Terminal, folder: str, height: int, index: int, *, everything: bool
) -> None:
    """One envelope of a block from its bytes, and the answer to it."""
    block = read_block(FolderDisk(str(find_ledger(folder))), height)
    if index >= len(block.envelopes):
        fail("ENVELOPE_UNKNOWN", height=height, index=index, count=len(block.envelopes))
    envelope, answer = parse(block.envelopes[index]), block.answers[index]
    show_summary(terminal, envelope.header)
    show_rows(terminal, envelope, everything)
    words = terminal.words
    facts = [(words("fact.envelope_id"), envelope.id.hex()), *signature_facts(terminal, envelope)]
    show_facts(terminal, facts)
    terminal.line()
    place = f"{height}.{index}"
    show_answers(terminal, [place], [answer])
    flaws = flaws_behind(block.envelopes[index], answer, block.executor.ledger)
    show_flaws(terminal, place, flaws)
    answered = {**answer_data(answer, terminal.language), **flaws_data(terminal, flaws)}
    terminal.data({**envelope_data(envelope, everything), "answer": answered})


def _header_facts(terminal: Terminal, block: Block) -> list[Fact]:
    header, words = block.header, terminal.words
    facts = [
        (words("fact.height"), f"{header.height:,}"),
        (words("fact.block_time"), time_text(header.block_time)),
        (words("fact.date"), day_text(header.business_date)),
        (words("fact.header"), header.hash().hex()),
        (words("fact.root"), header.state_root.hex()),
        (words("fact.envelopes_root"), header.envelopes_root.hex()),
        (words("fact.results_digest"), header.results_digest.hex()),
        (words("fact.headers_root"), header.headers_root.hex()),
        (words("fact.chain"), header.chain_id.hex()),
    ]
    return facts + [(words("fact.skip"), digest.hex()) for _, digest in header.skips]


def _show_effects(terminal: Terminal, block: Block, everything: bool) -> None:
    """What moved without a row of its own: the payments an event spread over its holders."""
    if not len(block.effects):
        return
    ledger, state = block.executor.ledger, block.executor.ledger.state
    shown = block.effects if everything else block.effects[:_EFFECTS_SHOWN]
    cells = []
    for _, position, delta in shown.tolist():
        asset = state.cell(t.EXTENTS, position >> 6, t.EXTENT_ASSET)
        account = state.cell(t.POSITIONS, position, t.POSITION_ACCOUNT)
        amount = amount_text(ledger, asset, delta)
        cells.append((ledger.account_code(account), ledger.asset_code(asset), amount))
    terminal.line()
    terminal.line(terminal.words("block.effects"))
    headings = [terminal.words(f"balances.head_{key}") for key in ("account", "asset")]
    terminal.table([*headings, terminal.words("block.amount")], cells, numbers=(2,))
    if len(shown) < len(block.effects):
        terminal.say("show.more_rows", shown=len(shown), count=f"{len(block.effects):,}")


def _block_data(terminal: Terminal, block: Block) -> dict[str, Any]:
    header = block.header
    envelopes = []
    for data, answer in zip(block.envelopes, block.answers, strict=True):
        envelope = _parsed(data)
        stated: dict[str, Any] = {"bytes": len(data)}
        if envelope is not None:
            stated |= {"id": envelope.id.hex(), "verb": envelope.header.verb}
            stated["acting"] = list(envelope.header.acting)
        envelopes.append({**stated, "answer": answer_data(answer, terminal.language)})
    return {
        "height": header.height,
        "block_time": header.block_time,
        "business_date": day_text(header.business_date),
        "header": header.hash().hex(),
        "root": header.state_root.hex(),
        "envelopes_root": header.envelopes_root.hex(),
        "results_digest": header.results_digest.hex(),
        "headers_root": header.headers_root.hex(),
        "chain_id": header.chain_id.hex(),
        "skips": [digest.hex() for _, digest in header.skips],
        "envelopes": envelopes,
        "refused": sum(answer.status != Status.APPLIED for answer in block.answers),
        "effects": len(block.effects),
    }


def _parsed(data: bytes) -> Envelope | None:
    """An envelope; a network's block may hold bytes that are none, refused as such."""
    try:
        return parse(data)
    except PrayaError:
        return None
