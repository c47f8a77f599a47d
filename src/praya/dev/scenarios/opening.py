"""The beginning of a life: institutions, cash tokens, accounts, and money against statements."""

from pathlib import Path

from praya.base.amounts import format_amount, parse_amount
from praya.base.errors import PrayaError, fail
from praya.dev.scenarios.fiat import requests_of
from praya.dev.scenarios.life import Life, money
from praya.dev.scenarios.plan import PartyRow, owner_of
from praya.instruments import cash_token
from praya.intents.accounts.open_accounts import OpenAccounts
from praya.intents.governance.admit_participant import AdmitParticipant
from praya.intents.issuance.define_asset import DefineAsset
from praya.intents.issuance.mint_cash import MintCash


def admit(life: Life) -> None:
    """The operator admits the others; each opens its accounts."""
    life.chapter("life.institutions")
    chinese = life.teller.terminal.language == "zh-HK"
    rows = [_row(life, row, chinese=chinese) for row in life.plan.parties]
    life.table(("code", "institution", "licence", "roles"), rows)
    life.fact("life.institutions.keys")
    for row in life.plan.parties[1:]:
        life.do(AdmitParticipant(life.stage.document_of(row).to_document()), life.plan.operator)
    tokens = tuple(asset for asset, _, _ in life.plan.cash_tokens)
    for asset, currency, decimals in life.plan.cash_tokens:
        limit = format_amount(life.plan.cash_limit(asset), decimals)
        terms = cash_token.to_fields(cash_token.Terms(currency, decimals, limit, 0))
        life.do(DefineAsset(asset, cash_token.NAME, terms), life.plan.operator)
    for account in life.plan.accounts:
        record = {1: account.code, 2: account.kind, 3: account.attributes}
        life.do(OpenAccounts((record,), tokens), account.owner)


def _row(life: Life, row: PartyRow, *, chinese: bool) -> tuple[str, str, str, str]:
    licence = life.words(f"licence.{row.licence.name.lower()}")
    roles = [life.words(f"role.{role.name.lower()}") for role in row.roles]
    between = "、" if chinese else ", "
    return row.code, row.chinese if chinese else row.english, licence, between.join(roles)


def money_needed(life: Life) -> dict[str, dict[str, int]]:
    """Who brings what for the first days: by cash token and account, minor units.

    The money of a crowd comes in for its banks, which pass it on.
    """
    found: dict[str, dict[str, int]] = {}
    named = {account.code for account in life.plan.accounts}
    for tranche in life.plan.tranches:
        listed = [(one.account, one.cost) for one in tranche.allotments]
        crowd = tranche.crowd
        if crowd is not None:
            for place, bank in enumerate(crowd.banks):
                listed.append((house_of(bank), int(crowd.costs[crowd.of_bank(place)].sum())))
        for trade in tranche.trades:
            if trade.outcome == "settles":
                buyer = trade.buyer if trade.buyer in named else house_of(trade.buyer)
                listed.append((buyer, trade.amount))
        sums = found.setdefault(tranche.cash, {})
        for account, minor in listed:
            sums[account] = sums.get(account, 0) + minor
    return found


def house_of(code: str) -> str:
    """The account of a bank's own, by the code of the bank or of an account it keeps."""
    return f"{owner_of(code)}.HOUSE"


def mint(life: Life) -> None:
    """Fiat comes in by statements, tokens go out, one for one; what does not fit mints nothing."""
    life.chapter("life.cash")
    life.fact("life.cash.minted", operator=life.plan.operator)
    needed = money_needed(life)
    for place, tranche in enumerate(life.plan.tranches):
        if tranche.cash not in needed:
            continue
        paid = list(needed.pop(tranche.cash).items())
        path, requests = fund(life, tranche.cash, paid)
        rows = [(account, money(minor, tranche.terms.decimals)) for account, minor in paid]
        life.table(("account", "paid"), rows, life.unit(tranche.terms.currency))
        shown = f"{path.parent.name}/{path.name}"
        life.fact("life.cash.statement", file=shown, count=len(requests))
        if place == 0:
            _refuse_wrong_money(life, tranche.cash, path, requests[0])


def fund(life: Life, asset: str, paid: list[tuple[str, int]]) -> tuple[Path, list[MintCash]]:
    """Money comes in, its statement is read back and minted: the file and the requests."""
    token = next(one for one in life.plan.cash_tokens if one[0] == asset)
    path = life.bank.receive(asset, token[1], life.today, paid)
    requests = requests_of(path, life.stage.book.ledger, asset)
    for request in requests:
        life.do(request, life.plan.operator)
        key = (life.today, asset, request.account)
        life.minted[key] = life.minted.get(key, 0) + parse_amount(request.amount, token[2])
    return path, requests


def _refuse_wrong_money(life: Life, asset: str, path: Path, first: MintCash) -> None:
    """A statement with a changed amount, the same statement again, a receipt sent by hand."""
    ledger = life.stage.book.ledger
    before = life.stage.book.supply()[asset]
    for what, file in (("altered", life.bank.altered(path)), ("twice", path)):
        try:
            requests_of(file, ledger, asset)
        except PrayaError as problem:
            life.note_error(life.words(f"life.cash.{what}", file=file.name), problem)
        else:
            fail("VERIFICATION_FAILED", height=0, what=file.name)
    answer = life.stage.book.ask(first, life.operator)
    life.note_refusal(life.words("life.cash.receipt_twice"), answer)
    if life.stage.book.supply()[asset] != before:
        fail("VERIFICATION_FAILED", height=answer.height, what=asset)
