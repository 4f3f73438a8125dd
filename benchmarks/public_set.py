"""Pages of the public article-extraction-benchmark, with what people marked as their text.

https://github.com/scrapinghub/article-extraction-benchmark: its folder is named by the caller.
"""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.labelled import Labelled, Truth

_FETCHED_AT = datetime(2019, 12, 1, tzinfo=UTC)
"""After the newest page."""


def public_pages(folder: Path) -> list[Labelled]:
    """The pages of `ground-truth.json` in the folder; it states their text alone."""
    facts = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    return [
        Labelled(
            name=name,
            url=page["url"],
            body=gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()),
            fetched_at=_FETCHED_AT,
            truth=Truth(
                title="",
                text=page["articleBody"],
                published=None,
                precision="day",
                authors=(),
                tags=(),
            ),
        )
        for name, page in facts.items()
    ]
