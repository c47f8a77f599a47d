"""Praya: an open ledger and operating platform for regulated digital assets.

`from praya import Sandbox` gives a whole ledger in one process. The name is loaded at first use, so
that `import praya` stays fast; the folder of compiled code is set before it is.
"""

from importlib import import_module
from typing import Any, Final

__version__ = "0.1.0"

_LOADED_AT_FIRST_USE: Final = {"Sandbox": "praya.sdk.sandbox"}


def __getattr__(name: str) -> Any:
    """PEP 562: load a public name where it is first asked for."""
    if name not in _LOADED_AT_FIRST_USE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import_module("praya.app").prepare_runtime()
    return getattr(import_module(_LOADED_AT_FIRST_USE[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_LOADED_AT_FIRST_USE])
