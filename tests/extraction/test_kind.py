from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from kznews.extraction.article import read_article
from kznews.extraction.page import Page
from kznews.items import Article, Kind, Topic
from kznews.outlets.outlet import Outlet
from kznews.outlets.tengrinews import OUTLET
from tests.extraction.article_pages import SENTENCE, TENGRI, news_article, tengri

NOW = datetime(2026, 11, 1, tzinfo=UTC)
HOST = "https://example-gazeta.kz"
PICTURES = "".join(f'<img src="/{number}.jpg">' for number in range(6))


def read(
    page: bytes, path: str = "/news/most", *, outlet: Outlet | None = None
) -> tuple[Article, list[str]]:
    fetched = Page(page, path if "://" in path else HOST + path, outlet=outlet, fetched_at=NOW)
    return read_article(fetched), fetched.notes


def news(**data: Any) -> bytes:
    return news_article(articleBody=SENTENCE * 3, **data)


@pytest.mark.parametrize(
    ("page", "path", "kind"),
    [
        (news(), "/news/most", "news"),
        (news(articleSection="Пікір"), "/news/most", "opinion"),
        (news(), "/kz/suhbat/123-most", "interview"),
        (news(), "/ru/press-relizy/most/", "press release"),
        (news(), "/news/interview", "news"),  # the article's own name, and no section
        (news(headline="Фоторепортаж: новый мост"), "/news/most", "photo"),
        (news(headline="Новый мост. Видео"), "/news/most", "news"),
        (news(keywords="Интервью,Мост"), "/news/most", "news"),
        (news(**{"@type": "OpinionNewsArticle"}), "/news/most", "opinion"),
        (news(**{"@type": ["NewsArticle", "LiveBlogPosting"]}), "/video/most", "live text"),
        (news(**{"@type": "ReportageNewsArticle"}), "/news/most", "news"),
        (news(**{"@type": "BlogPosting"}), "/news/most", "news"),
        # The label of an advert goes before all: a sponsored interview is an advert.
        (news(articleSection="Реклама"), "/interview/most", "advert"),
        (news(keywords="Партнёрский материал"), "/interview/most", "advert"),
        (
            news(**{"@type": ["OpinionNewsArticle", "AdvertiserContentArticle"]}),
            "/news/most",
            "advert",
        ),
    ],
)
def test_kinds(page: bytes, path: str, kind: Kind) -> None:
    assert read(page, path)[0].kind == kind


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (f"<p>Мост открыли утром.</p>{PICTURES}", "photo"),
        (f"<p>{SENTENCE * 9}</p>{PICTURES}", "news"),
        ("<p>Мост открыли утром.</p><img src=/1.jpg>", "news"),
        (f"<p>Фоторепортаж</p><p>{SENTENCE * 9}</p>", "photo"),
        (f"<p>{SENTENCE * 3}</p><p>Фоторепортаж</p>", "news"),
        (f"<p>ПРЕСС-РЕЛИЗ</p><p>{SENTENCE * 3}</p>", "press release"),
        (f"{PICTURES}<p>Рекламный материал</p><p>Мост.</p>", "advert"),
    ],
)
def test_kinds_by_the_text(body: str, kind: Kind) -> None:
    assert read(tengri(body=body), TENGRI)[0].kind == kind


def test_the_outlets_own_names_go_before_those_that_are_the_same_everywhere() -> None:
    outlet = replace(OUTLET, kinds={"conference": "interview", "Мнение": "news"}, section_path=None)
    page = tengri(head='<meta property="article:section" content="МНЕНИЕ">')
    address = "https://tengrinews.kz/article/chinyat-chasyi-2999/"
    assert read(page, address, outlet=outlet)[0].kind == "news"
    # A section of that name holds adverts elsewhere, but a label says it everywhere.
    promo, outlet = address.replace("article", "promo"), replace(outlet, kinds={"promo": "news"})
    assert read(tengri(), promo)[0].kind == "advert"
    assert read(tengri(), promo, outlet=outlet)[0].kind == "news"
    labelled = tengri(body="<p>Текст.</p><p>На правах рекламы</p>")
    assert read(labelled, promo, outlet=outlet)[0].kind == "advert"


def test_an_outlets_names_are_parts_of_its_addresses_too() -> None:
    outlet = replace(OUTLET, kinds={"conference": "interview"})
    address = "https://tengrinews.kz/article/chinyat-chasyi-2999/"
    conference = address.replace("article", "conference")
    assert read(tengri(), conference, outlet=outlet)[0].kind == "interview"


@pytest.mark.parametrize(
    ("section", "path", "topic", "is_unknown"),
    [
        ("Экономика", "/news/most", "economy", False),
        ("Қоғам", "/sport/most", "society", False),
        ("Новости", "/ru/proisshestviya/most", "incidents", False),
        ("Степной дозор", "/sport/most", "sport", False),
        (None, "/kz/news/madeniet/item/5-kopir", "culture", False),
        (None, "/sport.html", None, False),
        ("Новости", "/news/most", None, False),
        ("Интервью", "/news/most", None, False),
        ("Степной дозор", "/news/most", None, True),
    ],
)
def test_topics(section: str | None, path: str, topic: Topic | None, is_unknown: bool) -> None:
    article, notes = read(news(**({"articleSection": section} if section else {})), path)
    assert article.topic == topic
    assert ("section/unknown" in notes) is is_unknown


@pytest.mark.parametrize(
    ("is_aggregator", "is_satire", "kind"),
    [
        (False, False, None),
        (True, False, "aggregator"),
        (False, True, "satire"),
        (True, True, "satire"),
    ],
)
def test_an_article_says_what_its_outlet_is(
    is_aggregator: bool, is_satire: bool, kind: str | None
) -> None:
    outlet = replace(OUTLET, is_aggregator=is_aggregator, is_satire=is_satire)
    assert read(tengri(), TENGRI, outlet=outlet)[0].outlet_kind == kind
