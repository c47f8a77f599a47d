"""Institutions and accounts of a run: as the `run` section says, or derived; checked together."""

from collections.abc import Sequence

from praya.dev.scenarios import casting
from praya.dev.scenarios.draft import Draft
from praya.dev.scenarios.plan import AccountRow, Crowd, PartyRow, Tranche, owner_of
from praya.envelopes.participants import Licence
from praya.intents.accounts.open_accounts import is_free_code
from praya.intents.permissions import ACCOUNT_KEEPERS, ASSET_ISSUERS


def list_parties(draft: Draft) -> tuple[PartyRow, ...]:
    """The participants. The first operates the ledger: it is the central bank."""
    section, stated = draft.section, draft.section.parties
    if not stated:
        name = draft.bonds[0].terms.issuer_name or draft.issuer
        issuer = PartyRow(draft.issuer, name, name, Licence.CORPORATE)
        named = [one.account for one in section.allotments]
        named += [code for one in section.trades or () for code in (one.seller, one.buyer)]
        named += [one.code for one in section.accounts]
        named += [section.agent] if section.agent else []
        named += [one.terms.paying_account for one in draft.bonds]
        return casting.derived_parties(issuer, map(owner_of, named))
    if stated[0].licence != Licence.CENTRAL_BANK:
        path = "run.participants[0].licence"
        draft.wrong(path, stated[0].licence.name, "life.wrong.central_bank")
    codes = [row.code for row in stated]
    for place, code in enumerate(codes):
        if code in codes[:place]:
            draft.wrong(f"run.participants[{place}].code", code, "life.wrong.code_once")
    return stated


def list_accounts(draft: Draft, tranches: Sequence[Tranche]) -> tuple[AccountRow, ...]:
    """Every account that the run names: as the section says, else as its name says."""
    stated = {row.code: row for row in draft.section.accounts}
    required = 0
    for tranche in tranches:
        required |= tranche.terms.required_attributes
    named: dict[str, int] = {}
    for tranche in tranches:
        for code in _named(tranche):
            named.setdefault(code, required)
    for tranche in tranches:
        for one in tranche.trades:
            if one.outcome == "ineligible" and one.buyer not in named:
                named[one.buyer] = 0
    suspense = {one.terms.suspense_account for one in tranches}
    listed = dict.fromkeys([*stated, *named])
    return tuple(
        stated.get(code)
        or casting.derived_account(
            code, suspense=code if code in suspense else "", attributes=named[code]
        )
        for code in listed
    )


def _named(tranche: Tranche) -> list[str]:
    """The accounts of one bond that must be able to hold it, or its cash."""
    terms = tranche.terms
    found = [terms.paying_account, terms.suspense_account, tranche.agent]
    found += [one.account for one in tranche.allotments]
    found += [f"{bank}.HOUSE" for bank in tranche.crowd.banks] if tranche.crowd else []
    crowd = _crowd_codes(tranche.crowd)
    for one in tranche.trades:
        found += [one.seller] if one.seller not in crowd else []
        if one.outcome != "ineligible" and one.buyer not in crowd:
            found.append(one.buyer)
    return found


def _crowd_codes(crowd: Crowd | None) -> set[str]:
    if crowd is None:
        return set()
    return {code for place in range(len(crowd.banks)) for code in crowd.codes(place)}


def check_cast(
    draft: Draft,
    parties: Sequence[PartyRow],
    accounts: Sequence[AccountRow],
    tranches: Sequence[Tranche],
) -> None:
    """Every account belongs to a participant, and whoever is allotted a bond may hold it."""
    licences = {row.code: row.licence for row in parties}
    for row in accounts:
        if row.owner not in licences:
            draft.wrong("run.participants", row.code, "life.wrong.owner", row.owner)
        elif licences[row.owner] not in ACCOUNT_KEEPERS:
            draft.wrong("run.participants", row.code, "life.wrong.keeper")
        if not is_free_code(row.code):
            draft.wrong("run.accounts", row.code, "life.wrong.free_account")
    issuers = ", ".join(sorted(one.name for one in ASSET_ISSUERS))
    for code in dict.fromkeys(owner_of(one.terms.paying_account) for one in tranches):
        if licences.get(code, Licence.CORPORATE) not in ASSET_ISSUERS:
            draft.wrong("run.participants", code, "life.wrong.issuer", issuers)
    _check_wishes(draft)
    attributes = {row.code: row.attributes for row in accounts}
    for tranche in tranches:
        required = tranche.terms.required_attributes
        holders = [one.account for one in tranche.allotments] + [tranche.agent]
        holders += [one.buyer for one in tranche.trades if one.outcome == "settles"]
        for code in dict.fromkeys(holders):
            if attributes.get(code, required) & required != required:
                draft.wrong("run.accounts", code, "life.wrong.eligible", tranche.code)


def _check_wishes(draft: Draft) -> None:
    """Where there are several bonds, an allotment or a trade names one of them."""
    known = {one.code for one in draft.bonds}
    listed = {"allotments": draft.section.allotments, "trades": draft.section.trades or ()}
    for kind, wishes in listed.items():
        for place, wish in enumerate(wishes):
            if wish.asset not in known and (wish.asset or len(known) > 1):
                path = f"run.{kind}[{place}].asset"
                bonds = ", ".join(sorted(known))
                draft.wrong(path, wish.asset or None, "life.wrong.asset", bonds)
