"""Names that people type, looked up on a ledger, or refused with the names that are near."""

from collections.abc import Iterable
from difflib import get_close_matches

from praya.base.errors import fail
from praya.kernel import tables as t
from praya.kernel.ledger import Ledger


def find_asset(ledger: Ledger, code: str) -> int:
    """An asset's number. NAME_UNKNOWN."""
    found = ledger.asset(code) if _can_be(code) else None
    if found is None:
        _refuse(code, (ledger.asset_code(one) for one in range(ledger.state.rows(t.ASSETS))))
    return found or 0


def find_account(ledger: Ledger, code: str) -> int:
    """An account's number. NAME_UNKNOWN."""
    found = ledger.account(code) if _can_be(code) else None
    if found is None:
        _refuse(code, (ledger.account_code(one) for one in range(ledger.state.rows(t.ACCOUNTS))))
    return found or 0


def find_participant(ledger: Ledger, code: str) -> int:
    """A participant's number. NAME_UNKNOWN."""
    found = ledger.participant(code)
    if found is None:
        _refuse(code, ledger.participant_codes())
    return found or 0


def listed(stated: str | None, accepted: object, command: str) -> list[str]:
    """What `--only` names, parted by commas; nothing where the option was not given.

    VALUE_REFUSED for a name left empty: from a variable that was not set, it would mean all.
    """
    if stated is None:
        return []
    names = [each.strip() for each in stated.split(",")]
    if not all(names):
        fail("VALUE_REFUSED", name="--only", accepted=accepted, command=command)
    return names


def _can_be(code: str) -> bool:
    """Whether a code may stand in a table at all."""
    return code.isascii() and 0 < len(code) <= 32


def _refuse(name: str, known: Iterable[str]) -> None:
    fail("NAME_UNKNOWN", name=name, near=get_close_matches(name, known))
