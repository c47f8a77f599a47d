"""Digests and numbers as people type them; what is no such thing is an error of usage."""

import re

from praya.base.errors import fail

_DIGEST = re.compile(r"[0-9a-fA-F]{64}")


def read_digest(text: str, name: str, command: str) -> bytes:
    """32 bytes from 64 hex digits; VALUE_REFUSED for the option `name` of `command`."""
    if _DIGEST.fullmatch(text) is None:
        fail("VALUE_REFUSED", name=name, accepted="[0-9a-f]{64}", command=command)
    return bytes.fromhex(text)
