"""Policies of several rules, and key sets that persons have: who signs what, for how many.

The rule for one verb goes before that of its area, and that before the one for all. Some of what is
asked here nobody could ever meet. The one for all stays, and asks for systems alone, so that no
institution is locked out for good.
"""

from dataclasses import replace
from typing import Final

from praya.base.signing import KeyKind
from praya.envelopes.keys import PolicyRule
from praya.intents.governance.amend_participant import AmendParticipant
from praya.testing.simulator.cast import (
    OPERATORS,
    PERSONS_FROM,
    Terms,
    document,
    is_of_a_person,
    terms_of,
)
from praya.testing.simulator.letters import Request
from praya.testing.simulator.scene import Scene

PERSON_KEYS: Final = tuple(range(PERSONS_FROM, PERSONS_FROM + 4))  # of two persons
AREAS: Final = ("settlement.*", "issuance.*", "accounts.*")
VERBS: Final = (
    *("settlement.transfer", "settlement.transfer", "settlement.settle_dvp"),
    *("settlement.release_hold", "issuance.mint_cash", "batch", "batch"),
)
PLAIN_SHARE: Final = 0.25  # of those who have rules go back to one for all
EITHER_KIND: Final = (KeyKind.INSTITUTION, KeyKind.PERSON)


def amend_policy(scene: Scene) -> Request:
    """Persons and rules for one institution; where it has some, at times they go again."""
    listed = [code for code in scene.participants() if code not in OPERATORS]
    code = scene.pick(listed)
    terms = terms_of(scene.ledger.register.participants[code])
    systems = tuple(key for key in terms.keys if not is_of_a_person(key[0]))
    if terms.rules and scene.chance(PLAIN_SHARE):
        terms = replace(terms, keys=systems, rules=())
    else:
        count = scene.pick((1, 2, 3, 4))
        persons = tuple(
            (number, not scene.chance(0.1))
            for number in sorted(scene.random.sample(PERSON_KEYS, count))
        )
        terms = replace(terms, keys=(*systems, *persons))
        terms = replace(terms, rules=_rules(scene, terms))
    suite = scene.ledger.start.suite
    intent = AmendParticipant(document(code, terms, suite))
    return Request((scene.operator(), code), intent)


def _rules(scene: Scene, terms: Terms) -> tuple[PolicyRule, ...]:
    """From one rule to three: often of a verb and of its own area."""
    own = scene.pick(VERBS)
    verbs = {own}
    if scene.chance(0.6):
        verbs.add(own.partition(".")[0] + ".*")
    if scene.chance(0.4):
        verbs.add(scene.pick((*AREAS, *VERBS)))
    return tuple(_rule(scene, verb, terms) for verb in sorted(verbs))


def _rule(scene: Scene, verb: str, terms: Terms) -> PolicyRule:
    """Persons alone, persons and systems, or some key sets by their numbers; seldom too many."""
    numbers = [number for number, is_active in terms.keys if is_active]
    persons = len({number // 2 for number in numbers if is_of_a_person(number)})
    kind = scene.pick(("persons", "persons", "both", "both", "numbers"))
    more = scene.chance(0.15)  # nobody can meet it
    if kind == "persons":
        threshold = max(1, scene.random.randint(1, max(1, persons)) + more)
        wanted = scene.pick((0, threshold))
        return PolicyRule(verb, threshold, kinds=(KeyKind.PERSON,), persons=wanted)
    if kind == "both":
        threshold = scene.pick((1, 1 + (persons > 0))) + more
        return PolicyRule(verb, threshold, kinds=EITHER_KIND, persons=scene.pick((0, 1, 1)))
    named = tuple(sorted(scene.random.sample(numbers, min(len(numbers), 2))))
    return PolicyRule(verb, 1 + (more and len(named)), key_numbers=named)
