"""How much is kept, outlet by outlet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kznews.archive.schema import DICTIONARIES, PAGES
from kznews.mongo.connection import SyncDatabase


@dataclass(frozen=True, kw_only=True)
class OutletFigures:
    """The kept pages of one outlet and kind."""

    outlet: str
    kind: str
    pages: int
    served: int
    """Bytes of the pages' bodies as they were served, without compression."""
    kept: int
    """Bytes that the pages take in the archive, compressed."""
    first: datetime
    """Moment at which a page of this kind was first seen."""
    last: datetime
    """Moment at which a page of this kind was last seen."""

    @property
    def share(self) -> float | None:
        """Of the bytes as served, how many are kept; None where all bodies are empty."""
        return self.kept / self.served if self.served else None


@dataclass(frozen=True, kw_only=True)
class ArchiveFigures:
    """The archive as a whole."""

    kinds: tuple[OutletFigures, ...]
    dictionaries: int
    dictionary_bytes: int


def read_figures(database: SyncDatabase) -> ArchiveFigures:
    """Count; it reads an index of all pages, not the pages."""
    rows = database[PAGES.name].aggregate(
        [
            {
                "$group": {
                    "_id": {"outlet": "$outlet", "kind": "$kind"},
                    "pages": {"$sum": 1},
                    "served": {"$sum": "$size"},
                    "kept": {"$sum": "$kept_size"},
                    "first": {"$min": "$first_seen_at"},
                    "last": {"$max": "$last_seen_at"},
                }
            },
            {"$sort": {"_id": 1}},
        ],
        hint="figures",
    )
    kinds = tuple(OutletFigures(**each.pop("_id"), **each) for each in rows)
    totals = list(
        database[DICTIONARIES.name].aggregate(
            [{"$group": {"_id": None, "n": {"$sum": 1}, "b": {"$sum": {"$binarySize": "$data"}}}}]
        )
    )
    total = totals[0] if totals else {"n": 0, "b": 0}
    return ArchiveFigures(kinds=kinds, dictionaries=total["n"], dictionary_bytes=total["b"])
