"""Pages, and what is kept of them."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

from kznews.archive.answers import Answer
from kznews.archive.keeper import Keeper, Outcome, Page, Sighting
from tests.record.stores import open_store

NOON = datetime(2026, 4, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
_FRAME = Random(1).randbytes(2000).hex()


def page(number: int = 1, body: str = "", *, hours: float = 0, kind: str = "article") -> Page:
    """An article of an outlet, `hours` after noon."""
    html = f"<html>{_FRAME}<p>{body or Random(number).randbytes(90).hex()}</p></html>"
    headers = [(b"Content-Type", b"text/html"), (b"Set-Cookie", b"a"), (b"Set-Cookie", b"b")]
    answer = Answer(200, headers, html.encode())
    return Page("exclusive", kind, f"https://a.kz/{number}", answer, NOON + hours * HOUR)


class Archive:
    """Keeps pages in a test's database; each call is a crawl of its own."""

    def __init__(self, uri: str, name: str) -> None:
        self._uri = uri
        self._name = name
        self.counted: Counter[str] = Counter()

    def keep(self, *documents: Page | Sighting) -> list[Outcome]:
        """At once."""
        return asyncio.run(self._keep(documents))

    async def _keep(self, documents: tuple[Page | Sighting, ...]) -> list[Outcome]:
        async with (
            open_store(self._uri, self._name) as database,
            Keeper(database, self._count) as keeper,
        ):
            return await asyncio.gather(
                *(
                    keeper.keep(each) if isinstance(each, Page) else keeper.sight(each)
                    for each in documents
                )
            )

    def _count(self, what: str, by: int) -> None:
        self.counted[what] += by
