"""How kernel functions are compiled.

One plain-Python source: with `NUMBA_DISABLE_JIT=1` the same functions are the specification.
`unit` is called from Python; `leaf` from units and other leaves. Both are cached on disk (the
composition root chooses where, before this module is imported) and release the interpreter lock.
"""

from collections.abc import Callable
from typing import Any, Final, TypeVar

import numba
import numpy as np

Function = TypeVar("Function", bound=Callable[..., object])

# No folder for compiled code: compile in memory, in every process anew.
CACHED: Final = bool(getattr(numba.config, "CACHE_DIR"))  # noqa: B009 - set at run time

# A value of a narrow column as 64 bits, at once: `int32 << n` differs between the two modes.
wide: Any = np.int64


def unit(function: Function) -> Function:
    """Compile an entry point of the kernel."""
    compiled: Any = numba.njit(cache=CACHED, nogil=True)(function)
    return compiled  # type: ignore[no-any-return]


def leaf(function: Function) -> Function:
    """Compile a part of an entry point."""
    compiled: Any = numba.njit(cache=CACHED, nogil=True)(function)
    return compiled  # type: ignore[no-any-return]
