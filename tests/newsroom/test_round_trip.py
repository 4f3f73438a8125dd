"""A layout's template, rendered with an article, read back, gives that article.

Of every layout of every outlet: what `kznews.outlets` declares is played by the newsroom, and read.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kznews.extraction.article import read_article
from kznews.extraction.json_document import JsonDocument
from kznews.extraction.listing import read_listing
from kznews.extraction.page import Page
from kznews.extraction.rates import read_rates_strip
from kznews.extraction.ticker import read_tickers
from kznews.items import Image
from kznews.newsroom.article import Article, Block, Headline
from kznews.newsroom.catalogue import as_stated
from kznews.newsroom.layout import (
    Frame,
    Layout,
    UnknownLayoutError,
    all_layouts,
    layout_of,
)
from kznews.newsroom.prose.composition import Composer
from kznews.newsroom.prose.language import LanguageCode, language
from kznews.newsroom.transliteration import slug
from kznews.outlets import all_outlets
from kznews.text.timezones import zone

FETCHED_AT = datetime(2026, 1, 1, tzinfo=UTC)
FIRST_DAY, LAST_DAY = date(2012, 1, 1), date(2025, 12, 30)
ARTICLE_LAYOUTS = [
    f"{outlet.name}/{layout.name}" for outlet in all_outlets() for layout in outlet.article_layouts
]
LISTING_LAYOUTS = [
    f"{outlet.name}/{layout.name}" for outlet in all_outlets() for layout in outlet.listing_layouts
]
EVERY = sorted({*ARTICLE_LAYOUTS, *LISTING_LAYOUTS})
PLAYED = {
    f"{key}/{layout.listing}": layout
    for key, first in all_layouts().items()
    for layout in first.played
}
"""Each layout as each of its listings has it, so in each edition."""


def of_articles(layout: Layout) -> Layout:
    """The layout of the articles that a listing of this one shows."""
    if not layout.shows:
        return layout
    return next(
        each
        for each in PLAYED.values()
        if (each.outlet, each.listing) == (layout.outlet, layout.shows)
    )


# What an article's page states, by the fields of the outlet's layout that read it.
STATED = {
    "lead": "lead",
    "published": "published_at",
    "authors": "authors",
    "section": "section",
    "tags": "tags",
    "images": "images",
    "image_credit": "images",
}
# What a template must escape, and what stands in texts besides letters.
INSERTED = ["«Kaspi & Halyk»", "<5 %>", 'ТОО "Нұр-Жол"', "№ 7", "1 204", "https://gov.kz/?a=1&b=2"]
WRITES = {"ru": "Так пишет", "kk": "Осылай деп жазады", "en": "So writes"}
SETTINGS = settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def articles(draw: st.DrawFn, layout: Layout) -> Article:
    """An article of the sentences, with whatever of its fields the layout's pages state."""
    code: LanguageCode = draw(st.sampled_from(layout.languages))
    numbers = st.integers(0, 10**6)
    composer, number = Composer(), draw(numbers)
    moment = datetime.combine(
        draw(st.dates(FIRST_DAY, LAST_DAY)), draw(st.times()), zone(layout.time_zone)
    ).replace(second=0, microsecond=0, fold=0)
    stories = [
        composer.story(
            f"{number}/{each}",
            code,
            year=moment.year,
            house=layout.outlet.title,
            with_list=draw(st.booleans()),
        )
        for each in range(2)
    ]
    blocks = [*stories[0].blocks, *draw(st.permutations(stories[1].blocks))]
    place = draw(st.integers(1, len(blocks) - 1))
    inserted = draw(st.sampled_from(INSERTED))
    blocks[place] = replace(blocks[place], text=f"{blocks[place].text} {WRITES[code]} {inserted}.")
    section = draw(st.sampled_from(layout.sections))
    title = f"{stories[0].title} {draw(st.sampled_from(['', inserted]))}".strip()
    identifier = draw(st.integers(1000, 999_999))
    credit = stories[0].credit
    people = st.sampled_from([person.name for person in language(code).people])
    nouns = st.sampled_from([noun.nom for noun in language(code).places])
    later = st.none() | st.integers(2, 10**4).map(
        lambda minutes: moment + timedelta(minutes=minutes)
    )
    return as_stated(
        layout,
        Article(
            url=layout.article_url(slug(title), section, identifier, moment),
            outlet=layout.outlet.name,
            layout=layout.key,
            number=draw(st.integers(0, 11)),
            language=code,
            title=title,
            lead=draw(st.none() | st.just(f"{stories[1].lead} {inserted}.")),
            blocks=tuple(nested(blocks)),
            authors=tuple(draw(st.lists(people, unique=True, max_size=2))),
            section=section,
            tags=tuple(draw(st.lists(nouns, unique=True, max_size=4))),
            images=draw(images(layout, credit)),
            appeared_at=moment,
            published_at=moment,
            modified_at=draw(later),
            card_date=moment.date(),
        ),
    )


def nested(blocks: list[Block]) -> list[Block]:
    """The blocks, of which a nested quote only follows a quote."""
    return [
        replace(block, kind="quote")
        if block.kind == "nested quote" and (place == 0 or blocks[place - 1].kind != "quote")
        else block
        for place, block in enumerate(blocks)
    ]


def images(layout: Layout, credit: str) -> st.SearchStrategy[tuple[Image, ...]]:
    if "images" not in layout.fields:
        return st.sampled_from([(), (Image(url=None, credit=credit),)])
    signed = st.sampled_from([None, credit])
    names = st.lists(st.integers(1, 99), unique=True, max_size=4)

    def named(numbers: list[int], first: str | None, others: str | None) -> tuple[Image, ...]:
        return tuple(
            Image(
                url=f"https://{layout.host}/userdata/{number}.jpeg",
                credit=others if place else first,
            )
            for place, number in enumerate(numbers)
        )

    return st.builds(named, names, signed, signed)


def page(layout: Layout, body: bytes, url: str) -> Page:
    return Page(body, url, outlet=layout.outlet, fetched_at=FETCHED_AT)


@pytest.mark.parametrize("key", EVERY)
def test_a_layout_has_templates_that_state_what_it_reads(key: str) -> None:
    layout = layout_of(key)
    for declared in layout.outlet.article_layouts:
        if declared.name == layout.name:
            read = {stated for name, stated in STATED.items() if getattr(declared, name)}
            assert read <= layout.fields


def test_every_listing_of_an_outlet_is_played() -> None:
    played = {(layout.outlet.name, layout.listing) for layout in PLAYED.values()}
    names = {outlet for outlet, _ in played}
    listings = {
        (outlet.name, listing.section)
        for outlet in all_outlets()
        if outlet.name in names
        for listing in outlet.listings
    }
    assert listings <= played


def test_a_layout_without_templates_is_named() -> None:
    with pytest.raises(UnknownLayoutError, match="kznews/newsroom/templates/exclusive/1999/"):
        layout_of("exclusive/1999")


def test_no_templates_are_left_of_a_layout_that_is_gone() -> None:
    assert set(all_layouts()) == set(EVERY)


@pytest.mark.parametrize("key", [key for key, layout in PLAYED.items() if not layout.shows])
@SETTINGS
@given(data=st.data())
def test_an_article_is_read_as_it_is(key: str, data: st.DataObject) -> None:
    layout = PLAYED[key]
    article, other = data.draw(articles(layout)), data.draw(articles(layout))
    frame = Frame(today=date(2025, 12, 31), cards=(other,) if layout.shows_listing else ())
    served = layout.render(
        "article.html", frame, article=article, other=other, has_broken_json_ld=False
    )
    read = read_article(page(layout, served.body, article.url))
    expected = {
        "url": article.url,
        "outlet": article.outlet,
        "language": article.language,
        "title": article.title,
        "lead": article.lead,
        "body": "\n\n".join(article.paragraphs),
        "dateline": None,
        "authors": list(article.authors),
        "section": article.section,
        "tags": list(article.tags),
        "published_at": article.published_at,
        "modified_at": article.modified_at,
        "images": [asdict(image) for image in article.images],
        "outlet_kind": layout.outlet.kind,
    }
    found = asdict(read)
    assert {name: found[name] for name in expected} == expected
    assert read.kind != "advert"
    assert read.extraction.layout == (layout.name if layout.key in ARTICLE_LAYOUTS else None)


@pytest.mark.parametrize(
    "key",
    [key for key, layout in PLAYED.items() if layout.key in LISTING_LAYOUTS and not layout.parts],
)
@SETTINGS
@given(data=st.data())
def test_a_listing_is_read_as_it_is(key: str, data: st.DataObject) -> None:
    layout = PLAYED[key]
    drawn = articles(of_articles(layout))
    cards = data.draw(st.lists(drawn, min_size=1, max_size=4, unique_by=lambda each: each.url))
    # A design that no listing has any more is read by itself.
    pages = data.draw(st.integers(1, 30)) if layout.declared else 1
    number = data.draw(st.integers(1, pages))
    frame = Frame(today=date(2025, 12, 31), cards=tuple(cards), page=number, pages=pages)
    body = layout.render(layout.listing_template, frame).body
    url = layout.page_url(number) if layout.declared else f"https://{layout.host}/"
    served = document(layout, body, url)
    read = read_listing(served, number, layout.declared)
    assert read.layout == layout.name
    assert (read.unread, "listing/pager_unread" in served.notes) == (0, False)
    assert read.next_page == next_page(layout, number, pages, len(cards))
    assert [(card.url, card.title) for card in read.cards] == [
        (each.url, each.title) for each in cards
    ]
    declared = next(each for each in layout.outlet.listing_layouts if each.name == layout.name)
    if declared.published is None:  # its cards state no date
        cards = [replace(each, published_at=None, card_date=None) for each in cards]
    at = zone(layout.time_zone)
    [declared] = [each for each in layout.outlet.listing_layouts if each.name == layout.name]
    for card, each in zip(read.cards, cards, strict=True):
        printed = card.published.instant.astimezone(at) if card.published else None
        if declared.published is None:
            assert printed is None
        elif "card_date" in layout.fields:
            day = each.card_date or (each.published_at and each.published_at.date())
            assert (printed and printed.date()) == day
        else:
            assert printed == each.published_at


def document(layout: Layout, body: bytes, url: str) -> Page | JsonDocument:
    if layout.listing_template.endswith(".json"):
        return JsonDocument(body, url, outlet=layout.outlet, fetched_at=FETCHED_AT)
    return page(layout, body, url)


def next_page(layout: Layout, number: int, pages: int, cards: int) -> str | None:
    """The address that a page of so many cards gives for the next one."""
    declared = layout.declared
    if declared is not None and declared.page_url is not None and layout.pager is None:
        return declared.page_url.format(page=number + 1, offset=number * cards)
    return layout.page_url(number + 1) if layout.pager and number < pages else None


@pytest.mark.parametrize("key", [key for key, layout in all_layouts().items() if layout.rates])
def test_the_strips_are_read_as_they_are(key: str) -> None:
    layout = layout_of(key)
    ticker = (
        Headline(text="Ауыл мектебінде жаңа спорт залы ашылды", language="kk", url=None),
        Headline(text="Хлеб подорожал на 4% & ещё", language="ru", url="https://exclusive.kz/a-b/"),
    )
    frame = Frame(today=date(2025, 12, 31), ticker=ticker if layout.ticker else ())
    served = page(layout, layout.render(layout.listing_template, frame).body, layout.page_url(1))
    rates = {
        each.raw_code.removeprefix("tn-icon-"): str(each.value) for each in read_rates_strip(served)
    }
    assert rates == dict(layout.rates)
    assert [(each.headline, each.language, each.url) for each in read_tickers(served)] == [
        (each.text, each.language, each.url) for each in frame.ticker
    ]
