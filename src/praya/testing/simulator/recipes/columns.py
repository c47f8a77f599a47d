"""Accounts opened by columns: few or many at once, and columns that no ledger may take."""

from dataclasses import replace
from typing import Final

from praya.base.attributes import ALL_ATTRIBUTES
from praya.intents.accounts.open_accounts import OpenAccounts
from praya.intents.settlement.transfer import Transfer
from praya.testing.oracle.sent import ColumnValues
from praya.testing.simulator.letters import Request
from praya.testing.simulator.recipes.register_requests import KEEPERS
from praya.testing.simulator.scene import Scene

NAMES: Final = ("code_0", "code_1", "code_2", "code_3", "kind", "attributes")
CODE_BYTES: Final = 32
ROWS_MAX: Final = 8_190
WRONG_SHARE: Final = 0.4
ACCOUNTS_ENOUGH: Final = 160  # the naive ledger is slow: then only a few more at once
COUNTS: Final = ((1, 4), (3, 4), (8, 3), (70, 1))
FLAWS: Final = (
    *("names", "missing", "type", "twice", "known", "reserved"),
    *("spelling", "kind", "attributes", "listed too", "many"),
)


def open_accounts(scene: Scene) -> Request:
    """Accounts as columns, for any participant that keeps some; often with a flaw."""
    owner = scene.pick(code for code in scene.participants() if code in KEEPERS)
    count = scene.weighted(COUNTS)
    if len(scene.book.accounts) > ACCOUNTS_ENOUGH:
        count = min(count, 3)
    codes = [f"{owner}.{number}" for number in scene.random.sample(range(10_000_000), count)]
    choices = [(), ("HKD",), *((code,) for code in scene.assets()), ("LONG", "HKD")]
    assets = scene.pick(choices)
    paid_in = "HKD" if len(assets) == 2 and scene.chance(0.7) else ""
    kinds = [scene.pick((0, 0, 1, 3)) for _ in codes]
    attributes = [scene.pick((0, 3, ALL_ATTRIBUTES)) for _ in codes]
    stated = _columns([code.encode() for code in codes], kinds, attributes)
    request = Request((owner,), OpenAccounts((), assets, paid_in), columns=stated)
    return _flawed(scene, request) if scene.chance(WRONG_SHARE) else request


def fill(scene: Scene, owner: str, asset: str, count: int) -> Request:
    """So many accounts of one participant, each with a position of an asset."""
    codes = [f"{owner}.F{number}" for number in scene.random.sample(range(10_000_000), count)]
    attributes = [scene.pick((0, 1, 3, ALL_ATTRIBUTES)) for _ in codes]
    stated = _columns([code.encode() for code in codes], [0] * count, attributes)
    return Request((owner,), OpenAccounts((), (asset,)), columns=stated)


def on_another_request(scene: Scene, request: Request) -> Request:
    """Columns on a request that takes none, so that no signer would be shown them."""
    source, target = scene.pick(scene.accounts()), scene.pick(scene.accounts())
    intent = Transfer("HKD", "1.00", source, target, "columns")
    return Request((scene.owner(source),), intent, columns=request.columns)


def _columns(
    codes: list[bytes], kinds: list[int], attributes: list[int]
) -> tuple[ColumnValues, ...]:
    """What the section of such a request holds."""
    words = [
        tuple(
            int.from_bytes(code.ljust(CODE_BYTES, b"\0")[first : first + 8], "little", signed=True)
            for code in codes
        )
        for first in range(0, CODE_BYTES, 8)
    ]
    values = (*words, tuple(kinds), tuple(attributes))
    return tuple((name, "<i8", each) for name, each in zip(NAMES, values, strict=True))


def _flawed(scene: Scene, request: Request) -> Request:
    """The same with one thing wrong about it."""
    flaw, columns = scene.pick(FLAWS), list(request.columns)
    if flaw == "names":
        columns[0], columns[1] = columns[1], columns[0]
    elif flaw == "missing":
        del columns[scene.random.randrange(len(columns))]
    elif flaw == "type":
        place = scene.pick((4, 5))
        columns[place] = (columns[place][0], scene.pick(("<i4", "|i1")), columns[place][2])
    elif flaw == "listed too":
        listed = replace(request.intent, accounts=({1: "BANKA.LISTED", 2: 0, 3: 0},))
        return replace(request, intent=listed)
    elif flaw == "many":
        return _too_many(request)
    elif flaw in ("kind", "attributes"):
        values = {"kind": (-1, 4, 2**40), "attributes": (-1, ALL_ATTRIBUTES + 1, 2**62)}[flaw]
        columns[NAMES.index(flaw)] = _with_value(columns[NAMES.index(flaw)], scene.pick(values))
    else:
        columns[:4] = _other_code(scene, flaw, request)
    return replace(request, columns=tuple(columns))


def _other_code(scene: Scene, flaw: str, request: Request) -> list[ColumnValues]:
    """The columns of the codes, with a wrong one put before them or last."""
    words = list(zip(*(values for _, _, values in request.columns[:4]), strict=True))
    codes = [b"".join(word.to_bytes(8, "little", signed=True) for word in row) for row in words]
    if flaw == "twice" and len(codes) > 1:
        codes[-1] = codes[0]
    elif flaw == "reserved":
        codes[-1] = b"ISSUE:NEW"
    elif flaw == "spelling":
        codes[-1] = scene.pick((b"", b"a b", b"a\0b", b"\xe9t\xe9", b"\x7f", b" a"))
    else:
        codes[-1] = scene.pick(scene.accounts()).encode()
    return list(_columns(codes, [0] * len(codes), [0] * len(codes))[:4])


def _too_many(request: Request) -> Request:
    """More accounts than the rows of one request allow."""
    intent = replace(request.intent, assets=("LONG", "HKD"), paid_in="HKD")
    count = ROWS_MAX // 9 + 1  # nine rows each: the account, two positions, and where one pays to
    codes = [f"MANY.{number}".encode() for number in range(count)]
    columns = _columns(codes, [0] * count, [0] * count)
    return replace(request, intent=intent, columns=columns)


def _with_value(column: ColumnValues, value: int) -> ColumnValues:
    name, dtype, values = column
    return name, dtype, (*values[:-1], value)
