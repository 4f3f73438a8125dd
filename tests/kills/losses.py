"""What a crawl of the newsroom's exclusive.kz has lost, and what it has doubled."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urljoin

from kznews.archive.reader import Reader
from kznews.newsroom.layout import layout_of
from kznews.newsroom.site import Site
from tests.databases import Documents

_HOST = "exclusive.kz"
_LISTINGS = ("/category/kontekst-dnya/", "/expertiza/daily/")


@dataclass(frozen=True)
class Losses:
    """Of one crawl, once its last worker has finished."""

    lost: list[str]
    doubled: list[str]
    """Or never published."""
    unfinished: list[str]
    """Rows of the frontier that are not done."""
    unkept: list[str]
    """Pages that were read and are not in the archive, or cannot be read there."""

    def __bool__(self) -> bool:
        return bool(self.lost or self.doubled or self.unfinished or self.unkept)


def article_pages(site: Site) -> list[str]:
    """URLs of all articles of exclusive.kz."""
    return [article.url for article in site.articles if article.outlet == "exclusive"]


def listing_pages(site: Site) -> list[str]:
    """URLs of all pages of exclusive.kz's listings."""
    return [
        urljoin(f"https://{_HOST}/", target)
        for target in site.targets(_HOST)
        if target in _LISTINGS or "/page/" in target or "?page=" in target
    ]


def find_losses(database: Documents, site: Site) -> Losses:
    """Compare what is stored with what `site` holds in both layouts; all must have been visited."""
    expected = {
        "articles": article_pages(site),
        "tickers": [headline.text for headline in site.ticker],
        "rates": list(layout_of("exclusive/2022").rates.values()),
        "rejected": [],
        "revisions": [],
        "frontier": article_pages(site) + listing_pages(site),
    }
    stored = {
        "articles": [each["url"] for each in database["articles"].find()],
        "tickers": [each["headline"] for each in database["tickers"].find()],
        "rates": [str(each["value"]) for each in database["rates"].find()],
        "rejected": [f"{each['url']}, {each['reason']}" for each in database["rejected"].find()],
        "revisions": [
            each["url"] for each in database["articles"].find({"revisions": {"$ne": None}})
        ],
        "frontier": [each["url"] for each in database["frontier"].find({"visit": {"$ne": None}})],
    }
    return Losses(
        lost=_more(expected, stored),
        doubled=_more(stored, expected),
        unfinished=[
            f"{each['url']} is {each['state']}: {each['error']}"
            for each in database["frontier"].find({"state": {"$ne": "done"}})
        ],
        unkept=_unkept(database, expected["frontier"]),
    )


def _unkept(database: Documents, urls: list[str]) -> list[str]:
    reader = Reader(database)
    # Reading fails where a dictionary is missing.
    pages = {each.id: each.url for each in map(reader.read, reader.select({}))}
    named = {each["url"]: each["page"] for each in database["articles"].find()}
    return [
        *(f"article: {url}" for url, page in named.items() if pages.get(page) != url),
        *(f"page: {url}" for url in set(urls) - set(pages.values())),
    ]


def _more(these: dict[str, list[str]], those: dict[str, list[str]]) -> list[str]:
    """What there is more of in these than in those, as often as it is more."""
    return [
        f"{name}: {each}"
        for name in these
        for each in (Counter(these[name]) - Counter(those[name])).elements()
    ]
