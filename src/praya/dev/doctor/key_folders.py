"""Key folders: whether the keys are whole, and nobody but their owner may use them.

Public parts and permissions are looked at; private keys are opened only where no passphrase guards
them, and nothing of them is shown.
"""

from pathlib import Path

from praya.base.errors import PrayaError
from praya.dev.doctor.findings import Finding, examined, fine
from praya.vault.keyring import Keyring


def key_finding(folder: str) -> Finding:
    """One key folder: KEYS_NOT_FOUND, KEYS_EXPOSED, KEYS_DAMAGED; a passphrase is no fault."""
    found: list[Finding] = []
    with examined("keys", found):
        try:
            keyring = Keyring.open(Path(folder))
            found.append(fine("keys", "doctor.keys_fine", folder=folder, code=keyring.label))
        except PrayaError as problem:
            if problem.code != "KEYS_LOCKED":
                raise
            found.append(fine("keys", "doctor.keys_locked", folder=folder))
    return found[0]
