"""The projection that queries read: whether it is of this ledger, whole, and how far behind.

A projection is made again whenever it is not right, so nothing here is ever broken. It must not
know how one is made.
"""

from pathlib import Path

from praya.base.errors import PrayaError
from praya.dev.doctor.findings import Finding, fine, look
from praya.projections.manifest import is_whole, read_manifest


def projection_finding(folder: Path, chain_id: str, height: int) -> Finding:
    """The projection in `folder` beside a ledger that stands at `height`."""
    manifest = read_manifest(folder)
    usable = manifest is not None and manifest.chain_id == chain_id and manifest.height <= height
    if manifest is None or not usable or not is_whole(folder, manifest.files):
        return look("projection", PrayaError("PROJECTION_UNUSABLE", folder=str(folder)))
    behind, files = f"{height - manifest.height:,}", len(manifest.files)
    stated = {"files": files, "height": f"{manifest.height:,}", "behind": behind}
    return fine("projection", "doctor.projection_fine", **stated)
