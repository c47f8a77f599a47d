"""A planted bug: the source text of a module is changed before it is compiled, in this process.

The product has no switch for it; nothing on disk changes. Must run before the module is imported,
so this file imports nothing of the product.
"""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import NamedTuple


class Edit(NamedTuple):
    """One change of one module: a text that stands in it exactly once, and what is put there."""

    module: str
    old: str
    new: str


def edited(source: str, edits: Sequence[Edit]) -> str:
    """The source with the edits made; ValueError where a text does not stand there just once."""
    for edit in edits:
        if source.count(edit.old) != 1:
            raise ValueError(f"{edit.module} has {source.count(edit.old)} times: {edit.old}")
        source = source.replace(edit.old, edit.new)
    return source


def source_of(module: str) -> Path:
    """The file of a module of this package, found without importing it."""
    root = Path(__file__).resolve().parents[3]
    return root.joinpath(*module.split(".")).with_suffix(".py")


class _EditedLoader(SourceFileLoader):
    """Compiles the edited text, past every cache of compiled modules."""

    def __init__(self, name: str, path: str, edits: Sequence[Edit]) -> None:
        super().__init__(name, path)
        self._edits = edits

    def get_code(self, fullname: str) -> CodeType:
        text = Path(self.path).read_text(encoding="utf-8")
        code: CodeType = compile(edited(text, self._edits), self.path, "exec")
        return code


class _EditedFinder(MetaPathFinder):
    """Finds the modules that are to be edited."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._edits = edits

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None = None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        own = [edit for edit in self._edits if edit.module == fullname]
        spec = PathFinder.find_spec(fullname, path, target) if own else None
        if spec is not None and spec.origin is not None:
            spec.loader = _EditedLoader(fullname, spec.origin, own)
        return spec


def plant(edits: Sequence[Edit]) -> None:
    """Have the modules named by the edits compiled with them; they must not be imported yet."""
    for edit in edits:
        if edit.module in sys.modules:
            raise ValueError(f"{edit.module} is imported already")
    sys.meta_path.insert(0, _EditedFinder(edits))
