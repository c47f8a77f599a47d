"""A small ledger made by the commands themselves, and how a test speaks to them."""

import io
import json
import os
import pty
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout, suppress
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, NamedTuple

from praya.cli import run

SUITE = ("--suite", "ed25519")  # fast; one test has both signatures
CASH = {
    "code": "HKD",
    "instrument": "cash_token",
    "terms": {
        "currency": "HKD",
        "decimals": 2,
        "issue_limit": "100000.00",
        "required_attributes": ["IDENTIFIED"],
    },
}
ACCOUNTS = {
    "accounts": [
        {"code": "BANKA.HOUSE", "kind": "house", "attributes": ["IDENTIFIED"]},
        {"code": "BANKA.C1", "kind": "client", "attributes": []},
        {"code": "BANKA.C2", "kind": 0, "attributes": 1},
    ],
    "assets": ["HKD"],
}
MINT = {"asset": "HKD", "amount": "1000.00", "account": "BANKA.HOUSE", "receipt": "rtgs-1"}
PAY = {
    "asset": "HKD",
    "amount": "40.00",
    "source": "BANKA.HOUSE",
    "target": "BANKA.C2",
    "reference": "invoice 7",
}


class Ended(NamedTuple):
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The last line of stdout as JSON."""
        return json.loads(self.out.splitlines()[-1])

    @property
    def error(self) -> str:
        """The code of the error it ended with."""
        return str(self.data["error"]["code"])


def praya(*arguments: str) -> Ended:
    """Run one command line in this process."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run(arguments)
    return Ended(int(code), out.getvalue(), err.getvalue())


def done(*arguments: str) -> Any:
    """The data of a command that must end well."""
    ended = praya(*arguments, "--json")
    assert ended.code == 0, ended
    return ended.data


def at_terminal(*arguments: str, typed: str = "") -> Ended:
    """Run a command in a process of its own whose stdin and stderr are a terminal."""
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "praya", *arguments],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "LC_ALL": "C.UTF-8"},
    )
    os.close(theirs)
    os.write(ours, typed.encode())
    shown = b""
    with suppress(OSError):  # the terminal is gone when its last process is
        while part := os.read(ours, 65_536):
            shown += part
    out, _ = child.communicate(timeout=600)
    os.close(ours)
    return Ended(child.returncode, out.decode(), shown.decode())


class Shelf:
    """A folder with keys, a ledger, and envelopes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ledger = str(folder / "ledger")
        self.operator = str(folder / "operator")
        self.bank = str(folder / "bank")

    @property
    def chain(self) -> str:
        return str(done("show", self.ledger)["chain_id"])

    def write(self, value: object) -> str:
        """A new JSON file."""
        path = self.folder / f"{len(list(self.folder.glob('*.json')))}.json"
        path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
        return str(path)

    def sign(self, verb: str, body: object, keys: str, *more: str, chain: str = "") -> str:
        """The name of a new envelope."""
        envelope = str(self.folder / f"{len(list(self.folder.glob('*.env')))}.env")
        where = ("--keys", keys, "--chain", chain or self.chain, "--out", envelope)
        done("sign", verb, self.write(body), *where, *more)
        return envelope


def shelf(folder: Path) -> Shelf:
    """A copy of the shelf that all tests start from, in a folder that is not there yet."""
    shutil.copytree(_first(), folder)
    return Shelf(folder)


@cache
def _first() -> Path:
    made = make_shelf(Path(mkdtemp()) / "shelf", SUITE)
    fill(made)
    return made.folder


def make_shelf(folder: Path, suite: tuple[str, ...]) -> Shelf:
    """Two key directories, and a ledger whose operator is the first."""
    made = Shelf(folder)
    done("keys", "new", made.operator, "--code", "HKMA", *suite)
    done("keys", "new", made.bank, "--code", "BANKA", *suite)
    named = ("--name", "Pilot", "--date", "2026-11-20", "--segment-mib", "2")
    done("init", made.ledger, "--keys", made.operator, *named, *suite)
    return made


def fill(made: Shelf) -> None:
    """Admit the bank, define cash, open accounts, mint, pay: five envelopes in three blocks."""
    names = ("--name-en", "Bank A", "--name-zh", "甲銀行")
    document = done("keys", "document", made.bank, "--licence", "bank", *names)["document"]
    admit = made.sign("governance.admit_participant", {"document": document}, made.operator)
    done("submit", made.ledger, admit)
    define = made.sign("issuance.define_asset", CASH, made.operator)
    accounts = made.sign("accounts.open_accounts", ACCOUNTS, made.bank)
    mint = made.sign("issuance.mint_cash", MINT, made.operator)
    done("submit", made.ledger, define, accounts, mint)
    done("submit", made.ledger, made.sign("settlement.transfer", PAY, made.bank))
