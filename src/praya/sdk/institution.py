"""An institution that acts on a ledger: its code, its keys, and the envelopes it signs.

Keys stay with their institution. Where several must sign, each is given the header and adds its
own signatures; nobody holds another's keys.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from praya.base.errors import fail
from praya.base.signing import KeyKind, Suite
from praya.envelopes.batch_columns import BATCH_VERB
from praya.envelopes.frame import build, pack_section
from praya.envelopes.header import Batch, Header, encode_header
from praya.envelopes.keys import KeyPolicy, PolicyRule, key_set_from_map
from praya.envelopes.participants import Licence, Participant, Role
from praya.envelopes.signatures import SignatureEntry, read_entry
from praya.intents.examining import flaws_in_body, flaws_of
from praya.intents.schema import body_of
from praya.kernel.rows import COLUMN_TYPES, Rows
from praya.vault.keyring import Keyring

REQUEST_VALID_FOR_MS = 86_400_000  # a day: long enough to send again after an outage
SEED_BYTES = 32
REQUEST_ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class Institution:
    """One participant with a keyring of its own."""

    code: str
    keyring: Keyring

    def participant(
        self,
        suite: Suite,
        licence: Licence,
        roles: tuple[Role, ...] = (),
        *,
        names: tuple[str, str] | None = None,
        lei: str = "",
    ) -> Participant:
        """What is registered of it: one institutional key set, which may do everything."""
        english, chinese = names or (self.code, self.code)
        return Participant(
            code=self.code,
            name_en=english,
            name_zh=chinese,
            lei=lei,
            licence=licence,
            licence_expiry=0,
            roles=roles,
            key_sets=(key_set_from_map(self.keyring.public_keys(), suite),),
            policy=KeyPolicy((PolicyRule("*", 1, kinds=(KeyKind.INSTITUTION,)),)),
        )

    def sign(self, header: bytes, acting_index: int) -> list[SignatureEntry]:
        """Its signatures on a header, in the place it acts in."""
        return [read_entry(entry) for entry in self.keyring.sign(header, acting_index)]


@dataclass(frozen=True, slots=True)
class Ticket:
    """When and for which ledger an envelope is made."""

    chain_id: bytes
    now_ms: int

    def header(self, institutions: Sequence[Institution], verb: str, **parts: Any) -> Header:
        """A header with a fresh request id, valid for a day."""
        return Header(
            chain_id=self.chain_id,
            acting=tuple(institution.code for institution in institutions),
            request_id=os.urandom(REQUEST_ID_BYTES),
            valid_until=self.now_ms + REQUEST_VALID_FOR_MS,
            verb=verb,
            **parts,
        )


def sign_all(header: Header, institutions: Sequence[Institution], section: bytes = b"") -> bytes:
    """The envelope, signed by each institution in the order they act."""
    encoded = encode_header(header)
    entries = [
        entry
        for index, institution in enumerate(institutions)
        for entry in institution.sign(encoded, index)
    ]
    return build(encoded, section, entries)


def make_intent(
    ticket: Ticket,
    institutions: Sequence[Institution],
    intent: Any,
    columns: Mapping[str, Any] | None = None,
) -> bytes:
    """An envelope of one intent, signed by those who act; the first asks.

    Raises REQUEST_FLAWED, with every field that is wrong: no ledger would take the request.
    """
    demand_flawless(intent, institutions)
    described, section = pack_section(columns) if columns else (None, b"")
    header = ticket.header(
        institutions,
        intent.VERB,
        seed=os.urandom(SEED_BYTES),
        section=described,
        body=body_of(intent),
    )
    return sign_all(header, institutions, section)


def demand_flawless(intent: Any, institutions: Sequence[Institution]) -> None:
    """Nothing is wrong with the fields of a request, as far as one can see without a ledger.

    Raises REQUEST_FLAWED.
    """
    acting = tuple(institution.code for institution in institutions)
    found = flaws_in_body(type(intent), body_of(intent)) or flaws_of(intent, acting)
    if found:
        fail("REQUEST_FLAWED", verb=intent.VERB, problems=found)


def make_batch(
    ticket: Ticket, institutions: Sequence[Institution], rows: Rows, batch: Batch
) -> bytes:
    """An envelope of one batch: its columns as they are, and the summary that is enforced."""
    names = [name for name, _ in COLUMN_TYPES]
    columns = dict(zip(names, rows.columns, strict=True))
    described, section = pack_section(columns)
    header = ticket.header(institutions, BATCH_VERB, section=described, batch=batch)
    return sign_all(header, institutions, section)
