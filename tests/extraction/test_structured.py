from __future__ import annotations

import pytest
from lxml import etree

from kznews.extraction.page import parse_html
from kznews.extraction.structured import read_structured


def page(*scripts: str, head: str = "", body: str = "") -> etree._Element:
    tags = "".join(f'<script type="application/ld+json">{script}</script>' for script in scripts)
    return parse_html(f"<html><head>{head}{tags}</head><body>{body}</body></html>".encode())


OG_IMAGE = '<meta property="og:image" content="https://a.kz/2.jpg">'


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


def test_json_ld_that_takes_seconds_to_read_is_noted_and_the_rest_read() -> None:
    long = '{"@type": "Article", "headline": "Длинный", "keywords": "' + "а," * 250_000 + '"}'
    found = read_structured(page(long, '{"@type": "Article", "headline": "Короткий"}'))
    assert found.notes == ["jsonld/too_long"]
    assert found.title == "Короткий"
    assert found.tags == []


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


@pytest.mark.parametrize(
    ("author", "authors"),
    [
        ('"/opinion/author/1174"', []),
        ('"https://a.kz/author/1"', []),
        ('"//a.kz/author/1"', []),
        ('"author.php?id=5"', []),
        ('"kim@a.kz"', []),
        ('"admin"', []),
        ('[{"name": "/author/1"}, {"name": "Айгуль Ким"}]', ["Айгуль Ким"]),
        ('{"@type": "Organization", "name": "Вести степи"}', []),
        ('{"@type": "Person", "name": "Вести степи", "url": "https://a.kz/"}', []),
        ('{"@type": "Person", "name": "Айгуль Ким", "url": "https://a.kz/kim"}', ["Айгуль Ким"]),
    ],
)
def test_an_author_has_a_name_and_is_not_the_outlet(author: str, authors: list[str]) -> None:
    assert read_structured(page(f'{{"@type": "Article", "author": {author}}}')).authors == authors


def test_what_the_page_calls_its_site_and_publisher() -> None:
    found = read_structured(
        page(
            '{"@type": "WebSite", "name": "Вести степи"}',
            '{"@type": "Article", "publisher": {"@type": "Organization", "name": "Степь"}}',
            head='<meta property="og:site_name" content="Вести">',
            body='<div itemscope itemtype="http://schema.org/Article"><div itemprop="publisher" '
            'itemscope><b itemprop="name">ТОО «Степь»</b></div></div>',
        )
    )
    assert found.own_names == ["Вести степи", "Степь", "Вести", "ТОО «Степь»"]
    assert found.authors == []


@pytest.mark.parametrize(
    ("tag", "is_tag"),
    [
        ("/tag/voda", False),
        ("tags/voda/", False),
        ("https://a.kz/tag/voda", False),
        ("tag.php?name=voda", False),
        ("24/7", True),
        ("USD/KZT", True),
        ("вода/село", True),
        ("akorda.kz", True),
    ],
)
def test_a_tag_is_no_path(tag: str, is_tag: bool) -> None:
    for head in (
        f'<meta property="article:tag" content="{tag}">',
        f'<script type="application/ld+json">{{"@type": "Article", "keywords": "{tag}"}}</script>',
    ):
        assert read_structured(page(head=head)).tags == ([tag] if is_tag else [])


@pytest.mark.parametrize(
    ("picture", "is_own"),
    [
        ("https://a.kz/images/logo.png", True),
        ("https://a.kz/uploads/2019/05/share_fb_1200x630.jpg", True),
        ("https://a.kz/static/og-image.png?v=3", True),
        ("https://a.kz/local/templates/main/default.jpg", True),
        ("https://a.kz/img/vesti-logo-big.png", True),
        ("https://a.kz/uploads/2024/05/logo-banka.png", False),
        ("https://a.kz/uploads/2024/05/most.jpg", False),
        ("https://a.kz/defaultnyi-most.jpg", False),
        ("https://[", False),
    ],
)
def test_the_picture_that_stands_for_the_site_is_not_the_articles(
    picture: str, is_own: bool
) -> None:
    head = f'<meta property="og:image" content="{picture}">'
    assert read_structured(page(head=head)).image == (None if is_own else picture)
    real = '{"@type": "Article", "image": "https://a.kz/1.jpg"}'
    assert read_structured(page(real, head=head)).image == "https://a.kz/1.jpg"
    behind = page(f'{{"@type": "Article", "image": "{picture}"}}', head=OG_IMAGE)
    assert read_structured(behind).image == ("https://a.kz/2.jpg" if is_own else picture)


def test_the_publishers_logo_is_not_the_articles_picture() -> None:
    publisher = '{"@type": "Organization", "logo": {"url": "https://a.kz/vesti.png"}}'
    article = f'{{"@type": "Article", "image": "https://a.kz/vesti.png", "publisher": {publisher}}}'
    assert read_structured(page(article)).image is None
    assert read_structured(page(article, head=OG_IMAGE)).image == "https://a.kz/2.jpg"


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
