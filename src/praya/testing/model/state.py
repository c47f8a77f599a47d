"""Section 1, naively: every table as rows by column name, and the guard. Knows no operation."""

from praya.base.limits import EXTENT_POSITIONS

Row = dict[str, int]

HASH = ("{0}_0", "{0}_1", "{0}_2", "{0}_3")


def words(name: str) -> tuple[str, ...]:
    """The four columns that hold 32 bytes under one name."""
    return tuple(pattern.format(name) for pattern in HASH)


COLUMNS: dict[str, tuple[str, ...]] = {
    "ledger": ("business_date",),
    "participants": ("state", "document"),
    "accounts": (
        *("owner", "kind", "attributes", "flags", "last_position", "positions"),
        *words("code"),
    ),
    "assets": (
        *("issuer", "decimals", "required", "issue_limit", "flags", "issuance"),
        *("first_extent", "last_extent", "positions", "sweep"),
        *words("code"),
    ),
    "extents": ("asset", "next", "used"),
    "balances": ("available", "guard"),
    "positions": ("held", "account", "pay_to", "flags", "previous", "salt_0", "salt_1"),
    "holds": (
        *("position", "credit", "remaining", "kind", "holder", "expiry", "height", "state"),
        *words("post"),
        *words("void"),
    ),
    "mandates": (
        *("position", "grantee", "remaining", "period_limit", "period_days"),
        *("used", "used_on", "expiry", "state"),
    ),
    "records": ("asset", "date", "first", "rows", "total", "closing"),
    "entitlements": ("position", "amount"),
    "events": (
        *("asset", "number", "kind", "mode", "amount", "denominator"),
        *("record_date", "payment_date", "paying", "suspense", "mandate"),
        *("record", "state", "last_status", "last_date"),
    ),
    "documents": (*words("key"), "version", *words("value")),
    "attestations": (
        *("provider", "kind", "target", "subject_0", "subject_1", "value"),
        *("valid_from", "valid_until"),
        *words("digest"),
        "height",
    ),
    "requests": (
        *("participant", "request_0", "request_1"),
        *words("envelope"),
        *("valid_until", "height", "index", "status", "rows_applied"),
    ),
}

# These two tables grow by 64 zero rows with each extent; only opened places are kept here.
SPARSE = ("balances", "positions")

DEBIT_FROZEN = 1 << 16
CREDIT_FROZEN = 1 << 17
INELIGIBLE = 1 << 18
ISSUANCE = 1 << 19

PAUSED = 1
CLOSED = 2
SWEEPING = 4


class Tables:
    """All state. Lists of rows, but for balances and positions: dicts of opened places."""

    def __init__(self, business_date: int) -> None:
        self.rows: dict[str, list[Row]] = {name: [] for name in COLUMNS if name not in SPARSE}
        self.balances: dict[int, Row] = {}
        self.positions: dict[int, Row] = {}
        self.rows["ledger"].append({"business_date": business_date})
        self.rows["participants"].append({"state": 1, "document": -1})
        self.rows["mandates"].append(dict.fromkeys(COLUMNS["mandates"], 0))

    def __getitem__(self, name: str) -> list[Row]:
        return self.rows[name]

    @property
    def business_date(self) -> int:
        return self.rows["ledger"][0]["business_date"]

    def copy(self) -> "Tables":
        """A second state that shares nothing with this one."""
        other = Tables(0)
        other.rows = {name: [dict(row) for row in rows] for name, rows in self.rows.items()}
        other.balances = {number: dict(row) for number, row in self.balances.items()}
        other.positions = {number: dict(row) for number, row in self.positions.items()}
        return other

    def dump(self, name: str) -> list[list[int]]:
        """One table as the text lists it: rows in order, columns in order."""
        columns = COLUMNS[name]
        if name not in SPARSE:
            return [[row[column] for column in columns] for row in self.rows[name]]
        opened = self.balances if name == "balances" else self.positions
        dumped = [[0] * len(columns) for _ in range(EXTENT_POSITIONS * len(self["extents"]))]
        for number, row in opened.items():
            dumped[number] = [row[column] for column in columns]
        return dumped

    def exists(self, position: int) -> bool:
        """Whether this place was given (an unopened place has guard 0)."""
        return position in self.balances

    def asset_of(self, position: int) -> int:
        """The asset of the extent in which a position lies."""
        return self["extents"][position // EXTENT_POSITIONS]["asset"]

    def guard_has(self, position: int, bit: int) -> bool:
        """Whether a bit of the guard is set."""
        return self.balances[position]["guard"] & bit != 0

    def floor(self, position: int) -> int:
        """The least that `available` may be once funds are counted."""
        if self.guard_has(position, ISSUANCE):
            return -self["assets"][self.asset_of(position)]["issue_limit"]
        return 0

    def positions_of_asset(self, asset: int) -> list[int]:
        """In order of position number."""
        return [number for number in sorted(self.balances) if self.asset_of(number) == asset]

    def positions_of_account(self, account: int) -> list[int]:
        """From the last opened back to the first."""
        found = []
        position = self["accounts"][account]["last_position"]
        while position != -1:
            found.append(position)
            position = self.positions[position]["previous"]
        return found

    def position_in(self, account: int, asset: int) -> int:
        """The one position of an account in an asset, or -1."""
        for position in self.positions_of_account(account):
            if self.asset_of(position) == asset:
                return position
        return -1

    def rewrite_guard(self, position: int) -> None:
        """Compose the guard again from what it is made of; its height stays."""
        height = self.balances[position]["guard"] >> 24
        account = self["accounts"][self.positions[position]["account"]]
        asset = self["assets"][self.asset_of(position)]
        flags = account["flags"] | self.positions[position]["flags"]
        issuance = asset["issuance"] == position
        required = asset["required"]
        guard = account["owner"] | height << 24
        guard |= DEBIT_FROZEN if flags & 1 else 0
        guard |= CREDIT_FROZEN if flags & 2 else 0
        guard |= ISSUANCE if issuance else 0
        if not issuance and account["attributes"] & required != required:
            guard |= INELIGIBLE
        self.balances[position]["guard"] = guard
