"""`python -m praya.proofs FILE`: the stand-alone verifier, for somebody without a ledger.

It loads this package and the foundation below it, nothing else of Praya. It must not know any
ledger, key or request.
"""

import json
import os
import sys
from pathlib import Path
from typing import Final, NoReturn

from praya.base.catalogue import ExitClass, exit_class, explain, language_for, say
from praya.base.errors import PrayaError, fail
from praya.proofs.files import PROOF_BYTES_MAX, check_trust, verify_proof
from praya.proofs.telling import proof_data, proof_facts, trust_words

_VALUES: Final = ("--head", "--genesis", "--lang")
_COMMAND: Final = "python -m praya.proofs"


def main(arguments: list[str]) -> ExitClass:
    """Verify one file and say what it proves; how the process ends."""
    asked = {"LANG": _stated(arguments, "--lang")}
    language = language_for(asked if "--lang" in arguments else os.environ)
    try:
        _verify(arguments, language)
    except PrayaError as problem:
        entry = explain(problem.code, language, **problem.values)
        first = say("text.told", language, what=problem.code, told=entry.what)
        for line in (first, entry.why, entry.cure):
            print(_printable(line), file=sys.stderr)
        if "--json" in arguments:
            print(json.dumps({"verified": False, "error": {"code": problem.code}}))
        return exit_class(problem.code)
    return ExitClass.DONE


def _verify(arguments: list[str], language: str) -> None:
    if "--help" in arguments or not arguments:
        print(say("proof.usage", language))
        return
    file = _file(arguments)
    head, genesis = _digest(arguments, "--head"), _digest(arguments, "--genesis")
    try:
        with Path(file).open("rb") as opened:
            content = opened.read(PROOF_BYTES_MAX + 1)
    except OSError as problem:
        fail("FILE_UNREADABLE", file=file, cause=problem.strerror)
    proof = verify_proof(content)
    check_trust(proof, head, genesis)
    if "--json" in arguments:
        print(json.dumps(proof_data(proof, head), ensure_ascii=False))
        return
    print(_printable(say("proof.verified", language, statement=proof.statement[language])))
    mark = "：" if language == "zh-HK" else ": "
    for label, value in proof_facts(proof, language):
        print(f"  {label}{mark}{value}")
    key, values = trust_words(proof, head)
    print(say(key, language, **values))  # beside the claim: it says what that is worth


def _file(arguments: list[str]) -> str:
    """The one argument that is no option. ARGUMENT_MISSING, ARGUMENT_UNEXPECTED, OPTION_UNKNOWN."""
    found = []
    for place, argument in enumerate(arguments):
        if place and arguments[place - 1] in _VALUES:
            continue
        if not argument.startswith("--"):
            found.append(argument)
        elif argument not in (*_VALUES, "--json"):
            fail("OPTION_UNKNOWN", name=argument, near=_VALUES, command=_COMMAND)
    if not found:
        fail("ARGUMENT_MISSING", name="FILE", command=_COMMAND)
    if len(found) > 1:
        fail("ARGUMENT_UNEXPECTED", command=_COMMAND, extra=found[1])
    return found[0]


def _digest(arguments: list[str], name: str) -> bytes | None:
    """The 32 bytes of an option, if it is given. VALUE_REFUSED."""
    if name not in arguments:
        return None
    text = _stated(arguments, name)
    try:
        found = bytes.fromhex(text)
    except ValueError:
        found = b""
    if len(text) != 64 or len(found) != 32:
        fail("VALUE_REFUSED", name=name, accepted="[0-9a-f]{64}", command=_COMMAND)
    return found


def _stated(arguments: list[str], name: str) -> str:
    """What stands after an option."""
    place = arguments.index(name) + 1 if name in arguments else len(arguments)
    return arguments[place] if place < len(arguments) else ""


def _printable(text: str) -> str:
    """Names out of a file must not steer a terminal."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode()
        for letter in text
    )


def _run() -> NoReturn:
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show Chinese gets escapes, never a traceback.
        getattr(stream, "reconfigure", lambda **_: None)(errors="backslashreplace")
    sys.exit(int(main(sys.argv[1:])))


if __name__ == "__main__":
    _run()
