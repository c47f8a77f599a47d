"""Before anything imports numba: where compiled code is kept, so that it is compiled once."""

from praya.app import prepare_runtime

prepare_runtime()
