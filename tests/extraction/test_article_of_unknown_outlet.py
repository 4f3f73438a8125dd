"""Articles of outlets without a layout: what is read where only conventions help."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kznews.extraction.article import extract_article, read_article
from kznews.extraction.content import NotAnArticleError
from kznews.extraction.page import Page
from tests.extraction.article_pages import (
    END,
    FETCHED,
    SENTENCE,
    TENGRI,
    UNKNOWN,
    news_article,
    stated,
    tengri,
)

FRAME = "<p>Читайте также: Другой мост</p><p>Поделиться</p>"


def test_the_sites_name_is_not_part_of_a_title() -> None:
    head = '<meta property="og:title" content="Мост закрыли — Газета.kz">'
    page = (
        f"<html><head>{head}</head><body><h1>Мост закрыли</h1><p>{SENTENCE * 4}</p></body></html>"
    )
    assert extract_article(page.encode(), UNKNOWN).title == "Мост закрыли"


def test_structured_body_is_used_where_no_layout_is_known() -> None:
    data = '{"@type": "NewsArticle", "headline": "Мост", "articleBody": "Один.\\n\\nДва."}'
    page = f'<html><script type="application/ld+json">{data}</script><h1>Мост</h1></html>'
    article = extract_article(page.encode(), UNKNOWN)
    assert article.body == "Один.\n\nДва."
    assert article.extraction.method == "structured"


def test_the_time_beside_an_unknown_outlets_title_dates_its_article() -> None:
    page = (
        f"<header><time>28 апреля 2025</time></header><article><h1>Мост</h1>"
        f"<time datetime='2025-03-03T10:15:00+05:00'>утром</time><p>{SENTENCE * 4}</p></article>"
    )
    article = extract_article(page.encode(), UNKNOWN)
    assert article.published_at == datetime(2025, 3, 3, 5, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headings", "stated", "title"),
    [
        (
            ["Газета.kz", "Мост закрыли на ремонт"],
            "Мост закрыли на ремонт",
            "Мост закрыли на ремонт",
        ),
        (["Мост закрыли «на неделю»"], 'Мост закрыли "на неделю"', "Мост закрыли «на неделю»"),
        (["Мост закрыли на ремонт 1834"], "Мост закрыли на ремонт", "Мост закрыли на ремонт"),
        (["Газета"], "Мост закрыли на ремонт", "Мост закрыли на ремонт"),
        ([], "Мост закрыли - Газета | Газета.kz", "Мост закрыли - Газета"),
        ([], "Мост – закрыли", "Мост – закрыли"),
        ([], "Мост закрыли на ремонт", "Мост закрыли на ремонт"),
    ],
)
def test_the_heading_that_metadata_means_is_the_title(
    headings: list[str], stated: str, title: str
) -> None:
    marks = "".join(f"<h1>{heading}</h1>" for heading in headings)
    head = f"<meta property='og:title' content='{stated}'>"
    head += "<meta property='og:site_name' content='Газета.kz'>"
    page = f"<html><head>{head}</head><body>{marks}<p>{SENTENCE * 4}</p></body></html>"
    assert extract_article(page.encode(), UNKNOWN).title == title


def test_a_stated_body_of_one_line_gets_the_paragraphs_of_the_page() -> None:
    stated = f"{SENTENCE}Что известно{SENTENCE * 2}Читайте также: Другой мост{END}"
    page = (
        news_article(articleBody=stated)
        + (
            f"<ul><li>Новости</li><li>Спорт</li></ul><p>{SENTENCE}</p><h2>Что известно</h2>"
            f"<p>{SENTENCE * 2}</p>{FRAME}<p>{END}</p>"
        ).encode()
    )
    article = extract_article(page, UNKNOWN)
    sentence = SENTENCE.strip()
    assert article.body.split("\n\n") == [sentence, "Что известно", (SENTENCE * 2).strip(), END]
    assert article.extraction.method == "structured"


def test_a_stated_body_of_markup_is_read_as_a_page() -> None:
    stated = f"<p>АСТАНА. KAZINFORM – {SENTENCE * 2}</p><p>Бөлісу</p><p>{SENTENCE * 3}</p>"
    article = extract_article(news_article(articleBody=stated), UNKNOWN)
    assert article.body.split("\n\n") == [(SENTENCE * 2).strip(), (SENTENCE * 3).strip()]
    assert article.dateline == "АСТАНА. KAZINFORM"


def test_the_stated_beginning_of_a_body_is_not_the_body() -> None:
    page = news_article(articleBody=f"{SENTENCE.strip()[:60]}…") + (
        f"<article><p>{SENTENCE * 3}</p><p>{SENTENCE * 2}Конец.</p></article>".encode()
    )
    article = extract_article(page, UNKNOWN)
    assert article.extraction.method == "general"
    assert article.body.endswith("Конец.")


def test_the_frame_around_an_unknown_outlets_text_is_cut() -> None:
    page = (
        "<html><body><article><h1>Мост</h1><p>12:28, 8 мая 2020 г.</p><p>1 245</p>"
        f"<p>АСТАНА. 12 мая. КазТАГ – {SENTENCE * 3}</p><p>Сурет: Ақорда</p>"
        f"<p><a href='/news/drugoy'>Другой мост открыли в Таразе</a></p><p>{SENTENCE}Конец.</p>"
        "<p>Подписывайтесь на наш Telegram-канал</p><p>Жарнама құқығымен</p></article></body>"
    )
    article = extract_article(page.encode(), UNKNOWN)
    assert article.body.split("\n\n") == [(SENTENCE * 3).strip(), f"{SENTENCE}Конец."]
    assert article.dateline == "АСТАНА. 12 мая. КазТАГ"
    assert [image.credit for image in article.images] == ["Ақорда"]
    assert article.kind == "advert"


@pytest.mark.parametrize(
    ("own", "title"),
    [
        ("Мост закрыли на неделю - Газета", "Мост закрыли на неделю"),
        ("Газета: новости города", None),
        ("Город", None),
    ],
)
def test_a_lesser_heading_is_the_title_where_the_pages_own_title_begins_so(
    own: str, title: str | None
) -> None:
    page = (
        f"<html><head><title>{own}</title></head><body><h2>Город</h2>"
        f"<h2>Мост закрыли на неделю</h2><p>{SENTENCE * 4}</p></body></html>"
    ).encode()
    if title is None:
        with pytest.raises(NotAnArticleError, match="no title"):
            extract_article(page, UNKNOWN)
    else:
        assert extract_article(page, UNKNOWN).title == title


@pytest.mark.parametrize(
    ("whole", "printed", "title"),
    [
        ("Мост закрыли на неделю", "", "Мост закрыли на неделю"),
        ("Мост закрыли на неделю | Газета", "", "Мост закрыли на неделю"),
        ("Мост закрыли на неделю - Новости Тараза", "", "Мост закрыли на неделю"),
        ("Мост закрыли на неделю – что известно о ремонте", "", None),
        (
            "Мост закрыли на неделю - example-gazeta.kz новости Казахстана",
            "",
            "Мост закрыли на неделю",
        ),
        ("example-gazeta.kz | Мост закрыли на неделю", "", "Мост закрыли на неделю"),
        ("Мост закрыли на неделю - Тараз", "Мост закрыли на неделю - Тараз", None),
        ("Мост закрыли на неделю - Новости - Лучшая газета города", "Мост закрыли на неделю", None),
    ],
)
def test_the_heads_title_is_the_articles_where_nothing_else_is(
    whole: str, printed: str, title: str | None
) -> None:
    page = (
        f"<html><head><title>{whole}</title></head><body><b>{printed}</b>"
        f"<p>{SENTENCE * 4}</p></body></html>"
    )
    assert extract_article(page.encode(), UNKNOWN).title == (title or printed or whole)


def test_pictures_of_an_unknown_outlets_article_stand_between_its_title_and_its_end() -> None:
    others = "<div><img src='/other.jpg'><p>Другой мост</p></div>"
    page = (
        f"<html><body>{others}<article><h1>Мост</h1><img src='/1.jpg'><p>Фото: Айдос Сапар</p>"
        f"<p>{SENTENCE * 2}</p><figure><img src='/2.jpg'><figcaption>У моста</figcaption></figure>"
        f"<p>{END}</p></article>{others}</body></html>"
    )
    article = extract_article(page.encode(), UNKNOWN)
    assert [(image.url, image.caption, image.credit) for image in article.images] == [
        ("https://example-gazeta.kz/1.jpg", None, "Айдос Сапар"),
        ("https://example-gazeta.kz/2.jpg", "У моста", None),
    ]


@pytest.mark.parametrize("is_stated", [False, True])
def test_a_caption_on_the_page_is_no_text_of_an_unknown_outlets_article(is_stated: bool) -> None:
    caption = "Фото: старый мост, 2024 год"
    body = f"{SENTENCE * 4}\n{caption}\n{SENTENCE}{END}"
    head = news_article(articleBody=body).decode().removesuffix("<h1>Мост</h1>")
    page = (
        f"<html><head>{head if is_stated else ''}</head><body><article><h1>Мост</h1>"
        f"<p>{SENTENCE * 4}</p><p><img src='/1.jpg'></p>"
        f"<p>{caption}</p><p>{SENTENCE}{END}</p></article></body></html>"
    )
    article = extract_article(page.encode(), UNKNOWN)
    assert article.body.split("\n\n") == [(SENTENCE * 4).strip(), f"{SENTENCE}{END}"]
    assert [image.caption for image in article.images] == [caption]


@pytest.mark.parametrize("url", [UNKNOWN, TENGRI])
def test_tags_of_html_that_a_title_or_a_lead_prints_are_none_of_it(url: str) -> None:
    lead = "<h2 class=content_main_desc>Мост &lt;i&gt;закрыт&lt;/i&gt;</h2>"
    body = f"<p>{SENTENCE * 4}</p>"
    page = tengri(body=body).decode().replace("Часы", "Мост&lt;br /&gt;закрыт")
    page = page.replace("</h1>", f"</h1>{lead}")
    article = extract_article(page.encode(), url)
    assert article.title == "Мост закрыт"
    assert article.lead == "Мост закрыт"


def test_what_an_unknown_outlet_shows_is_weighed_against_what_it_states() -> None:
    # Local time stamped as UTC: readers are shown no UTC.
    html = (
        f"<html><head>{stated('2024-04-05T06:26:00Z')}</head><body><h1>Мост</h1>"
        f"<i>5 апреля 2024, 06:26</i><p>{SENTENCE * 4}</p></body></html>"
    )
    page = Page(html.encode(), UNKNOWN, fetched_at=FETCHED)
    article = read_article(page)
    assert article.published_at == datetime(2024, 4, 5, 1, 26, tzinfo=UTC)
    assert article.published_doubts == ["offset"]
    assert page.notes == ["published/disagrees"]


def test_a_table_of_an_unknown_outlet_is_read_as_rows() -> None:
    page = (
        f"<html><body><h1>Мост</h1><div><p>{SENTENCE * 4}</p>"
        "<table><tr><td>Год</td><td>Сумма</td></tr><tr><td>2023</td><td>1 млрд</td></tr></table>"
        f"<p>{SENTENCE}</p></div></body></html>"
    )
    article = extract_article(page.encode(), UNKNOWN, fetched_at=FETCHED)
    assert article.body.split("\n\n")[1:3] == ["Год | Сумма", "2023 | 1 млрд"]


def test_an_outlet_in_the_west_never_kept_almatys_time() -> None:
    page = f"<html><body><h1>Мост</h1><i>24 февраля 2022, 16:09</i><p>{SENTENCE * 4}</p></body>"
    for host, outlet, instant in (
        ("www.azh.kz", "azh", "11:09"),
        ("www.example-gazeta.kz", "example-gazeta.kz", "10:09"),
    ):
        article = extract_article(page.encode(), f"https://{host}/news/1", fetched_at=FETCHED)
        assert article.outlet == outlet
        assert article.published_at == datetime.fromisoformat(f"2022-02-24T{instant}+00:00")


@pytest.mark.parametrize(
    ("url", "head"),
    [
        ("https://24.kz/ru/news/item/1-most", ""),
        (UNKNOWN, "<meta property='og:site_name' content='Хабар 24'>"),
        (UNKNOWN, "<meta property='og:site_name' content='Хабар 24 — новости'>"),
    ],
)
def test_how_an_unknown_outlet_calls_itself_is_house_style(url: str, head: str) -> None:
    text = f"{SENTENCE * 4}Об этом передаёт «Хабар 24» со ссылкой на пресс-службу МЧС."
    page = f"<html><head>{head}</head><body><h1>Мост закрыли</h1><p>{text}</p></body></html>"
    assert extract_article(page.encode(), url).attributed_to == ["пресс-служба МЧС"]


@pytest.mark.parametrize(
    "header",
    [
        "<div class='rates'>$495.2 €522.34 ₽4.94</div><h1>Мост открыли</h1><i>13.04.2021</i>",
        "<h1>Мост открыли</h1><div>27 апреля 14:05</div>",
        "<h1>Мост открыли</h1><div>Вчера, 14:05</div>",
        "<h1>Мост открыли</h1><div>сәуірдің 28-і</div>",
    ],
)
def test_what_stands_before_the_text_of_an_unknown_outlet_is_cut(header: str) -> None:
    text = [f"{SENTENCE}Это {number}-й абзац статьи, в нём одно." for number in range(1, 5)]
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in text)
    page = f"<html><body><main>{header}<div>{paragraphs}</div></main></body></html>"
    article = extract_article(page.encode(), UNKNOWN, fetched_at=FETCHED)
    assert article.body.split("\n\n") == text


def test_a_page_laid_out_in_tables_is_read() -> None:
    page = (
        "<html><body><table><tr><td><a href='/'>Главная</a></td><td><h1>Мост</h1>"
        f"<p>{SENTENCE * 2}</p><div class='block-banner'>Окна дёшево</div><p>{END}</p></td></tr>"
        "</table></body></html>"
    )
    article = extract_article(page.encode(), UNKNOWN)
    assert article.body.split("\n\n") == [(SENTENCE * 2).strip(), END]


def test_a_text_that_no_layout_names_is_not_looked_for_among_too_many_tags() -> None:
    paragraphs = f"<p>{SENTENCE}" + "<p>а" * 8_000
    with pytest.raises(NotAnArticleError, match="more than 8,000 tags, too many to find a text"):
        extract_article(f"<h1>Мост закрыли</h1>{paragraphs}".encode(), UNKNOWN)
    assert extract_article(tengri(body=paragraphs), TENGRI).extraction.method == "layout"
