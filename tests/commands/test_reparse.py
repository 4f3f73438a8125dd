"""Kept pages are read again, and the record is as if today's code had read them at once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from kznews.archive.answers import Answer
from kznews.archive.keeper import Page
from kznews.commands.reparse_counts import ReparseCounts
from kznews.commands.reparse_table import table_lines
from kznews.commands.word_difference import marked
from kznews.extraction.article import extract_article
from kznews.items import Article
from kznews.newsroom.site import Site
from kznews.outlets.exclusive import OUTLET
from kznews.pipelines.normalize import NormalizePipeline
from kznews.record.corrections import Correction, changes_of
from kznews.record.documents import article_fields
from kznews.record.history import versions_of
from tests.archive.pages import NOON, Archive
from tests.commands.conftest import TestDatabase
from tests.crawl.conftest import Crawled, scrapy
from tests.record.samples import LATER, article
from tests.record.stores import open_writer

SITE = Site({"exclusive/2022": 1, "exclusive/wordpress": 1}, today=date(2025, 4, 28))
HEADERS = [(b"Content-Type", b"text/html; charset=utf-8")]


def kept_pages() -> list[Page]:
    urls = [each.url for each in SITE.articles if each.outlet == "exclusive"][:6]
    return [
        Page(
            "exclusive",
            "article",
            url,
            Answer(200, HEADERS, SITE.page("exclusive.kz", url.removeprefix("https://exclusive.kz")).body),
            NOON,
        )
        for url in urls
    ]  # fmt: skip


def read(page: Page) -> Article:
    found = extract_article(page.answer.body, page.url, outlet=OUTLET, fetched_at=page.seen_at)
    found.page = page.id
    NormalizePipeline().process_item(found)
    return found


def reparse(database: TestDatabase, uri: str, *words: str) -> Crawled:
    store = {"MONGODB_URI": uri, "MONGODB_DATABASE": database.name}
    return scrapy(["reparse", *words], store, {})


def documents(database: TestDatabase) -> list[dict[str, Any]]:
    of_reading = {"reread_at": False, "reread_by": False, "story_id": False, "write_number": False}
    return list(database["articles"].find({}, of_reading).sort("_id", 1))


def test_the_record_is_as_if_todays_code_had_read_the_pages(
    mongodb_uri: str, database: TestDatabase
) -> None:
    first, second, third, edited, *lost = pages = kept_pages()
    former = Page("exclusive", "article", edited.url, first.answer, NOON - timedelta(days=1))
    # What a removed article's address led to.
    home = Page("exclusive", "article", "https://exclusive.kz/", third.answer, NOON)
    # The same article between other headlines: read, and read from another page since.
    earlier = replace(first, answer=Answer(200, HEADERS, first.answer.body + b"<!-- earlier -->"))
    Archive(mongodb_uri, database.name).keep(*pages, former, home, earlier)

    def misread(page: Page, **changes: Any) -> Article:
        found = read(page)
        found.url = page.url if page is former else found.url
        for name, value in changes.items():
            setattr(found, name, value)
        return found

    async def store() -> None:
        async with open_writer(mongodb_uri, database.name) as writer:
            await writer.write(misread(first, title="Главная", authors=[]))
            await writer.write(misread(second, body="Меню", lead="Войти"))
            await writer.write(misread(third))
            await writer.write(misread(former, title="Было"))
            await writer.write(misread(edited, title="Стало"))

    asyncio.run(store())
    assert database["articles"].count_documents({"revisions": {"$ne": None}}) == 1
    before = documents(database)

    shown = reparse(database, mongodb_uri, "exclusive", "--dry-run")
    assert shown.exit_code == 0, shown.log
    assert "8 pages read in " in shown.log
    assert " s, 1 others not: " in shown.log
    assert "4 versions would be corrected" in shown.log
    assert f"{len(lost)} articles would be found that no crawl could read" in shown.log
    assert "[-Главная-] {+" in shown.log
    assert "1 page gave no article (NotAnArticleError), such as:" in shown.log
    assert documents(database) == before

    done = reparse(database, mongodb_uri)
    assert done.exit_code == 0, done.log
    stored = {each["url"]: each for each in documents(database)}
    for page in pages:
        expected = article_fields(read(page))
        found = stored[expected["url"]]
        said = {
            "fetched_at",
            "first_seen_at",
            "last_seen_at",
            "appeared_at",
            "aliases",
            "revisions",
        }
        for name in found.keys() - said - {"_id"}:
            assert found[name] == expected[name], name
    before_edit, _ = versions_of(stored[read(edited).url])
    assert before_edit.fields["title"] == read(former).title
    assert before_edit.last_seen_at == NOON - timedelta(days=1)
    assert database["articles"].count_documents({"story_id": None}) == 0
    reread = database["articles"].find({"reread_by": {"$regex": "^kznews "}})
    assert {each["url"] for each in reread} == {read(each).url for each in (first, second, edited)}
    # The signature of the text is another, so that its copies are found.
    after = documents(database)
    again = reparse(database, mongodb_uri)
    assert "corrected" not in again.log, again.log
    assert documents(database) == after


def test_only_what_is_asked_for_is_read(mongodb_uri: str, database: TestDatabase) -> None:
    Archive(mongodb_uri, database.name).keep(*kept_pages())
    assert "1 page read" in reparse(database, mongodb_uri, "--url", kept_pages()[0].url).log
    assert "there is no outlet 'none'" in reparse(database, mongodb_uri, "none").log


def test_a_reading_changes_what_it_reads_and_nothing_else() -> None:
    stored = article_fields(article(page="p"))
    better = article_fields(article(page="p", title="Жаңа", fetched_at=LATER))
    assert changes_of(stored, better) == {"title": (stored["title"], "Жаңа")}
    # It may stand on a listing.
    no_date = article(page="p", published_at=None, published_precision=None, section=None)
    assert changes_of(stored, article_fields(no_date)) == {}


def test_what_changes_is_shown() -> None:
    counts, others = ReparseCounts(read=2), ReparseCounts(read=1, passed_over=4)
    changes: dict[str, Any] = {
        "lead": (None, "Жаңа"),
        "title": ("a b", "a c"),
        "tags": ([], ["x", "y"]),
    }
    counts.add([Correction("https://a.kz/1", "corrected", changes)])
    others.add([Correction("https://a.kz/2", "corrected", {"lead": ("Ескі", None)})])
    others.fail("https://a.kz/3", "NotAnArticleError: no title")
    counts.merge(others)
    told = [
        line if isinstance(line, str) else " ".join(map(marked, line))
        for line in table_lines(counts, 1.5, dry_run=True)
    ]
    assert told[:2] == [
        "3 pages read in 1.5 s, 4 others not: what they gave was read from later pages",
        "2 versions would be corrected",
    ]
    assert "lead                        1        0        1" in told
    place = told.index("lead of https://a.kz/2 vanishes:")
    assert told[place + 1] == "[-Ескі-]"
    assert "a [-b-] {+c+}" in told
    assert "{+x | y+}" in told
    assert told[-2:] == [
        "1 page gave no article (NotAnArticleError), such as:",
        "  https://a.kz/3: NotAnArticleError: no title",
    ]


def test_examples_are_few_and_damaged_pages_are_all_named() -> None:
    counts = ReparseCounts()
    for number in range(9):
        part = ReparseCounts()
        part.add([Correction(f"https://a.kz/{number}", "corrected", {"lead": (None, "a")})] * 2)
        part.fail(f"https://a.kz/{number}", f"damaged: the page {number} is damaged")
        counts.merge(part)
    assert counts.fields["lead", "appears"] == 18
    assert len(counts.examples["lead", "appears"]) == 2
    assert len(counts.faulty["damaged"]) == 2
    assert counts.damaged == [f"the page {number} is damaged" for number in range(9)]
