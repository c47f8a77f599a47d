# %% [markdown]
# # A bond's year in a sandbox
#
# A whole ledger in this process: real keys, signed envelopes, closed blocks. The pictures need the
# `plots` extra (`pip install 'praya[plots]'`; in a checkout, `make develop`). Run the cells in a
# notebook (Jupyter and most editors open this file as one), or the file as a program.

# %%
from datetime import date
from decimal import Decimal
from itertools import pairwise

import matplotlib.dates
import matplotlib.pyplot as plt

from praya import Sandbox

# %% [markdown]
# ## Four institutions and a term sheet
#
# `term_sheet()` gives a sheet to start from. Here it pays interest every three months.

# %%
sandbox = Sandbox(date="2025-01-06")
issuer, alder, birch, cedar = sandbox.open("ISSUER", "ALDER", "BIRCH", "CEDAR")
sheet = sandbox.term_sheet(issuer, "BOND", "1000000.00", rate="4.8", maturity="2026-01-06")
sheet["terms"] |= {"step_months": 3, "specified_denomination": "1000.00"}
sheet["terms"]["integral_multiple"] = "1000.00"
print(sandbox.issue_sheet(issuer, sheet).status.name)

# %% [markdown]
# ## Delivery versus payment
#
# Three investors pay in cash and buy at par. Each trade is one envelope signed by both sides.

# %%
for investor, nominal in ((alder, "500000.00"), (birch, "300000.00"), (cedar, "200000.00")):
    sandbox.mint(investor, nominal)
    answer = sandbox.settle(issuer, investor, "BOND", nominal, against=nominal)
    print(investor.code, answer.status.name)

# %% [markdown]
# Nobody can sell what he does not have, or buy without the money: both legs, or neither.

# %%
print(sandbox.settle(alder, birch, "BOND", "100000.00", against="99000.00").status.name)

# %% [markdown]
# ## A year of business days
#
# Twice somebody sells. Interest and principal are paid by the ledger at the opening of a day; all
# that is asked of the issuer is that the money is there. Each evening we look who holds what.

# %%
INVESTORS = {"ALDER": "#0b6fa4", "BIRCH": "#c8560b", "CEDAR": "#2f7d4f"}
TRADES = {"2025-05-12": (alder, cedar, "200000.00"), "2025-09-01": (birch, alder, "100000.00")}
evenings: list[tuple[date, dict[str, Decimal], dict[str, Decimal]]] = []


def look() -> None:
    """Remember this evening: bonds and cash of each investor."""
    held = sandbox.balances()
    bonds = {name: Decimal(held[name, "BOND"]) for name in INVESTORS}
    cash = {name: Decimal(held[name, "HKD"]) for name in INVESTORS}
    evenings.append((date.fromisoformat(sandbox.date), bonds, cash))


look()
sandbox.mint(issuer, "48000.00")
while sandbox.date < "2026-01-06":
    today = sandbox.next_day()
    if today in TRADES:
        seller, buyer, nominal = TRADES[today]
        sandbox.mint(buyer, nominal)
        print(today, sandbox.settle(seller, buyer, "BOND", nominal, against=nominal).status.name)
    look()
print(sandbox.date, sandbox.supply())

# %% [markdown]
# ## Who held what

# %%
plt.rcParams.update({"font.size": 10, "axes.spines.top": False, "axes.spines.right": False})
days = [day for day, _, _ in evenings]
figure, axes = plt.subplots(figsize=(8, 3.6), layout="constrained")
stacked = [[float(bonds[name]) / 1000 for _, bonds, _ in evenings] for name in INVESTORS]
axes.stackplot(days, *stacked, labels=list(INVESTORS), colors=list(INVESTORS.values()), step="post")
axes.set_ylabel("Nominal held (HK$ thousand)")
axes.set_xlabel("Business date")
axes.set_ylim(0, 1050)
axes.yaxis.set_major_formatter("{x:,.0f}")
axes.margins(x=0)
axes.xaxis.set_major_formatter(matplotlib.dates.DateFormatter("%b %Y"))
axes.xaxis.set_major_locator(matplotlib.dates.MonthLocator(bymonth=(1, 3, 5, 7, 9, 11)))
axes.legend(frameon=False, ncols=3, loc="upper center", bbox_to_anchor=(0.5, 1.14))
figure.savefig("holdings.png", dpi=120)

# %% [markdown]
# ## What the ledger paid
#
# Interest is what came into an account beyond what its trades and the principal brought. In July
# two investors held the same and one got a cent more: the total is the schedule's to the cent, and
# is divided by largest remainder.

# %%
received: dict[date, dict[str, Decimal]] = {}
for (_, bonds_before, before), (day, bonds, cash) in pairwise(evenings):
    sold = {name: bonds_before[name] - bonds[name] for name in INVESTORS}
    coupon = {n: cash[n] - before[n] - max(sold[n], Decimal(0)) for n in INVESTORS}
    if any(coupon[name] > 0 for name in INVESTORS):
        received[day] = coupon
total = sum((sum(each.values()) for each in received.values()), Decimal(0))
print(len(received), "coupons,", total, "in all")

# %%
figure, axes = plt.subplots(figsize=(8, 3.6), layout="constrained")
bottom = [0.0] * len(received)
labels = [day.strftime("%-d %b %Y") for day in received]
for name, colour in INVESTORS.items():
    amounts = [float(each[name]) for each in received.values()]
    bars = axes.bar(labels, amounts, 0.55, bottom=bottom, color=colour, label=name)
    axes.bar_label(bars, fmt="{:,.2f}", label_type="center", color="white", fontsize=9)
    bottom = [low + more for low, more in zip(bottom, amounts, strict=True)]
axes.bar_label(bars, labels=[f"{high:,.2f}" for high in bottom], padding=3, fontsize=10)
axes.set_ylabel("Interest paid (HK$)")
axes.set_xlabel("Payment date")
axes.set_ylim(0, 14500)
axes.yaxis.set_major_formatter("{x:,.0f}")
axes.legend(frameon=False, ncols=3, loc="upper center", bbox_to_anchor=(0.5, 1.14))
figure.savefig("flows.png", dpi=120)

# %% [markdown]
# ## Go on
#
# - Change the sheet: `praya cashflows` and `praya run` take the same data as a file.
# - `sandbox.book.ledger` is the state itself; `sandbox.book.do(request, institution)` signs and
#   submits any request of docs/reference/requests.md.
# - The same ledger in a folder, durable: docs/tutorial/your-first-bond.md.
