"""What is wrong with a term sheet, in the user's language: where, what stands there, what should.

The words stand in the catalogue; here are their keys and values. This file must not know fields,
instruments or files.
"""

from dataclasses import dataclass
from typing import Final

from praya.base.catalogue import Phrase, say

_SHOWN_CHARACTERS_MAX: Final = 80


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a term sheet: where, what stands there, what is expected."""

    field: str
    value: object  # None if the field is missing
    expected: Phrase
    key: str = "sheet.problem"  # of the sentence that says it

    @classmethod
    def unknown(cls, name: str, value: object, near: tuple[str, ...] = ()) -> "Problem":
        """A field that there is not, with those of a similar name."""
        if near:
            known = Phrase("sheet.expected_near", {"near": near})
        else:
            known = Phrase("sheet.expected_no_field")
        return cls(name, value, known, "sheet.problem_unknown")

    def said(self, language: str, /) -> str:
        """One clause of a sentence: `interest_rate is '4,05', expected a percentage ...`."""
        expected = self.expected.said(language)
        # Chinese sets a blank between its own characters and those of another script.
        expected = f" {expected}" if language == "zh-HK" and expected[:1].isascii() else expected
        key = self.key
        if self.value is None and key == "sheet.problem":
            key = "sheet.problem_missing"
        value = shown_value(self.value, language)
        return say(key, language, field=self.field, value=value, expected=expected)

    def facts(self, language: str, /) -> dict[str, object]:
        """The same for a program: the path, the value as it was given, what is expected."""
        expected = self.expected.said(language)
        return {"field": self.field, "value": self.value, "expected": expected}

    def __str__(self) -> str:
        return self.said("en")


def shown_value(value: object, language: str) -> str:
    """A value as a sentence shows it: short, and with nothing that a terminal would obey."""
    is_list = isinstance(value, list) and all(isinstance(one, str) for one in value)
    if not is_list and not isinstance(value, str | int):
        return say("sheet.other_type", language)
    text = repr(value)
    return text if len(text) <= _SHOWN_CHARACTERS_MAX else text[:_SHOWN_CHARACTERS_MAX] + "..."
