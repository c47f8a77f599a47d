"""`praya explain [CODE]`: what a status or an error means, why it came and what to do.

It reads the catalogue only: no ledger, no folder, no network.
"""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, NamedTuple

import click

from praya.base.catalogue import ERRORS, STATUSES, exit_class, explain
from praya.base.errors import fail
from praya.base.status import Status
from praya.dev.commands.command import command
from praya.dev.commands.terminal import Terminal


class Finding(NamedTuple):
    """One code of the catalogue: a Status, or the name of an error."""

    code: Status | str

    @property
    def name(self) -> str:
        """The code as people write it."""
        return self.code.name if isinstance(self.code, Status) else self.code


@command("explain", more="explain.more")
@click.argument("code", required=False)
@click.pass_obj
def explain_code(terminal: Terminal, code: str | None) -> None:
    """Explain one code, or list all. An unknown code is CODE_UNKNOWN."""
    if code is None:
        _show_list(terminal)
        return
    found = list(_found(code))
    if not found:
        fail("CODE_UNKNOWN", name=code, near=_near(code))
    for finding in found:
        _show(terminal, finding)
    terminal.data({"entries": [_as_data(terminal, finding) for finding in found]})


def _all() -> list[Finding]:
    return [*map(Finding, STATUSES), *map(Finding, ERRORS)]


def _found(code: str) -> Iterator[Finding]:
    """A name may stand for a status and for an error (WRONG_CHAIN does); a number for a status."""
    wanted = code.strip().upper().replace("-", "_")
    for finding in _all():
        number = str(int(finding.code)) if isinstance(finding.code, Status) else None
        if wanted in (finding.name, number):
            yield finding


def _near(code: str) -> list[str]:
    names = [finding.name for finding in _all()]
    return get_close_matches(code.upper().replace("-", "_"), names)


def _show(terminal: Terminal, finding: Finding) -> None:
    entry = explain(finding.code, terminal.language)
    kind = _kind(terminal, finding)
    terminal.line(terminal.words("text.bracketed", text=finding.name, detail=kind))
    terminal.line(f"  {entry.what}")
    terminal.line(f"  {terminal.words('error.why', why=entry.why)}")
    terminal.line(f"  {terminal.words('error.cure', cure=entry.cure)}")


def _kind(terminal: Terminal, finding: Finding) -> str:
    ends = int(exit_class(finding.code))
    if isinstance(finding.code, Status):
        return terminal.words("explain.status", number=int(finding.code), ends=ends)
    return terminal.words("explain.error", ends=ends)


def _show_list(terminal: Terminal) -> None:
    headings = [terminal.words(f"explain.{name}") for name in ("number", "code", "what")]
    rows = [
        (
            str(int(finding.code)) if isinstance(finding.code, Status) else "",
            finding.name,
            explain(finding.code, terminal.language).what,
        )
        for finding in _all()
    ]
    terminal.table(headings, rows, numbers=(0,))
    terminal.data({"entries": [_as_data(terminal, finding) for finding in _all()]})


def _as_data(terminal: Terminal, finding: Finding) -> dict[str, Any]:
    data: dict[str, Any] = {"code": finding.name}
    if isinstance(finding.code, Status):
        data["status"] = int(finding.code)
    data["exit"] = int(exit_class(finding.code))
    return {**data, **explain(finding.code, terminal.language)._asdict()}
