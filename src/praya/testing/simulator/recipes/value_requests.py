"""Payments, trades, holds and mandates."""

from hashlib import sha256
from typing import Final

from praya.intents.issuance.issue_units import IssueUnits
from praya.intents.issuance.mint_cash import MintCash
from praya.intents.issuance.redeem_cash import RedeemCash
from praya.intents.settlement.grant_mandate import GrantMandate
from praya.intents.settlement.place_hold import PlaceHold
from praya.intents.settlement.release_hold import ReleaseHold
from praya.intents.settlement.revoke_mandate import RevokeMandate
from praya.intents.settlement.settle_dvp import SettleDvp
from praya.intents.settlement.transfer import Transfer
from praya.testing.model.state import Row
from praya.testing.oracle.book import code_of
from praya.testing.simulator.letters import Request
from praya.testing.simulator.scene import Scene

SECRETS: Final = {
    sha256(secret).digest(): secret for secret in (f"secret {n}".encode() for n in range(8))
}
HOUR_MS: Final = 3_600_000
MANY_RECEIPTS: Final = 10**9
FEW_RECEIPTS: Final = 3  # so that some are stated twice


def transfer(scene: Scene) -> Request:
    """An amount from one account to another."""
    asset, source, available = scene.payer()
    target = scene.other(asset, source)
    amount = scene.text(scene.amount(available), asset)
    return Request((scene.owner(source),), Transfer(asset, amount, source, target, "rent"))


def settle_dvp(scene: Scene) -> Request:
    """Securities against cash, signed by both sides."""
    security, seller, quantity = scene.payer(cash=False)
    cash, payer, available = scene.payer(cash=True)
    buyer, payee = scene.other(security, seller), scene.other(cash, payer)
    trade = SettleDvp(
        security=security,
        quantity=scene.text(scene.amount(quantity), security),
        seller=seller,
        buyer=buyer,
        cash=cash,
        amount=scene.text(scene.amount(available), cash),
        payer=payer,
        payee=payee,
        settlement_date=scene.book.today,
        trade_reference="",
    )
    return Request(tuple(dict.fromkeys((scene.owner(seller), scene.owner(payer)))), trade)


def mint_cash(scene: Scene) -> Request:
    """New cash against a receipt."""
    asset = scene.pick(scene.assets(cash=True))
    room = scene.book.asset_row(asset)["issue_limit"]
    room += scene.book.model.state.balances[scene.book.asset_row(asset)["issuance"]]["available"]
    account = scene.pick(scene.payees(asset))
    amount = scene.text(_up_to_the_limit(scene, room), asset)
    receipts = FEW_RECEIPTS if scene.chance(0.3) else MANY_RECEIPTS
    receipt = f"receipt {scene.random.randrange(receipts)}"
    return Request((scene.issuer(asset),), MintCash(asset, amount, account, receipt))


def redeem_cash(scene: Scene) -> Request:
    """Cash given back."""
    asset, account, available = scene.payer(cash=True)
    amount = scene.text(scene.amount(available), asset)
    return Request((scene.owner(account),), RedeemCash(asset, amount, account, "bank account"))


def issue_units(scene: Scene) -> Request:
    """Units of a security within what is left of its issue."""
    asset = scene.pick(scene.assets(cash=False))
    row = scene.book.asset_row(asset)
    room = row["issue_limit"] + scene.book.model.state.balances[row["issuance"]]["available"]
    amount = scene.text(_up_to_the_limit(scene, room), asset)
    account = scene.pick(scene.payees(asset))
    return Request((scene.issuer(asset),), IssueUnits(asset, amount, account))


def _up_to_the_limit(scene: Scene, room: int) -> int:
    """An amount within what is left of a limit; at times all of it, or one more."""
    if room > 0 and scene.chance(0.15):
        return min(room + scene.pick((0, 1)), 2**63 - 1)
    return scene.amount(max(1, min(room, 10**6)))


def place_hold(scene: Scene) -> Request:
    """An amount reserved by time, for a holder, or for a proof."""
    asset, source, available = scene.payer()
    kind = scene.pick((1, 2, 3))
    target = (scene.other(asset, source),) if scene.chance(0.5) else ()
    expiry = 0 if kind == 2 else scene.now_ms + scene.pick((HOUR_MS, 30 * HOUR_MS, 90 * HOUR_MS))
    if kind == 3 and scene.chance(0.5):
        expiry = 0
    holder = (scene.pick(scene.participants()),) if kind != 3 else ()
    if kind != 3 and target and scene.chance(0.7):
        holder = (scene.owner(target[0]),)
    conditions = [b"", b""]
    if kind == 3:
        conditions = [scene.pick(SECRETS), scene.pick([b"", *SECRETS])]
    hold = PlaceHold(
        asset=asset,
        amount=scene.text(scene.amount(available), asset),
        source=source,
        target=target,
        kind=kind,
        holder=holder,
        expiry=expiry,
        post_condition=conditions[0],
        void_condition=conditions[1],
    )
    return Request((scene.owner(source),), hold)


def release_hold(scene: Scene) -> Request:
    """A hold, at times an ended one, paid out in whole or part, or given back."""
    state, ended_too = scene.book.model.state, scene.chance(0.2)
    number, hold = scene.pick_row(
        (place, row) for place, row in enumerate(state["holds"]) if ended_too or row["state"] == 1
    )
    asset = code_of(state["assets"][state.asset_of(hold["position"])])
    actor = scene.participants()[hold["holder"] - 1] if hold["holder"] else "BANKA"
    gives_back = scene.chance(0.35)
    secret = SECRETS.get(_condition(hold, "void" if gives_back else "post"), b"")
    if gives_back:
        return Request((actor,), ReleaseHold(number, asset, (), "", secret))
    source = code_of(state["accounts"][state.positions[hold["position"]]["account"]])
    target = scene.other(asset, source)
    if hold["credit"] >= 0 and not scene.chance(0.2):  # at times to another than was named
        target = code_of(state["accounts"][state.positions[hold["credit"]]["account"]])
    minor = scene.amount(max(1, hold["remaining"]))
    if minor == hold["remaining"]:  # all of it, or one more
        minor += scene.pick((0, 0, 1))
    amount = scene.text(minor, asset)
    return Request((actor,), ReleaseHold(number, asset, (target,), amount, secret))


def _condition(hold: Row, name: str) -> bytes:
    words = [hold[f"{name}_{place}"] for place in range(4)]
    return b"".join(word.to_bytes(8, "little", signed=True) for word in words)


def grant_mandate(scene: Scene) -> Request:
    """A standing right to debit, often nearly used up soon."""
    asset, account, available = scene.payer()
    in_all = scene.amount(available)
    days = scene.pick((0, 0, 1, 2, 30))
    period = scene.text(scene.amount(in_all), asset) if days else ""
    expiry = scene.pick((0, scene.now_ms + HOUR_MS, scene.now_ms + 60 * HOUR_MS))
    grantee = scene.pick(code for code in scene.participants() if code not in ("SFC",))
    amount = scene.text(in_all, asset)
    intent = GrantMandate(account, asset, grantee, amount, days, period, expiry)
    return Request((scene.owner(account),), intent)


def revoke_mandate(scene: Scene) -> Request:
    """The end of one."""
    state = scene.book.model.state
    number, row = scene.pick_row(
        (place, row)
        for place, row in enumerate(state["mandates"])
        if place and row["state"] == 1 and row["grantee"]
    )
    account = code_of(state["accounts"][state.positions[row["position"]]["account"]])
    return Request((scene.owner(account),), RevokeMandate(number))
