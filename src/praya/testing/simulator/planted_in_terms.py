"""Planted bugs in what terms come to: when a bond pays, and for how much of a year."""

from typing import Final

from praya.testing.simulator.mutation import Edit

BOND: Final = "praya.instruments.fixed_rate_bond"
SCHEDULES: Final = "praya.base.schedules"

TERM_BUGS: Final[dict[str, tuple[Edit, ...]]] = {
    "month_ends_not_kept": (
        Edit(
            SCHEDULES,
            "return add_months(origin, months, end_of_month=terms.end_of_month)",
            "return add_months(origin, months)",
        ),
    ),
    "long_stub_stands_alone": (
        Edit(
            SCHEDULES, "if terms.stub == Stub.LONG and inner and", "if not terms.stub and inner and"
        ),
    ),
    "stated_date_dropped": (Edit(SCHEDULES, " and bounds[beside] != terms.anchor:", ":"),),
    "modified_following_leaves_the_month": (
        Edit(
            "praya.base.calendars",
            "range(day, month_end(day) + 1)",
            "range(day, month_end(day) + 8)",
        ),
    ),
    "day_count_mixed_up": (
        Edit(
            "praya.base.daycounts",
            '_Rule("ACT/ACT ICMA", _actual_days, _actual_actual_icma)',
            '_Rule("ACT/ACT ICMA", _actual_days, _actual_actual_isda)',
        ),
    ),
    "regular_dates_not_moved": (
        Edit(
            SCHEDULES,
            "return tuple(moved.get(day, day) for day in bounds)",
            "return tuple(bounds)",
        ),
    ),
    "last_period_ends_unmoved": (
        Edit(
            SCHEDULES,
            "amount_end=amount_bounds[place + 1],",
            "amount_end=(amount_bounds if place + 2 < len(bounds) else bounds)[place + 1],",
        ),
    ),
    "last_coupon_rounded": (
        Edit(
            BOND,
            "        if not _is_countable(flow.payoff):\n",
            "        if flow.day >= terms.maturity_date:\n"
            "            flow = replace(flow, payoff=flow.payoff.limit_denominator(10**6))\n"
            "        if not _is_countable(flow.payoff):\n",
        ),
    ),
    "interest_begins_with_the_issue": (
        Edit(
            BOND,
            "    return terms.issue_date if stated is None else stated\n",
            "    return terms.issue_date\n",
        ),
    ),
}
