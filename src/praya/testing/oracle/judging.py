"""Whether an envelope is for this ledger, in time, and signed by those who may, naively.

All of it is judged by what stood after the previous block.
"""

from collections.abc import Iterable
from functools import lru_cache

from praya.base.limits import REQUEST_VALIDITY_MS_MAX
from praya.base.signing import Algorithm, KeyKind, Suite
from praya.base.status import Status
from praya.envelopes.keys import KeySet, PolicyRule
from praya.envelopes.participants import Licence, Participant, Role
from praya.testing.oracle.book import Book
from praya.testing.oracle.documents import read_participant
from praya.testing.oracle.sent import Sent, Signed

ISSUERS = frozenset({Licence.CENTRAL_BANK, Licence.GOVERNMENT, Licence.BANK, Licence.CORPORATE})
CASH_ISSUERS = frozenset({Licence.CENTRAL_BANK, Licence.BANK})
EVERYBODY = frozenset(Licence)
MARKET = EVERYBODY - {Licence.SUPERVISOR}
AMEND = "governance.amend_participant"
TOGETHER = {  # the signatures of one key set that count only together
    Suite.ED25519: (Algorithm.ED25519,),
    Suite.HYBRID: (Algorithm.ED25519, Algorithm.ML_DSA_65),
}

# Each request: who may ask by licence, and the role the first of those who act must have.
VERBS: dict[str, tuple[frozenset[Licence], Role | None]] = {
    "governance.admit_participant": (EVERYBODY, Role.OPERATOR),
    AMEND: (EVERYBODY, Role.OPERATOR),
    "governance.suspend_participant": (EVERYBODY, Role.OPERATOR),
    "governance.publish_calendar": (EVERYBODY, Role.OPERATOR),
    "calendar.open_day": (EVERYBODY, Role.CALENDAR),
    "accounts.open_accounts": (MARKET, None),
    "accounts.open_positions": (MARKET, None),
    "accounts.set_attributes": (MARKET, None),
    "accounts.freeze_account": (MARKET, None),
    "issuance.define_asset": (ISSUERS, None),
    "issuance.amend_asset": (ISSUERS, None),
    "issuance.mint_cash": (CASH_ISSUERS, None),
    "issuance.redeem_cash": (MARKET, None),
    "issuance.issue_units": (ISSUERS, None),
    "settlement.transfer": (MARKET, None),
    "settlement.settle_dvp": (MARKET, None),
    "settlement.place_hold": (MARKET, None),
    "settlement.release_hold": (MARKET, None),
    "settlement.grant_mandate": (MARKET, None),
    "settlement.revoke_mandate": (MARKET, None),
    "supervision.attest_fact": (EVERYBODY, None),
    "supervision.record_holdings": (EVERYBODY, None),
    "supervision.attest_holdings": (EVERYBODY, None),
    "batch": (MARKET, None),
}


@lru_cache(maxsize=1_024)
def _read(document: bytes) -> Participant:
    """A document, read once: the same bytes always say the same."""
    return read_participant(document)


class Register:
    """The participants as one block left them."""

    def __init__(self, book: Book, suite: Suite) -> None:
        rows = book.model.state["participants"]
        self.suite = suite
        self.numbers = dict(book.participants)
        self.participants: dict[str, Participant] = {}
        self.suspended: set[str] = set()
        for code, number in book.participants.items():
            self.participants[code] = _read(book.values[f"participant/{code}"])
            if rows[number]["state"] != 1:
                self.suspended.add(code)

    def judge(self, sent: Sent, chain_id: bytes, block_time: int) -> Status:
        """The first status that holds, APPLIED if none does."""
        header = sent.header
        if sent.is_mangled:
            return Status.ENVELOPE_MALFORMED
        if sent.has_other_protocol:
            return Status.PROTOCOL_UNKNOWN
        if header.chain_id != chain_id:
            return Status.WRONG_CHAIN
        if sent.has_other_section:
            return Status.SECTION_DIFFERS
        if header.valid_until < block_time:
            return Status.ENVELOPE_EXPIRED
        if header.valid_until > block_time + REQUEST_VALIDITY_MS_MAX:
            return Status.VALIDITY_TOO_LONG
        if header.verb not in VERBS:
            return Status.VERB_UNKNOWN
        if header.section is not None and header.verb not in ("batch", "accounts.open_accounts"):
            return Status.INTENT_MALFORMED
        return self._permitted(sent, block_time)

    def _permitted(self, sent: Sent, block_time: int) -> Status:
        acting, verb = sent.header.acting, sent.header.verb
        if any(code not in self.participants for code in acting):
            return Status.PARTICIPANT_UNKNOWN
        if any(code in self.suspended for code in acting):
            return Status.PARTICIPANT_SUSPENDED
        known = [self.participants[code] for code in acting]
        if self._lapsed(known, verb, block_time):
            return Status.LICENCE_LAPSED
        licences, role = VERBS[verb]
        if any(one.licence not in licences for one in known):
            return Status.VERB_NOT_PERMITTED
        if role is not None and role not in known[0].roles:
            return Status.VERB_NOT_PERMITTED
        return self._signed(sent, known)

    def _lapsed(self, known: list[Participant], verb: str, block_time: int) -> bool:
        lapsed = [0 < one.licence_expiry < block_time for one in known]
        if verb != AMEND:
            return any(lapsed)
        operators = [one for one in self.participants.values() if Role.OPERATOR in one.roles]
        return lapsed[0] and not all(0 < one.licence_expiry < block_time for one in operators)

    def _signed(self, sent: Sent, known: list[Participant]) -> Status:
        seen: set[tuple[int, int, Algorithm]] = set()
        for signed in sent.signed:
            which = (signed.acting_index, signed.key_number, signed.algorithm)
            good = signed.is_good and self._held(known[signed.acting_index], signed)
            if which in seen or not good:
                return Status.SIGNATURE_INVALID
            seen.add(which)
        order = [(one.acting_index, one.key_number, -one.algorithm) for one in sent.signed]
        if order != sorted(order):
            return Status.SIGNATURE_INVALID
        for place, one in enumerate(known):
            rule = rule_for(one, sent.header.verb)
            whole = [
                key
                for key in one.key_sets
                if all((place, key.number, each) in seen for each in self._together(key))
            ]
            if rule is None or not suffices(rule, whole):
                return Status.POLICY_NOT_MET
        return Status.APPLIED

    def _together(self, key: KeySet) -> tuple[Algorithm, ...]:
        """The signatures of a key set that count: a person has one key, whatever the ledger."""
        is_person = key.kind is KeyKind.PERSON
        return (Algorithm.ED25519,) if is_person else TOGETHER[self.suite]

    def _held(self, participant: Participant, signed: Signed) -> bool:
        """Whether he has this key in use, and the ledger asks for its kind."""
        for one in participant.key_sets:
            if one.number == signed.key_number and one.active:
                keys = {Algorithm.ED25519: one.ed25519, Algorithm.ML_DSA_65: one.ml_dsa_65}
                is_asked = signed.algorithm in self._together(one)
                return is_asked and keys[signed.algorithm] == signed.public_key
        return False


def suffices(rule: PolicyRule, keys: Iterable[KeySet]) -> bool:
    """Whether these key sets, each of which signed well, are enough for a rule.

    Those count that the rule names by number or by kind. A key set of the institution is a signer
    by itself; a person is one signer, with however many key sets.
    """
    counted = [one for one in keys if one.number in rule.key_numbers or one.kind in rule.kinds]
    systems = {one.number for one in counted if one.kind is KeyKind.INSTITUTION}
    persons = {one.person for one in counted if one.kind is not KeyKind.INSTITUTION}
    return len(systems) + len(persons) >= rule.threshold and len(persons) >= rule.persons


def reachable(participant: Participant) -> bool:
    """Whether the key sets in use could meet every rule: nobody may lock itself out."""
    active = [one for one in participant.key_sets if one.active]
    return all(suffices(rule, active) for rule in participant.policy.rules)


def rule_for(participant: Participant, verb: str) -> PolicyRule | None:
    """The rule of a policy for a verb: its own, its area's, or the one for all."""
    for wanted in (verb, verb.partition(".")[0] + ".*", "*"):
        for rule in participant.policy.rules:
            if rule.verb == wanted:
                return rule
    return None
