"""Key sets and policies: strict when read, and denied unless a rule allows."""

from dataclasses import replace
from typing import Any

import pytest
from envelope_samples import PASSKEY, key_set_of, keyring
from hypothesis import given, settings
from hypothesis import strategies as st

from praya.base.encoding import decode, encode
from praya.base.errors import PrayaError
from praya.base.signing import KeyKind, Suite
from praya.envelopes.keys import (
    KeyPolicy,
    KeySet,
    PolicyRule,
    check_key_policy,
    check_key_set,
    check_policy_fits,
    key_policy_from_map,
    key_policy_to_map,
    key_set_from_map,
    key_set_to_map,
    policy_met,
    rule_for,
)
from praya.vault.keyring import KeyRole

SUITE = Suite.HYBRID
SYSTEM = key_set_of(keyring(1, SUITE), SUITE)
SECOND_SYSTEM = key_set_of(keyring(2, SUITE, KeyRole(number=2)), SUITE)


def person(number: int, who: int) -> KeySet:
    role = KeyRole(number, KeyKind.PERSON, bytes([who]) * 32)
    return key_set_of(keyring(number, SUITE, role), SUITE)


ALICE, BOB = person(11, who=1), person(12, who=2)
ALICE_AGAIN = replace(PASSKEY, number=13, person=ALICE.person)
CAROL = replace(PASSKEY, number=14, person=bytes([3]) * 32)
ANYBODY = tuple(KeyKind)


def met(rule: PolicyRule, *signers: KeySet, verb: str = "issuance.issue") -> bool:
    return policy_met(KeyPolicy((rule,)), verb, signers)


def test_key_sets_of_each_kind_come_back_as_they_were() -> None:
    for key_set in (SYSTEM, ALICE, PASSKEY, replace(SYSTEM, active=False)):
        encoded = encode(key_set_to_map(key_set))
        assert key_set_from_map(decode(encoded, 4_096), SUITE) == key_set


def test_a_suite_demands_exactly_its_keys_of_an_institution() -> None:
    plain = replace(SYSTEM, ml_dsa_65=b"")
    check_key_set(SYSTEM, Suite.HYBRID)
    check_key_set(plain, Suite.ED25519)
    with pytest.raises(PrayaError, match="algorithms"):
        check_key_set(plain, Suite.HYBRID)
    with pytest.raises(PrayaError, match="algorithms"):
        check_key_set(SYSTEM, Suite.ED25519)


WRONG_KEY_SETS: list[tuple[dict[int, object], str]] = [
    ({1: 0}, "number"),
    ({1: 65_536}, "number"),
    ({1: True}, "number"),
    ({1: "1"}, "number"),
    ({2: 0}, "kind"),
    ({2: 4}, "kind"),
    ({2: None}, "kind"),
    ({2: True}, "kind"),
    ({2: 2}, "algorithms"),
    ({3: b""}, "algorithms"),
    ({3: "text"}, "ed25519"),
    ({3: None}, "ed25519"),
    ({4: b""}, "algorithms"),
    ({4: 0}, "ml_dsa_65"),
    ({5: PASSKEY.es256}, "algorithms"),
    ({5: []}, "es256"),
    ({6: bytes(32)}, "rp_id_hash"),
    ({6: None}, "rp_id_hash"),
    ({7: "https://a.example"}, "origin"),
    ({7: b""}, "origin"),
    ({8: bytes(32)}, "person"),
    ({8: "name"}, "person"),
    ({9: 1}, "active"),
    ({9: None}, "active"),
    ({10: 0}, "fields"),
    ({0: 0}, "fields"),
]


@pytest.mark.parametrize(("changes", "reason"), WRONG_KEY_SETS)
def test_a_key_set_with_a_wrong_field_is_refused(changes: dict[int, object], reason: str) -> None:
    with pytest.raises(PrayaError) as refused:
        key_set_from_map({**key_set_to_map(SYSTEM), **changes}, SUITE)
    assert (refused.value.code, refused.value.values) == ("KEYS_REFUSED", {"reason": reason})


@pytest.mark.parametrize("number", range(1, 10))
def test_a_key_set_without_a_field_is_refused(number: int) -> None:
    fields = key_set_to_map(SYSTEM)
    del fields[number]
    with pytest.raises(PrayaError, match="fields"):
        key_set_from_map(fields, SUITE)


@pytest.mark.parametrize("value", [None, [], 1, b"", "text"])
def test_what_is_no_map_is_neither_key_set_nor_policy(value: object) -> None:
    with pytest.raises(PrayaError, match="fields"):
        key_set_from_map(value, SUITE)
    with pytest.raises(PrayaError, match="fields"):
        key_policy_from_map(value)


def test_a_key_set_with_a_bad_key_is_refused() -> None:
    for bad in (bytes(32), bytes(31)):
        with pytest.raises(PrayaError, match="KEY_REFUSED"):
            check_key_set(replace(SYSTEM, ed25519=bad), SUITE)
    with pytest.raises(PrayaError, match="KEY_REFUSED"):
        check_key_set(replace(SYSTEM, ml_dsa_65=SYSTEM.ml_dsa_65[:-1]), SUITE)
    with pytest.raises(PrayaError, match="KEY_REFUSED"):
        check_key_set(replace(PASSKEY, es256=bytes(65)), SUITE)


def test_a_person_is_never_anonymous() -> None:
    for wrong in (replace(ALICE, person=b""), replace(ALICE, person=bytes(31))):
        with pytest.raises(PrayaError, match="person"):
            check_key_set(wrong, SUITE)


# Policies

POLICY = KeyPolicy(
    (
        PolicyRule("*", 1, (1,)),
        PolicyRule("batch", 1, (1, 2)),
        PolicyRule("issuance.*", 2, (), (KeyKind.INSTITUTION, KeyKind.PERSON), persons=1),
        PolicyRule("issuance.issue", 3, (1,), (KeyKind.PERSON, KeyKind.PASSKEY), persons=2),
    )
)


def test_a_policy_comes_back_as_it_was() -> None:
    encoded = encode(key_policy_to_map(POLICY))
    assert key_policy_from_map(decode(encoded, 4_096)) == POLICY


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("issuance.issue", "issuance.issue"),
        ("issuance.redeem", "issuance.*"),
        ("issuance.issues", "issuance.*"),
        ("settlement.settle", "*"),
        ("batch", "batch"),
        ("issuance", "issuance.*"),
        ("", "*"),
    ],
)
def test_the_most_specific_rule_wins(verb: str, expected: str) -> None:
    rule = rule_for(POLICY, verb)
    assert rule is not None
    assert rule.verb == expected


def test_a_more_specific_rule_is_not_softened_by_a_wider_one() -> None:
    assert policy_met(POLICY, "custody.move", [SYSTEM])
    assert not policy_met(POLICY, "issuance.issue", [SYSTEM])
    assert not policy_met(POLICY, "issuance.redeem", [SYSTEM])
    assert policy_met(POLICY, "issuance.redeem", [SYSTEM, ALICE])
    assert policy_met(POLICY, "issuance.issue", [SYSTEM, ALICE, CAROL])


def test_what_no_rule_allows_is_denied() -> None:
    everyone = [SYSTEM, SECOND_SYSTEM, ALICE, BOB, CAROL]
    assert not policy_met(KeyPolicy(()), "batch", everyone)
    only = KeyPolicy((PolicyRule("issuance.*", 1, (1,)),))
    assert policy_met(only, "issuance.issue", everyone)
    for verb in ("batch", "custody.move", "issuances.issue", "*"):
        assert not policy_met(only, verb, everyone)


def test_a_threshold_counts_different_signers() -> None:
    rule = PolicyRule("*", 2, (), ANYBODY)
    assert not met(rule)
    assert not met(rule, SYSTEM)
    assert not met(rule, SYSTEM, SYSTEM)
    assert not met(rule, ALICE, ALICE_AGAIN)
    assert met(rule, SYSTEM, SECOND_SYSTEM)
    assert met(rule, SYSTEM, ALICE)
    assert met(rule, ALICE, BOB)
    assert met(rule, ALICE, ALICE_AGAIN, CAROL)


def test_persons_are_counted_once_whatever_keys_they_use() -> None:
    rule = PolicyRule("*", 2, (), ANYBODY, persons=2)
    assert not met(rule, SYSTEM, SECOND_SYSTEM)
    assert not met(rule, SYSTEM, ALICE)
    assert not met(rule, SYSTEM, ALICE, ALICE_AGAIN)
    assert met(rule, ALICE, BOB)
    assert met(rule, ALICE_AGAIN, BOB)


def test_only_the_named_keys_and_kinds_count() -> None:
    by_number = PolicyRule("*", 1, (2, 12))
    assert not met(by_number, SYSTEM, ALICE, CAROL)
    assert met(by_number, SECOND_SYSTEM)
    assert met(by_number, BOB)
    by_kind = PolicyRule("*", 1, (), (KeyKind.PASSKEY,))
    assert not met(by_kind, SYSTEM, ALICE)
    assert met(by_kind, CAROL)
    either = PolicyRule("*", 2, (1,), (KeyKind.PASSKEY,), persons=1)
    assert not met(either, SYSTEM, ALICE)
    assert met(either, SYSTEM, CAROL)


def test_a_key_that_is_not_active_does_not_count() -> None:
    assert not met(PolicyRule("*", 1, (1,)), replace(SYSTEM, active=False))


WRONG_RULES: list[tuple[dict[int, object], str]] = [
    ({1: ""}, "verb"),
    ({1: "issuance"}, "verb"),
    ({1: "**"}, "verb"),
    ({1: "*.issue"}, "verb"),
    ({1: ".*"}, "verb"),
    ({1: "issuance.i*"}, "verb"),
    ({1: "Issuance.*"}, "verb"),
    ({1: "issuance.issue\n"}, "verb"),
    ({1: "a." + "b" * 63}, "verb"),
    ({1: b"batch"}, "verb"),
    ({2: 0}, "threshold"),
    ({2: 17}, "threshold"),
    ({2: -1}, "threshold"),
    ({2: True}, "threshold"),
    ({3: [1, 1]}, "key_numbers"),
    ({3: [2, 1]}, "key_numbers"),
    ({3: [0]}, "key_numbers"),
    ({3: [65_536]}, "key_numbers"),
    ({3: ["1"]}, "keys"),
    ({3: 1}, "keys"),
    ({4: [3, 2]}, "kinds"),
    ({4: [2, 2]}, "kinds"),
    ({4: [0]}, "kind"),
    ({4: [4]}, "kind"),
    ({4: {}}, "kinds"),
    ({3: [], 4: []}, "signers"),
    ({5: -1}, "persons"),
    ({5: 3}, "persons"),
    ({5: None}, "persons"),
    ({6: 0}, "rules"),
]
GOOD_RULE: dict[int, object] = {1: "batch", 2: 2, 3: [1, 2], 4: [2, 3], 5: 1}


@pytest.mark.parametrize(("changes", "reason"), WRONG_RULES)
def test_a_rule_with_a_wrong_field_is_refused(changes: dict[int, object], reason: str) -> None:
    assert key_policy_from_map({1: [GOOD_RULE]})
    with pytest.raises(PrayaError) as refused:
        key_policy_from_map({1: [{**GOOD_RULE, **changes}]})
    assert (refused.value.code, refused.value.values) == ("KEYS_REFUSED", {"reason": reason})


@pytest.mark.parametrize(
    "rules",
    [
        [],
        None,
        {},
        [None],
        [{}],
        [GOOD_RULE, GOOD_RULE],
        [{**GOOD_RULE, 1: "custody.*"}, GOOD_RULE],
        [{**GOOD_RULE, 1: f"a.v{number:02d}"} for number in range(65)],
    ],
)
def test_a_list_of_rules_that_is_none_is_refused(rules: Any) -> None:
    with pytest.raises(PrayaError, match="rules"):
        key_policy_from_map({1: rules})


@pytest.mark.parametrize("number", range(1, 6))
def test_a_rule_without_a_field_is_refused(number: int) -> None:
    rule = dict(GOOD_RULE)
    del rule[number]
    with pytest.raises(PrayaError, match="rules"):
        key_policy_from_map({1: [rule]})


def test_a_policy_nobody_can_meet_is_refused() -> None:
    key_sets = {each.number: each for each in (SYSTEM, ALICE, ALICE_AGAIN, BOB, CAROL)}
    check_policy_fits(POLICY, key_sets)
    unreachable = [
        PolicyRule("*", 1, (99,)),
        PolicyRule("*", 2, (1,)),
        PolicyRule("*", 2, (), (KeyKind.INSTITUTION,)),
        PolicyRule("*", 4, (), (KeyKind.PERSON, KeyKind.PASSKEY)),
        PolicyRule("*", 3, (1, 11, 13), (), persons=2),
    ]
    for rule in unreachable:
        with pytest.raises(PrayaError, match="POLICY_UNREACHABLE"):
            check_policy_fits(KeyPolicy((rule,)), key_sets)
    retired = {number: replace(each, active=False) for number, each in key_sets.items()}
    with pytest.raises(PrayaError, match="POLICY_UNREACHABLE"):
        check_policy_fits(POLICY, retired)


anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-2, 70_000), st.text(max_size=6), st.binary()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.integers(0, 10), inner, max_size=6)
    ),
    max_leaves=12,
)


@given(anything, st.dictionaries(st.integers(1, 9), anything))
@settings(deadline=None)
def test_no_map_raises_anything_but_a_refusal(value: object, changes: dict[int, object]) -> None:
    for fields in (value, {**key_set_to_map(SYSTEM), **changes}):
        try:
            key_set = key_set_from_map(fields, SUITE)
        except PrayaError:
            continue
        assert key_set_to_map(key_set) == fields
    for fields in (value, {1: [{**GOOD_RULE, **changes}]}):
        try:
            policy = key_policy_from_map(fields)
        except PrayaError:
            continue
        check_key_policy(policy)
        assert key_policy_to_map(policy) == fields


@given(st.sets(st.sampled_from([SYSTEM, SECOND_SYSTEM, ALICE, ALICE_AGAIN, BOB, CAROL])))
def test_one_more_signer_never_takes_a_right_away(signers: set[KeySet]) -> None:
    for rule in POLICY.rules:
        if met(rule, *signers, verb=rule.verb):
            assert met(rule, *signers, BOB, verb=rule.verb)
