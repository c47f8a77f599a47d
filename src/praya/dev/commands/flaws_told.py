"""What a refusal as INTENT_MALFORMED does not say: which fields of the request are wrong.

The envelope is decoded once more, on the machine of whoever asks; no answer depends on it. It must
not know files or folders.
"""

from collections.abc import Sequence
from typing import Any

from praya.base.catalogue import Phrase, Spoken
from praya.base.errors import PrayaError
from praya.base.status import Status
from praya.dev.commands.terminal import Terminal
from praya.envelopes.frame import parse
from praya.envelopes.header import Header
from praya.intents.examining import flaws_in
from praya.intents.flaws import Flaw
from praya.kernel.ledger import Ledger
from praya.node.execution import Answer


def flaws_behind(
    envelope: bytes | memoryview, answer: Answer, ledger: Ledger | None
) -> list[Flaw] | None:
    """The fields at fault where an answer is INTENT_MALFORMED; None for any other answer.

    `ledger` as it stands after the answer: a name that it did not know then may be known now.
    """
    if answer.status != Status.INTENT_MALFORMED:
        return None
    try:
        return flaws_in(parse(bytes(envelope)).header, ledger)
    except PrayaError:
        return []


def show_flaws(terminal: Terminal, name: str, flaws: Sequence[Flaw] | None) -> None:
    """One line for each field, under the name of an envelope; a hint where none is at fault."""
    if flaws is None:
        return
    told: Sequence[Spoken] = flaws or [Phrase("flaw.unnamed")]
    terminal.line()
    for one in told:
        terminal.line(terminal.words("flaw.named", file=name, problems=one))


def flaws_data(terminal: Terminal, flaws: Sequence[Flaw] | None) -> dict[str, Any]:
    """The same for JSON: nothing where there is nothing to say."""
    return {} if flaws is None else {"flaws": [one.facts(terminal.language) for one in flaws]}


def unsent_flaws(header: Header) -> list[Flaw] | None:
    """The fields at fault of a request that nobody has answered; None where none is."""
    return flaws_in(header) or None
