"""Every error with its words, gathered from the files that hold them.

It must not know statuses, commands or screens.
"""

from typing import Final

from praya.base.catalogue.backup_errors import BACKUP_ERRORS
from praya.base.catalogue.command_errors import COMMAND_ERRORS
from praya.base.catalogue.entries import Words
from praya.base.catalogue.input_errors import INPUT_ERRORS
from praya.base.catalogue.life_errors import LIFE_ERRORS
from praya.base.catalogue.proof_errors import PROOF_ERRORS
from praya.base.catalogue.query_errors import QUERY_ERRORS
from praya.base.catalogue.sheet_errors import SHEET_ERRORS
from praya.base.catalogue.simulation_errors import SIMULATION_ERRORS
from praya.base.catalogue.statement_errors import STATEMENT_ERRORS
from praya.base.catalogue.storage_errors import STORAGE_ERRORS

ERRORS: Final[dict[str, Words]] = {
    **INPUT_ERRORS,
    **STORAGE_ERRORS,
    **COMMAND_ERRORS,
    **BACKUP_ERRORS,
    **LIFE_ERRORS,
    **PROOF_ERRORS,
    **QUERY_ERRORS,
    **SHEET_ERRORS,
    **SIMULATION_ERRORS,
    **STATEMENT_ERRORS,
}
