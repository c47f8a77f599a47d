"""An envelope in words: what its signers read, in both languages, with the documents inside it.

It must not know a ledger: everything comes from the bytes.
"""

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any, Final

from praya.base.catalogue import say
from praya.base.errors import PrayaError
from praya.base.signing import Algorithm, Suite
from praya.dev.commands.facts import Fact, show_facts
from praya.dev.commands.participant_view import participant_facts
from praya.dev.commands.terminal import Terminal
from praya.envelopes.batch_columns import BATCH_VERB
from praya.envelopes.frame import Envelope
from praya.envelopes.header import Header
from praya.envelopes.participants import Participant, participant_from_document
from praya.envelopes.summaries import (
    LANGUAGES,
    FieldLabel,
    Labels,
    Shown,
    Summary,
    summarise,
    summarise_rows,
)
from praya.instruments import INSTRUMENTS
from praya.instruments.forms import ATTRIBUTE_NAMES, DAY_TEXT
from praya.instruments.instrument import Spelling
from praya.intents import INTENTS
from praya.intents.governance.admit_participant import AdmitParticipant
from praya.intents.governance.amend_participant import AmendParticipant
from praya.intents.issuance.define_asset import DefineAsset
from praya.intents.schema import ATTRIBUTE_FLAGS, labels_of

ROWS_SHOWN: Final = 10


def summary_of(header: Header) -> Summary:
    """All lines of a header with the words of its verb, in each language."""
    return summarise(header, labels_for(header))


def labels_for(header: Header) -> Labels:
    """The words for the fields of a body; of an asset's terms, too."""
    intent = INTENTS.get(header.verb)
    if intent is None:
        return {}
    labels = labels_of(intent)
    if intent is DefineAsset and header.body is not None:
        labels[3] = replace(labels[3], fields=term_labels(str(header.body.get(2))))
    return labels


def term_labels(instrument: str) -> dict[int, FieldLabel]:
    """The words for the terms of an instrument; none for an unknown one."""
    known = INSTRUMENTS.get(instrument)
    if known is None:
        return {}
    spelling = {number: known.SPELLINGS.get(name) for number, name in known.FIELDS.items()}
    return {
        number: FieldLabel(
            *words,
            shown=Shown.DAY if spelling[number] is DAY_TEXT else Shown.PLAIN,
            flags=ATTRIBUTE_FLAGS if spelling[number] is ATTRIBUTE_NAMES else None,
            names=_choice_names(spelling[number]),
        )
        for number, words in known.LABELS.items()
    }


def _choice_names(spelling: Spelling | None) -> Mapping[int, tuple[str, str]] | None:
    """The words of a field's choices, if it has any."""
    return None if spelling is None else spelling.names


def title_of(verb: str) -> tuple[str, str]:
    """What a verb is called in each language; the verb itself if it is not known."""
    if verb == BATCH_VERB:
        return "Batch of movements", "批次轉移"
    intent = INTENTS.get(verb)
    return (verb, verb) if intent is None else intent.TITLE


def show_summary(terminal: Terminal, header: Header) -> None:
    """The summary in both languages, one below the other.

    Nothing is left out but the bytes of a participant's document that is shown in words instead.
    """
    summary, titles = summary_of(header), title_of(header.verb)
    inside = participant_inside(header)
    for language, title in zip(LANGUAGES, titles, strict=True):
        terminal.line(title)
        lines = summary[language]
        if inside is not None:
            lines = [_shortened(line, inside.to_document(), language) for line in lines]
        show_facts(terminal, lines, indent=2)
        if inside is not None:
            show_facts(terminal, participant_facts(inside, language), indent=4)
        terminal.line()


def show_rows(terminal: Terminal, envelope: Envelope, everything: bool) -> None:
    """The detached rows, the first ones unless all are wanted."""
    columns = envelope.columns()
    if not columns or envelope.header.section is None:
        return
    count = envelope.header.section.row_count
    shown = count if everything else min(count, ROWS_SHOWN)
    rows = zip(*(column[:shown].tolist() for column in columns.values()), strict=True)
    cells = [(str(number), *map(str, row)) for number, row in enumerate(rows, start=1)]
    headings = [terminal.words("fact.row"), *columns]
    terminal.table(headings, cells, numbers=tuple(range(len(headings))))
    if shown < count:
        terminal.say("show.more_rows", shown=shown, count=f"{count:,}")


def envelope_data(envelope: Envelope, everything: bool) -> dict[str, Any]:
    """An envelope as JSON: its header in words, its rows, who signed."""
    header = envelope.header
    columns = envelope.columns()
    shown = None if everything else ROWS_SHOWN
    return {
        "id": envelope.id.hex(),
        "verb": header.verb,
        "acting": list(header.acting),
        "chain_id": header.chain_id.hex(),
        "request_id": header.request_id.hex(),
        "valid_until": header.valid_until,
        "summary": summary_of(header),
        "rows": summarise_rows({name: column[:shown] for name, column in columns.items()})["en"],
        "signatures": [
            {
                "acting": header.acting[entry.acting_index],
                "key": entry.key_number,
                "algorithm": Algorithm(entry.algorithm).name,
            }
            for entry in envelope.signatures
            if entry.acting_index < len(header.acting)
        ],
    }


def signature_facts(terminal: Terminal, envelope: Envelope) -> list[Fact]:
    """Who put which signature under it; whether it is good is for a ledger to say."""
    label = terminal.words("fact.signature")
    acting = dict(enumerate(envelope.header.acting))
    return [
        (
            label,
            f"{acting.get(entry.acting_index, '?')}, {Algorithm(entry.algorithm).name}, "
            f"{terminal.words('fact.key_number')} {entry.key_number}",
        )
        for entry in envelope.signatures
    ]


def participant_inside(header: Header) -> Participant | None:
    """The participant whose document a request carries, if it is well formed."""
    intent = INTENTS.get(header.verb)
    if intent not in (AdmitParticipant, AmendParticipant) or header.body is None:
        return None
    document = header.body.get(1)
    for suite in Suite:
        try:
            return participant_from_document(
                document if isinstance(document, bytes) else b"", suite
            )
        except PrayaError:
            continue
    return None


def _shortened(line: Fact, document: bytes, language: str) -> Fact:
    """The document as its size and digest: what it says stands below, in words."""
    label, value = line
    if value != document.hex():
        return line
    size, digest = f"{len(document):,}", sha256(document).hexdigest()
    return label, say("show.document", language, size=size, digest=digest)
