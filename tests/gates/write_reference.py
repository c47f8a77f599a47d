"""Writes the reference of statuses and errors from the catalogue into docs/reference.

Run it after a change of the catalogue: python tests/gates/write_reference.py
"""

from collections.abc import Iterable
from pathlib import Path

from praya.base.catalogue import ERRORS, LANGUAGES, STATUSES, Words

STATUSES_PAGE = "docs/reference/statuses.md"
ERRORS_PAGE = "docs/reference/errors.md"


def statuses_page() -> str:
    """The page of statuses: what a ledger answers to an envelope or a row."""
    rows = [(f"{int(status)} {status.name}", words) for status, words in STATUSES.items()]
    return _page(
        "Statuses",
        "What the ledger answers to an envelope (1-99) or a row (100-199); 0 is applied. Where "
        "several refusals hold, the smallest number is given. Numbers never change.",
        rows,
    )


def errors_page() -> str:
    """The page of errors: what a person can mend outside the ledger's answers."""
    rows = [
        (f"{name} (exit code {int(words.exit_class)})", words) for name, words in ERRORS.items()
    ]
    return _page(
        "Errors",
        "What can go wrong outside the ledger's answers, by code. A name in angle brackets stands "
        "for a value.",
        rows,
    )


def _page(title: str, about: str, rows: Iterable[tuple[str, Words]]) -> str:
    lines = [f"# {title}", "", about, ""]
    for heading, words in rows:
        lines += [f"## {heading}", ""]
        for language in LANGUAGES:
            sentences = " ".join(words.entry(language))
            lines += [f"- {sentences.replace('{', '<').replace('}', '>')}"]
        lines.append("")
    return "\n".join(lines)


def main() -> None:
    """Write both pages."""
    root = Path(__file__).resolve().parents[2]
    for name, text in ((STATUSES_PAGE, statuses_page()), (ERRORS_PAGE, errors_page())):
        page = root / name
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, encoding="utf-8")
        print(name)


if __name__ == "__main__":
    main()
