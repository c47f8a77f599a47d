"""The table of read models: what is stored, and every view by its name."""

from collections.abc import Mapping
from typing import Final

from praya.projections import (
    accounts,
    assets,
    blocks,
    documents,
    events,
    holds,
    moves,
    positions,
    settlements,
    statuses,
)
from praya.projections.arrow import pa
from praya.projections.view import View

MODELS: Final = (
    moves.MODEL,
    settlements.MODEL,
    positions.MODEL,
    accounts.MODEL,
    assets.MODEL,
    events.MODEL,
    documents.MODEL,
    statuses.MODEL,
    blocks.MODEL,
    holds.MODEL,
)
GROWS: Final[Mapping[str, pa.Schema]] = {
    name: schema for model in MODELS for name, schema in model.grows
}
STANDS: Final[Mapping[str, pa.Schema]] = {
    name: schema for model in MODELS for name, schema in model.stands
}
VIEWS: Final[Mapping[str, View]] = {view.name: view for model in MODELS for view in model.views}
