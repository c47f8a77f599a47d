"""Wrong requests, made of valid ones: one thing about them is changed in a chosen way."""

from dataclasses import fields, replace
from typing import Any

from praya.intents.schema import Kind
from praya.testing.simulator.letters import Request
from praya.testing.simulator.scene import NothingToAskError, Scene

NUMBERS = (-1, 0, 1, 2, 3, 4, 7, 64, 2**31, 2**62)
AMOUNTS = ("0.00", "-1.00", "1", "01.00", "0.001", "", "1e3", "99999999999999999999.00")
BIG = 2**62


def distorted(scene: Scene, request: Request) -> Request:
    """The request with one thing wrong about it, or at least odd."""
    if scene.chance(0.25):
        return replace(request, acting=_other_acting(scene, request.acting))
    if request.intent is None:
        return _distorted_batch(scene, request)
    declared = [one for one in fields(request.intent) if "kind" in one.metadata]
    chosen = scene.pick(declared)
    value = getattr(request.intent, chosen.name)
    changed = _other_value(scene, chosen.metadata["kind"], value)
    return replace(request, intent=replace(request.intent, **{chosen.name: changed}))


def _other_acting(scene: Scene, acting: tuple[str, ...]) -> tuple[str, ...]:
    """Others act: strangers, one less, one more, another order."""
    known = scene.participants()
    kind = scene.pick(("other", "unknown", "fewer", "more", "turned"))
    if kind == "unknown":
        return (*acting[:-1], "NOBODY")
    if kind == "fewer" and len(acting) > 1:
        return acting[1:] if scene.chance(0.5) else acting[:-1]
    if kind == "turned" and len(acting) > 1:
        return acting[::-1]
    if kind == "more":
        return tuple(dict.fromkeys((*acting, scene.pick(known))))[:16]
    return (scene.pick(known),)


def _other_value(scene: Scene, kind: Kind, value: Any) -> Any:
    random = scene.random
    if kind is Kind.CODE:
        return scene.pick([*scene.accounts(), *scene.assets(), "NOBODY", "ISSUE:HKD", "HKD"])
    if kind is Kind.AMOUNT:
        more = f"{int(value.partition('.')[0] or 0) * 1_000 + 7}.{value.partition('.')[2]}"
        return scene.pick([*AMOUNTS, more.rstrip("."), more.rstrip(".")])
    if kind is Kind.DAY:
        return value + scene.pick((-1, 1, 7, -value))
    if kind is Kind.TIME:
        return scene.pick((0, 1, scene.now_ms, max(0, scene.now_ms - 1), BIG))
    if kind is Kind.NUMBER:
        return scene.pick(NUMBERS)
    if kind is Kind.TEXT:
        return scene.pick(("", " ", "a  b", "香港", "receipt 1"))
    if kind is Kind.BYTES:
        return scene.pick((b"", random.randbytes(32), value[:-1], value + b"\0"))
    if kind is Kind.CODES:
        return scene.pick(((), (*value, "HKD"), (scene.pick(scene.accounts()),), ("NOBODY",)))
    if kind is Kind.RECORDS:
        return _other_records(scene, value)
    return _other_map(scene, value)


def _other_records(scene: Scene, value: tuple[dict[int, Any], ...]) -> Any:
    if not value:
        raise NothingToAskError
    first = dict(value[0])
    field = scene.pick((1, 2, 3))
    first[field] = scene.pick(scene.accounts()) if field == 1 else scene.pick((-1, 4, BIG))
    return scene.pick(((first, *value[1:]), (*value, value[0])))


def _other_map(scene: Scene, value: dict[int, Any]) -> dict[int, Any]:
    number = scene.pick(value)
    if isinstance(value[number], int):
        other: Any = value[number] + scene.pick((-1, 1, 5, -1_000))
    elif isinstance(value[number], str):
        other = scene.pick(("", "NOBODY", "0", "1000000000000.00"))
    else:
        other = ""
    return {**value, number: other}


def _distorted_batch(scene: Scene, request: Request) -> Request:
    """A batch with a wrong summary or a wrong row."""
    rows, assets = list(request.rows), list(request.assets)
    kind = scene.pick(("total", "decimals", "missing", "height", "group", "row", "row", "row"))
    if kind in ("total", "decimals") and assets:
        place = scene.random.randrange(len(assets))
        asset, decimals, total = assets[place]
        changed = (asset, decimals, max(0, total + scene.pick((-1, 1))))
        assets[place] = changed if kind == "total" else (asset, (decimals + 1) % 10, total)
    elif kind == "missing" and len(assets) > 1:
        assets.pop()
    elif kind == "height":
        return replace(request, numbering_height=scene.random.randrange(1 + scene.ledger.height))
    else:
        place = scene.random.randrange(len(rows))
        rows[place] = _other_row(scene, rows[place], kind)
    return replace(request, rows=tuple(rows), assets=tuple(assets))


def _other_row(
    scene: Scene, row: tuple[int, int, int, int, int, int], kind: str
) -> tuple[int, int, int, int, int, int]:
    changed = list(row)
    if kind == "group":
        changed[3] = scene.pick((0, 1, 2, 65_535))
        return changed[0], changed[1], changed[2], changed[3], changed[4], changed[5]
    column = scene.pick((0, 1, 4, 5, 5))
    choices = {0: (-1, -2, 0, 63, 10**6), 1: (-1, row[0], 0, 64), 4: (0, 1, 2, 3, 4, 5, 8, 60)}
    changed[column] = scene.pick(choices.get(column, (-1, 0, 1, 2, 3, 99)))
    return changed[0], changed[1], changed[2], changed[3], changed[4], changed[5]
