"""The one catalogue of words: every status and error as what, why and cure, in each language.

Codes travel alone; the words stand here and are joined to them where a person reads. The catalogue
must not know terminals, screens or HTTP.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from string import Formatter
from typing import Final

from praya.base.catalogue.entries import LANGUAGES, Entry, ExitClass, Itemised, Spoken, Words
from praya.base.catalogue.errors import ERRORS
from praya.base.catalogue.reasons import REASONS
from praya.base.catalogue.statuses import STATUSES
from praya.base.catalogue.talk import TALK
from praya.base.errors import PrayaError, require
from praya.base.status import Status

__all__ = [
    "ERRORS",
    "LANGUAGES",
    "REASONS",
    "STATUSES",
    "TALK",
    "Entry",
    "ExitClass",
    "Itemised",
    "Phrase",
    "Refusal",
    "Spoken",
    "Words",
    "exit_class",
    "explain",
    "language_for",
    "language_of",
    "say",
]

# Values that are reasons: a code or a few words that stand for the part at fault.
REASON_NAMES: Final = frozenset({"reason", "what", "action", "needs", "cause", "accepted"})


def explain(code: Status | str, language: str, /, **values: object) -> Entry:
    """The entry of a Status or of an error code, in `language`, filled with `values`.

    A value that is not given shows as `<name>`. A code without an entry is a bug.
    """
    entry = _words(code).entry(language)
    return Entry(*(_filled(sentence, language, values) for sentence in entry))


def exit_class(code: Status | str) -> ExitClass:
    """How a command ends that ends with `code`."""
    return _words(code).exit_class


def say(key: str, language: str, /, **values: object) -> str:
    """The words of `key` in `language`, filled with `values`. An unknown key is a bug."""
    require(key in TALK, f"every key of talk has an entry: {key}")
    talk = TALK[key]
    return _filled(talk.chinese if language == "zh-HK" else talk.english, language, values)


def language_for(environment: Mapping[str, str]) -> str:
    """The language for a user's environment: Chinese for any zh locale, else English.

    LC_ALL, LC_MESSAGES and LANG, the first that is set (POSIX.1-2017, chapter 8).
    """
    locales = (environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return language_of(next(filter(None, locales), "")) or "en"


def language_of(tag: str) -> str | None:
    """The language that a tag or a locale names, in any spelling: zh-HK, zh_TW.UTF-8, zh-Hant, en.

    Every Chinese is read as that of Hong Kong; None for a language that is not spoken here.
    """
    first = re.split("[-_.@]", tag.lower(), maxsplit=1)[0]
    return {"zh": "zh-HK", "en": "en"}.get(first)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of the catalogue as a value: said in the language of the sentence they stand in."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)

    def said(self, language: str, /) -> str:
        """The words in a language."""
        return say(self.key, language, **self.values)

    def __str__(self) -> str:
        return self.said("en")


@dataclass(frozen=True, slots=True)
class Refusal:
    """What one error says happened, as a value of another."""

    problem: PrayaError

    def said(self, language: str, /) -> str:
        """Its first sentence, without the full stop: it stands inside another."""
        what = explain(self.problem.code, language, **self.problem.values).what
        return what.rstrip(".。")

    def __str__(self) -> str:
        return self.said("en")


def _words(code: Status | str) -> Words:
    if isinstance(code, Status):
        return STATUSES[code]
    require(code in ERRORS, f"every error has an entry in the catalogue: {code}")
    return ERRORS[code]


def _filled(sentence: str, language: str, values: dict[str, object]) -> str:
    """Put values into braces once: braces inside a value stay as they are."""
    parts: list[str] = []
    for text, name, _format, _conversion in Formatter().parse(sentence):
        parts.append(text)
        if name is not None:
            parts.append(_value(name, values, language))
    return "".join(parts)


def _value(name: str, values: dict[str, object], language: str) -> str:
    """One value in words; its name alone where none was given."""
    if name not in values:
        return f"<{name}>"
    value = values[name]
    if name in REASON_NAMES and isinstance(value, str):
        return _reason(value, language)
    return _shown(value, language)


def _reason(text: str, language: str) -> str:
    """A reason in words; of `reason: detail` the reason, and the detail if that is one, too."""
    first, mark, rest = text.partition(": ")
    if text in REASONS or not mark:
        return _word(text, language)
    between = "：" if language == "zh-HK" else mark
    return _word(first, language) + between + _word(rest, language)


def _word(text: str, language: str) -> str:
    """What is listed, in words; anything else as it is."""
    return REASONS[text][int(language == "zh-HK")] if text in REASONS else text


def _shown(value: object, language: str) -> str:
    if isinstance(value, Spoken):
        return value.said(language)
    if isinstance(value, (list, tuple)):
        if not value:
            return say("error.none", language)
        between = "；" if language == "zh-HK" else "; "
        return between.join(_shown(each, language) for each in value)
    return value.hex() if isinstance(value, bytes) else str(value)
