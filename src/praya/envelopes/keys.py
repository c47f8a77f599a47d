"""Key sets and key policies: who can sign for a participant, and how many must for which verb.

Both are documents of the ledger, read and checked by every replica, so their encoding is strict
and what no rule allows is denied. This module must not know where documents are kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NoReturn

from praya.base.errors import fail
from praya.base.fields import FieldReader
from praya.base.signing import (
    DIGEST_BYTES,
    Algorithm,
    KeyField,
    KeyKind,
    Suite,
    demanded_algorithms,
)
from praya.envelopes.batch_columns import BATCH_VERB
from praya.envelopes.header import VERB_BYTES_MAX, VERB_FORM
from praya.envelopes.signatures import KEY_NUMBER_MAX, check_public_key

ANY_VERB = "*"
ORIGIN_BYTES_MAX = 256
RULES_MAX = 64  # one policy can be read by a person
SIGNERS_MAX = 16  # signatures a rule can ask for

_RULES = 1
_VERB, _THRESHOLD, _KEYS, _KINDS, _PERSONS = range(1, 6)


@dataclass(frozen=True, slots=True)
class KeySet:
    """The public keys of one signer; fields its kind does not use are empty.

    INSTITUTION: the keys of the ledger's suite. PERSON: an Ed25519 key. PASSKEY: an ES256 or an
    Ed25519 key, the SHA-256 of the relying party id, and the origin. `person` is the salted digest
    of a person's label inside the institution; two key sets of one person share it.
    """

    number: int
    kind: KeyKind
    ed25519: bytes = b""
    ml_dsa_65: bytes = b""
    es256: bytes = b""
    rp_id_hash: bytes = b""
    origin: str = ""  # as "https://bank.example"
    person: bytes = b""
    active: bool = True

    def key(self, algorithm: Algorithm) -> bytes:
        """The public key for an algorithm; empty if the set has none."""
        if algorithm is Algorithm.ED25519:
            return self.ed25519
        return self.ml_dsa_65 if algorithm is Algorithm.ML_DSA_65 else self.es256

    def demanded(self, suite: Suite) -> tuple[Algorithm, ...]:
        """The signatures that count as this signer's, all of them together."""
        if self.kind is KeyKind.INSTITUTION:
            return demanded_algorithms(suite)
        return (Algorithm.ES256,) if self.es256 else (Algorithm.ED25519,)

    def signer(self) -> tuple[int, bytes]:
        """Who is counted: a person once for all his key sets, an institution's set by number."""
        return (self.number, b"") if self.kind is KeyKind.INSTITUTION else (0, self.person)


@dataclass(frozen=True, slots=True)
class PolicyRule:
    """What `verb` ("area.verb_noun", "area.*", "batch" or "*") asks for.

    A key set may sign if its number is in `key_numbers` or its kind in `kinds`; `threshold`
    different signers must, `persons` of them different persons.
    """

    verb: str
    threshold: int
    key_numbers: tuple[int, ...] = ()
    kinds: tuple[KeyKind, ...] = ()
    persons: int = 0


@dataclass(frozen=True, slots=True)
class KeyPolicy:
    """One rule for a verb at most; the most specific rule alone decides."""

    rules: tuple[PolicyRule, ...]


def policy_met(policy: KeyPolicy, verb: str, signers: Iterable[KeySet]) -> bool:
    """Whether these key sets, each with all its signatures valid, may do `verb`."""
    rule = rule_for(policy, verb)
    if rule is None:
        return False
    eligible = [
        key_set
        for key_set in signers
        if key_set.active and (key_set.number in rule.key_numbers or key_set.kind in rule.kinds)
    ]
    counted = {key_set.signer() for key_set in eligible}
    persons = {key_set.person for key_set in eligible if key_set.kind is not KeyKind.INSTITUTION}
    return len(counted) >= rule.threshold and len(persons) >= rule.persons


def rule_for(policy: KeyPolicy, verb: str) -> PolicyRule | None:
    """The most specific rule: the verb itself, then its area ("area.*"), then "*"; or None."""
    rules = {rule.verb: rule for rule in policy.rules}
    area = verb.partition(".")[0]
    return rules.get(verb) or rules.get(f"{area}.{ANY_VERB}") or rules.get(ANY_VERB)


def check_key_set(key_set: KeySet, suite: Suite) -> None:
    """Check a key set at registration.

    Raises KEYS_REFUSED (reason: the field at fault) or KEY_REFUSED for a bad public key.
    """
    _READ.demand(1 <= key_set.number <= KEY_NUMBER_MAX, "number")
    held = tuple(algorithm for algorithm in Algorithm if key_set.key(algorithm))
    if key_set.kind is KeyKind.PASSKEY:
        _READ.demand(len(held) == 1 and held[0] is not Algorithm.ML_DSA_65, "algorithms")
        _READ.demand(len(key_set.rp_id_hash) == DIGEST_BYTES, "rp_id_hash")
        _READ.demand(0 < len(key_set.origin) <= ORIGIN_BYTES_MAX, "origin")
        _READ.demand(key_set.origin.isascii() and key_set.origin.startswith("https://"), "origin")
    else:
        _READ.demand(set(held) == set(key_set.demanded(suite)), "algorithms")
        _READ.demand(key_set.rp_id_hash == b"", "rp_id_hash")
        _READ.demand(key_set.origin == "", "origin")
    is_person = key_set.kind is not KeyKind.INSTITUTION
    _READ.demand(len(key_set.person) == (DIGEST_BYTES if is_person else 0), "person")
    for algorithm in held:
        check_public_key(algorithm, key_set.key(algorithm))


def key_set_to_map(key_set: KeySet) -> dict[int, object]:
    """A key set as it is encoded."""
    return {
        int(KeyField.NUMBER): key_set.number,
        int(KeyField.KIND): int(key_set.kind),
        int(KeyField.ED25519): key_set.ed25519,
        int(KeyField.ML_DSA_65): key_set.ml_dsa_65,
        int(KeyField.ES256): key_set.es256,
        int(KeyField.RP_ID_HASH): key_set.rp_id_hash,
        int(KeyField.ORIGIN): key_set.origin,
        int(KeyField.PERSON): key_set.person,
        int(KeyField.ACTIVE): key_set.active,
    }


def key_set_from_map(fields: object, suite: Suite) -> KeySet:
    """Read and check a key set; raises KEYS_REFUSED (reason: the field) or KEY_REFUSED."""
    if not isinstance(fields, dict) or set(fields) != set(KeyField):
        _refuse("fields")
    key_set = KeySet(
        number=_READ.integer(fields[KeyField.NUMBER], "number"),
        kind=_read_kind(fields[KeyField.KIND]),
        ed25519=_READ.content(fields[KeyField.ED25519], "ed25519"),
        ml_dsa_65=_READ.content(fields[KeyField.ML_DSA_65], "ml_dsa_65"),
        es256=_READ.content(fields[KeyField.ES256], "es256"),
        rp_id_hash=_READ.content(fields[KeyField.RP_ID_HASH], "rp_id_hash"),
        origin=_READ.text(fields[KeyField.ORIGIN], "origin"),
        person=_READ.content(fields[KeyField.PERSON], "person"),
        active=_READ.boolean(fields[KeyField.ACTIVE], "active"),
    )
    check_key_set(key_set, suite)
    return key_set


def key_policy_to_map(policy: KeyPolicy) -> dict[int, object]:
    """A key policy as it is encoded."""
    return {
        _RULES: [
            {
                _VERB: rule.verb,
                _THRESHOLD: rule.threshold,
                _KEYS: list(rule.key_numbers),
                _KINDS: [int(kind) for kind in rule.kinds],
                _PERSONS: rule.persons,
            }
            for rule in policy.rules
        ]
    }


def key_policy_from_map(fields: object) -> KeyPolicy:
    """Read and check a key policy; raises KEYS_REFUSED (reason: the field at fault)."""
    if not isinstance(fields, dict) or set(fields) != {_RULES}:
        _refuse("fields")
    policy = KeyPolicy(tuple(_read_rule(item) for item in _READ.items(fields[_RULES], "rules")))
    check_key_policy(policy)
    return policy


def check_key_policy(policy: KeyPolicy) -> None:
    """Check a policy: 1 to 64 rules, verbs rising and different, each rule can be met."""
    verbs = [rule.verb for rule in policy.rules]
    _READ.demand(1 <= len(verbs) <= RULES_MAX, "rules")
    _READ.demand(verbs == sorted(set(verbs)), "rules")
    for rule in policy.rules:
        _check_rule(rule)


def check_policy_fits(policy: KeyPolicy, key_sets: Mapping[int, KeySet]) -> None:
    """Refuse a policy no active key sets can meet, which would lock its participant out.

    Raises POLICY_UNREACHABLE (verb: that of the rule).
    """
    for rule in policy.rules:
        alone = KeyPolicy((rule,))
        if not policy_met(alone, rule.verb, key_sets.values()):
            fail("POLICY_UNREACHABLE", verb=rule.verb)


def _check_rule(rule: PolicyRule) -> None:
    _READ.demand(_verb_known(rule.verb), "verb")
    _READ.demand(1 <= rule.threshold <= SIGNERS_MAX, "threshold")
    _READ.demand(0 <= rule.persons <= rule.threshold, "persons")
    _READ.demand(bool(rule.key_numbers) or bool(rule.kinds), "signers")
    _READ.demand(list(rule.key_numbers) == sorted(set(rule.key_numbers)), "key_numbers")
    _READ.demand(all(1 <= number <= KEY_NUMBER_MAX for number in rule.key_numbers), "key_numbers")
    _READ.demand(list(rule.kinds) == sorted(set(rule.kinds)), "kinds")


def _verb_known(verb: str) -> bool:
    if verb in (ANY_VERB, BATCH_VERB):
        return True
    if len(verb) > VERB_BYTES_MAX:
        return False
    exact = f"{verb[:-1]}verb" if verb.endswith(f".{ANY_VERB}") else verb
    return VERB_FORM.fullmatch(exact) is not None


def _read_rule(value: object) -> PolicyRule:
    if not isinstance(value, dict) or set(value) != {_VERB, _THRESHOLD, _KEYS, _KINDS, _PERSONS}:
        _refuse("rules")
    return PolicyRule(
        verb=_READ.text(value[_VERB], "verb"),
        threshold=_READ.integer(value[_THRESHOLD], "threshold"),
        key_numbers=tuple(
            _READ.integer(item, "keys") for item in _READ.items(value[_KEYS], "keys")
        ),
        kinds=tuple(_read_kind(item) for item in _READ.items(value[_KINDS], "kinds")),
        persons=_READ.integer(value[_PERSONS], "persons"),
    )


def _read_kind(value: object) -> KeyKind:
    number = _READ.integer(value, "kind")
    _READ.demand(number in tuple(KeyKind), "kind")
    return KeyKind(number)


def _refuse(field: str) -> NoReturn:
    fail("KEYS_REFUSED", reason=field)


_READ = FieldReader(_refuse)
