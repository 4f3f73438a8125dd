"""Fifth: what this run has passed on already is not written again.

What other runs and machines stored is the store's matter: its writes are upserts on deterministic
ids. So this is only thrift, and forgetting (a restart) costs nothing but a write.
"""

from __future__ import annotations

from datetime import datetime
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from kznews.items import SIGHTING_INTERVAL, Article, Item, Rate, Rejection, Ticker
from kznews.text.normal_form import content_digest


class DeduplicatePipeline:
    """Drops what was passed on a moment ago; counted as `items/repeated/…`.

    That is an article met again at the same addresses with the same content, a headline or a rate
    seen less than a minute ago. An article met at another address (AMP, `?utm_…`, a test host, a
    copy in another edition) has the canonical one by now: it passes as the same article with a new
    alias.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._articles: dict[str, tuple[str, set[str]]] = {}
        self._sightings: dict[tuple[object, ...], datetime] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the pipeline of one crawl."""
        return cls(crawler)

    def process_item(self, item: Item) -> Item:
        """Pass the item on. Raises DropItem for a repeat."""
        match item:
            case Article():
                repeated = self._is_known(item)
            case Ticker():
                key = (item.outlet, item.edition, item.headline, item.url)
                repeated = self._is_recent(key, item.seen_at)
            case Rate():
                stated = (item.base, item.kind, item.side, item.valid_on, item.units, item.value)
                repeated = self._is_recent((item.outlet, *stated), item.seen_at)
            case Rejection():
                repeated = False
        if repeated:
            kind = type(item).__name__.lower()
            self.crawler.stats.inc_value(f"items/repeated/{kind}")
            raise DropItem(f"repeated {kind}", log_level="DEBUG")
        return item

    def _is_known(self, article: Article) -> bool:
        content = content_digest(article)
        known = self._articles.get(article.url)
        if known is None:
            self._articles[article.url] = (content, set(article.aliases))
            return False
        aliases = known[1].union(article.aliases)
        repeated = known[0] == content and aliases == known[1]
        self._articles[article.url] = (content, aliases)
        if not repeated and aliases != known[1]:
            self.crawler.stats.inc_value("items/alias")
        return repeated

    def _is_recent(self, key: tuple[object, ...], seen_at: datetime) -> bool:
        last = self._sightings.get(key)
        if last is not None and abs(seen_at - last) < SIGHTING_INTERVAL:
            return True
        self._sightings[key] = seen_at
        return False
