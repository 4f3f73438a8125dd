from __future__ import annotations

from datetime import UTC, datetime, timedelta

from scrapy import Request

from kznews.extraction.cards import Card
from kznews.frontier.door import Known
from kznews.outlets.outlet import Edition
from kznews.spiders.walk.articles import ShownArticle
from kznews.spiders.walk.discovery_record import DiscoveryRecord
from kznews.text.dates import Moment

NOW = datetime(2025, 4, 28, 12, tzinfo=UTC)
KNOWN = Known("done", None, {}, [])


def shown(
    way: str, *numbers: int, known: tuple[int, ...] = (), age: timedelta | None = None
) -> list[ShownArticle]:
    """Articles by their numbers; with `age` all are so old."""
    moment = Moment(NOW - age, "minute", "", None) if age is not None else None
    return [
        ShownArticle(
            Card(url=f"https://exclusive.kz/a-{number}/", title=f"{number}", published=moment),
            Request(f"https://exclusive.kz/a-{number}/"),
            KNOWN if number in known else None,
            way,
        )
        for number in numbers
    ]


def faults(record: DiscoveryRecord) -> list[tuple[str, str]]:
    return [(each.way, each.fault) for each in record.faults()]


def test_the_first_way_to_show_an_article_is_credited() -> None:
    record = DiscoveryRecord()
    record.feed("feed", shown("feed", 3, 2, known=(2,)))
    record.feed("sitemap", shown("sitemap", 4, 3, 2, known=(2,)))
    record.listing("news", 1, shown("news", 5, 4, 3, 2, 1, known=(2, 1)))
    assert record.found == {"feed": 1, "sitemap": 1, "news": 1}
    assert faults(record) == []


def test_a_feed_without_articles_is_empty() -> None:
    record = DiscoveryRecord()
    record.feed("feed", [])
    assert faults(record) == [("feed", "empty")]


def test_a_feed_that_lacks_what_a_listing_begins_with_is_behind() -> None:
    record = DiscoveryRecord()
    record.feed("feed", shown("feed", 3, 2, 1))
    record.listing("news", 1, shown("news", 6, 5, 4, 3, 2, 1))
    assert faults(record) == [("feed", "behind")]


def test_a_feed_need_not_show_what_another_edition_has() -> None:
    kazakh = Edition(host="egemen.kz", languages=("kk",))
    russian = Edition(host="ru.egemen.kz", languages=("ru",))
    record = DiscoveryRecord({"feed": kazakh, "news": kazakh, "news-ru": russian})
    record.feed("feed", shown("feed", 3, 2, 1))
    record.listing("news-ru", 1, shown("news-ru", 60, 50, 40, 30))
    assert faults(record) == []
    record.listing("news", 1, shown("news", 6, 5, 4, 3, 2, 1))
    assert faults(record) == [("feed", "behind")]


def test_a_feed_that_is_shorter_than_a_listing_is_not_behind() -> None:
    record = DiscoveryRecord()
    record.feed("feed", shown("feed", 9, 8))
    record.listing("news", 1, shown("news", *range(9, 0, -1)))
    record.listing("news", 2, shown("news", *range(30, 20, -1)))
    assert faults(record) == []


def test_a_feed_of_one_of_two_listings_is_not_behind() -> None:
    record = DiscoveryRecord()
    record.feed("feed", shown("feed", 3, 2, 1))
    record.listing("news", 1, shown("news", 3, 2, 1))
    record.listing("articles", 1, shown("articles", 9, 8, 7, 6))
    assert faults(record) == []


def test_a_listing_without_anything_new_says_nothing_of_a_feed() -> None:
    record = DiscoveryRecord()
    record.unchanged_feed("feed")
    record.listing("news", 1, shown("news", 9, 8, 7, 6))
    record.listing("articles", 1, shown("articles", 3, 2, 1, known=(3, 2, 1)))
    assert faults(record) == [("feed", "behind")]


def test_two_articles_may_come_between_the_feed_and_the_listing() -> None:
    record = DiscoveryRecord()
    record.feed("feed", shown("feed", 3, 2, 1))
    record.listing("news", 1, shown("news", 5, 4, 3, 2, 1))
    assert faults(record) == []


def test_a_feed_that_says_that_nothing_changed_is_judged_by_what_is_new() -> None:
    record = DiscoveryRecord()
    record.unchanged_feed("feed")
    record.listing("news", 1, shown("news", 6, 5, 4, 3, known=(3,)))
    assert faults(record) == [("feed", "behind")]
    record = DiscoveryRecord()
    record.unchanged_feed("feed")
    record.listing("news", 1, shown("news", 6, 5, 4, known=(6, 5, 4)))
    assert faults(record) == []


def test_a_feed_whose_newest_article_is_days_older_than_a_listings_is_frozen() -> None:
    record = DiscoveryRecord()
    record.feed("feed", shown("feed", 1, age=timedelta(days=4)))
    record.listing("news", 1, shown("news", 2, age=timedelta(days=1)))
    assert faults(record) == [("feed", "frozen")]
    [fault] = record.faults()
    assert fault.words == (
        "its newest article is of 2025-04-24, while a listing shows one of 2025-04-27"
    )


def test_a_feed_of_an_outlet_that_publishes_seldom_is_not_frozen() -> None:
    record = DiscoveryRecord()
    record.feed("feed", shown("feed", 1, age=timedelta(days=40)))
    record.listing("news", 1, shown("news", 1, age=timedelta(days=40)))
    assert faults(record) == []


def test_two_sitemaps_of_an_index_count_together() -> None:
    record = DiscoveryRecord()
    record.feed("sitemap", [])
    record.feed("sitemap", shown("sitemap", 2, 1))
    record.listing("news", 1, shown("news", 2, 1))
    assert faults(record) == []
