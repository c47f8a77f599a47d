"""Whatever happens to one element of a valid file, it means the same or it is refused."""

from collections import Counter
from copy import deepcopy

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from statement_samples import BANKS_OWN, BANKS_OWN_MEANS, statement, tree

from praya.base.errors import PrayaError
from praya.rails.problems import PROBLEMS_MAX
from praya.rails.statement_reading import read_statement
from praya.rails.statement_writing import write_statement

LEAVES = ("", " ", "0", "-1", "9" * 40, "true", "CRDT", "DBIT", "HKD", "中", "2026-11-20", "\t1\n")
OURS = write_statement(statement())
# What may change without a refusal, since nothing but its own field hangs on it.
FREE = frozenset(
    (
        *("MsgId", "CreDtTm", "Id", "EndToEndId", "UETR", "NtryRef", "Ref", "Ustrd"),
        *("AcctSvcrRef", "Cd", "Dt", "DtTm", "RvslInd", "Ccy"),
    )
)


def judged(data: bytes) -> object:
    """The statement, or the number of its problems; any other exception is a failure."""
    try:
        return read_statement(data)
    except PrayaError as problem:
        refused = problem
    assert refused.code == "STATEMENT_REFUSED"
    problems = refused.values["problems"]
    assert isinstance(problems, list)
    assert 0 < len(problems) <= PROBLEMS_MAX + 1
    assert all(one.path and str(one) for one in problems)
    return len(problems)


def elements(data: bytes) -> list[tuple[int, str]]:
    """Every element but the root: its place in the document and its name."""
    named = [etree.QName(each).localname for each in tree(data).iter()]
    return list(enumerate(named))[1:]


def nth(root: etree._Element, place: int) -> etree._Element:
    return list(root.iter())[place]


def test_an_element_that_is_taken_out_leaves_the_same_meaning_or_a_refusal():
    ends = Counter()
    for place, name in elements(BANKS_OWN):
        root = tree(BANKS_OWN)
        element = nth(root, place)
        element.getparent().remove(element)
        end = judged(etree.tostring(root))
        same = end == BANKS_OWN_MEANS
        ends["same" if same else "refused" if isinstance(end, int) else "field"] += 1
        if not same and not isinstance(end, int):  # an optional reference that is now empty
            assert name in ("NtryRef", "EndToEndId", "UETR", "Refs"), name
    print(dict(ends))
    assert ends["refused"] > 30
    assert ends["same"] > 10


def test_an_element_that_stands_twice_leaves_the_same_meaning_or_a_refusal():
    ends = Counter()
    for place, name in elements(BANKS_OWN):
        root = tree(BANKS_OWN)
        element = nth(root, place)
        element.addnext(deepcopy(element))
        end = judged(etree.tostring(root))
        ends["same" if end == BANKS_OWN_MEANS else "refused"] += 1
        assert end == BANKS_OWN_MEANS or isinstance(end, int), name
    print(dict(ends))
    assert ends["refused"] > 60


def test_a_leaf_that_is_changed_changes_its_own_field_or_is_refused():
    ends = Counter()
    for place, name in elements(BANKS_OWN):
        for text in LEAVES:
            root = tree(BANKS_OWN)
            element = nth(root, place)
            if len(element):
                continue
            element.text = text
            end = judged(etree.tostring(root))
            if end == BANKS_OWN_MEANS:
                ends["same"] += 1
            elif isinstance(end, int):
                ends["refused"] += 1
            else:
                ends["field"] += 1
                assert name in FREE, (name, text, end)
    print(dict(ends))
    assert ends["refused"] > 300
    assert ends["field"] > 20


def test_amounts_never_change_alone():
    """A digit of any amount, balance or sum that is read changes nothing but to a refusal."""
    changed = 0
    for place, name in elements(BANKS_OWN):
        root = tree(BANKS_OWN)
        element = nth(root, place)
        if name not in ("Amt", "Sum", "NbOfNtries", "NbOfTxs") or element.text == "9999.00":
            continue
        element.text = str(element.text).replace("1", "3").replace("4", "5").replace("0", "7", 1)
        assert isinstance(judged(etree.tostring(root)), int), name
        changed += 1
    print(f"{changed} amounts and counts")
    assert changed == 12


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(OURS) - 1), st.integers(0, 255), st.sampled_from(["put", "cut", "add"]))
def test_a_byte_that_is_changed_ends_in_a_statement_or_a_refusal(place, byte, how):
    kept = OURS[place + 1 :] if how != "add" else OURS[place:]
    judged(OURS[:place] + (b"" if how == "cut" else bytes([byte])) + kept)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_end_in_a_refusal(data):
    assert isinstance(judged(data), int)
