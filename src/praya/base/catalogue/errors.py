"""Every error with its words, gathered from the three files that hold them.

It must not know statuses, commands or screens.
"""

from typing import Final

from praya.base.catalogue.command_errors import COMMAND_ERRORS
from praya.base.catalogue.entries import Words
from praya.base.catalogue.input_errors import INPUT_ERRORS
from praya.base.catalogue.storage_errors import STORAGE_ERRORS

ERRORS: Final[dict[str, Words]] = {**INPUT_ERRORS, **STORAGE_ERRORS, **COMMAND_ERRORS}
