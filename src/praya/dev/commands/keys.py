"""`praya keys`: the key directory of one institution: made, shown, and put into words to register.

Private keys stay in their directory and are never shown.
"""

from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import click

from praya.base.errors import fail
from praya.base.signing import Algorithm, KeyField, Suite
from praya.dev.commands.command import command, option
from praya.dev.commands.facts import Fact, show_facts
from praya.dev.commands.terminal import Terminal
from praya.envelopes.participants import Licence, check_code, participant_from_document
from praya.sdk.institution import Institution
from praya.vault.keyring import Keyring

SUITES: Final = {"hybrid": Suite.HYBRID, "ed25519": Suite.ED25519}
LICENCES: Final = {one.name.lower().replace("_", "-"): one for one in Licence}
_PUBLIC: Final = {
    Algorithm.ED25519: ("ed25519", KeyField.ED25519),
    Algorithm.ML_DSA_65: ("ml_dsa_65", KeyField.ML_DSA_65),
}


@command("keys", more="keys.more")
@click.argument("action", type=click.Choice(["new", "show", "document"]))
@click.argument("folder", metavar="DIR")
@option("--code", metavar="CODE", words="keys.code")
@option("--suite", type=click.Choice(list(SUITES)), default="hybrid", words="keys.suite")
@option("--licence", type=click.Choice(list(LICENCES)), words="keys.licence")
@option("--name-en", metavar="NAME", words="keys.name_en")
@option("--name-zh", metavar="NAME", words="keys.name_zh")
@click.pass_obj
def keys(terminal: Terminal, /, action: str, folder: str, **chosen: str | None) -> None:
    """Make keys, show their public part, or give the document an operator admits them by."""
    path = Path(folder)
    if action == "new":
        code = _needed(chosen["code"], "--code")
        check_code(code)
        _show(terminal, Keyring.create(path, SUITES[str(chosen["suite"])], code), folder)
        terminal.say("keys.made", folder=folder)
    elif action == "show":
        _show(terminal, Keyring.open(path), folder)
    else:
        licence = LICENCES[_needed(chosen["licence"], "--licence")]
        names = (chosen["name_en"], chosen["name_zh"])
        _show_document(terminal, Keyring.open(path), licence, names)


def open_institution(folder: str) -> Institution:
    """The institution whose keys lie in a folder: its code is their label."""
    keyring = Keyring.open(Path(folder))
    check_code(keyring.label)
    return Institution(keyring.label, keyring)


def suite_of(keyring: Keyring) -> Suite:
    """The suite that these keys can sign for."""
    has_both = bool(keyring.public_keys()[KeyField.ML_DSA_65])
    return Suite.HYBRID if has_both else Suite.ED25519


def suite_text(terminal: Terminal, suite: Suite) -> str:
    """A suite by its name, with what it demands."""
    return terminal.words(f"suite.{suite.name.lower()}")


def _needed(value: str | None, name: str) -> str:
    if value is None:
        fail("ARGUMENT_MISSING", name=name, command="praya keys")
    return value


def _show(terminal: Terminal, keyring: Keyring, folder: str) -> None:
    words = terminal.words
    facts: list[Fact] = [
        (words("fact.folder"), folder),
        (words("fact.code"), keyring.label),
        (words("fact.key_number"), str(keyring.number)),
    ]
    data: dict[str, Any] = {"folder": folder, "code": keyring.label, "number": keyring.number}
    public = keyring.public_keys()
    for algorithm, (name, field) in _PUBLIC.items():
        key = public[field]
        if isinstance(key, bytes) and key:
            shown = key.hex() if len(key) <= 32 else f"SHA-256 {sha256(key).hexdigest()}"
            facts.append((algorithm.name.replace("_", "-"), shown))
            data[name] = key.hex()
    show_facts(terminal, facts)
    terminal.data(data)


def _show_document(
    terminal: Terminal, keyring: Keyring, licence: Licence, names: tuple[str | None, str | None]
) -> None:
    """The document in hex: the field `document` of a request to admit a participant."""
    english = names[0] or keyring.label
    institution = Institution(keyring.label, keyring)
    suite = suite_of(keyring)
    made = institution.participant(suite, licence, names=(english, names[1] or english))
    document = made.to_document()
    participant_from_document(document, suite)  # says what is wrong with it before anybody signs
    terminal.line(document.hex())
    terminal.data({"code": keyring.label, "document": document.hex()})
