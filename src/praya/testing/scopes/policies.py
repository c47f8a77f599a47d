"""Every small key policy, every set of signers, every standing of an institution.

Two products, each to its end. First: policies of up to three rules over four key sets (an
institution's, a person's, the same person's passkey, another person's), which of them are active
and which signed. Then: every verb by every licence, role, suspension and lapse, judged as a node
judges an envelope. Both are held against a second statement of the rules, made here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations, product
from time import perf_counter
from typing import Any, Final

from praya.base.errors import PrayaError
from praya.base.signing import Algorithm, KeyKind, Suite
from praya.base.status import Status
from praya.envelopes.batch_columns import BATCH_VERB
from praya.envelopes.frame import pack_section
from praya.envelopes.header import Batch, Header
from praya.envelopes.keys import KeyPolicy, KeySet, PolicyRule, check_policy_fits, policy_met
from praya.envelopes.participants import Licence, Participant, Role
from praya.envelopes.verify import Signatory
from praya.intents import INTENTS
from praya.kernel.ledger import Ledger
from praya.kernel.rows import COLUMN_TYPES, Rows
from praya.kernel.state import State
from praya.node.authentication import judge
from praya.node.directory import Directory
from praya.sdk.institution import Institution, sign_all
from praya.vault.keyring import Keyring, KeyRole

PERSON, OTHER = bytes([1]) * 32, bytes([2]) * 32
KEYS: Final = (
    KeySet(1, KeyKind.INSTITUTION),
    KeySet(2, KeyKind.PERSON, person=PERSON),
    KeySet(3, KeyKind.PASSKEY, person=PERSON),
    KeySet(4, KeyKind.PERSON, person=OTHER),
)
THRESHOLDS: Final = ((1, 0), (2, 0), (2, 1), (2, 2), (3, 1))
SIGNERS: Final[tuple[tuple[tuple[int, ...], tuple[KeyKind, ...]], ...]] = (
    ((1,), ()),
    ((2, 3), ()),
    ((), (KeyKind.INSTITUTION,)),
    ((), (KeyKind.PERSON, KeyKind.PASSKEY)),
    ((1, 2, 3, 4), ()),
)
EXACT, AREA, ANY = "settlement.transfer", "settlement.*", "*"
VERBS: Final = (EXACT, "issuance.mint_cash", BATCH_VERB)
CODE, OPERATOR = "PEAK", "HARBOUR"
CHAIN_ID: Final = bytes(range(32))
NOW_MS: Final = 1_800_000_000_000
REPORT_EVERY: Final = 30_000


def rules(verb: str) -> list[PolicyRule]:
    """Every small rule for a verb."""
    return [
        PolicyRule(verb, threshold, numbers, kinds, persons)
        for (threshold, persons), (numbers, kinds) in product(THRESHOLDS, SIGNERS)
    ]


def policies() -> Iterator[KeyPolicy]:
    """Every policy: a rule for all or none, for an area or none, for one verb or none."""
    for exact in (None, PolicyRule(EXACT, 2, (2, 4), (), 2)):
        for area, general in product((None, *rules(AREA)), (None, *rules(ANY))):
            found = tuple(rule for rule in (general, area, exact) if rule is not None)
            if found:
                yield KeyPolicy(found)


def subsets(keys: tuple[KeySet, ...]) -> list[tuple[KeySet, ...]]:
    """Every set of key sets."""
    return [some for size in range(len(keys) + 1) for some in combinations(keys, size)]


def should_be_met(policy: KeyPolicy, verb: str, signers: tuple[KeySet, ...]) -> bool:
    """The same rule said again: the narrowest rule decides, a person counts once."""
    by_verb = {rule.verb: rule for rule in policy.rules}
    for wanted in (verb, verb.split(".")[0] + ".*", "*"):
        if wanted in by_verb:
            break
    else:
        return False
    rule = by_verb[wanted]
    people, institutions = set(), set()
    for key_set in signers:
        if not key_set.active:
            continue
        if key_set.number not in rule.key_numbers and key_set.kind not in rule.kinds:
            continue
        if key_set.kind is KeyKind.INSTITUTION:
            institutions.add(key_set.number)
        else:
            people.add(key_set.person)
    enough = len(people) + len(institutions) >= rule.threshold
    return enough and len(people) >= rule.persons


def policy_problem(
    policy: KeyPolicy, keys: tuple[KeySet, ...], signed: tuple[KeySet, ...]
) -> str | None:
    """How one state of keys and signers is answered otherwise than it should be."""
    for verb in VERBS:
        if policy_met(policy, verb, signed) != should_be_met(policy, verb, signed):
            return f"{verb} by {[one.number for one in signed]} under {policy}, keys {keys}"
    if signed == keys and _accepted(policy, keys):
        for rule in policy.rules:
            verb = rule.verb.replace("*", "any") if "." in rule.verb else rule.verb
            if not should_be_met(policy, verb, keys):
                return f"nobody can {rule.verb} under {policy}, keys {keys}"
    return None


def _accepted(policy: KeyPolicy, keys: tuple[KeySet, ...]) -> bool:
    try:
        check_policy_fits(policy, {one.number: one for one in keys})
    except PrayaError:
        return False
    return True


def policy_states() -> Iterator[tuple[KeyPolicy, tuple[KeySet, ...], tuple[KeySet, ...]]]:
    """Every policy with every set of active keys and every set of signers."""
    flags = list(product((True, False), repeat=len(KEYS)))
    worlds = [
        tuple(replace(key, active=active) for key, active in zip(KEYS, chosen, strict=True))
        for chosen in flags
    ]
    every = [(keys, subsets(keys)) for keys in worlds]
    for policy in policies():
        for keys, signers in every:
            for signed in signers:
                yield policy, keys, signed


@dataclass(frozen=True)
class Standing:
    """How an institution stands with a ledger."""

    licence: Licence
    roles: tuple[Role, ...]
    suspended: bool
    lapsed: bool
    operator_lapsed: bool
    may_sign: bool


def standings() -> list[Standing]:
    """Every standing."""
    roles = [(), (Role.OPERATOR,), (Role.CALENDAR,), (Role.OPERATOR, Role.CALENDAR)]
    flags = (False, True)
    return [Standing(*one) for one in product(Licence, roles, flags, flags, flags, flags)]


def judgement(verb: str, standing: Standing) -> Status:
    """What a ledger should answer, said again."""
    if standing.suspended:
        return Status.PARTICIPANT_SUSPENDED
    renewal = verb == "governance.amend_participant"
    own_operator = Role.OPERATOR in standing.roles
    rescue = renewal and standing.operator_lapsed and (standing.lapsed or not own_operator)
    if standing.lapsed and not rescue:
        return Status.LICENCE_LAPSED
    permitted = set(Licence) - {Licence.SUPERVISOR}
    role = None
    if verb != BATCH_VERB:
        permitted, role = set(INTENTS[verb].PERMITTED), INTENTS[verb].ROLE
    if standing.licence not in permitted or (role is not None and role not in standing.roles):
        return Status.VERB_NOT_PERMITTED
    return Status.APPLIED if standing.may_sign else Status.POLICY_NOT_MET


def envelope_for(verb: str, institution: Institution) -> bytes:
    """A signed envelope of a verb; what it asks is never looked at here."""
    section, content, batch = None, b"", None
    if verb == BATCH_VERB:
        rows = Rows.from_list([(0, 1, 1, 0, 0, 0)])
        names = [name for name, _ in COLUMN_TYPES]
        section, content = pack_section(dict(zip(names, rows.columns, strict=True)))
        batch = Batch((), 0)
    body = None if verb == BATCH_VERB else {1: 0}
    header = Header(
        CHAIN_ID, (CODE,), bytes(16), NOW_MS, verb, section=section, body=body, batch=batch
    )
    return sign_all(header, [institution], content)


def stand(directory: Directory, institution: Institution, standing: Standing) -> None:
    """Make a directory say how the institution, and the one operator beside it, stand."""
    plain = institution.participant(Suite.ED25519, standing.licence, standing.roles)
    mine = replace(plain, licence_expiry=NOW_MS - 1 if standing.lapsed else 0)
    operator: Participant = replace(
        plain,
        code=OPERATOR,
        roles=(Role.OPERATOR,),
        licence_expiry=NOW_MS - 1 if standing.operator_lapsed else 0,
    )
    policy = mine.policy if standing.may_sign else KeyPolicy((PolicyRule("*", 1, (9,)),))
    keys = {key.number: key for key in mine.key_sets}
    directory.participants = {CODE: mine, OPERATOR: operator}
    directory.suspended = {CODE} if standing.suspended else set()
    directory.signatories = {CODE: Signatory(keys, policy)}


def search_standings() -> tuple[int, str | None]:
    """Judge every verb in every standing; how many, and the first that was judged wrongly."""
    ring = Keyring.restore("k", KeyRole(), {Algorithm.ED25519: bytes([3]) * 32})
    institution = Institution(CODE, ring)
    directory = Directory(Ledger(State(0)), Suite.ED25519)
    envelopes = {verb: envelope_for(verb, institution) for verb in (*INTENTS, BATCH_VERB)}
    done = 0
    for standing in standings():
        stand(directory, institution, standing)
        for verb, envelope in envelopes.items():
            found = judge(envelope, CHAIN_ID, NOW_MS, Suite.ED25519, directory).status
            wanted = judgement(verb, standing)
            if found != wanted:
                return done, f"{verb}, {standing}: {found!r}, should be {wanted!r}"
            done += 1
    return done, None


def search_policies(states: int, told: Callable[[int], None]) -> dict[str, Any]:
    """Search policies up to so many states, and all standings; counts and the first problem.

    A state is a policy, which keys are active, who signed, and for what verb.
    """
    started = perf_counter()
    judged, problem = search_standings()
    done, whole = 0, True
    for policy, keys, signed in policy_states():
        if problem is not None or done >= states:
            whole = False
            break
        problem = policy_problem(policy, keys, signed)
        done += len(VERBS)
        if done % REPORT_EVERY == 0:
            told(done)
    return {
        "states": done,
        "steps": done + judged,
        "whole": whole,
        "standings_judged": judged,
        "problem": problem,
        "seconds": round(perf_counter() - started, 1),
    }
