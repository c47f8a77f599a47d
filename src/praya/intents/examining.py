"""Which fields of a request are wrong: looked at before it is sent, or again after a refusal.

Nothing is said where lowering would not refuse, and no replica asks: see `praya.intents.flaws`.
"""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from praya.base.catalogue import Phrase
from praya.envelopes.header import Header
from praya.intents import INTENTS
from praya.intents.flaws import FORMS, Around, Flaw
from praya.intents.schema import is_form, may_be_absent, read_intent
from praya.kernel.ledger import Ledger


def flaws_in(header: Header, ledger: Ledger | None = None) -> list[Flaw]:
    """What is wrong with the request in a header; nothing for a batch or a verb nobody knows."""
    intent = INTENTS.get(header.verb)
    if intent is None or header.body is None:
        return []
    found = flaws_in_body(intent, header.body)
    if found:
        return found
    return flaws_of(read_intent(intent, header.body), header.acting, ledger)


def flaws_in_body(intent: type[Any], body: Mapping[int, object]) -> list[Flaw]:
    """Fields that are missing, unknown or of another form than the request declares."""
    declared = {one.metadata["number"]: one for one in fields(intent)}
    found = []
    for number, one in declared.items():
        if number not in body:
            if not may_be_absent(one):
                missing = Phrase("flaw.missing", {"name": one.name})
                found.append(Flaw(one.name, missing, is_there=False))
        elif not is_form(one.metadata["kind"], body[number]):
            found.append(Flaw(one.name, FORMS[one.metadata["kind"]]))
    for number in body:
        if number not in declared:
            unknown = Phrase("flaw.unknown", {"name": number})
            found.append(Flaw(str(number), unknown, is_there=False))
    return found


def flaws_of(intent: Any, acting: tuple[str, ...] = (), ledger: Ledger | None = None) -> list[Flaw]:
    """What is wrong with the values of a request; with a ledger also what only it can tell.

    The fields have their forms: `flaws_in_body` looks at these.
    """
    own = getattr(intent, "flaws", None)  # not every request has rules beyond the forms
    return [] if own is None else list(own(Around(acting, ledger)))
