"""`praya balances DIR`: who holds what, and what is outstanding of each asset."""

import click

from praya.dev.commands.command import command, option
from praya.dev.commands.facts import show_facts
from praya.dev.commands.holdings import holdings
from praya.dev.commands.names import find_account, find_asset
from praya.dev.commands.opening import reading
from praya.dev.commands.supply import supply_of
from praya.dev.commands.terminal import Terminal
from praya.intents.accounts.open_accounts import KIND_NAMES


@command("balances", more="balances.more")
@click.argument("folder", metavar="DIR")
@option("--asset", metavar="CODE", words="balances.asset")
@option("--account", metavar="CODE", words="balances.account")
@click.pass_obj
def balances(terminal: Terminal, folder: str, asset: str | None, account: str | None) -> None:
    """List holdings as of the last closed block; issuance is negative, so each asset sums to 0."""
    executor = reading(folder)
    ledger = executor.ledger
    of_asset = None if asset is None else find_asset(ledger, asset)
    of_account = None if account is None else find_account(ledger, account)
    listed = list(holdings(executor, of_asset, of_account))
    place = int(terminal.language != "en")
    headings = ("account", "kind", "owner", "asset", "available", "held")
    terminal.table(
        [terminal.words(f"balances.head_{name}") for name in headings],
        [
            (
                one.account,
                KIND_NAMES[one.kind][place],
                one.owner,
                one.asset,
                one.available,
                one.held,
            )
            for one in listed
        ],
        numbers=(4, 5),
    )
    supply = supply_of(ledger)
    shown = {one.asset for one in listed} | ({asset} if asset else set())
    terminal.line()
    word = terminal.words("fact.supply")
    show_facts(terminal, [(f"{word} {code}", supply[code]) for code in supply if code in shown])
    terminal.data(
        [
            {
                "account": one.account,
                "kind": KIND_NAMES[one.kind][0],
                "owner": one.owner,
                "asset": one.asset,
                "available": one.available,
                "held": one.held,
            }
            for one in listed
        ]
    )
