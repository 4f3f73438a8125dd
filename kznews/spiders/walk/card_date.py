"""The date on an article's card: for articles whose own page states none.

Such as those of exclusive.kz, and of WordPress's plainer themes.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self

from kznews.items import Article, DateDoubt, Precision
from kznews.text.dates import Moment


@dataclass(frozen=True, kw_only=True)
class CardDate:
    """The date on a card, under the names of Article's fields and of JSON's types.

    It travels as the keyword arguments of the callback that reads the article.
    """

    published_at: str
    """Instant in ISO 8601."""
    published_precision: Precision
    published_raw: str
    published_zone: str | None
    published_doubts: list[DateDoubt]

    @classmethod
    def of(cls, moment: Moment) -> Self:
        """Take over the moment that a card states."""
        return cls(
            published_at=moment.instant.isoformat(),
            published_precision=moment.precision,
            published_raw=moment.raw,
            published_zone=moment.zone,
            published_doubts=[*moment.doubts],
        )

    def arguments(self) -> dict[str, Any]:
        """Give the keyword arguments of the callback."""
        return asdict(self)

    def fill(self, article: Article) -> None:
        """Give the article this date."""
        article.published_at = datetime.fromisoformat(self.published_at)
        article.published_precision = self.published_precision
        article.published_raw = self.published_raw
        article.published_zone = self.published_zone
        article.published_doubts = [*self.published_doubts]
