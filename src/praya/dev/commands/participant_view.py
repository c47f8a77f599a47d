"""A participant in words, in either language: licence, roles, keys and what its keys may do."""

from datetime import UTC, datetime
from hashlib import sha256

from praya.base.catalogue import say
from praya.base.signing import Algorithm
from praya.dev.commands.facts import Fact
from praya.envelopes.keys import KeySet, PolicyRule
from praya.envelopes.participants import Participant


def participant_facts(participant: Participant, language: str) -> list[Fact]:
    """What a participant's document says, in one language."""

    def words(key: str, **values: object) -> str:
        return say(key, language, **values)

    roles = words("text.comma").join(
        words(f"role.{role.name.lower()}") for role in participant.roles
    )
    none = words("error.none")
    facts = [
        (words("participant.code"), participant.code),
        (words("participant.name_en"), participant.name_en),
        (words("participant.name_zh"), participant.name_zh),
        (words("participant.lei"), participant.lei or none),
        (words("participant.licence"), words(f"licence.{participant.licence.name.lower()}")),
        (words("participant.until"), _moment(participant.licence_expiry) or none),
        (words("participant.roles"), roles or none),
    ]
    for key_set in participant.key_sets:
        ending = "" if key_set.active else words("participant.inactive")
        facts += [
            (words("participant.keys", number=key_set.number), text + ending)
            for text in _keys(key_set, language)
        ]
    for rule in participant.policy.rules:
        ending = words("participant.persons", persons=rule.persons) if rule.persons else ""
        shown = words("participant.rule", threshold=rule.threshold, keys=_who(rule, language))
        facts.append((words("participant.policy", verb=rule.verb), shown + ending))
    return facts


def _keys(key_set: KeySet, language: str) -> list[str]:
    """Each key of a set by its algorithm; a long one by its digest."""
    lines = []
    for algorithm in (Algorithm.ED25519, Algorithm.ML_DSA_65, Algorithm.ES256):
        key = key_set.key(algorithm)
        if key:
            text = key.hex() if len(key) <= 65 else f"SHA-256 {sha256(key).hexdigest()}"
            name = algorithm.name.replace("_", "-")
            kind = say(f"key_kind.{key_set.kind.name.lower()}", language)
            lines.append(f"{kind}{say('text.comma', language)}{name} {text}")
    return lines


def _who(rule: PolicyRule, language: str) -> str:
    kinds = [say(f"key_kind.{kind.name.lower()}", language) for kind in rule.kinds]
    keys = [say("participant.keys", language, number=number) for number in rule.key_numbers]
    return say("text.comma", language).join([*kinds, *keys])


def _moment(milliseconds: int) -> str:
    if milliseconds == 0:
        return ""
    return datetime.fromtimestamp(milliseconds // 1_000, UTC).isoformat()
