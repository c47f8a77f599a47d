"""No proof shows a neighbour's amounts; and what would show them is seen by the same scan."""

import base64
import json
import re
from collections.abc import Iterator

import pytest
from proof_world import CANARIES, CLIENT, proofs, told

from praya.base.amounts import format_amount, parse_amount
from praya.kernel import tables as t
from praya.node.proving import prove_document, prove_envelope

TELLING = 10_000_000  # minor units: seven digits or more do not stand anywhere by chance
HEXADECIMAL = re.compile(r"(?:[0-9a-f]{2}){4,}")


def neighbours() -> set[int]:
    """Every amount that somebody else has, had or moved, in minor units, if it is telling."""
    ledger = told().world.ledger
    state = ledger.state
    client = ledger.position(ledger.account(CLIENT), ledger.asset("HKD"))
    found = {parse_amount(text, 2) for text in CANARIES}
    for position, (available, _) in enumerate(state.table("balances").tolist()):
        if position != client:
            found.add(abs(available + state.cell(t.POSITIONS, position, t.POSITION_HELD)))
    for position, amount in state.table("entitlements").tolist():
        if position != client:
            found.add(amount)
    found |= set(state.table("records")[:, t.RECORD_TOTAL].tolist())
    return {amount for amount in found if amount >= TELLING}


def spellings(amount: int) -> Iterator[bytes]:
    """An amount as text, with separators, and as the integers of both byte orders."""
    text = format_amount(amount, 2)
    yield from (text.encode(), str(amount).encode())
    yield f"{int(text.partition('.')[0]):,}.{text.partition('.')[2]}".encode()
    for order in ("little", "big"):
        yield amount.to_bytes(8, order)  # type: ignore[arg-type]
    least = (amount.bit_length() + 7) // 8
    yield amount.to_bytes(least, "big")  # as CBOR shortens it
    yield amount.to_bytes(least, "little")


def found_in(data: bytes) -> set[int]:
    """The neighbours' amounts that can be read in a file, plain, in hex, or in base64."""
    inner = [bytes.fromhex(found) for found in HEXADECIMAL.findall(data.decode())]
    places = [data, *inner]
    seen = set()
    for amount in neighbours():
        for spelt in spellings(amount):
            hidden = [base64.b64encode(spelt).rstrip(b"="), base64.b16encode(spelt)]
            if any(form in place for form in (spelt, *hidden) for place in places):
                seen.add(amount)
    return seen


def test_there_are_canaries() -> None:
    amounts = neighbours()
    print(f"{len(amounts)} telling amounts")
    assert len(amounts) >= 8
    assert {parse_amount(text, 2) for text in CANARIES} <= amounts


@pytest.mark.parametrize("name", sorted(proofs()))
def test_no_proof_shows_an_amount_of_a_neighbour(name: str) -> None:
    data = proofs()[name]
    print(f"{name}: {len(data)} bytes scanned for {len(neighbours())} amounts")
    assert found_in(data) == set()


def test_the_scan_sees_an_amount_in_every_spelling_and_place() -> None:
    value = json.loads(proofs()["position"])
    amount = parse_amount(CANARIES[0], 2)
    planted = 0
    for spelt in spellings(amount):
        for hidden in (spelt.hex(), base64.b64encode(spelt).decode(), (b"\0" + spelt + b"a").hex()):
            padded = f"00{hidden}00000000" if re.fullmatch("[0-9a-f]+", hidden) else hidden
            value["evidence"]["results"] = padded
            assert amount in found_in(json.dumps(value, indent=1).encode()), (spelt, hidden)
            planted += 1
    print(f"{planted} planted amounts seen")
    assert planted == 21


def test_a_proof_about_a_neighbour_is_seen_to_show_him() -> None:
    world, height, index = told()
    other = prove_envelope(world.disk, height, index - 1)
    assert parse_amount("2718281.82", 2) in found_in(other)
    receipt = prove_document(world.disk, "receipt/HKD/rtgs-78")
    assert parse_amount("5647382.91", 2) in found_in(receipt)


def test_a_position_proof_says_neither_the_number_of_holders_nor_the_place() -> None:
    value = json.loads(proofs()["position"])
    assert "size" not in value["evidence"]["holding"]
    assert "index" not in value["evidence"]["holding"]
    codes = ("BANKA.C1", "BANKA.HOUSE", "BANKB.C1", "BANKB.HOUSE")
    everything = proofs()["position"] + b"".join(
        bytes.fromhex(found) for found in HEXADECIMAL.findall(proofs()["position"].decode())
    )
    assert not [code for code in codes if code.encode() in everything]
    assert CLIENT.encode() in everything
