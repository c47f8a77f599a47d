"""A plan out of term sheets: what they state, what their `run` section states, the rest derived.

Everything wrong is told at once, before anything is written. It must not know files or folders.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from praya.base.amounts import parse_amount
from praya.base.calendars import Calendar
from praya.base.catalogue import Phrase
from praya.base.dates import format_day, weekday
from praya.base.limits import CODE_BYTES_MAX
from praya.dev.scenarios.cast_making import check_cast, list_accounts, list_parties
from praya.dev.scenarios.draft import Draft
from praya.dev.scenarios.holder_making import derive_holders, stated_holders
from praya.dev.scenarios.plan import PartyRow, Plan, Tranche, owner_of
from praya.dev.scenarios.run_section import RunSection
from praya.dev.scenarios.shelf import BEYOND
from praya.envelopes.participants import Licence
from praya.instruments import fixed_rate_bond
from praya.instruments.problems import Problem
from praya.instruments.term_sheets import SheetDocument
from praya.intents.issuance.define_asset import ISSUANCE_PREFIX
from praya.rails.currencies import currency_decimals
from praya.sdk.calendars import extended

LOOK_AHEAD_DAYS: Final = 400  # a holiday to try an opening on is looked for in the first year
CODE_MAX: Final = CODE_BYTES_MAX - len(ISSUANCE_PREFIX)  # of an asset
BEFORE_DAYS: Final = 10  # pricing is the business day before the issue
AFTER_DAYS: Final = 10  # redemption moves to the next business day
DELIVERY: Final = "{bank}.DELIVERY"
PROVISIONAL_PLACE: Final = "PROVISIONAL-{place}"  # where the code of a joint calendar is too long

CalendarOf = Callable[[str], Calendar]


def make_plan(
    names: tuple[str, str],
    document: SheetDocument,
    section: RunSection,
    calendar_of: CalendarOf,
    holders: int | None = None,
) -> Plan:
    """The plan of a sheet, or of several tranches; `names` are those of the run and of its file.

    `holders` says how many share the issue, and sets allotments and trades of the section aside.
    SHEET_REFUSED with every problem; what `calendar_of` raises; SCHEDULE_INVALID.
    """
    wanted = holders or section.holders
    if wanted is not None:
        section = replace(section, allotments=(), trades=None)
    path = "run.holders" if holders is None else "--holders"
    draft = Draft(names[1], document, section, wanted, path)
    _check_sheets(draft)
    draft.check()
    parties = list_parties(draft)
    published = _published(draft, calendar_of)
    calendars = _covering(draft, published)
    places = range(len(draft.bonds))
    for place in places:
        _check_issue(draft, place, calendars[0])
    draft.check()
    tranches = [_tranche(draft, parties, place, calendars) for place in places]
    draft.check()
    calendars, tranches = _renamed(published, calendars, tranches)
    accounts = list_accounts(draft, tranches)
    check_cast(draft, parties, accounts, tranches)
    draft.check()
    first_day = _first_day(calendars[0], tranches)
    last_day = max(one.payments[-1].payment_date for one in tranches)
    closed = section.closed_day
    if closed is None:
        closed = _closed_day(calendars[0], first_day + 3, last_day)
    return Plan(
        name=names[0],
        title=_title(document, tranches),
        parties=parties,
        accounts=accounts,
        tranches=tuple(tranches),
        calendars=calendars,
        provisional=tuple(
            (one, mine.code) for one, mine in zip(published, calendars, strict=True) if one != mine
        ),
        first_day=first_day,
        closed_day=closed,
    )


def _check_sheets(draft: Draft) -> None:
    """Bonds only, whose codes the ledger takes, each with the decimals of its currency: bank

    statements have no others.
    """
    cash = {one.terms.cash_asset: one.terms.currency for one in reversed(draft.bonds)}
    codes = {one.code for one in draft.bonds}
    for place, sheet in enumerate(draft.document.sheets):
        path = draft.path(place)
        terms = sheet.terms
        if not isinstance(terms, fixed_rate_bond.Terms):
            draft.wrong(f"{path}instrument", sheet.instrument, "life.wrong.instrument")
            continue
        for name, code in (("code", sheet.code), ("terms.cash_asset", terms.cash_asset)):
            taken = name != "code" and code in codes
            if len(code) > CODE_MAX or "/" in code or taken:
                draft.wrong(path + name, code, "life.wrong.free_code", CODE_MAX)
        if cash[terms.cash_asset] != terms.currency:
            name = f"{path}terms.cash_asset"
            draft.wrong(name, terms.cash_asset, "life.wrong.one_currency", cash[terms.cash_asset])
        decimals = currency_decimals(terms.currency)
        if terms.decimals != decimals:
            path = f"{path}terms.decimals"
            draft.wrong(path, terms.decimals, "life.wrong.decimals", decimals)
        if owner_of(terms.suspense_account) != owner_of(terms.paying_account):
            path = f"{draft.path(place)}terms.suspense_account"
            draft.wrong(path, terms.suspense_account, "life.wrong.issuers_account")


def _published(draft: Draft, calendar_of: CalendarOf) -> tuple[Calendar, ...]:
    """Each calendar once, as far as it is known; the first bond's is the ledger's own."""
    return tuple(map(calendar_of, dict.fromkeys(one.terms.calendar for one in draft.bonds)))


def _covering(draft: Draft, published: Sequence[Calendar]) -> tuple[Calendar, ...]:
    """The calendars of the whole life: a run looks into years that nobody has published."""
    first = min(one.terms.issue_date for one in draft.bonds) - BEFORE_DAYS
    last = max(one.terms.maturity_date for one in draft.bonds) + AFTER_DAYS
    return tuple(extended(one, first, last) for one in published)


def _tranche(
    draft: Draft, parties: Sequence[PartyRow], place: int, calendars: Sequence[Calendar]
) -> Tranche:
    bond = draft.bonds[place]
    calendar = next(one for one in calendars if one.code == bond.terms.calendar)
    payments = tuple(fixed_rate_bond.schedule(bond.terms, calendar))
    for payment in payments:
        if not calendars[0].is_business_day(payment.payment_date):
            path = f"{draft.path(place)}terms.calendar"
            draft.wrong(path, bond.terms.calendar, "life.wrong.open_day", calendars[0].code)
            break
    nominal = parse_amount(bond.terms.aggregate_nominal, bond.terms.decimals)
    if not all(payment.owed(nominal) for payment in payments):
        path = f"{draft.path(place)}terms.interest_rate"
        draft.wrong(path, bond.terms.interest_rate, "life.wrong.zero_payment")
    banks = [row.code for row in parties if row.licence == Licence.BANK]
    banks = [code for code in banks if code != draft.issuer]
    agent = draft.section.agent or DELIVERY.format(bank=(banks or [draft.issuer])[0])
    fields = fixed_rate_bond.to_fields(bond.terms)
    price = -fixed_rate_bond.flows(bond.terms, calendar)[0].payoff
    tranche = Tranche(bond.code, bond.terms, fields, price, payments, agent, ())
    if draft.section.allotments:
        return stated_holders(draft, tranche)
    return derive_holders(draft, tranche, banks[1:] or banks or [parties[-1].code])


def _check_issue(draft: Draft, place: int, calendar: Calendar) -> None:
    """Bonds come into being by delivery, which wants an open day of the ledger."""
    issue = draft.bonds[place].terms.issue_date
    if calendar.is_business_day(issue):
        return
    told = {"calendar": calendar.code, "day": format_day(calendar.next_business_day(issue))}
    expected = Phrase("sheet.expected_business_day", told)
    path = f"{draft.path(place)}terms.issue_date"
    draft.problems.append(Problem(path, format_day(issue), expected))


def _renamed(
    published: Sequence[Calendar], calendars: Sequence[Calendar], tranches: Sequence[Tranche]
) -> tuple[tuple[Calendar, ...], list[Tranche]]:
    """What was extended gets a name of its own, on the ledger and in the terms of its bonds.

    A calendar without the holidays that nobody has proclaimed must not pass for the published one.
    """
    names = {}
    for place, (one, longer) in enumerate(zip(published, calendars, strict=True)):
        if one != longer:
            name = one.code + BEYOND
            is_short = len(name) <= CODE_BYTES_MAX
            names[one.code] = name if is_short else PROVISIONAL_PLACE.format(place=place + 1)
    kept = tuple(replace(one, code=names.get(one.code, one.code)) for one in calendars)
    return kept, [_following(one, names) for one in tranches]


def _following(tranche: Tranche, names: Mapping[str, str]) -> Tranche:
    """The bond with the calendar's new name in its terms; days are the same."""
    code = tranche.terms.calendar
    if code not in names:
        return tranche
    terms = replace(tranche.terms, calendar=names[code])
    return replace(tranche, terms=terms, fields=fixed_rate_bond.to_fields(terms))


def _first_day(calendar: Calendar, tranches: Sequence[Tranche]) -> int:
    """The business day before the one on which the first bond is delivered."""
    issue = min(one.terms.issue_date for one in tranches)
    return calendar.previous_business_day(calendar.add_business_days(issue, 0))


def _closed_day(calendar: Calendar, first: int, last: int) -> int | None:
    """The first day that is no weekend and no business day, within a year."""
    for day in range(first, min(last, first + LOOK_AHEAD_DAYS)):
        if weekday(day) not in calendar.weekend and not calendar.is_business_day(day):
            return day
    return None


def _title(document: SheetDocument, tranches: Sequence[Tranche]) -> tuple[str, str]:
    """What the run is about, in English and in Chinese."""
    programme = document.programme
    if programme is not None:
        return programme.name_en, programme.name_zh
    terms = tranches[0].terms
    return terms.name_en, terms.name_zh
