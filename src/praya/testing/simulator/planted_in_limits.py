"""Planted bugs in what a ledger meets once in years: limits, policies of several rules."""

from typing import Final

from praya.testing.simulator.mutation import Edit

KEYS: Final = "praya.envelopes.keys"
LOWERING: Final = "praya.intents.lowering"
DEFINE_ASSET: Final = "praya.intents.issuance.define_asset"
RECORDS: Final = "praya.intents.supervision.record_holdings"
REQUESTS: Final = "praya.node.requests"

# With the kernel as written: compiled code holds a limit that no schedule could reach.
LIMIT_PLAIN_BUGS: Final[dict[str, tuple[Edit, ...]]] = {
    "position_past_the_limit": (
        Edit(
            "praya.kernel.positions",
            "t.ACCOUNT_POSITIONS) >= POSITIONS_PER_ACCOUNT_MAX:",
            "t.ACCOUNT_POSITIONS) > POSITIONS_PER_ACCOUNT_MAX:",
        ),
    ),
    "participant_past_the_limit": (
        Edit(
            "praya.kernel.notices",
            "if count(store, t.PARTICIPANTS) > PARTICIPANTS_MAX:",
            "if count(store, t.PARTICIPANTS) > PARTICIPANTS_MAX + 1:",
        ),
    ),
}

LIMIT_BUGS: Final[dict[str, tuple[Edit, ...]]] = {
    "ids_purged_without_a_bound": (
        Edit(REQUESTS, "for _ in range(PURGED_PER_BLOCK):", "while True:"),
    ),
    "expired_id_taken_before_it_is_purged": (
        Edit(
            "praya.node.execution",
            "        before = self.recall(envelope)\n        if before",
            "        before = self.recall(envelope, block.block_time)\n        if before",
        ),
    ),
    "document_past_the_limit": (
        Edit(
            LOWERING,
            "if len(value) > DOCUMENT_BYTES_MAX:",
            "if len(value) > DOCUMENT_BYTES_MAX + 1:",
        ),
    ),
    "work_of_a_calendar_not_counted": (
        Edit(LOWERING, "self.step(len(value) // 8)", "self.step()"),
    ),
    "payment_past_the_limit": (
        Edit(
            DEFINE_ASSET,
            "own + more > EVENTS_PENDING_PER_ISSUER_MAX:",
            "own + more > EVENTS_PENDING_PER_ISSUER_MAX + 1:",
        ),
    ),
    "recorded_payments_wait_for_nothing": (
        Edit(
            DEFINE_ASSET,
            "unpaid = (events[:, t.EVENT_STATE] < t.EVENT_PAID) &",
            "unpaid = (events[:, t.EVENT_STATE] < t.EVENT_RECORDED) &",
        ),
    ),
    "records_of_one_issuer_unbounded": (
        Edit(RECORDS, " or own >= RECORDS_PER_ISSUER_MAX\n", "\n"),
    ),
    # Policies.
    "rule_of_an_area_passed_over": (
        Edit(KEYS, 'rules.get(verb) or rules.get(f"{area}.{ANY_VERB}") or', "rules.get(verb) or"),
    ),
    "rule_of_an_area_before_that_of_a_verb": (
        Edit(
            KEYS,
            'rules.get(verb) or rules.get(f"{area}.{ANY_VERB}") or',
            'rules.get(f"{area}.{ANY_VERB}") or rules.get(verb) or',
        ),
    ),
    "person_counted_for_each_key_set": (
        Edit(KEYS, "else (0, self.person)", "else (self.number, self.person)"),
    ),
    "key_set_that_no_rule_names_counts": (
        Edit(
            KEYS,
            "        if key_set.active and (key_set.number in rule.key_numbers "
            "or key_set.kind in rule.kinds)\n",
            "        if key_set.active\n",
        ),
    ),
    "policy_that_nobody_can_meet": (
        Edit(KEYS, "if not policy_met(alone, rule.verb, key_sets.values()):", "if not key_sets:"),
    ),
}
