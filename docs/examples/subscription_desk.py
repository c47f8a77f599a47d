"""A subscription desk: clients pay by mandate, and get units for it in the same signed batch.

Run it: praya sim --workflow docs/examples/subscription_desk.py
"""

from praya.instruments import cash_token
from praya.intents.accounts.open_accounts import OpenAccounts
from praya.intents.accounts.open_positions import OpenPositions
from praya.intents.issuance.define_asset import DefineAsset
from praya.intents.issuance.mint_cash import MintCash
from praya.intents.settlement.grant_mandate import GrantMandate
from praya.testing import Request, Scene, Standing, Workflow, admission, batch, movement

DESK, HOUSE = "DESK", "DESK.HOUSE"
CLIENTS = ("BANKB.C1", "BANKB.C2")  # of a bank that is on every simulated ledger, as HKD is
MANDATE, STOCK = 30_000, 20_000  # in cents: what a client lets the desk take, what the desk has
UNIT = cash_token.Terms("HKD", 2, "1000000.00", 0)

SETUP = [
    admission(DESK),
    Request((DESK,), DefineAsset("UNIT", cash_token.NAME, cash_token.to_fields(UNIT))),
    Request((DESK,), OpenAccounts(({1: HOUSE, 2: 1, 3: 3},), ("HKD", "UNIT"))),
    Request((DESK,), MintCash("UNIT", "200.00", HOUSE, "first stock")),
]
for client in CLIENTS:
    SETUP += [
        Request(("OPER",), MintCash("HKD", "300.00", client, f"cash of {client}")),
        Request(("BANKB",), OpenPositions(client, ("UNIT",), ())),
        Request(("BANKB",), GrantMandate(client, "HKD", DESK, "300.00", 0, "", 0)),
    ]


def order(scene: Scene, group: int) -> Request:
    """Cash out of the client's account by mandate, units into it, within what the desk has."""
    mandate = scene.pick(one for one in scene.standing.mandates(DESK) if one.remaining)
    stock = scene.pick([amount for amount in [scene.standing.available(HOUSE, "UNIT")] if amount])
    paid = scene.amount(min(stock, mandate.remaining))
    cash, units = (mandate.account, HOUSE), (HOUSE, mandate.account)
    rows = [
        movement(scene, "HKD", cash, paid, group=group, mandate=mandate.number),
        movement(scene, "UNIT", units, paid, group=group),
    ]
    return batch(scene, [DESK], rows)


def subscribe_leg_by_leg(scene: Scene) -> Request:
    """The mistake: each row stands alone, for the desk looked, and it has the units."""
    return order(scene, group=0)


def subscribe(scene: Scene) -> Request:
    """Mended: both rows are one group."""
    return order(scene, group=1)


def restock(scene: Scene) -> Request:
    """A few more units for the desk to sell."""
    receipt = f"stock {scene.random.randrange(10**9)}"
    return Request(
        (DESK,), MintCash("UNIT", scene.text(scene.amount(2_000), "UNIT"), HOUSE, receipt)
    )


def no_cash_without_units(standing: Standing) -> str | None:
    """What the desk took from a client, the client has in units."""
    for mandate in standing.mandates(DESK):
        paid, units = MANDATE - mandate.remaining, standing.posted(mandate.account, "UNIT")
        if paid != units:
            return f"{mandate.account} paid {paid} and has {units}"
    return None


hasty = Workflow(((subscribe_leg_by_leg, 8), (restock, 2)), (no_cash_without_units,), SETUP)
workflow = Workflow(((subscribe, 8), (restock, 2)), (no_cash_without_units,), SETUP)
