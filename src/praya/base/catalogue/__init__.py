"""The one catalogue of words: every status and error as what, why and cure, in each language.

Codes travel alone; the words stand here and are joined to them where a person reads. The catalogue
must not know terminals, screens or HTTP.
"""

from collections.abc import Mapping
from string import Formatter

from praya.base.catalogue.entries import LANGUAGES, Entry, ExitClass, Words
from praya.base.catalogue.errors import ERRORS
from praya.base.catalogue.statuses import STATUSES
from praya.base.catalogue.talk import TALK
from praya.base.errors import require
from praya.base.status import Status

__all__ = [
    "ERRORS",
    "LANGUAGES",
    "STATUSES",
    "TALK",
    "Entry",
    "ExitClass",
    "Words",
    "exit_class",
    "explain",
    "language_for",
    "say",
]


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
    return "zh-HK" if next(filter(None, locales), "").lower().startswith("zh") else "en"


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
            parts.append(_shown(values[name], language) if name in values else f"<{name}>")
    return "".join(parts)


def _shown(value: object, language: str) -> str:
    if isinstance(value, (list, tuple)):
        if not value:
            return say("error.none", language)
        return ("；" if language == "zh-HK" else "; ").join(map(str, value))
    return value.hex() if isinstance(value, bytes) else str(value)
