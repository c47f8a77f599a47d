"""Which characters a name on the ledger may have: a rule of our own, for it is consensus.

A language's idea of "printable" moves with its Unicode tables, and replicas that disagree about
one rare Han character would fork. The rule is by fixed ranges: nothing that steers a terminal,
turns the direction of writing, or is no character at all.
"""

from typing import Final

REFUSED: Final = (
    (0x0000, 0x001F),  # C0 controls
    (0x007F, 0x009F),  # delete and C1 controls
    (0x200B, 0x200F),  # zero-width and direction marks
    (0x2028, 0x202E),  # line and paragraph separators, embeddings and overrides
    (0x2060, 0x206F),  # invisible operators and direction isolates
    (0xD800, 0xDFFF),  # surrogates
    (0xFDD0, 0xFDEF),  # noncharacters
    (0xFEFF, 0xFEFF),  # byte order mark
    (0xFFF9, 0xFFFB),  # interlinear annotation
    (0xE0000, 0xE0FFF),  # tags
)


def is_visible_text(text: str) -> bool:
    """Whether every character may stand in a name. Plain blanks may; empty text is visible."""
    return all(_is_allowed(ord(character)) for character in text)


def _is_allowed(point: int) -> bool:
    if point & 0xFFFE == 0xFFFE:  # the last two of every plane are no characters
        return False
    return not any(first <= point <= last for first, last in REFUSED)
