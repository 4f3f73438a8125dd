from __future__ import annotations

import pytest
from lxml import etree

from kznews.extraction.page import parse_html
from kznews.extraction.structured import read_structured


def page(*scripts: str, head: str = "", body: str = "") -> etree._Element:
    tags = "".join(f'<script type="application/ld+json">{script}</script>' for script in scripts)
    return parse_html(f"<html><head>{head}{tags}</head><body>{body}</body></html>".encode())


def test_news_article_in_a_graph() -> None:
    found = read_structured(
        page(
            '{"@graph": [{"@type": "WebPage", "name": "Сайт"}, {"@type": ["NewsArticle"],'
            ' "headline": "Заголовок", "author": [{"name": "Айгуль Ким"}, {"name": "Ким А."}],'
            ' "datePublished": "2025-02-11T10:00:00+05:00", "keywords": "вода, село",'
            ' "image": [{"url": "https://a.kz/1.jpg"}], "articleSection": ["Общество"]}]}'
        )
    )
    assert found.title == "Заголовок"
    assert found.authors == ["Айгуль Ким", "Ким А."]
    assert found.published == ["2025-02-11T10:00:00+05:00"]
    assert found.tags == ["вода", "село"]
    assert found.image == "https://a.kz/1.jpg"
    assert found.section == "Общество"
    assert found.notes == []


def test_headline_escaped_twice() -> None:
    found = read_structured(
        page('{"@type": "NewsArticle", "headline": "&amp;quot;Вода&amp;quot;"}')
    )
    assert found.title == '"Вода"'


def test_bare_line_break_in_a_string_is_read() -> None:
    found = read_structured(page('{"@type": "NewsArticle", "headline": "Две\nстроки"}'))
    assert found.title == "Две строки"
    assert found.notes == []


def test_broken_json_ld_is_noted_and_the_rest_read() -> None:
    found = read_structured(
        page(
            '{"@type": "NewsArticle", "headline": "Обрыв',
            '{"@type": "Article", "headline": "Целый"}',
        )
    )
    assert found.notes == ["jsonld/broken"]
    assert found.title == "Целый"


def test_open_graph_fills_what_json_ld_lacks() -> None:
    found = read_structured(
        page(
            '{"@type": "NewsArticle", "headline": "Из JSON-LD"}',
            head='<meta property="og:title" content="Из OpenGraph">'
            '<meta name="article:published_time" content="2024-02-29T06:20:01+05:00">'
            '<meta name="article:tag" content="время"><meta name="article:tag" content="часы">',
        )
    )
    assert found.title == "Из JSON-LD"
    assert found.published == ["2024-02-29T06:20:01+05:00"]
    assert found.tags == ["время", "часы"]


def test_profile_link_is_no_author() -> None:
    found = read_structured(
        page('{"@type": "NewsArticle", "author": {"name": "https://facebook.com/x"}}')
    )
    assert found.authors == []


def test_things_that_are_no_article_say_nothing() -> None:
    found = read_structured(page('{"@type": "Organization", "name": "Издание"}'))
    assert found.title is None


def test_microdata_states_a_date() -> None:
    found = read_structured(
        page(
            body='<div itemscope itemtype="https://schema.org/NewsArticle">'
            '<time itemprop="datePublished" datetime="2024-03-25T22:51:00+05:00"></time></div>'
        )
    )
    assert found.published == ["2024-03-25T22:51:00+05:00"]


def test_microdata_alone() -> None:
    found = read_structured(
        page(
            body='<div itemscope itemtype="https://schema.org/NewsArticle">'
            '<h1 itemprop="name headline">Мост закрыли</h1>'
            '<time itemprop="datePublished" datetime="2025-03-03T10:15:00+05:00">3 марта</time>'
            '<p itemprop="author" itemscope><b itemprop="name">Ерлан Досов</b></p>'
            '<p itemprop="publisher" itemscope><b itemprop="name">Газета</b></p>'
            '<meta itemprop="keywords" content="мост, Урал"><i itemprop="articleSection">Город</i>'
            '<img itemprop="image" src="/most.jpg">'
            '<div itemscope itemtype="https://schema.org/Comment"><b itemprop="author">Гость</b>'
            "</div></div>"
        )
    )
    assert (found.title, found.section, found.image) == ("Мост закрыли", "Город", "/most.jpg")
    assert found.authors == ["Ерлан Досов"]
    assert found.tags == ["мост", "Урал"]
    assert found.published == ["2025-03-03T10:15:00+05:00"]


AT = "2024-04-05T06:20:00+05:00"


def script(json: str) -> str:
    return f'<script type="application/ld+json">{json}</script>'


@pytest.mark.parametrize(
    ("head", "body"),
    [
        # Yoast dates the page, and calls nothing an article.
        (script(f'{{"@graph": [{{"@type": ["WebPage"], "datePublished": "{AT}"}}]}}'), ""),
        (f'<meta itemprop="datePublished" content="{AT}">', ""),
        ("", f'<time itemprop="datePublished" datetime="{AT}">вчера</time>'),
        ("", f'<p itemprop="datePublished">{AT}</p>'),
        (f'<meta name="DC.date.issued" content="{AT}">', ""),
        (f'<meta name="parsely-pub-date" content="{AT}">', ""),
        (script(f'{{"@type": "NewsArticle", "name": "Он "там"", "datePublished": "{AT}"}}'), ""),
    ],
)
def test_what_dates_the_page_dates_its_article(head: str, body: str) -> None:
    assert read_structured(page(head=head, body=body)).published == [AT]


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (f'<meta itemprop="dateModified" content="{AT}">', ""),
        (f'<meta name="date" content="{AT}">', ""),  # of the file, as a rule
        # A list.
        ("", "".join(f'<p itemprop="datePublished">2024-04-0{day}</p>' for day in range(1, 5))),
        (script(f'{{"@type": "Organization", "datePublished": "{AT}"}}'), ""),
    ],
)
def test_what_says_another_thing_dates_no_article(head: str, body: str) -> None:
    assert read_structured(page(head=head, body=body)).published == []


def test_what_an_article_says_goes_before_what_its_page_does() -> None:
    found = read_structured(
        page(
            '{"@graph": [{"@type": "WebPage", "datePublished": "2024-01-01"},'
            ' {"@type": "NewsArticle", "datePublished": "2024-04-05"}]}'
        )
    )
    assert found.published == ["2024-04-05"]
