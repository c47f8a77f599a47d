"""Every fenced block of every page runs and prints what the page says, or is listed with a reason.

Two pages are run once and lend the folders they leave to every page that goes on with them:
README's first five minutes, and the first tutorial. A page in Chinese is run as any other: what it
shows is in Chinese.
"""

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from documents import ROOT, Block, blocks, pages, read
from snippets import SHOWN, Snippet, not_printed, rooms_of_a_reader, run_page, snippets
from warm_praya import warm_praya

README = "README.md"
TUTORIAL = "docs/tutorial/your-first-bond.md"
LENT = {
    README: ("mybond.json", "myrun", "proof.json"),
    TUTORIAL: ("books", "keys-cb", "keys-ferries", "keys-mybank"),
}
FRESH = ("docs/tutorial/", "README.zh-HK.md")  # pages that begin with nothing

# A block that is not run, by its page and its first line, and why. This list only shrinks.
NOT_RUN = {
    (README, "make install"): "sets up the environment that the tests run in",
    ("README.zh-HK.md", "make install"): "as in README.md",
    (
        "docs/reference/queries.md",
        "from praya.node.projecting import answer",
    ): "goes on with a folder of the reader's; tests/projections asks the same",
    (
        "docs/reference/proofs.md",
        "praya prove position BANKA.C2 HKD 2026-01-05 --dir books > proof.json",
    ): "goes on with a ledger of the reader's; how-to/prove-a-position.md does the same",
}
NOT_RUN_MAX = 4


class Ran(NamedTuple):
    """A page that was run: how it ended, what each snippet printed, and where."""

    code: int
    printed: list[str]
    folder: Path


def of_page(page: str) -> list[Snippet]:
    """The snippets of a page that are run."""
    return [each for each in snippets(blocks(read(page))) if (page, each.first_line) not in NOT_RUN]


def pages_to_run() -> list[str]:
    """Pages with something to run, but those that lend."""
    names = [page.relative_to(ROOT).as_posix() for page in pages()]
    return [name for name in names if name not in LENT and of_page(name)]


@pytest.fixture(scope="session")
def praya_on_path() -> Iterator[Path]:
    """A folder with a `praya` that starts at once."""
    with tempfile.TemporaryDirectory(prefix="praya") as folder, warm_praya(Path(folder)) as found:
        yield found


Lender = Callable[[str], Ran]


@pytest.fixture(scope="session")
def lent(tmp_path_factory: pytest.TempPathFactory, praya_on_path: Path) -> Lender:
    """A page as its reader runs it; by the first that asks, of all test processes."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def run_once(page: str) -> Ran:
        name = Path(page).stem
        folder, told = shared / name, shared / f"{name}.told"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not told.exists():
                folder.mkdir()
                rooms_of_a_reader(folder)
                code, printed = run_page(of_page(page), folder, praya_on_path)
                told.write_text("\0".join([str(code), *printed]), encoding="utf-8")
        code_text, *said = told.read_text(encoding="utf-8").split("\0")
        return Ran(int(code_text), said, folder)

    return run_once


def check(page: str, ran: Ran) -> None:
    """That all of a page ran to its end and printed what it shows."""
    chosen = of_page(page)
    print(f"{page}: {len(chosen)} snippets, {sum(len(one.printed) for one in chosen)} lines")
    assert chosen
    assert ran.code == 0, "\n".join(ran.printed)[-3000:]
    for snippet, printed in zip(chosen, ran.printed, strict=True):
        missing = not_printed(snippet, printed)
        assert not missing, f"{snippet.first_line}\nnot printed: {missing}\n{printed[-3000:]}"


@pytest.mark.parametrize("page", LENT)
def test_the_page_that_others_go_on_with_runs(page: str, lent: Lender) -> None:
    check(page, lent(page))


@pytest.mark.parametrize("page", pages_to_run())
def test_the_page_runs_as_it_is_shown(
    page: str, lent: Lender, praya_on_path: Path, tmp_path: Path
) -> None:
    rooms_of_a_reader(tmp_path)
    for lender, names in LENT.items():
        for name in names if not page.startswith(FRESH) else ():
            if re.search(rf"(?<![\w/-]){re.escape(name)}(?![\w-])", read(page)):
                lend(lent(lender).folder / name, tmp_path / name)
    code, printed = run_page(of_page(page), tmp_path, praya_on_path)
    check(page, Ran(code, printed, tmp_path))


def lend(source: Path, target: Path) -> None:
    """A copy that a page may write to."""
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copy(source, target)


def test_every_block_is_in_a_language_that_is_known() -> None:
    found = [(page, block) for page in pages() for block in blocks(page.read_text("utf-8"))]
    print(f"{len(found)} blocks on {len(pages())} pages")
    assert len(found) > 50
    assert not [(page.name, one.text[:40]) for page, one in found if one.language not in SHOWN]


def test_the_list_of_blocks_that_are_not_run_only_shrinks() -> None:
    shown = {
        (page.relative_to(ROOT).as_posix(), each.first_line)
        for page in pages()
        for each in snippets(blocks(page.read_text("utf-8")))
    }
    print(f"{len(shown)} snippets, {len(NOT_RUN)} of them not run")
    assert set(NOT_RUN) <= shown, "strike out what is no longer there"
    assert len(NOT_RUN) <= NOT_RUN_MAX
    assert all(reason.strip() for reason in NOT_RUN.values())


def test_the_runner_sees_what_fails_and_what_is_not_printed(
    praya_on_path: Path, tmp_path: Path
) -> None:
    def ends(*shown: Block) -> tuple[int, list[str]]:
        chosen = list(snippets(shown))
        code, printed = run_page(chosen, tmp_path, praya_on_path)
        missing = [not_printed(*pair) for pair in zip(chosen, printed, strict=True)]
        return code, [line for lines in missing for line in lines]

    good = (Block("sh", "echo a\necho b\n"), Block("text", "a\n...\nb\n"))
    assert ends(*good) == (0, [])
    assert ends(*good, Block("python", "print(1)\n"), Block("text", "1\n")) == (0, [])
    assert ends(Block("sh", "echo a\necho b\n"), Block("text", "b\na\n")) == (0, ["a"])
    assert ends(Block("sh", "echo a\n"), Block("text", "a\nc\n")) == (0, ["c"])
    assert ends(Block("python", "print(1)\n"), Block("text", "2\n")) == (0, ["2"])
    assert ends(Block("sh", "false\n"), Block("sh", "echo a\n"))[0] == 1
    assert ends(Block("sh", "praya verify nothing-here\n"))[0] == 3
    assert ends(Block("python", "raise SystemExit(7)\n"))[0] == 1
