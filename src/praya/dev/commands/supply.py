"""What an asset's issuer has outstanding, as exact decimal text.

An asset's positions sum to zero, its issuance position among them, so supply is read, not added up.
"""

from praya.base.amounts import format_amount
from praya.kernel import tables as t
from praya.kernel.ledger import Ledger


def supply_of(ledger: Ledger) -> dict[str, str]:
    """The supply of every asset by its code, in the order they were defined."""
    return {
        ledger.asset_code(asset): amount_text(ledger, asset, _outstanding(ledger, asset))
        for asset in range(ledger.state.rows(t.ASSETS))
    }


def amount_text(ledger: Ledger, asset: int, minor: int) -> str:
    """An amount of an asset in its own decimals."""
    return format_amount(minor, ledger.state.cell(t.ASSETS, asset, t.ASSET_DECIMALS))


def _outstanding(ledger: Ledger, asset: int) -> int:
    """What left the issuance position and did not come back."""
    issuance = ledger.state.cell(t.ASSETS, asset, t.ASSET_ISSUANCE)
    if issuance < 0:
        return 0
    return -posted(ledger, issuance)


def posted(ledger: Ledger, position: int) -> int:
    """Available and held together, in minor units."""
    available = ledger.state.cell(t.BALANCES, position, t.AVAILABLE)
    return available + ledger.state.cell(t.POSITIONS, position, t.POSITION_HELD)
