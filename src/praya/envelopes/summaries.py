"""What a signer reads before signing: every field of a header, in English and Traditional Chinese.

The text is made from the signed bytes alone and nothing in them is left out: a field that no label
names is shown raw, in the diagnostic notation of RFC 8949 section 8, and a character that would
not be seen is shown as its number. Labels only add words. It must not know the verbs or the state.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum

from praya.base.amounts import format_amount
from praya.base.dates import DAY_MAX, DAY_MIN, date_of_day
from praya.base.limits import DECIMALS_MAX
from praya.envelopes.header import Batch, Header, Section

LANGUAGES = ("en", "zh-HK")
TIME_MS_MAX = 253_402_300_799_999  # the last millisecond of the year 9999

Line = tuple[str, str]  # label, value text
Summary = dict[str, list[Line]]  # by language


class Shown(Enum):
    """How a labelled value is written; a value that does not fit is shown raw."""

    PLAIN = 1  # text as it is, integers in digits, bytes in hex
    DAY = 2  # a day number, as 2026-11-20
    TIME = 3  # milliseconds since 1970, as 2026-11-20 02:00:00.000 UTC


@dataclass(frozen=True, slots=True)
class FieldLabel:
    """The words for one field of a body, and those for the fields of the maps inside it.

    `decimals` scales an integer amount; `names` gives the words (English, Chinese) of numbered
    choices, `flags` those of the bits of a number, beside which the number stays.
    """

    english: str
    chinese: str
    shown: Shown = Shown.PLAIN
    decimals: int | None = None
    names: Mapping[int, tuple[str, str]] | None = None
    fields: Mapping[int, "FieldLabel"] | None = None
    flags: Mapping[int, tuple[str, str]] | None = None

    def word(self, language: str) -> str:
        """The label in a language."""
        return self.english if language == "en" else self.chinese


Labels = Mapping[int, FieldLabel]

_WORDS: dict[str, tuple[str, str]] = {
    "acting": ("Acting participant", "參與機構"),
    "verb": ("Request", "請求"),
    "valid_until": ("Valid until", "有效期至"),
    "chain": ("Ledger", "帳本"),
    "request_id": ("Request number", "請求編號"),
    "version": ("Format version", "格式版本"),
    "seed": ("Seed of new positions", "新持倉種子"),
    "row": ("Row", "行"),
    "rows": ("Rows", "行數"),
    "columns": ("Columns", "欄"),
    "digest": ("Digest of the rows", "各行摘要"),
    "asset": ("Asset", "資產"),
    "numbering": ("Positions as numbered at height", "持倉編號所依高度"),
    "field": ("Field", "欄位"),
    "none": ("(none)", "（無）"),
    "no_flags": ("none", "無"),
    "empty": ("(empty)", "（空）"),
    "yes": ("yes", "是"),
    "no": ("no", "否"),
    "no_assets": ("no asset moves", "沒有資產轉移"),
}
_VISIBLE_SPACE = " "


def summarise(header: Header, labels: Labels) -> Summary:
    """All lines of a header in each language: who, what, until when, then the body or the batch.

    `labels` name the fields of the verb's body; they are not used for a batch.
    """
    return {language: list(_lines(header, labels, language)) for language in LANGUAGES}


def summarise_rows(columns: Mapping[str, Iterable[int]]) -> Summary:
    """One line for each row of a detached section, every column of it.

    For an intent that carries rows, whose header shows their digest only.
    """
    names = tuple(columns)
    rows = [tuple(int(value) for value in row) for row in zip(*columns.values(), strict=True)]
    summary: Summary = {}
    for language in LANGUAGES:
        word = _word("row", language)
        summary[language] = [
            (f"{word} {number}", ", ".join(f"{n} {v}" for n, v in zip(names, row, strict=True)))
            for number, row in enumerate(rows, start=1)
        ]
    return summary


def plain_text(text: str) -> str:
    """Text with every character that would not be seen, or could hide others, as its number.

    Controls, formats (bidirectional overrides, zero-width characters), unassigned and private
    characters, combining marks and all spaces but the plain one are written "\\u{...}"; so is a
    space at either end, and the backslash is doubled, so that no two texts look alike that way.
    """
    shown = []
    for place, character in enumerate(text):
        is_edge = place in (0, len(text) - 1)
        if character == "\\":
            shown.append("\\\\")
        elif _is_unseen(character) or (character == _VISIBLE_SPACE and is_edge):
            shown.append(f"\\u{{{ord(character):X}}}")
        else:
            shown.append(character)
    return "".join(shown)


def raw_text(value: object) -> str:
    """A decoded value in the diagnostic notation of RFC 8949 section 8."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, bytes):
        return f"h'{value.hex()}'"
    if isinstance(value, str):
        return '"' + plain_text(value).replace('"', '\\"') + '"'
    if isinstance(value, list | tuple):
        return "[" + ", ".join(raw_text(item) for item in value) + "]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {raw_text(item)}" for key, item in value.items()) + "}"
    return str(value)


def _lines(header: Header, labels: Labels, language: str) -> Iterator[Line]:
    yield _word("verb", language), plain_text(header.verb)
    for code in header.acting:
        yield _word("acting", language), plain_text(code)
    yield _word("valid_until", language), _time(header.valid_until)
    yield _word("chain", language), header.chain_id.hex()
    yield _word("request_id", language), header.request_id.hex()
    yield _word("version", language), str(header.version)
    if header.batch is not None:
        yield from _batch_lines(header.batch, language)
    if header.body is not None:
        for number, value in header.body.items():
            yield from _field_lines(labels.get(number), number, value, ("", language))
    if header.section is not None:
        yield from _section_lines(header.section, language)
    if header.seed:
        yield _word("seed", language), header.seed.hex()


def _batch_lines(batch: Batch, language: str) -> Iterator[Line]:
    for item in batch.assets:
        total = _grouped(format_amount(item.control_total, item.decimals))
        yield f"{_word('asset', language)} {item.asset}", total
    if not batch.assets:
        yield _word("asset", language), _word("no_assets", language)
    yield _word("numbering", language), str(batch.numbering_height)


def _section_lines(section: Section, language: str) -> Iterator[Line]:
    yield _word("rows", language), str(section.row_count)
    yield _word("columns", language), ", ".join(f"{name} {kind}" for name, kind in section.columns)
    yield _word("digest", language), section.digest.hex()


def _field_lines(
    label: FieldLabel | None, number: int, value: object, place: tuple[str, str]
) -> Iterator[Line]:
    """The lines of one field; `place` is the label of what it stands in, and the language."""
    prefix, language = place
    if label is None:
        yield f"{prefix}{_word('field', language)} {number}", raw_text(value)
        return
    yield from _value_lines(label, value, (prefix + label.word(language), language))


def _value_lines(label: FieldLabel, value: object, place: tuple[str, str]) -> Iterator[Line]:
    """A map or an array is opened into its parts, each with the path of labels that leads to it."""
    words, language = place
    if isinstance(value, Mapping) and value:
        for number, item in value.items():
            inner = (label.fields or {}).get(number)
            yield from _field_lines(inner, number, item, (f"{words} / ", language))
    elif isinstance(value, list | tuple) and value:
        for number, item in enumerate(value, start=1):
            yield from _value_lines(label, item, (f"{words} {number}", language))
    else:
        yield words, _value_text(label, value, language)


def _value_text(label: FieldLabel, value: object, language: str) -> str:
    if value is None:
        return _word("none", language)
    if isinstance(value, bool):
        return _word("yes" if value else "no", language)
    if isinstance(value, int):
        return _integer_text(label, value, language)
    if isinstance(value, bytes | str | Mapping | list | tuple) and not value:
        return _word("empty", language)
    if isinstance(value, bytes) and label.shown is Shown.PLAIN:
        return value.hex()
    if isinstance(value, str) and label.shown is Shown.PLAIN:
        return plain_text(value)
    return raw_text(value)


def _integer_text(label: FieldLabel, value: int, language: str) -> str:
    if label.names is not None and value in label.names:
        english, chinese = label.names[value]
        return f"{english if language == 'en' else chinese} ({value})"
    if label.flags is not None and 0 <= value <= sum(label.flags):
        return f"{_flag_words(label.flags, value, language)} ({value})"
    if label.decimals is not None and 0 <= label.decimals <= DECIMALS_MAX:
        return _grouped(format_amount(value, label.decimals))
    if label.shown is Shown.DAY and DAY_MIN <= value <= DAY_MAX:
        return date_of_day(value).isoformat()
    if label.shown is Shown.TIME:
        return _time(value)
    return str(value)


def _flag_words(flags: Mapping[int, tuple[str, str]], value: int, language: str) -> str:
    """The words of all bits that are set; a bit without words is shown as its number."""
    named = [words for bit, words in flags.items() if value & bit]
    unnamed = value & ~sum(flags)
    shown = [english if language == "en" else chinese for english, chinese in named]
    if unnamed:
        shown.append(str(unnamed))
    comma = ", " if language == "en" else "、"
    return comma.join(shown) or _word("no_flags", language)


def _time(milliseconds: int) -> str:
    """UTC to the millisecond; a number past the year 9999 is shown as it is."""
    if not 0 <= milliseconds <= TIME_MS_MAX:
        return str(milliseconds)
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
    return f"{moment:%Y-%m-%d %H:%M:%S}.{milliseconds % 1000:03d} UTC"


def _grouped(amount: str) -> str:
    """Decimal text with a comma at each thousand of the whole part."""
    whole, point, part = amount.partition(".")
    return f"{int(whole):,}{point}{part}" if int(whole) else amount


def _is_unseen(character: str) -> bool:
    category = unicodedata.category(character)
    if category[0] == "Z":
        return character != _VISIBLE_SPACE
    return category[0] in "CM"


def _word(name: str, language: str) -> str:
    english, chinese = _WORDS[name]
    return english if language == "en" else chinese
