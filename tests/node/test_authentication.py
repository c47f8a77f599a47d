"""What a node says to envelopes it does not take: each status, and which of two is given."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from praya.base.limits import REQUEST_VALIDITY_MS_MAX
from praya.base.signing import KeyKind, Suite
from praya.base.status import Status
from praya.envelopes.frame import pack_section
from praya.envelopes.header import BatchAsset, encode_header
from praya.envelopes.keys import KeyPolicy, PolicyRule, key_set_from_map
from praya.envelopes.participants import Licence, Participant, Role
from praya.intents.accounts.open_accounts import OpenAccounts
from praya.intents.calendar.open_day import OpenDay
from praya.intents.governance.admit_participant import AdmitParticipant
from praya.intents.governance.amend_participant import AmendParticipant
from praya.intents.governance.suspend_participant import SuspendParticipant
from praya.intents.issuance.mint_cash import MintCash
from praya.intents.schema import body_of
from praya.intents.supervision.attest_fact import AttestFact
from praya.sdk.institution import Institution, sign_all

from .worlds import (
    CALENDAR,
    DAY_MS,
    FIRST_DAY,
    NOON,
    World,
    accounts,
    document,
    genesis,
    institution,
    settled,
    transfer,
)

PAY = transfer("1.00")


def refusals(world: World, *envelopes: bytes) -> list[str]:
    """What is said to envelopes that leave no trace: no block, no byte, no request id."""
    before, files = world.last, world.files()
    answers = world.send(*envelopes)
    assert world.last == before
    assert world.files() == files
    return [answer.status.name for answer in answers]


def signed_by(world: World, signers: list[Institution], *acting: str, **parts: Any) -> bytes:
    """A transfer that others sign than those who act."""
    header = world.header(acting, PAY.VERB, body=body_of(PAY), **parts)
    return sign_all(header, signers)


def test_a_good_envelope_is_applied() -> None:
    for suite in Suite:
        world = settled(suite)
        assert world.said(PAY, "BANKA") == "APPLIED"
        assert world.available("BANKB.HOUSE") == "501.00"


def test_bytes_that_are_no_envelope_are_malformed() -> None:
    world = settled()
    good = world.envelope(PAY, "BANKA")
    wrong = [
        *(b"", b"PRY1", bytes(16), bytes(1_000), good[:-1], good + b"\0", b"X" + good[1:]),
        *(good[:16] + bytes([byte]) + good[17:] for byte in (0, 0xFF, 0x80)),
        good[:4] + b"\xff\xff\xff\xff" + good[8:],
    ]
    assert refusals(world, *wrong) == ["ENVELOPE_MALFORMED"] * len(wrong)
    print(f"{len(wrong)} malformed envelopes")


def test_any_flipped_byte_is_refused() -> None:
    world = settled()
    good = world.envelope(PAY, "BANKA")
    flipped = [
        good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :] for place in range(len(good))
    ]
    said = refusals(world, *flipped)
    print(f"{len(said)} flips: {sorted(set(said))}")
    assert len(said) > 200
    assert "APPLIED" not in said
    assert {"ENVELOPE_MALFORMED", "SIGNATURE_INVALID", "WRONG_CHAIN"} <= set(said)


def test_another_protocol_version_is_unknown() -> None:
    world = settled()
    good = world.envelope(PAY, "BANKA")
    start = good.index(b"\x01\x01\x02\x58\x20")  # {1: version 1, 2: 32 bytes of chain id, ...
    for version in (0, 2, 23):
        other = good[: start + 1] + bytes([version]) + good[start + 2 :]
        assert refusals(world, other) == ["PROTOCOL_UNKNOWN"]


def test_an_envelope_for_another_chain_is_refused() -> None:
    world = settled()
    other = World.create(genesis(name="other")).node.executor.chain_id
    for chain_id in (bytes(32), other):
        assert refusals(world, world.envelope(PAY, "BANKA", chain_id=chain_id)) == ["WRONG_CHAIN"]


def test_a_section_altered_after_signing_differs() -> None:
    world = settled()
    source, target = (world.position(f"{bank}.HOUSE", "HKD") for bank in ("BANKA", "BANKB"))
    good = world.batch([(source, target, 100, 0, 0, 0)], "BANKA")
    amount = good.rindex((100).to_bytes(8, "little"))
    altered = good[:amount] + (101).to_bytes(8, "little") + good[amount + 8 :]
    assert refusals(world, altered) == ["SECTION_DIFFERS"]
    assert world.send(good)[0].status == Status.APPLIED
    assert world.available("BANKB.HOUSE") == "501.00"


def test_an_envelope_is_good_until_its_last_millisecond() -> None:
    world = settled()
    late, just = (world.envelope(PAY, "BANKA", valid_until=NOON + at) for at in (5_000, 5_002))
    world.clock.set(NOON + 5_000)  # a block's time is a millisecond later
    assert refusals(world, late) == ["ENVELOPE_EXPIRED"]
    assert world.send(just)[0].status == Status.APPLIED
    assert refusals(world, world.envelope(PAY, "BANKA", valid_until=0)) == ["ENVELOPE_EXPIRED"]


def test_an_envelope_is_valid_for_thirty_days_at_most() -> None:
    world = settled()
    limit = NOON + 5_001 + REQUEST_VALIDITY_MS_MAX
    good, *too_long = (
        world.envelope(PAY, "BANKA", valid_until=until) for until in (limit, limit + 5, 2**63 - 1)
    )
    world.clock.set(NOON + 5_000)
    assert world.send(good)[0].status == Status.APPLIED
    assert refusals(world, *too_long) == ["VALIDITY_TOO_LONG"] * 2


def test_an_unknown_verb_is_refused() -> None:
    world = settled()
    for verb in ("settlement.steal", "batch.transfer", "a.b"):
        assert refusals(world, world.envelope((verb, {}), "BANKA")) == ["VERB_UNKNOWN"]


def test_an_unknown_participant_is_refused() -> None:
    world = settled()
    assert refusals(world, world.envelope(PAY, "NOBODY")) == ["PARTICIPANT_UNKNOWN"]
    assert refusals(world, world.envelope(PAY, "BANKA", "NOBODY")) == ["PARTICIPANT_UNKNOWN"]


def test_a_participant_admitted_in_this_block_acts_from_the_next() -> None:
    world = settled()
    admit = world.envelope(AdmitParticipant(document("NEWBANK")), "HKMA")
    early = world.envelope(accounts("NEWBANK.HOUSE"), "NEWBANK")
    said = [answer.status.name for answer in world.send(admit, early)]
    assert said == ["APPLIED", "PARTICIPANT_UNKNOWN"]
    assert world.send(early)[0].status == Status.APPLIED


def test_a_suspended_participant_is_refused_until_it_is_restored() -> None:
    world = settled()
    world.apply(SuspendParticipant("BANKA", 2, "inspection"), "HKMA")
    assert refusals(world, world.envelope(PAY, "BANKA")) == ["PARTICIPANT_SUSPENDED"]
    assert refusals(world, world.envelope(PAY, "BANKB", "BANKA")) == ["PARTICIPANT_SUSPENDED"]
    assert refusals(world.reopened(), world.envelope(PAY, "BANKA")) == ["PARTICIPANT_SUSPENDED"]
    world.apply(SuspendParticipant("BANKA", 3, "inspection over"), "HKMA")
    assert world.said(PAY, "BANKA") == "APPLIED"


def test_a_lapsed_licence_suspends() -> None:
    world = settled()
    lapses = NOON + DAY_MS
    world.apply(AmendParticipant(document("BANKA", licence_expiry=lapses)), "HKMA", "BANKA")
    assert world.said(PAY, "BANKA") == "APPLIED"
    world.clock.set(lapses)
    assert refusals(world, world.envelope(PAY, "BANKA")) == ["LICENCE_LAPSED"]
    assert refusals(world, world.envelope(PAY, "BANKB", "BANKA")) == ["LICENCE_LAPSED"]


@pytest.mark.parametrize(
    ("intent", "acting"),
    [
        (PAY, ("SFC",)),
        (PAY, ("BANKA", "SFC")),
        (accounts("SFC.HOUSE"), ("SFC",)),
        (MintCash("HKD", "1.00", "BANKA.HOUSE", "r"), ("GOVT",)),
        (AdmitParticipant(b""), ("BANKA",)),
        (AdmitParticipant(b""), ("BANKA", "HKMA")),  # the role must be that of the first
        (OpenDay(FIRST_DAY + 1), ("BANKA",)),
    ],
)
def test_a_verb_that_licence_or_role_does_not_permit_is_refused(
    intent: Any, acting: tuple[str, ...]
) -> None:
    world = settled()
    assert refusals(world, world.envelope(intent, *acting)) == ["VERB_NOT_PERMITTED"]


def test_an_operator_who_is_no_calendar_keeper_opens_no_day() -> None:
    world = World.create(genesis(operators=2))
    assert refusals(world, world.envelope(OpenDay(FIRST_DAY + 1), "OPTWO")) == [
        "VERB_NOT_PERMITTED"
    ]


def test_a_supervisor_sends_no_batch() -> None:
    world = settled()
    assert refusals(world, world.batch([(0, 1, 1, 0, 0, 0)], "SFC")) == ["VERB_NOT_PERMITTED"]


def test_a_signature_by_anothers_key_is_invalid() -> None:
    world = settled()
    cases = [
        signed_by(world, [institution("BANKB")], "BANKA"),
        signed_by(world, [institution("BANKB"), institution("BANKA")], "BANKA", "BANKB"),
        signed_by(world, [institution("BANKA", number=2)], "BANKA"),
    ]
    assert refusals(world, *cases) == ["SIGNATURE_INVALID"] * len(cases)


def test_a_signature_over_another_header_is_invalid() -> None:
    world = settled()
    first = world.header(("BANKA",), PAY.VERB, body=body_of(PAY))
    second = replace(first, body=body_of(transfer("999.00")))
    entries = institution("BANKA").sign(encode_header(first), 0)
    from_first = Institution("BANKA", institution("BANKA").keyring)
    assert from_first.sign(encode_header(second), 0) != entries
    good, other = world.signed(first), world.signed(second)
    moved = other[: other.rindex(b"\x58\x40")] + good[good.rindex(b"\x58\x40") :]
    assert refusals(world, moved) == ["SIGNATURE_INVALID"]


def test_a_missing_signature_does_not_meet_the_policy() -> None:
    world = settled()
    nobody = signed_by(world, [], "BANKA")
    one_of_two = signed_by(world, [institution("BANKA")], "BANKA", "BANKB")
    assert refusals(world, nobody, one_of_two) == ["POLICY_NOT_MET"] * 2


def test_half_of_a_hybrid_signature_does_not_count() -> None:
    world = settled(Suite.HYBRID)
    whole = institution("BANKA", Suite.HYBRID)
    header = world.header(("BANKA",), PAY.VERB, body=body_of(PAY))

    class Half(Institution):
        def sign(self, header: bytes, acting_index: int) -> Any:
            return whole.sign(header, acting_index)[:1]

    assert refusals(world, sign_all(header, [Half("BANKA", whole.keyring)])) == ["POLICY_NOT_MET"]
    assert world.send(sign_all(header, [whole]))[0].status == Status.APPLIED


def two_keys() -> Participant:
    """BANKA with two key sets: transfers need both, all else either."""
    registered = institution("BANKA").participant(Suite.ED25519, Licence.BANK)
    second = institution("BANKA", number=2).keyring.public_keys()
    kinds = (KeyKind.INSTITUTION,)
    rules = (PolicyRule("*", 1, kinds=kinds), PolicyRule("settlement.transfer", 2, kinds=kinds))
    keys = (*registered.key_sets, key_set_from_map(second, Suite.ED25519))
    return replace(registered, key_sets=keys, policy=KeyPolicy(rules))


def test_a_policy_of_two_keys_needs_both() -> None:
    world = settled()
    world.apply(AmendParticipant(two_keys().to_document()), "HKMA", "BANKA")
    first, second = (institution("BANKA", number=number) for number in (1, 2))
    assert refusals(world, signed_by(world, [first], "BANKA")) == ["POLICY_NOT_MET"]

    class Both(Institution):
        def sign(self, header: bytes, acting_index: int) -> Any:
            return first.sign(header, acting_index) + second.sign(header, acting_index)

    both = signed_by(world, [Both("BANKA", first.keyring)], "BANKA")
    assert world.send(both)[0].status == Status.APPLIED
    assert world.said(accounts("BANKA.C9"), "BANKA") == "APPLIED"


def test_keys_that_were_replaced_no_longer_sign() -> None:
    world = settled()
    fresh = institution("BANKA", number=7).participant(Suite.ED25519, Licence.BANK)
    world.apply(AmendParticipant(fresh.to_document()), "HKMA", "BANKA")
    assert refusals(world, world.envelope(PAY, "BANKA")) == ["SIGNATURE_INVALID"]
    seven = signed_by(world, [institution("BANKA", number=7)], "BANKA")
    assert world.send(seven)[0].status == Status.APPLIED


def test_of_two_refusals_the_smaller_number_is_given() -> None:
    """Faults in the order of their numbers; each envelope has one fault and all that follow."""
    world = settled()
    world.apply(SuspendParticipant("BANKB", 2, "inspection"), "HKMA")
    past, far = {"valid_until": 1}, {"valid_until": 2**62}
    chain = {"chain_id": bytes(32)}
    unknown = ("no.verb", {})
    cases = [
        (world.envelope(unknown, "NOBODY", "BANKB", **chain, **past), "WRONG_CHAIN"),
        (world.envelope(unknown, "NOBODY", "BANKB", **past), "ENVELOPE_EXPIRED"),
        (world.envelope(unknown, "NOBODY", "BANKB", **far), "VALIDITY_TOO_LONG"),
        (world.envelope(unknown, "NOBODY", "BANKB"), "VERB_UNKNOWN"),
        (world.envelope(MintCash("", "", "", ""), "NOBODY", "BANKB"), "PARTICIPANT_UNKNOWN"),
        (world.envelope(MintCash("", "", "", ""), "GOVT", "BANKB"), "PARTICIPANT_SUSPENDED"),
        (signed_by(world, [institution("BANKA")], "SFC"), "VERB_NOT_PERMITTED"),
        (signed_by(world, [institution("BANKB")], "BANKA", "GOVT"), "SIGNATURE_INVALID"),
    ]
    assert refusals(world, *(envelope for envelope, _ in cases)) == [said for _, said in cases]
    assert [Status[said] for _, said in cases] == sorted(Status[said] for _, said in cases)


def test_an_altered_section_is_told_before_an_expired_envelope() -> None:
    world = settled()
    good = world.batch([(64, 65, 987_654, 0, 0, 0)], "BANKA", valid_until=1)
    place = good.rindex((987_654).to_bytes(8, "little"))
    altered = good[:place] + b"\x01" + good[place + 1 :]
    assert refusals(world, good, altered) == ["ENVELOPE_EXPIRED", "SECTION_DIFFERS"]


def test_a_quota_exceeded_burns_no_request_id() -> None:
    world = settled()
    names = {"a": np.zeros(131_041, np.int8)}
    described, section = pack_section(names)
    opening = accounts("BANKA.NEW")
    body = body_of(opening)
    header = world.header(("BANKA",), opening.VERB, body=body, section=described)
    large = world.signed(header, section)
    first = world.send(large)[0]
    assert first.status == Status.QUOTA_EXCEEDED
    small = world.signed(replace(header, section=None))
    assert world.send(small)[0].status == Status.APPLIED
    assert world.ledger.account("BANKA.NEW") is not None


def test_rows_over_the_quota_of_a_block_are_refused_and_taken_in_the_next() -> None:
    world = settled()
    source, target = (world.position(f"{bank}.HOUSE", "HKD") for bank in ("BANKA", "BANKB"))
    section = {"a": np.zeros(30_000, np.int8)}
    sent = [world.envelope(accounts(), "BANKA", columns=section) for _ in range(5)]
    other = world.batch([(target, source, 1, 0, 0, 0)], "BANKB")
    said = [answer.status.name for answer in world.send(*sent, other)]
    assert said[:4].count("QUOTA_EXCEEDED") == 0
    assert said[4:] == ["QUOTA_EXCEEDED", "APPLIED"]
    again = world.send(sent[4], sent[0])
    assert again[0].status.name != "QUOTA_EXCEEDED"
    assert [answer.repeated for answer in again] == [False, True]


def test_an_envelope_no_segment_holds_is_refused_alone() -> None:
    world = settled()  # with segments of 64 KiB
    words = {name: np.zeros(1_365, np.int64) for name in ("a", "b", "c", "d", "e", "f")}
    large = world.envelope(OpenAccounts((), ()), "BANKA", columns=words)
    small = world.envelope(PAY, "BANKA")
    said = [answer.status.name for answer in world.send(small, large)]
    assert said == ["APPLIED", "QUOTA_EXCEEDED"]
    assert world.verified().executor.height == world.last[0]


def test_a_batch_is_what_its_header_says() -> None:
    world = settled()
    asset = world.ledger.asset("HKD")
    source, target = (world.position(f"{bank}.HOUSE", "HKD") for bank in ("BANKA", "BANKB"))
    rows = [(source, target, 100, 0, 0, 0), (source, target, 5, 0, 0, 0)]
    falling = [(source, target, 1, 2, 0, 0), (source, target, 1, 1, 0, 0)]
    cases = [
        (world.batch(falling, "BANKA"), "BATCH_MALFORMED"),
        (world.batch(rows, "BANKA", assets=(BatchAsset(asset, 3, 105),)), "DECIMALS_DIFFER"),
        (world.batch(rows, "BANKA", assets=(BatchAsset(99, 2, 105),)), "DECIMALS_DIFFER"),
        (world.batch(rows, "BANKA", assets=(BatchAsset(asset, 2, 104),)), "CONTROL_TOTAL_DIFFERS"),
        (world.batch(rows, "BANKA", assets=()), "CONTROL_TOTAL_DIFFERS"),
        (world.batch(rows, "BANKA"), "APPLIED"),
    ]
    assert [world.send(envelope)[0].status.name for envelope, _ in cases] == [
        said for _, said in cases
    ]
    assert world.available("BANKB.HOUSE") == "501.05"


def test_a_supervisor_may_attest() -> None:
    world = settled()
    fact = AttestFact("reserve of gold", 5, NOON, NOON + DAY_MS, bytes(32), ())
    assert world.said(fact, "SFC") == "APPLIED"


def test_the_world_is_what_these_tests_take_it_for() -> None:
    assert CALENDAR.is_business_day(FIRST_DAY)
    assert Role.CALENDAR in settled().node.executor.directory.participants["HKMA"].roles
