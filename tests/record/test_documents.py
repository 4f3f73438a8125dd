from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from bson.decimal128 import Decimal128

from kznews.mongo.values import identity, moment, storable
from kznews.record.documents import article_fields, sighting
from kznews.record.lifetimes import lifetime_fields, with_sighting
from kznews.record.schema import ARTICLES, RATES, TICKERS
from tests.record.samples import LATER, NOON, article, rate, rejection, ticker


def test_article_has_the_fields_of_its_schema_and_no_others() -> None:
    fields = article_fields(article())
    assert set(fields) == {"_id", *ARTICLES.properties}
    assert fields["extraction"] == {"layout": "2025", "method": "layout"}
    assert fields["images"] == [
        {"url": "https://exclusive.kz/1.jpg", "caption": None, "credit": "ЮНИСЕФ"}
    ]
    assert fields["first_seen_at"] == fields["fetched_at"] == NOON


def test_the_fields_are_those_that_the_issue_names() -> None:
    assert set(ARTICLES.properties) == set(
        "url aliases former_ids outlet language script title lead dateline body authors "
        "section topic tags "
        "published_at published_precision published_raw published_zone published_doubts "
        "modified_at images attributed_to kind outlet_kind extraction page first_seen_at "
        "last_seen_at fetched_at revisions absences presence write_number "
        "appeared_at story_id compared_at reread_at reread_by translation_urls".split()
    )
    assert set(TICKERS.properties) == set(
        "outlet headline url language position page_url edition first_seen_at last_seen_at "
        "missed_at intervals is_long write_number".split()
    )
    assert set(RATES.properties) == set(
        "outlet pair base raw_code quote value side units kind valid_on first_seen_at "
        "last_seen_at missed_at intervals write_number".split()
    )


def test_article_id_is_what_its_documentation_says() -> None:
    one = article()
    assert article_fields(one)["_id"] == hashlib.sha256(one.url.encode()).hexdigest()[:32]


@pytest.mark.parametrize(
    ("published", "precision", "seen", "appeared"),
    [
        ("04-01 06:30", "minute", "04-01 12:00", "04-01 06:30"),
        ("04-01 06:30", "minute", "05-01 12:00", "04-01 06:30"),
        # A day's start: it came out before it was seen, and before the day's end.
        ("03-31 19:00", "day", "04-01 12:00", "04-01 12:00"),
        ("03-31 19:00", "day", "05-01 12:00", "04-01 19:00"),
        (None, None, "05-01 12:00", "05-01 12:00"),
    ],
)
def test_an_article_appeared_by_the_latest_moment_that_is_possible(
    published: str | None, precision: Any, seen: str, appeared: str
) -> None:
    def at(text: str) -> datetime:
        return datetime.fromisoformat(f"2026-{text}+00:00")

    fields = article_fields(
        article(
            published_at=at(published) if published else None,
            published_precision=precision,
            fetched_at=at(seen),
        )
    )
    assert fields["appeared_at"] == at(appeared)


def test_an_article_is_no_alias_of_itself() -> None:
    one = article(aliases=["https://a/", "https://exclusive.kz/articles/1/", "https://a/"])
    assert article_fields(one)["aliases"] == ["https://a/"]


def test_ticker() -> None:
    seen = sighting(ticker())
    assert seen.collection == "tickers"
    assert seen.seen is not None
    assert {*seen.fields, "is_long", "write_number"} | {
        *lifetime_fields(with_sighting((), seen.seen))
    } == set(TICKERS.properties)
    assert seen.id == sighting(ticker(position=9, url=None, seen_at=LATER)).id
    assert seen.id != sighting(ticker(headline="Другая новость")).id
    assert seen.id != sighting(ticker(outlet="tengrinews")).id
    assert seen.id != sighting(ticker(edition="exclusive.kz/kz/")).id


def test_rate_is_exact_and_its_day_a_string() -> None:
    seen = sighting(rate(value=Decimal("0.30"), units=100))
    assert seen.collection == "rates"
    assert {*seen.fields, "first_seen_at", "last_seen_at"} == set(RATES.properties)
    assert seen.fields["pair"] == "USD/KZT"
    assert seen.fields["value"] == Decimal128("0.30")
    assert seen.fields["valid_on"] == "2026-04-01"
    assert sighting(rate(valid_on=None)).fields["valid_on"] is None


@pytest.mark.parametrize(
    "changes",
    [
        {"value": Decimal("425.68")},
        {"base": "EUR"},
        {"kind": "market"},
        {"valid_on": date(2026, 4, 2)},
        {"valid_on": None},
        {"units": 100},
        {"outlet": "exclusive"},
        {"side": "buy"},
    ],
)
def test_another_rate_is_another_document(changes: dict[str, Any]) -> None:
    assert sighting(rate(**changes)).id != sighting(rate()).id


def test_a_rate_of_no_side_has_the_id_that_it_had_before_sides_were_known() -> None:
    assert sighting(rate()).id == identity(
        "nationalbank", "USD/KZT", "official", "2026-04-01", "1", "425.67"
    )


def test_the_same_rate_in_another_spelling_is_the_same_document() -> None:
    assert sighting(rate(value=Decimal("425.6700"), seen_at=LATER)).id == sighting(rate()).id
    assert sighting(rate(value=Decimal("400"))).id != sighting(rate(value=Decimal("4"))).id


def test_rejections_of_one_kind_are_one_document_and_what_they_said_is_kept_apart() -> None:
    one = sighting(rejection())
    again = rejection(
        reason="article: body is empty; title is empty",
        item={"title": "Без текста", "fetched_at": LATER},
        seen_at=LATER,
    )
    assert sighting(again).id == one.id
    assert sighting(rejection(reason="the server answered 500")).id != one.id
    assert sighting(rejection(item={"title": "Другой"})).id != one.id
    assert sighting(rejection(item=None)).fields["item"] is None


def test_moments_are_utc_milliseconds() -> None:
    almaty = timezone(timedelta(hours=5))
    assert moment(datetime(2026, 4, 1, 11, 30, 0, 123_999, almaty)) == datetime(
        2026, 4, 1, 6, 30, 0, 123_000, UTC
    )
    with pytest.raises(ValueError, match="no time zone"):
        moment(datetime(2026, 4, 1))  # noqa: DTZ001 - what is tested


def test_storable_changes_only_what_mongodb_would_refuse() -> None:
    fine = {"a": 1, "b": [None, True, 1.5, "қ"], "c": NOON}
    assert storable(fine) == fine
    assert storable(
        {"half": "\ud83d", "day": date(2026, 4, 1), "value": Decimal("1.10"), "big": 2**70}
    ) == {"half": "?", "day": "2026-04-01", "value": "1.10", "big": str(2**70)}
