"""The picture of the architecture is fresh, has every room on its floor, and can be read."""

import xml.etree.ElementTree as ET

import pytest
from documents import ROOT, read
from write_architecture import (
    LAYERS,
    PATHS,
    PICTURES,
    ROOMS,
    SOURCE,
    WIDTH,
    boxes,
    floor_of,
    picture,
    rooms_there,
)

SVG = "{http://www.w3.org/2000/svg}"
ADVICE = "draw it anew: python tests/docs/write_architecture.py"
BYTES_MAX = 30_000


@pytest.mark.parametrize("language", PICTURES)
def test_the_picture_is_fresh_and_small(language: str) -> None:
    drawn = read(PICTURES[language])
    assert drawn == picture(language), ADVICE
    assert len(drawn.encode()) < BYTES_MAX


@pytest.mark.parametrize("language", PICTURES)
def test_every_room_is_drawn_once(language: str) -> None:
    tree = ET.fromstring(read(PICTURES[language]))
    said = [text.text for text in tree.iter(f"{SVG}text") if text.get("class") == "name"]
    print(f"{len(rooms_there())} rooms")
    assert len(rooms_there()) > 10
    for room in rooms_there():
        name = f"{room}.py" if (SOURCE / f"{room}.py").is_file() else room
        assert said.count(name) == 1, name


def test_a_room_lies_above_what_it_may_import_and_beside_its_siblings() -> None:
    placed = boxes()
    for one, box in placed.items():
        assert box.x >= 0
        assert box.x + box.width <= WIDTH
        for other, beside in placed.items():
            if floor_of(one) == floor_of(other) and one != other:
                assert box.y == beside.y
                assert box.x + box.width <= beside.x or beside.x + beside.width <= box.x
            elif LAYERS[one] > LAYERS[other] and floor_of(one) != floor_of(other):
                assert box.y < beside.y


def test_every_step_of_a_path_is_in_a_room_that_is_there() -> None:
    steps = [step for _, _, each in PATHS for step in each]
    print(f"{len(steps)} steps")
    assert len(steps) > 10
    assert {step[1] for step in steps} <= set(rooms_there())


@pytest.mark.parametrize("language", PICTURES)
def test_no_word_is_wider_than_its_box(language: str) -> None:
    for room, box in boxes().items():
        said = (ROOMS[room].english, ROOMS[room].chinese)[language != "en"]
        width = sum(12 if ord(each) > 0x2E80 else 7 for each in said)
        assert 10 + width <= box.width, room


def test_pages_show_the_picture() -> None:
    assert PICTURES["en"] in read("README.md")
    assert PICTURES["zh-HK"] in read("README.zh-HK.md")
    assert PICTURES["en"] in read("ARCHITECTURE.md")
    assert (ROOT / PICTURES["en"]).is_file()
