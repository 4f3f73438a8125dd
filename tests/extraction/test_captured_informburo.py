"""Captured pages of informburo.kz are read as the truth beside them says."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kznews.extraction.article import read_article
from kznews.extraction.cards import ListingPage
from kznews.extraction.listing import read_listing
from kznews.extraction.page import Page
from kznews.extraction.rates import read_rates_strip
from kznews.text.characters import clean_line
from kznews.transport.warc import list_records, read_answer

NAME = "informburo-2023-03"
EVERY = 8
"""One in so many of the articles is read here; all 237 are by `benchmarks.extraction`."""
CARDS = 24


@pytest.fixture(scope="module")
def truth(captures: Path) -> dict[str, dict[str, Any]]:
    """What stands on the articles, by their URL."""
    with gzip.open(captures / f"{NAME}.truth.jsonl.gz", "rt", encoding="utf-8") as lines:
        return {facts["url"]: facts for facts in map(json.loads, lines)}


def pages(warc: Path, wanted: Callable[[str], bool]) -> Iterator[Page]:
    for record in list_records(warc):
        if record.type == "response" and record.url and wanted(record.url):
            yield Page(read_answer(record, 0).body, record.url, fetched_at=record.captured_at)


def minute(stated: str) -> datetime:
    """The moment to the minute, as the page prints it."""
    return datetime.fromisoformat(stated).astimezone(UTC).replace(second=0, microsecond=0)


def is_advert(facts: dict[str, Any]) -> bool:
    """Tell whether the section says so, or the last paragraph who paid."""
    last: str = facts["body"][-1]
    return facts["section"] == "Партнёрские" or last.startswith("Оплачено из средств")


def test_articles(captures: Path, truth: dict[str, dict[str, Any]]) -> None:
    chosen = set(list(truth)[::EVERY])
    # One list mixes languages, and three pages are adverts.
    chosen |= {url for url, facts in truth.items() if facts["lang"] == "kk" or is_advert(facts)}
    read = 0
    for page in pages(captures / f"{NAME}.warc.gz", chosen.__contains__):
        read += 1
        facts = truth[page.url]
        article = read_article(page)
        published, modified = minute(facts["published"]), minute(facts["modified"])
        assert (article.title, article.lead) == tuple(
            map(clean_line, (facts["title"], facts["excerpt"]))
        )
        assert article.published_at == published
        # Texts are written ahead: what was changed before it was published is not changed.
        assert article.modified_at == (modified if modified > published else None)
        assert (article.published_precision, article.published_doubts) == ("minute", [])
        assert (article.language, article.script) == (facts["lang"], "Cyrl")
        assert article.section == facts["section"]
        assert article.tags == facts["tags"]
        assert article.authors == []
        assert article.kind == ("advert" if is_advert(facts) else "news")
        assert (article.extraction.layout, page.notes) == ("2023", [])
        strip = {each.base: str(each.value) for each in read_rates_strip(page)}
        assert strip == facts["rates"]
        lines = article.body.splitlines()
        dropped = {clean_line(each) for each in facts["dropped"]}
        assert not dropped.intersection(lines), page.url
    assert read == len(chosen) >= len(truth) / EVERY


def listed(warc: Path) -> dict[int, ListingPage]:
    """The listing's pages by their number."""
    found = {}
    for page in pages(warc, lambda url: url.rpartition("/")[2].startswith("novosti")):
        number = int(page.url.partition("=")[2] or 1)
        found[number] = read_listing(page, number)
        assert page.notes == []
    return found


def test_listing_pages(captures: Path, truth: dict[str, dict[str, Any]]) -> None:
    found = listed(captures / f"{NAME}.warc.gz")
    assert sorted(found) == [1, 2, 3, 4, 5, 6, 21, 22, 23, 24]
    cards = [card for page in found.values() for card in page.cards]
    # The list shifts while it is read: three cards came twice.
    assert len(cards) == 10 * CARDS
    assert {card.url for card in cards} == set(truth)
    for card in cards:
        facts = truth[card.url]
        assert card.title == clean_line(facts["title"])
        assert card.published is not None
        # Day headings without a year, «Сегодня», bare times.
        assert card.published.instant == minute(facts["published"])
        assert card.published.precision == "minute"


def test_listing_pages_alone(captures: Path) -> None:
    found = listed(captures / f"{NAME}-listings.warc.gz")
    assert len(found) == 77
    for number, page in found.items():
        assert (page.layout, page.unread, len(page.cards)) == ("2023", 0, CARDS), number
        assert page.next_page == f"https://informburo.kz/novosti?page={number + 1}"
        moments = [card.published for card in page.cards]
        assert all(moment and moment.precision == "minute" for moment in moments)
        instants = [moment.instant for moment in moments if moment]
        assert instants == sorted(instants, reverse=True), number
