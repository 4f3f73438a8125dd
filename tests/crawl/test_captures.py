"""Real captured pages: every one is stored, and stored right."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from parsel import Selector
from pymongo.database import Database
from warcio.archiveiterator import ArchiveIterator

from tests.crawl.conftest import Crawl

Documents = Database[dict[str, Any]]
MONTHS = {"января": 1, "февраля": 2, "марта": 3, "апреля": 4}
# Almaty was at +06 until this moment (tzdata 2024a), then at +05.
CHANGE = datetime(2024, 2, 29, 18, tzinfo=UTC)


def pages(warc: Path) -> dict[str, Selector]:
    with warc.open("rb") as file:
        return {
            record.rec_headers.get_header("WARC-Target-URI"): Selector(
                text=record.content_stream().read().decode()
            )
            for record in ArchiveIterator(file)
            if record.rec_type == "response"
        }


def instant(printed: str) -> datetime:
    """`05 апреля 2024 06:26`, on Almaty's clock; written without the code under test."""
    match = re.fullmatch(r"(\d+) (\w+) (\d{4}) (\d+):(\d+)", printed.strip())
    assert match is not None
    day, month, year, hour, minute = match.groups()
    wall = datetime(int(year), MONTHS[month], int(day), int(hour), int(minute), tzinfo=UTC)
    before = wall - timedelta(hours=6)
    return before if before < CHANGE else wall - timedelta(hours=5)


def test_tengrinews_april_2024(captures: Path, crawl: Crawl, database: Documents) -> None:
    warc = captures / "tengrinews-2024-04.warc.gz"
    done = crawl("tengrinews", REPLAY=warc)
    assert done.exit_code == 0, done.log
    captured = {
        url: page for url, page in pages(warc).items() if re.search(r"/article/.*-\d+/$", url)
    }
    stored = {article["url"]: article for article in database["articles"].find()}
    assert len(captured) == 100
    assert sorted(stored) == sorted(captured)
    for url, page in captured.items():
        article = stored[url]
        visible = page.css(".content_main_text").xpath(
            "./*[not(self::script or contains(@class, 'content_main_text'))]"
            "//text()[not(ancestor::script or ancestor::blockquote[@class])]"
        )
        assert article["title"] == page.css("h1").xpath("normalize-space()").get()
        assert article["lead"]
        assert article["published_at"] == instant(page.css(".date-time::text").getall()[0])
        assert article["published_precision"] == "minute"
        assert article["tags"] == [
            tag.xpath("normalize-space()").get() for tag in page.css(".content_main_text_tags a")
        ]
        assert article["images"][0]["url"].startswith("https://tengrinews.kz/userdata/")
        assert article["language"] == "ru"
        assert article["extraction"] == {"layout": "2024", "method": "layout"}
        assert "WhatsApp! Подписывайтесь" not in article["body"]
        assert "Читайте также" not in article["body"]
        # Nearly all of the visible text is there, and none of it twice.
        words = len(" ".join(visible.getall()).split())
        assert 0.85 * words < len(article["body"].split()) <= words, url
        paragraphs = [p for p in article["body"].split("\n\n") if len(p) > 60]
        assert len(paragraphs) == len(set(paragraphs)), url
    strip = {
        (each["pair"], str(each["value"]), each["raw_code"]) for each in database["rates"].find()
    }
    assert strip == {
        ("USD/KZT", "445.92", "tn-icon-dollar"),
        ("EUR/KZT", "483", "tn-icon-euro"),
        ("RUB/KZT", "4.85", "tn-icon-ruble"),
    }
    assert database["rejected"].count_documents({}) == 0


def test_national_bank_of_a_day(captures: Path, crawl: Crawl, database: Documents) -> None:
    done = crawl("nationalbank", "date=2026-04-01", REPLAY=captures / "nationalbank.warc.gz")
    assert done.exit_code == 0, done.log
    rates = {each["base"]: each for each in database["rates"].find()}
    assert len(rates) == 39
    assert {each["valid_on"] for each in rates.values()} == {"2026-04-01"}
    assert {each["kind"] for each in rates.values()} == {"official"}
    for base, value, units in (("USD", "478.77", 1), ("EUR", "548.62", 1), ("AMD", "12.72", 10)):
        assert rates[base]["value"].to_decimal() == Decimal(value)
        assert rates[base]["units"] == units


def test_national_bank_of_a_range(captures: Path, crawl: Crawl, database: Documents) -> None:
    crawl(
        "nationalbank",
        "since=2026-04-01",
        "until=2026-04-03",
        REPLAY=captures / "nationalbank.warc.gz",
    )
    dollar = database["rates"].find({"base": "USD"}).sort("valid_on", 1)
    assert [(each["valid_on"], str(each["value"])) for each in dollar] == [
        ("2026-04-01", "478.77"),
        ("2026-04-02", "475.09"),
        ("2026-04-03", "472.31"),
    ]
    assert database["rates"].count_documents({}) == 117
