"""The naive ledger's memory: the model's tables, the names of things in them, documents' bytes."""

from praya.base.status import Status
from praya.testing.model.block import Model
from praya.testing.model.state import Row

CODE_WORDS = 4
ISSUANCE_KIND = 2


class RefusedRequestError(Exception):
    """A request that cannot be lowered, with the status that says why."""

    def __init__(self, status: Status) -> None:
        super().__init__(status.name)
        self.status = status


def code_of(row: Row) -> str:
    """The code in the four code columns of a row."""
    words = [row[f"code_{place}"] for place in range(CODE_WORDS)]
    return (
        b"".join(word.to_bytes(8, "little", signed=True) for word in words).rstrip(b"\0").decode()
    )


class Book:
    """Everything the naive ledger knows."""

    def __init__(self, business_date: int) -> None:
        self.model = Model(business_date)
        self.values: dict[str, bytes] = {}  # documents by name
        self.slots: dict[str, int] = {}
        self.participants: dict[str, int] = {}
        self.accounts: dict[str, int] = {}
        self.assets: dict[str, int] = {}

    def copy(self) -> "Book":
        """A second book that shares nothing that changes."""
        other = Book(0)
        other.model.state = self.model.state.copy()
        for name in ("values", "slots", "participants", "accounts", "assets"):
            setattr(other, name, dict(getattr(self, name)))
        return other

    @property
    def today(self) -> int:
        """The business date."""
        return self.model.state.business_date

    def learn(self) -> None:
        """Take in the codes of new accounts and assets, and new participants."""
        state = self.model.state
        for number in range(len(self.accounts), len(state["accounts"])):
            self.accounts[code_of(state["accounts"][number])] = number
        for number in range(len(self.assets), len(state["assets"])):
            self.assets[code_of(state["assets"][number])] = number
        names = {slot: name for name, slot in self.slots.items()}
        for number in range(len(self.participants) + 1, len(state["participants"])):
            name = names[state["participants"][number]["document"]]
            self.participants[name.partition("/")[2]] = number

    def asset_row(self, code: str) -> Row:
        """The row of an asset that is there."""
        return self.model.state["assets"][self.assets[code]]

    def account_row(self, code: str) -> Row:
        """The row of an account that is there."""
        return self.model.state["accounts"][self.accounts[code]]

    def position(self, account: str, asset: str) -> int:
        """The position of an account in an asset, or -1."""
        if account not in self.accounts or asset not in self.assets:
            return -1
        return self.model.state.position_in(self.accounts[account], self.assets[asset])

    def available(self, account: str, asset: str) -> int:
        """What an account may dispose of, in minor units."""
        position = self.position(account, asset)
        return 0 if position < 0 else self.model.state.balances[position]["available"]

    def sums(self) -> list[int]:
        """The sum of all positions of each asset; all must be zero."""
        state = self.model.state
        found = [0] * len(state["assets"])
        for position, row in state.balances.items():
            found[state.asset_of(position)] += row["available"] + state.positions[position]["held"]
        return found
