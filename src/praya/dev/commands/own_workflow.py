"""Loads a user's workflow from his Python file, for `praya sim --workflow`.

The file is run, as Python runs it. It must not know what is done with a workflow.
"""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from traceback import extract_tb
from types import ModuleType
from typing import Final

from praya.base.errors import PrayaError, fail
from praya.dev.commands.input_files import read_bytes
from praya.testing.simulator.workflows import USER_FAULTS, OwnWorkload, Workflow

NAME: Final = "workflow"  # what is taken from a file where nothing else is named
MODULE: Final = "praya_own_workflow"
SOURCE_BYTES_MAX: Final = 1_048_576


def load_workflow(stated: str) -> OwnWorkload:
    """The workflow of `FILE`, or of `FILE:NAME`.

    Raises FILE_UNREADABLE, WORKFLOW_NOT_LOADED, WORKFLOW_MISSING, and what the file itself raises
    as PrayaError: a Workflow that is none is WORKFLOW_REFUSED.
    """
    file, name = _parts(stated)
    read_bytes(file, SOURCE_BYTES_MAX)
    module = _run_file(file)
    found = getattr(module, name, None)
    if not isinstance(found, Workflow):
        there = sorted(key for key, value in vars(module).items() if isinstance(value, Workflow))
        fail("WORKFLOW_MISSING", file=file, name=name, there=", ".join(there) or "-")
    return OwnWorkload(found)


def _parts(stated: str) -> tuple[str, str]:
    """File and name; a colon that belongs to the path stays there."""
    file, _, name = stated.rpartition(":")
    if file and name.isidentifier() and not Path(stated).exists():
        return file, name
    return stated, NAME


def _run_file(file: str) -> ModuleType:
    """The file as a module; files beside it can be imported by it, as Python does for a script."""
    spec = spec_from_file_location(MODULE, file)
    if spec is None or spec.loader is None:
        fail("WORKFLOW_NOT_LOADED", file=file, problem=Path(file).suffix or "-")
    module = module_from_spec(spec)
    sys.modules[MODULE] = module  # dataclasses of the file look themselves up
    sys.path.insert(0, str(Path(file).resolve().parent))
    try:
        spec.loader.exec_module(module)
    except PrayaError:
        raise
    except (*USER_FAULTS, SyntaxError) as error:
        raise PrayaError("WORKFLOW_NOT_LOADED", file=file, problem=_told(error, file)) from error
    finally:
        sys.path.pop(0)
    return module


def _told(error: Exception, file: str) -> str:
    """What was raised, and in which line of the file."""
    if isinstance(error, SyntaxError):
        return f"{type(error).__name__}, {Path(file).name}:{error.lineno}: {error.msg}"
    place = Path(file).resolve()
    frames = extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).resolve() == place]
    line = f", {Path(file).name}:{own[-1].lineno}" if own else ""
    return f"{type(error).__name__}{line}: {error}"
