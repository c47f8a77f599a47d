"""What is wrong with a request is named by field: wherever lowering refuses, and nowhere else."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from node.worlds import World, transfer

from praya.base.catalogue import LANGUAGES
from praya.base.errors import PrayaError
from praya.base.status import Status
from praya.intents import INTENTS
from praya.intents.accounts.freeze_account import FreezeAccount
from praya.intents.accounts.open_accounts import OpenAccounts
from praya.intents.accounts.open_positions import OpenPositions
from praya.intents.accounts.set_attributes import SetAttributes
from praya.intents.examining import flaws_in, flaws_in_body, flaws_of
from praya.intents.flaws import FORMS, Flaw
from praya.intents.governance.publish_calendar import PublishCalendar
from praya.intents.governance.suspend_participant import SuspendParticipant
from praya.intents.issuance.amend_asset import AmendAsset
from praya.intents.issuance.issue_units import IssueUnits
from praya.intents.issuance.mint_cash import MintCash
from praya.intents.schema import Kind, body_of
from praya.intents.settlement.release_hold import ReleaseHold
from praya.intents.settlement.revoke_mandate import RevokeMandate

from .hostile import changed_bodies, typed_bodies
from .samples import busy, fact, hold, mandate, samples, trade
from .test_hostile_bodies import actors

QUIET: dict[str, Any] = {
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "database": None,
    "derandomize": True,
}
EXAMPLES = 25  # of each kind for each verb


def named(flaws: list[Flaw]) -> list[str]:
    return [flaw.field for flaw in flaws]


def compared(world: World, verb: str, body: Mapping[int, object], tally: list[int]) -> None:
    """Submit a body: MALFORMED if and only if a flaw is told, but for what statuses go before."""
    try:
        header = world.header(actors(verb), verb, body=body)
        envelope = world.signed(header)
    except PrayaError:
        assume(False)
    flaws = flaws_in(header, world.ledger)
    without_ledger = flaws_in(header)
    status = world.send(envelope)[0].status
    if status == Status.INTENT_MALFORMED and verb != "issuance.define_asset":
        assert flaws, f"{verb} {body}: refused, and no field is named"
        tally[0] += 1
    if flaws or without_ledger:
        assert status != Status.APPLIED, f"{verb} {body}: {flaws} {without_ledger}, but applied"
        tally[1] += 1


@pytest.mark.parametrize("verb", sorted(INTENTS))
def test_a_field_is_named_wherever_a_request_is_malformed(verb: str) -> None:
    world, tally = busy(), [0, 0]

    @settings(max_examples=EXAMPLES, **QUIET)
    @given(st.data())
    def any_body(data: st.DataObject) -> None:
        ways = typed_bodies(INTENTS[verb]) | changed_bodies(body_of(samples()[verb][0]))
        compared(world, verb, data.draw(ways), tally)

    any_body()
    print(f"{verb}: {tally[0]} malformed, {tally[1]} with flaws")
    assert tally[1] > 0


def test_no_flaw_is_found_in_what_is_applied() -> None:
    world = busy()
    for verb, (intent, acting) in samples().items():
        header = world.header(acting, verb, body=body_of(intent))
        assert flaws_in(header, world.ledger) == [], verb
        assert flaws_in(header) == [], verb
    assert len(samples()) == len(INTENTS)


@pytest.mark.parametrize(
    ("intent", "fields"),
    [
        (transfer("40"), ["amount"]),
        (transfer("40.0"), ["amount"]),
        (transfer("0.00"), ["amount"]),
        (transfer("-1.00"), ["amount"]),
        (transfer("1e3"), ["amount"]),
        (transfer(""), ["amount"]),
        (trade(quantity="x", amount=""), ["quantity", "amount"]),
        (hold(kind=4), ["kind"]),
        (hold(target=("A", "B")), ["target"]),
        (hold(holder=("A", "B")), ["holder"]),
        (hold(kind=1, post_condition=bytes(32)), ["post_condition"]),
        (hold(kind=3, post_condition=b"", void_condition=bytes(31)), None),
        (ReleaseHold(-1, "HKD", (), "", b""), ["hold"]),
        (ReleaseHold(0, "HKD", ("BANKA.C1",), "", b""), ["amount"]),
        (ReleaseHold(0, "HKD", (), "1.00", b""), ["target"]),
        (ReleaseHold(0, "HKD", (), "", bytes(1_025)), ["preimage"]),
        (ReleaseHold(0, "BOND", (), "", b""), ["asset"]),
        (mandate(period_days=0, period_amount="1.00"), ["period_days"]),
        (mandate(period_days=30, period_amount=""), ["period_amount"]),
        (mandate(period_days=2**31), ["period_days"]),
        (RevokeMandate(0), ["mandate"]),
        (RevokeMandate(99), ["mandate"]),
        (SuspendParticipant("BANKA", 7, " "), ["change", "reason"]),
        (SuspendParticipant("HKMA", 2, "why"), ["participant"]),
        (PublishCalendar({1: 2}), ["calendar"]),
        (fact(subject=" ", value=-1, evidence=b"", reserve_of=("A", "B")), None),
        (AmendAsset("BOND", 9, -1), ["change", "value"]),
        (AmendAsset("BOND", 5, 64), ["value"]),
        (MintCash("HKD", "1.00", "BANKA.C1", "two  blanks"), ["receipt"]),
        (IssueUnits("BOND", "1", "BANKA.HOUSE"), ["amount"]),
        (FreezeAccount("BANKA.C1", 4, ""), ["freeze", "reason"]),
        (SetAttributes("BANKA.C1", 64), ["attributes"]),
        (OpenPositions("BANKA.C1", ("HKD", "HKD"), ("HKD",)), ["assets", "pay_to"]),
        (OpenAccounts(({1: "ISSUE:X", 2: 0, 3: 0},), ("HKD",), "BOND"), ["paid_in", "accounts"]),
        (OpenAccounts(({1: "X", 2: 9, 3: 0},), ("HKD", "HKD")), ["assets", "accounts"]),
    ],
)
def test_every_field_that_is_wrong_is_named(intent: Any, fields: list[str] | None) -> None:
    found = flaws_of(intent, ("HKMA",), busy().ledger)
    assert found
    assert fields is None or named(found) == fields
    for flaw in found:
        said = [flaw.said(language) for language in LANGUAGES]
        assert all(flaw.field in each for each in said)
        assert said[0] != said[1]
        assert flaw.facts("en")["field"] == flaw.field
        assert "<" not in said[0] + said[1]  # no value was left out


def test_an_amount_is_told_the_decimals_of_its_asset() -> None:
    flaw = flaws_of(transfer("40.0"), (), busy().ledger)[0]
    assert "exactly 2 decimals, as HKD has" in flaw.said("en")
    assert flaws_of(transfer("40.0")) == []  # without a ledger nobody knows


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({1: None}, ["asset"]),
        ({1: "two words"}, ["asset"]),
        ({2: 40}, ["amount"]),
        ({4: b"A"}, ["target"]),
        ({9: 1}, ["9"]),
        ({1: None, 2: 40, 9: 1}, ["asset", "amount", "9"]),
    ],
)
def test_fields_that_are_missing_unknown_or_of_another_form(
    change: dict[int, object], fields: list[str]
) -> None:
    intent = transfer("40.00")
    body = {**body_of(intent), **change}
    found = flaws_in_body(
        type(intent), {n: value for n, value in body.items() if value is not None}
    )
    assert named(found) == fields
    assert all(each in flaw.said("en") for each, flaw in zip(fields, found, strict=True))


def test_every_kind_of_field_has_words_for_its_form() -> None:
    assert set(FORMS) == set(Kind)
    assert len({form.said("zh-HK") for form in FORMS.values()}) == len(Kind)


def test_a_batch_and_an_unknown_verb_have_no_fields() -> None:
    world = busy()
    header = world.header(("BANKA",), "settlement.transfer", body=body_of(transfer("1.00")))
    assert flaws_in(replace(header, verb="settlement.nothing")) == []
    assert flaws_in(replace(header, body=None)) == []
