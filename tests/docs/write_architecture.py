"""Draws the house: floors and rooms from the table of layers, one transfer and one coupon in it.

Run it after a room was added: python tests/docs/write_architecture.py

A room is drawn if it is there, on the floor that the gate of layers gives it; what it is for stands
in ROOMS below, and a room without words fails. It must not know any module inside a room.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "gates"))

import test_layers  # noqa: E402

LAYERS: dict[str, int] = test_layers.LAYERS

SOURCE = ROOT / "src" / "praya"
PICTURES = {"en": "docs/pictures/architecture.svg", "zh-HK": "docs/pictures/architecture.zh-HK.svg"}

WIDTH, LEFT, GAP = 960, 52, 12
ROW, STEP = 54, 70
TOP = 74


class Room(NamedTuple):
    """What a room is for, in both languages, and its share of its floor."""

    english: str
    chinese: str
    share: int


ROOMS = {
    "cli": Room("what can be typed", "指令入口", 2),
    "app": Room("joins the parts", "組裝各部分", 2),
    "dev": Room("commands, runs, doctor", "指令、演練、診斷", 3),
    "testing": Room("simulator, second kernel", "模擬器、第二套核心", 3),
    "sdk": Room(
        "institutions that sign, a running book, the sandbox", "簽署請求的機構、帳簿、沙盒", 1
    ),
    "rails": Room("bank statements (ISO 20022)", "銀行結單（ISO 20022）", 1),
    "node": Room(
        "judges, recalls, lowers, applies, closes, replays",
        "核對、查重、轉換、執行、結區塊、重演",
        1,
    ),
    "intents": Room(
        "one file a request: who may ask, and which rows it becomes",
        "每種請求一個檔案：誰可提出、化為哪些列",
        1,
    ),
    "envelopes": Room("signed bytes", "已簽署位元組", 2),
    "instruments": Room("terms to payments", "條款化為付款", 2),
    "vault": Room("private keys", "私人密鑰", 2),
    "storage": Room("journal, snapshots", "日誌、快照", 2),
    "projections": Room("tables for SQL", "供 SQL 查詢的表", 2),
    "kernel": Room(
        "tables, rows, operations, one root a block", "表、列、運算，每個區塊一個根值", 3
    ),
    "proofs": Room("checks for who was not there", "供第三方核實", 2),
    "base": Room(
        "amounts, days, encoding, hashes, statuses, words", "金額、日期、編碼、雜湊、狀態、用語", 1
    ),
}

TITLE = (
    "The house: imports point down, rooms on one floor never meet",
    "結構圖：只可引用下層，同層各房間互不引用",
)

TRANSFER = (
    ("1", "sdk", "signs", "簽署"),
    ("2", "node", "judges", "核對"),
    ("3", "storage", "makes durable", "寫入日誌"),
    ("4", "intents", "lowers to rows", "化為列"),
    ("5", "kernel", "applies", "執行"),
    ("6", "node", "closes, answers", "結區塊並答覆"),
    ("7", "projections", "can be asked", "可供查詢"),
)
COUPON = (
    ("a", "intents", "opens the day", "開啟營業日"),
    ("b", "kernel", "records holders", "記錄持有人"),
    ("c", "node", "begins a block", "自行開區塊"),
    ("d", "kernel", "pays pay_to", "付予收款帳戶"),
    ("e", "storage", "keeps the close", "寫入結算記錄"),
    ("f", "projections", "shows each credit", "逐筆列示"),
)
PATHS = (
    ("transfer", ("One transfer", "一筆轉撥"), TRANSFER),
    ("coupon", ("One coupon", "一次派息"), COUPON),
)

STYLE = """
  text { font-family: system-ui, -apple-system, "Segoe UI", "Noto Sans",
    "Noto Sans HK", "PingFang HK", "Microsoft JhengHei", sans-serif; fill: #1f2933; }
  .page { fill: #ffffff; } .floor { fill: #eef2f5; } .room { fill: #ffffff; stroke: #9fb0bd; }
  .name { font-size: 15px; font-weight: 600; } .for { font-size: 12px; fill: #4a5a66; }
  .title { font-size: 16px; font-weight: 600; } .number { font-size: 13px; fill: #5f7180; }
  .transfer { stroke: #1668a8; } .coupon { stroke: #b4530a; }
  .transfer-dot { fill: #1668a8; } .coupon-dot { fill: #b4530a; }
  .dot { font-size: 12px; font-weight: 700; fill: #ffffff; text-anchor: middle; }
  .way { fill: none; stroke-width: 2.5; opacity: .45; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; } .page { fill: #0d1117; } .floor { fill: #161d26; }
    .room { fill: #0d1117; stroke: #4b5b69; } .for { fill: #a9b8c4; } .number { fill: #8ea0ae; }
    .transfer { stroke: #58a6e0; } .coupon { stroke: #e08a3c; }
    .transfer-dot { fill: #2f81c1; } .coupon-dot { fill: #c2641a; } .dot { fill: #ffffff; }
  }
"""


class Box(NamedTuple):
    """Where a room is drawn."""

    x: float
    y: float
    width: float


def rooms_there() -> list[str]:
    """Folders of the package, and the two files that are rooms."""
    folders = [each.name for each in SOURCE.iterdir() if (each / "__init__.py").is_file()]
    files = [name for name in ("app", "cli") if (SOURCE / f"{name}.py").is_file()]
    return sorted([*folders, *files], key=list(ROOMS).index)


def floor_of(room: str) -> int:
    """Its layer; the command line is drawn on the highest floor, with what it joins."""
    return min(LAYERS[room], 8)


def boxes() -> dict[str, Box]:
    """Every room's place."""
    placed: dict[str, Box] = {}
    rooms = rooms_there()
    for number, floor in enumerate(floors(rooms)):
        inside = [room for room in rooms if floor_of(room) == floor]
        room_for = WIDTH - LEFT - 24 - GAP * (len(inside) - 1)
        shares = sum(ROOMS[room].share for room in inside)
        x = float(LEFT)
        for room in inside:
            width = room_for * ROOMS[room].share / shares
            placed[room] = Box(x, TOP + number * STEP, width)
            x += width + GAP
    return placed


def floors(rooms: list[str]) -> list[int]:
    """The floors that have rooms, the highest first."""
    return sorted({floor_of(room) for room in rooms}, reverse=True)


def picture(language: str) -> str:
    """The picture as an SVG file has it."""
    chosen = 0 if language == "en" else 1
    placed = boxes()
    bottom = TOP + len(floors(list(placed))) * STEP
    height = bottom + 44 + 88 * len(PATHS)
    title = escape(TITLE[chosen])
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}"'
        f' role="img" lang="{language}">',
        f"<title>{title}</title>",
        f"<style>{STYLE}</style>",
        f'<rect class="page" width="{WIDTH}" height="{height}" rx="8"/>',
        f'<text class="title" x="24" y="40">{title}</text>',
        *_floors(placed),
        *_rooms(placed, chosen),
        *(line for kind, _, steps in PATHS for line in _dots(kind, steps, placed)),
    ]
    for number, (kind, name, steps) in enumerate(PATHS):
        lines += _lane(kind, name[chosen], steps, chosen, bottom + 28 + 88 * number)
    return "\n".join([*lines, "</svg>", ""])


def _floors(placed: dict[str, Box]) -> Iterator[str]:
    for number, floor in enumerate(floors(list(placed))):
        y = TOP + number * STEP
        yield (
            f'<rect class="floor" x="16" y="{y - 6}" width="{WIDTH - 32}"'
            f' height="{ROW + 12}" rx="6"/>'
        )
        yield f'<text class="number" x="28" y="{y + 32}">{floor}</text>'


def _rooms(placed: dict[str, Box], chosen: int) -> Iterator[str]:
    for room, box in placed.items():
        name = f"{room}.py" if (SOURCE / f"{room}.py").is_file() else room
        yield (
            f'<rect class="room" x="{box.x:.0f}" y="{box.y}" width="{box.width:.0f}"'
            f' height="{ROW}" rx="5"/>'
        )
        yield f'<text class="name" x="{box.x + 10:.0f}" y="{box.y + 21:.0f}">{name}</text>'
        said = escape((ROOMS[room].english, ROOMS[room].chinese)[chosen])
        yield f'<text class="for" x="{box.x + 10:.0f}" y="{box.y + 42:.0f}">{said}</text>'


def _stop(kind: str, step: int, placed: dict[str, Box]) -> tuple[float, float]:
    """Where a stop of a path lies: along the upper edge of its room, from the right."""
    steps = next(each for name, _, each in PATHS if name == kind)
    room = steps[step][1]
    every = [(k, s[0]) for k, _, each in PATHS for s in each if s[1] == room]
    place = len(every) - 1 - every.index((kind, steps[step][0]))
    box = placed[room]
    return box.x + box.width - 18 - 24 * place, box.y + 15


def _dots(kind: str, steps: tuple[tuple[str, ...], ...], placed: dict[str, Box]) -> Iterator[str]:
    for number, step in enumerate(steps):
        x, y = _stop(kind, number, placed)
        yield from _dot(kind, step[0], x, y)


def _dot(kind: str, mark: str, x: float, y: float) -> Iterator[str]:
    yield f'<circle class="{kind}-dot" cx="{x:.0f}" cy="{y:.0f}" r="9.5"/>'
    yield f'<text class="dot" x="{x:.0f}" y="{y + 4:.0f}">{mark}</text>'


def _lane(
    kind: str, name: str, steps: tuple[tuple[str, ...], ...], chosen: int, y: float
) -> Iterator[str]:
    """A path once more, in words."""
    yield f'<text class="name" x="24" y="{y}">{escape(name)}</text>'
    width = (WIDTH - 48) / len(TRANSFER)
    end = 34 + (len(steps) - 1) * width
    yield f'<path class="way {kind}" d="M 34 {y + 20} L {end:.0f} {y + 20}"/>'
    for number, step in enumerate(steps):
        x = 34 + number * width
        yield from _dot(kind, step[0], x, y + 20)
        for line, said in enumerate((step[1], step[2 + chosen])):
            down = y + 46 + 16 * line
            yield f'<text class="for" x="{x - 10:.0f}" y="{down}">{escape(said)}</text>'


def main() -> None:
    """Write both pictures."""
    for language, path in PICTURES.items():
        (ROOT / path).parent.mkdir(exist_ok=True)
        (ROOT / path).write_text(picture(language), encoding="utf-8")
        print(path)


if __name__ == "__main__":
    main()
