from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kznews.extraction.article import extract_article, read_article
from kznews.extraction.content import NotAnArticleError
from kznews.extraction.page import Page, UnreadablePageError
from kznews.outlets.layouts import ArticleLayout
from kznews.pipelines.normalize import NormalizePipeline
from tests.extraction.article_pages import (
    FETCHED,
    SENTENCE,
    TENGRI,
    UNKNOWN,
    news_article,
    stated,
    tengri,
)
from tests.growth import LINEAR, growth


@pytest.mark.parametrize(
    ("page", "what"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b"PK\x03\x04 no page", "not HTML"),
        (b"<html><body></body></html>", "no title"),
        (b"<html><body><h1>\xd0\xa7\xd0\xb0\xd1\x81\xd1\x8b</h1></body></html>", "no text"),
    ],
)
def test_what_is_no_article_is_refused_with_its_url(page: bytes, what: str) -> None:
    with pytest.raises(UnreadablePageError, match=what) as error:
        extract_article(page, UNKNOWN)
    assert UNKNOWN in str(error.value)


def test_a_menu_is_no_article() -> None:
    links = "".join(f"<li><a href='/{n}'>Раздел {n}</a></li>" for n in range(30))
    with pytest.raises(NotAnArticleError):
        extract_article(f"<h1>Газета</h1><ul>{links}</ul>".encode(), UNKNOWN)


@pytest.mark.parametrize(
    ("date", "head", "instant", "notes"),
    [
        ("05 апреля 2024 06:26", "", "2024-04-05T01:26", []),
        ("05 апреля 2024 06:26", stated("2024-04-05T06:26:59+05:00"), "2024-04-05T01:26", []),
        (
            "05 апреля 2024 06:26",
            stated("2024-04-04T06:26:00+05:00"),
            "2024-04-05T01:26",
            ["published/disagrees"],
        ),
        # Alone, «Сегодня» is the day of the fetch; beside a full date it may be another's cache.
        ("Сегодня, 14:05", "", "2024-04-08T09:05", []),
        ("Сегодня, 14:05", stated("2024-04-05T14:05:00+05:00"), "2024-04-05T09:05", []),
        ("", stated("2024-04-05T06:26:00+05:00"), "2024-04-05T01:26", []),
        ("", "", None, []),
        ("12 мая 2031 10:00", "", None, ["published/in_future"]),
    ],
)
def test_the_moment_of_publication(
    date: str, head: str, instant: str | None, notes: list[str]
) -> None:
    page = Page(tengri(date=date, head=head), TENGRI, fetched_at=FETCHED)
    article = read_article(page)
    expected = datetime.fromisoformat(instant).replace(tzinfo=UTC) if instant else None
    assert article.published_at == expected
    assert page.notes == notes


def test_a_change_is_later_than_the_publication() -> None:
    changed = '<meta property="article:modified_time" content="2024-04-05T09:00:00+05:00">'
    article = extract_article(
        tengri(date="05 апреля 2024 06:26", head=changed), TENGRI, fetched_at=FETCHED
    )
    assert article.modified_at == datetime(2024, 4, 5, 4, tzinfo=UTC)


def test_a_known_outlet_in_unknown_clothes_is_read_and_noted() -> None:
    html = f"<html><body><article><h1>Мост</h1><p>{SENTENCE * 4}</p></article></body></html>"
    page = Page(html.encode(), TENGRI, fetched_at=FETCHED)
    article = read_article(page)
    assert article.extraction.method == "general"
    assert page.notes == ["layout/none"]
    assert article.body == (SENTENCE * 4).strip()


def test_an_induced_layout_reads_what_no_own_layout_knows() -> None:
    induced = ArticleLayout(name="induced", mark="h1.new", title="h1.new", body="div.text")
    html = f"<html><body><h1 class='new'>Мост</h1><div class=text><p>{SENTENCE}</p></div><p>Меню."
    page = Page(html.encode(), TENGRI, fetched_at=FETCHED, induced=(induced,))
    article = read_article(page)
    assert (article.extraction.layout, article.extraction.method) == ("induced", "induced")
    assert (article.title, article.body) == ("Мост", SENTENCE.strip())
    assert page.notes == ["layout/none", "layout/induced"]


def test_an_induced_layout_reads_a_page_that_kept_the_mark_of_its_old_design() -> None:
    induced = ArticleLayout(name="induced", mark="div.text", title="h1", body="div.text")
    html = (
        tengri(body="")
        .replace(b"content_main_text", b"text")
        .replace(b'<div class="text">', f'<div class="text"><p>{SENTENCE}</p>'.encode())
    )
    page = Page(html, TENGRI, fetched_at=FETCHED, induced=(induced,))
    article = read_article(page)
    assert (article.extraction.layout, article.body) == ("induced", SENTENCE.strip())
    assert page.notes == ["body/layout_empty", "layout/induced"]


def test_an_own_layout_goes_before_an_induced_one() -> None:
    induced = ArticleLayout(name="induced", mark="h1", title="h1", body="body")
    page = Page(tengri(), TENGRI, fetched_at=FETCHED, induced=(induced,))
    assert read_article(page).extraction.method == "layout"


def test_a_layout_without_its_text_falls_back_and_is_noted() -> None:
    html = tengri(body="").replace(b"</body>", f"<p>{SENTENCE * 4}</p></body>".encode())
    page = Page(html, TENGRI, fetched_at=FETCHED)
    article = read_article(page)
    assert (article.extraction.layout, article.extraction.method) == (None, "general")
    assert page.notes == ["body/layout_empty"]


def test_the_same_page_gives_the_same_article() -> None:
    page = tengri(date="05 апреля 2024 06:26")
    first = extract_article(page, TENGRI, fetched_at=FETCHED)
    assert extract_article(page, TENGRI, fetched_at=FETCHED) == first


@pytest.mark.parametrize(
    "data",
    [
        '{"@type": [{"a": 1}], "headline": "Другое"}',
        '{"@type": {"a": 1}, "headline": "Другое"}',
        '{"@type": "Report", "position": ' + "9" * 5000 + "}",
        '{"@type": "NewsArticle", "keywords": ' + "[" * 900 + "]" * 900 + "}",
        '{"@type": "NewsArticle", "image": ' + "[" * 900 + "]" * 900 + "}",
    ],
)
def test_strange_json_ld_does_not_cost_the_article(data: str) -> None:
    head = f'<script type="application/ld+json">{data}</script>'
    article = extract_article(tengri(date="05 апреля 2024 06:26", head=head), TENGRI)
    assert article.title == "Часы"
    assert article.body == "Текст статьи."


def test_tags_that_are_never_closed_do_not_cost_the_article() -> None:
    body = "<div>" * 1500 + "<p>Глубоко.<p>Глубже."
    article = extract_article(tengri(body=body), TENGRI)
    assert article.body == "Глубоко.\n\nГлубже."


@pytest.mark.parametrize(
    "charset", ["hex", "base64", "rot13", "undefined", "unicode_escape", "utf-16", "idna"]
)
def test_a_charset_that_is_none_is_not_believed(charset: str) -> None:
    article = extract_article(tengri(head=f'<meta charset="{charset}">'), TENGRI)
    assert article.title == "Часы"


@pytest.mark.parametrize("url", ["https://[x", "", "/news/1", "ftp://a.kz/1"])
def test_what_is_no_address_is_named(url: str) -> None:
    with pytest.raises(ValueError, match="not an http") as error:
        extract_article(tengri(), url)
    assert repr(url) in str(error.value)


def test_the_headers_time_dates_no_article_of_a_known_outlet() -> None:
    page = (
        f"<div><div><time>понедельник, 28 апреля 2025</time></div><h1>Мост</h1>"
        f"<p>{SENTENCE * 4}</p></div>"
    )
    article = extract_article(page.encode(), "https://exclusive.kz/expertiza/daily/1/")
    assert article.published_at is None


def test_addresses_and_texts_are_normalized_by_the_pipeline_alone() -> None:
    url = "https://exclusive.kz/expertiza/politika/126245/"
    page = (
        '<div class="article"><h1>Мост</h1></div><div class="article-author">Айгуль\u00ad Ким</div>'
        f'<div class="article-text">{SENTENCE}</div>'
    )
    article = extract_article(page.encode(), url + "?id=27234&post_action=like")
    assert (article.url, article.authors) == (
        url + "?id=27234&post_action=like",
        ["Айгуль\u00ad Ким"],
    )
    NormalizePipeline().process_item(article)
    assert (article.url, article.authors) == (url, ["Айгуль Ким"])


def test_many_line_breaks_take_linear_time() -> None:
    def read(body: str) -> None:
        lines = body.count("<br>")
        assert len(extract_article(tengri(body=body), TENGRI).body) == 2 * lines - 1

    assert growth(read, "а<br>", 1500) < LINEAR


def test_a_language_that_the_outlet_does_not_write_in_is_noted() -> None:
    body = "<p>Ауыл мектебінде жаңа спорт залы ашылды, деп хабарлады әкімдік өкілдері бүгін.</p>"
    page = Page(tengri(body=body), TENGRI)
    assert read_article(page).language == "kk"
    assert page.notes == ["language/unexpected"]


def test_the_outlet_is_not_its_own_author() -> None:
    names = '[{"name": "Tengrinews.kz"}, {"name": "Динара Оспан"}]'
    data = f'{{"@type": "NewsArticle", "author": {names}}}'
    head = f'<script type="application/ld+json">{data}</script>'
    assert extract_article(tengri(head=head), TENGRI).authors == ["Динара Оспан"]


@pytest.mark.parametrize(
    ("head", "markup"),
    [
        (
            '<meta property="og:site_name" content="ВЕСТИ СТЕПИ | Тараз">',
            "<i class=author>%s</i>",
        ),
        ("%s", ""),
    ],
)
def test_the_publisher_is_not_the_author(head: str, markup: str) -> None:
    name = "Вести Степи"
    data = f'{{"@type": "Article", "author": "{name}", "publisher": {{"name": "ВЕСТИ СТЕПИ"}}}}'
    head = head.replace("%s", f'<script type="application/ld+json">{data}</script>')
    markup = markup.replace("%s", name)
    page = f"<head>{head}</head><body><h1>Мост закрыли</h1>{markup}<p>{SENTENCE * 7}</p></body>"
    assert extract_article(page.encode(), UNKNOWN).authors == []
    by_person = page.replace(name, "Айгуль Ким")
    assert extract_article(by_person.encode(), UNKNOWN).authors == ["Айгуль Ким"]


def test_a_picture_of_a_copy_of_the_site_is_the_sites() -> None:
    body = '<p>Текст.</p><img src="https://test.tengrinews.kz/userdata/1.jpg">'
    [image] = extract_article(tengri(body=body), TENGRI).images
    assert image.url == "https://tengrinews.kz/userdata/1.jpg"


@pytest.mark.parametrize(
    ("page", "url", "is_advert"),
    [
        (tengri(), TENGRI, False),
        (tengri(body="<p>Реклама дорожает.</p><div class=tn-pr></div>"), TENGRI, False),
        (tengri(body="<p>Текст.</p><div class=tn-pr>Рекламный материал</div>"), TENGRI, True),
        (tengri(body="<p>Текст.</p><div class=tn-pr><b> PR </b></div>"), TENGRI, True),
        (
            tengri(body="<p>Текст.</p><div class=tn-pr>Материал предоставлен МЧС</div>"),
            TENGRI,
            True,
        ),
        (tengri(body="<p>Текст.</p><p>PR</p>"), TENGRI, False),
        (tengri(body="<p>Текст.</p><p>Материал предоставлен МЧС</p>"), TENGRI, False),
        (news_article(articleBody=f"{SENTENCE}\n{SENTENCE * 2}"), UNKNOWN, False),
        (news_article(articleBody=SENTENCE * 3), UNKNOWN.replace("news", "promo"), True),
        (news_article(articleBody=SENTENCE * 3, articleSection="Реклама"), UNKNOWN, True),
        (news_article(articleBody=SENTENCE * 3, articleSection="Партнёрские"), UNKNOWN, True),
        (
            news_article(articleBody=SENTENCE * 3, articleSection="Партнёрские материалы"),
            UNKNOWN,
            True,
        ),
        (news_article(articleBody=SENTENCE * 3, keywords="Реклама,Мост"), UNKNOWN, False),
        (news_article(articleBody=SENTENCE * 3, keywords="Партнёрский материал"), UNKNOWN, True),
        (
            news_article(articleBody=SENTENCE * 3, **{"@type": "AdvertiserContentArticle"}),
            UNKNOWN,
            True,
        ),
    ],
)
def test_adverts(page: bytes, url: str, is_advert: bool) -> None:
    assert (extract_article(page, url).kind == "advert") is is_advert


@pytest.mark.parametrize(
    ("printed", "section"),
    [
        ("Сұхбат • 21 Ақпан, 2025", "Сұхбат"),
        ("21 Ақпан, 2025 | Қоғам", "Қоғам"),
        ("Қоғам", "Қоғам"),
        ("Қоғам | Экономика", "Қоғам | Экономика"),
        ("21 Ақпан, 2025", None),
    ],
)
def test_a_section_beside_the_date_is_read_without_it(printed: str, section: str | None) -> None:
    text = f"<p>{'Көктемгі егіс басталды, дейді ауыл тұрғындары. ' * 6}</p>"
    page = (
        f'<div class="main-news"><span class="text-grey">{printed}</span>'
        f'<h1 class="responsive_title">Көктемгі егіс басталды</h1>{text}</div>'
    )
    article = extract_article(page.encode(), "https://egemen.kz/article/1-a")
    assert article.section == section
