"""Write the part of docs/reference/queries.md that lists every view and column.

python tests/projections/write_queries_page.py
"""

from pathlib import Path

from praya.projections.models import VIEWS
from praya.projections.view import View

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "queries.md"
MARK = "<!-- The views below are written by tests/projections/write_queries_page.py. -->\n"


def queries_page(text: str) -> str:
    """The page with its last part made anew."""
    head, found, _ = text.partition(MARK)
    assert found, "the page has the mark"
    return head + MARK + "".join(view_section(view) for view in VIEWS.values())


def view_section(view: View) -> str:
    """One view as a section with a table."""
    stated = ", ".join(f"{one.name} {one.kind}" for one in view.parameters)
    heading = f"{view.name}({stated})" if stated else view.name
    lines = [f"\n## {heading}\n", view.about, "", "| column | type | meaning |", "|---|---|---|"]
    lines += [f"| `{one.name}` | {one.kind} | {one.meaning} |" for one in view.columns]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(queries_page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
