"""From the bytes of a stranger's XML file to a document that is valid by the published schema.

No document type, entity, network, other encoding, depth or size that a statement does not need.
Paths are given as a person writes them, without name spaces. It must not know what a statement
means.
"""

import re
from functools import cache
from importlib.resources import files
from typing import Any, Final, NoReturn, cast

from lxml import etree

from praya.rails.bank_statement import MESSAGE, NAMESPACE
from praya.rails.problems import PROBLEMS_MAX, Misfit, Problem, problem, refuse_statement

STATEMENT_BYTES_MAX: Final = 4 * 1_048_576  # some four thousand entries, read in under a second
# A small file can be a dear one: memory grows with every element and attribute, and what the
# validator does for each error with the number of elements beside it. A full statement has half
# as many, or a tenth where they stand side by side.
ELEMENTS_MAX: Final = 250_000
ATTRIBUTES_MAX: Final = 50_000
ENTRIES_MAX: Final = 10_000
CHILDREN_MAX: Final = 500  # of any element, entries not counted
_WINDOW: Final = 1_000  # entries validated at a time, so that an error is found among few
_ENCODING: Final = re.compile(r"""^<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_MESSAGE_NAME: Final = re.compile(r"urn:iso:std:iso:20022:tech:xsd:(camt\.053\.\S+)")
_BYTE_ORDER_MARK: Final = "\ufeff"
_INSTANCE: Final = "http://www.w3.org/2001/XMLSchema-instance"
_LOCATIONS: Final = ("schemaLocation", "noNamespaceSchemaLocation")
_DETAIL_CHARACTERS_MAX: Final = 300

# Line by element and message: an error outside the entries is found again with each few of them.
_Findings = dict[tuple[etree._Element | None, str], int]


def read_document(data: bytes) -> etree._Element:
    """The `Document` element of a valid file. Raises STATEMENT_REFUSED."""
    if len(data) > STATEMENT_BYTES_MAX:
        _refuse("/", f"{len(data)}", Misfit.TOO_LARGE, STATEMENT_BYTES_MAX)
    root = _parse(_plain(data))
    _check_message(root)
    _check_children(root)
    _drop_locations(root)
    problems = _schema_problems(root)
    if problems:
        refuse_statement(problems)
    return root


def find(element: etree._Element, path: str) -> etree._Element | None:
    """The first element at a path below another, such as "Acct/Id/IBAN"."""
    found = find_all(element, path)
    return found[0] if found else None


def find_all(element: etree._Element, path: str) -> list[etree._Element]:
    """All elements at a path below another, in their order."""
    named = "/".join(f"{{{NAMESPACE}}}{name}" for name in path.split("/"))
    return element.findall(named)


def text_of(element: etree._Element | None) -> str:
    """All text of a leaf; "" if it is not there."""
    return "" if element is None else "".join(map(str, element.itertext()))


def path_of(element: etree._Element) -> str:
    """The path of an element from the root; a place where several of its name stand."""
    parent = element.getparent()
    name = _local_name(element)
    if parent is None:
        return f"/{name}"
    alike = [each for each in parent if each.tag == element.tag]
    is_numbered = len(alike) > 1 or name == "Ntry"
    place = f"[{alike.index(element) + 1}]" if is_numbered else ""
    return f"{path_of(parent)}/{name}{place}"


def _plain(data: bytes) -> bytes:
    """The file in UTF-8 without a byte order mark, with nothing that defines anything."""
    try:
        text = data.decode("utf-8").removeprefix(_BYTE_ORDER_MARK)
    except UnicodeDecodeError as found:
        _refuse(f"byte {found.start + 1}", data[found.start : found.end].hex(), Misfit.NOT_UTF_8)
    stated = _ENCODING.match(text)
    if stated and stated[1].upper() not in ("UTF-8", "UTF8", "US-ASCII", "ASCII"):
        _refuse("line 1", stated[1], Misfit.NOT_UTF_8)
    for definition in ("<!DOCTYPE", "<!ENTITY"):
        if definition in text:
            line = text.count("\n", 0, text.index(definition)) + 1
            _refuse(f"line {line}", definition, Misfit.DOCUMENT_TYPE)
    _check_count(text.count("<") - text.count("</"), ELEMENTS_MAX)
    _check_count(text.count("="), ATTRIBUTES_MAX)
    return text.encode("utf-8")


def _check_count(count: int, maximum: int) -> None:
    """Elements and attributes, counted before they are made; text may hold such signs too."""
    if count > maximum:
        _refuse("/", f"{count}", Misfit.TOO_MANY, maximum)


def _check_children(root: etree._Element) -> None:
    """One statement, of not too many entries, and not too many of anything else in one place."""
    stated = find_all(root, "BkToCstmrStmt/Stmt")
    if len(stated) > 1:
        _refuse(path_of(stated[1]), "", Misfit.NOT_ONE_STATEMENT)
    for element in root.iter():
        count = len(element)
        entries = len(find_all(element, "Ntry")) if element in stated else 0
        if entries > ENTRIES_MAX:
            _refuse(f"{path_of(element)}/Ntry", f"{entries}", Misfit.TOO_MANY, ENTRIES_MAX)
        if count - entries > CHILDREN_MAX:
            _refuse(path_of(element), f"{count}", Misfit.TOO_MANY, CHILDREN_MAX)


def _parse(data: bytes) -> etree._Element:
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,  # or a comment inside a leaf would cut its text in two
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as found:
        _refuse(f"line {found.lineno or 1}", "", Misfit.NOT_XML, _cut(found.msg or ""))


def _check_message(root: etree._Element) -> None:
    """Another message or version is refused by its name."""
    space, _, name = str(root.tag).removeprefix("{").rpartition("}")
    if space == NAMESPACE and name == "Document":
        return
    version = _MESSAGE_NAME.fullmatch(space)
    if version and name == "Document":
        _refuse("/Document", version[1], Misfit.OTHER_VERSION, MESSAGE)
    _refuse(f"/{name}", f"{name} {space}".strip(), Misfit.OTHER_MESSAGE, MESSAGE)


def _drop_locations(root: etree._Element) -> None:
    """Take away where a file says its schemas lie: a validator may fetch them."""
    for name in _LOCATIONS:
        stated = root.xpath(f"//*[@xsi:{name}]", namespaces={"xsi": _INSTANCE})
        for element in stated if isinstance(stated, list) else ():
            if isinstance(element, etree._Element):
                del element.attrib[f"{{{_INSTANCE}}}{name}"]


@cache
def _schema() -> etree.XMLSchema:
    """The published schema, shipped as it is."""
    published = files("praya.rails").joinpath(f"schemas/{MESSAGE}.xsd").read_bytes()
    return etree.XMLSchema(etree.fromstring(published))


def _schema_problems(root: etree._Element) -> list[Problem]:
    """What the schema finds; beyond what is shown, only that there is more."""
    found: _Findings = {}
    stated = find(root, "BkToCstmrStmt/Stmt")
    first, entries = (0, []) if stated is None else _first_entries(stated)
    if stated is None or len(entries) <= _WINDOW:
        _validate(root, found)
    else:
        # For each error the validator counts all elements before it, which for a file of nothing
        # but errors takes the square of their number: so entries stand in the tree a few at a time.
        del stated[first : first + len(entries)]
        for place in range(0, len(entries), _WINDOW):
            shown = entries[place : place + _WINDOW]
            stated[first:first] = shown
            _validate(root, found)
            del stated[first : first + len(shown)]
            if len(found) > PROBLEMS_MAX:
                break
        stated[first:first] = entries
    return [_schema_problem(*key, line) for key, line in found.items()]


def _first_entries(stated: etree._Element) -> tuple[int, list[etree._Element]]:
    """The entries that stand together, and the place of the first of them."""
    tag = f"{{{NAMESPACE}}}Ntry"
    children = list(stated)
    tags = [each.tag for each in children]
    first = tags.index(tag) if tag in tags else len(tags)
    last = first
    while last < len(tags) and tags[last] == tag:
        last += 1
    return first, children[first:last]


def _validate(root: etree._Element, found: _Findings) -> None:
    """Add what the schema finds in the tree as it stands."""
    if _schema().validate(root):
        return
    errors: list[Any] = list(cast(Any, _schema().error_log))
    for each in errors[: PROBLEMS_MAX + 1]:
        message = _cut(each.message.replace(f"{{{NAMESPACE}}}", ""))
        found.setdefault((_located(root, each.path), message), each.line)


def _schema_problem(element: etree._Element | None, message: str, line: int) -> Problem:
    if element is None:
        return problem(f"line {line}", "", Misfit.SCHEMA, message)
    value = "" if len(element) else text_of(element)
    return problem(path_of(element), value, Misfit.SCHEMA, message)


def _located(root: etree._Element, path: str | None) -> etree._Element | None:
    """The element that the validator means."""
    spaces = {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
    try:
        found = root.getroottree().xpath(path or "", namespaces=spaces)
    except etree.XPathError:
        return None
    first = found[0] if isinstance(found, list) and found else None
    return first if isinstance(first, etree._Element) else None


def _cut(text: str) -> str:
    return text if len(text) <= _DETAIL_CHARACTERS_MAX else text[:_DETAIL_CHARACTERS_MAX] + "..."


def _local_name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _refuse(path: str, value: str, kind: Misfit, detail: object = "") -> NoReturn:
    refuse_statement([problem(path, value, kind, detail)])
