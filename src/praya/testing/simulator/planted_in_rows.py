"""Planted bugs in the kernel: what rows may do, what they write, what is paid."""

from typing import Final

from praya.testing.simulator.mutation import Edit

MOVES: Final = "praya.kernel.moves"
CHECKS: Final = "praya.kernel.checks"
HOLDS: Final = "praya.kernel.holds"
PAYOUTS: Final = "praya.kernel.distributions"

KERNEL_BUGS: Final[dict[str, Edit]] = {
    "mandate_ends_a_moment_early": Edit(
        CHECKS,
        "if expiry > 0 and terms.block_time > expiry:",
        "if expiry > 0 and terms.block_time >= expiry:",
    ),
    "hold_ends_a_moment_early": Edit(
        HOLDS,
        "    if expiry > 0 and terms.block_time > expiry:\n        return HOLD_EXPIRED",
        "    if expiry > 0 and terms.block_time >= expiry:\n        return HOLD_EXPIRED",
    ),
    "fact_stale_a_moment_early": Edit(
        "praya.kernel.notices",
        "if rows.amount[row + 3] < terms.block_time:",
        "if rows.amount[row + 3] <= terms.block_time:",
    ),
    "effects_of_the_wrong_sign": Edit(
        PAYOUTS,
        "        effect(store, answers, row, position, -amount)\n\n\n@leaf\ndef pay_in",
        "        effect(store, answers, row, position, amount)\n\n\n@leaf\ndef pay_in",
    ),
    "overspent_by_one": Edit(
        MOVES,
        "elif own_group == 0 and debit_after < amount:",
        "elif own_group == 0 and debit_after < amount - 1:",
    ),
    "issue_limit_off_by_one": Edit(
        MOVES,
        "return EXCEEDS_ISSUE_LIMIT if available < -limit else APPLIED",
        "return EXCEEDS_ISSUE_LIMIT if available < -limit - 1 else APPLIED",
    ),
    "group_spends_what_it_has_not": Edit(
        MOVES, "status = _short(store, rows, answers, place)", "status = APPLIED"
    ),
    "leg_left_alone": Edit(MOVES, "    undo(store, store.cursor[GROUP_MARK])\n", "    pass\n"),
    "debit_freeze_ignored": Edit(
        MOVES, "elif debit_guard & t.GUARD_DEBIT_FROZEN:", "elif debit_guard & 0:"
    ),
    "pause_ignored": Edit(
        MOVES, "elif assets[asset, t.ASSET_FLAGS] & ASSET_STOPS:", "elif assets[asset, 4] & 0:"
    ),
    "numbering_ignored": Edit(
        MOVES,
        "if debit_guard >> 24 > numbering or credit_guard >> 24 > numbering:",
        "if debit_guard < 0:",
    ),
    "batch_mints": Edit(
        MOVES,
        "elif lowered == 0 and (debit_guard | credit_guard) & t.GUARD_ISSUANCE != 0:",
        "elif lowered < 0:",
    ),
    "anybody_may_debit": Edit(
        CHECKS, "return 0 if allowed else NOT_AUTHORISED", "return 0 if allowed else 0"
    ),
    "credit_freeze_ignored": Edit(
        CHECKS, "        guard |= t.GUARD_CREDIT_FROZEN\n", "        guard |= 0\n"
    ),
    "eligibility_ignored": Edit(
        CHECKS, "        guard |= t.GUARD_INELIGIBLE\n", "        guard |= 0\n"
    ),
    "mandate_not_decreased": Edit(CHECKS, "t.MANDATE_REMAINING) - amount", "t.MANDATE_REMAINING)"),
    "mandate_limit_off_by_one": Edit(
        CHECKS,
        "if amount > read(store, t.MANDATES, mandate, t.MANDATE_REMAINING):",
        "if amount > read(store, t.MANDATES, mandate, t.MANDATE_REMAINING) + 1:",
    ),
    "mandate_period_ignored": Edit(
        CHECKS,
        "    used = used_in_period(store, mandate)\n    return amount",
        "    used = 0 * amount\n    return amount",
    ),
    "mandate_expiry_ignored": Edit(CHECKS, "return MANDATE_EXPIRED", "return 0"),
    "revoked_mandate_used": Edit(CHECKS, "        return MANDATE_REVOKED\n", "        pass\n"),
    "mandate_for_anybody": Edit(CHECKS, "        return MANDATE_NOT_GRANTED\n", "        pass\n"),
    "hold_released_twice": Edit(
        HOLDS, "if read(store, t.HOLDS, hold, t.HOLD_STATE) != t.HOLD_OPEN:", "if hold < 0:"
    ),
    "expired_hold_posted": Edit(HOLDS, "        return HOLD_EXPIRED\n", "        pass\n"),
    "more_posted_than_held": Edit(
        HOLDS,
        "if amount > read(store, t.HOLDS, hold, t.HOLD_REMAINING):",
        "if amount > 2 * read(store, t.HOLDS, hold, t.HOLD_REMAINING):",
    ),
    "any_proof_does": Edit(HOLDS, "            return PROOF_DIFFERS\n", "            pass\n"),
    "hold_paid_to_another": Edit(HOLDS, "        return CREDIT_DIFFERS\n", "        pass\n"),
    "hold_of_any_holder": Edit(
        HOLDS,
        "    elif not is_acting(acting, read(store, t.HOLDS, hold, t.HOLD_HOLDER)):\n"
        "        return NOT_AUTHORISED\n    if issuance_closed",
        "    if issuance_closed",
    ),
    "hold_not_counted_against_its_mandate": Edit(
        HOLDS, "    use_mandate(store, wide(rows.authority[row]), amount)\n", ""
    ),
    "hold_past_its_mandate": Edit(
        HOLDS, "    if mandate_exceeded(store, authority, amount):\n", "    if amount < 1:\n"
    ),
    "hold_by_own_right_alone": Edit(
        HOLDS,
        "authorise(store, terms, acting, debit, authority)",
        "authorise(store, terms, acting, debit, 0 * authority)",
    ),
    "hold_not_taken_from_available": Edit(
        HOLDS,
        "    write(store, t.BALANCES, debit, t.AVAILABLE, available - amount)\n",
        "    write(store, t.BALANCES, debit, t.AVAILABLE, available)\n",
    ),
    "coupon_paid_twice": Edit(
        PAYOUTS, "    write(store, t.EVENTS, event, t.EVENT_STATE, t.EVENT_PAID)\n", "    pass\n"
    ),
    "redemption_not_burning": Edit(
        PAYOUTS, "    burn(store, answers, row, record)\n", "    pass\n"
    ),
    "coupon_rounded_down": Edit(
        PAYOUTS, "if total >= 0 and rest >= denominator - rest:", "if total < -1:"
    ),
    "remainders_to_the_last": Edit(
        PAYOUTS, 'np.argsort(remainders, kind="mergesort")', "np.arange(remainders.size)[::-1]"
    ),
    "frozen_payee_credited": Edit(
        PAYOUTS,
        "if credit_stopped(read(store, t.BALANCES, target, t.GUARD)) != APPLIED:",
        "if target < 0:",
    ),
    "held_units_not_recorded": Edit(
        PAYOUTS, "            posted += read(store, t.POSITIONS, position, t.POSITION_HELD)\n", ""
    ),
    "closed_asset_moves": Edit(
        PAYOUTS,
        "        write(store, t.ASSETS, asset, t.ASSET_FLAGS, flags | t.ASSET_CLOSED_FLAG)\n",
        "        write(store, t.ASSETS, asset, t.ASSET_FLAGS, flags)\n",
    ),
    "payer_short_pays": Edit(
        PAYOUTS, "return EXCEEDS_AVAILABLE if available < 0 else APPLIED", "return APPLIED"
    ),
    "control_total_unchecked": Edit(
        "praya.kernel.step",
        "if not fits or totals[: len(assets)].tolist() != stated:",
        "if not fits:",
    ),
    "decimals_unchecked": Edit(
        "praya.kernel.step",
        "if state.cell(t.ASSETS, asset, t.ASSET_DECIMALS) != decimals:",
        "if decimals < 0:",
    ),
    "dirty_page_forgotten": Edit(
        "praya.kernel.roots",
        "flags[firsts[table] + (word >> WORDS_PER_PAGE_BITS)] = 1",
        "flags[firsts[table]] = 1",
    ),
    "reserve_sets_no_limit": Edit(
        "praya.kernel.notices",
        "        write(store, t.ASSETS, target, t.ASSET_ISSUE_LIMIT, rows.amount[row])\n",
        "        pass\n",
    ),
    "salt_reused": Edit(
        "praya.kernel.builder", "return salt(self._seed, row)", "return salt(self._seed, 0 * row)"
    ),
    "request_is_no_group": Edit(
        "praya.kernel.builder", "ONE_GROUP: Final = 1", "ONE_GROUP: Final = 0"
    ),
}
