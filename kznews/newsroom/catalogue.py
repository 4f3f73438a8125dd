"""Which articles the newsroom's outlets have, in listing order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from kznews.items import Image
from kznews.newsroom.article import Article, Headline
from kznews.newsroom.layout import Layout
from kznews.newsroom.prose.composition import Composer, Story
from kznews.newsroom.prose.language import LanguageCode, language
from kznews.newsroom.transliteration import slug
from kznews.text.timezones import zone

PATTERN = 17
OTHER_LANGUAGES = (0, 3, 6, 9, 11)
"""The cards of seventeen that are not in the edition's commonest language, as on the seed page."""
PLAIN_HEADLINES = frozenset({7, 15, 22})
"""The numbers of the ticker's headlines that are no links."""
ID_STEP = 15
UNSTATED: dict[str, Any] = {
    **dict.fromkeys(("lead", "section", "published_at", "modified_at", "card_date")),
    **dict.fromkeys(("authors", "tags", "images"), ()),
}
"""What an article's fields are where its pages do not state them."""
LAST_HOUR = time(18, 40)


class Catalogue:
    """All articles, and the stories that they tell."""

    def __init__(self) -> None:
        self._composers: dict[str, Composer] = {}
        """By the outlet's name: its articles do not depend on which others are played."""
        self._stories: dict[str, Story] = {}
        """By the URL of their article."""

    def articles(self, layout: Layout, pages: int, today: date) -> list[Article]:
        """Write the articles of so many pages of a layout's listing, the newest first."""
        return [
            self._article(layout, number, today, f"{_key(layout)}/{number}")
            for number in range(pages * layout.cards)
        ]

    def ticker(self, layout: Layout, today: date) -> tuple[list[Headline], list[Article]]:
        """Write a layout's ticker, and the articles that only it leads to."""
        headlines, articles = [], []
        for number in range(layout.ticker):
            # Newer than all in the listing.
            article = self._article(
                layout, number - layout.ticker, today, f"{_key(layout)}/ticker/{number}"
            )
            is_plain = number in PLAIN_HEADLINES
            url = None if is_plain else article.url
            headlines.append(Headline(text=article.title, language=article.language, url=url))
            if not is_plain:
                articles.append(article)
        return headlines, articles

    def rewritten(self, article: Article, edits: int) -> Article:
        """Return `article`, which an editor changed so often before, as the next edit makes it."""
        story = replace(self._stories[article.url], blocks=article.blocks)
        key = f"{article.url}/{edits}" if edits else article.url
        return replace(article, blocks=self._composer(article.outlet).rewritten(key, story))

    def _composer(self, outlet: str) -> Composer:
        return self._composers.setdefault(outlet, Composer())

    def _article(self, layout: Layout, number: int, today: date, key: str) -> Article:
        moment = _moment(layout, number, today)
        story = self._composer(layout.outlet.name).story(
            key,
            _language(layout, number),
            year=moment.year,
            house=layout.outlet.title,
            with_list=number % 3 == 2,
        )
        section = layout.sections[1 if number % 7 == 4 and len(layout.sections) > 1 else 0]
        name, identifier = slug(story.title), layout.newest_id - ID_STEP * number - layout.place
        url = layout.article_url(name, section, identifier, moment)
        # Two titles may differ in what a slug leaves out, two layouts may count alike.
        again = 1
        while url in self._stories:
            again += 1
            url = layout.article_url(f"{name}-{again}", section, identifier - again, moment)
        self._stories[url] = story
        article = Article(
            url=url,
            outlet=layout.outlet.name,
            layout=layout.key,
            listing=layout.listing,
            number=number,
            language=story.language,
            title=story.title,
            lead=story.lead,
            blocks=story.blocks,
            authors=_authors(layout, story, number),
            section=section,
            tags=(story.event.topic.name, story.event.place.nom),
            images=_images(layout, story, number),
            appeared_at=moment,
            published_at=moment,
            modified_at=moment + timedelta(hours=1) if number % 4 == 3 else None,
            card_date=moment.date(),
        )
        return as_stated(layout, article)


def as_stated(layout: Layout, article: Article) -> Article:
    """Return `article` without the fields that the layout's pages do not state."""
    stated = {"images" if name == "credit" else name for name in layout.fields}
    if article.published_at and "published_day" in stated:
        article = replace(article, published_at=article.published_at.replace(hour=0, minute=0))
    return replace(article, **{name: UNSTATED[name] for name in UNSTATED.keys() - stated})


def _key(layout: Layout) -> str:
    """Give the key of the stories of a layout's listing."""
    return f"{layout.key}/{layout.listing}" if layout.place else layout.key


def _language(layout: Layout, number: int) -> LanguageCode:
    commonest, *others = layout.languages
    place = number % PATTERN
    if not others or place not in OTHER_LANGUAGES:
        return commonest
    return others[OTHER_LANGUAGES.index(place) % len(others)]


def _moment(layout: Layout, number: int, today: date) -> datetime:
    newest = layout.newest or today
    if layout.newest is None and "published_at" in layout.fields:
        # No article is of a moment that is still to come.
        newest -= timedelta(days=1)
    days, place = divmod(number, layout.a_day)
    last = datetime.combine(newest - timedelta(days=days), LAST_HOUR, zone(layout.time_zone))
    return last - timedelta(minutes=1080 * place // layout.a_day)


def _authors(layout: Layout, story: Story, number: int) -> tuple[str, ...]:
    if layout.desk is not None:
        return (layout.desk,)
    people = language(story.language).people
    return (people[number % len(people)].name,) if number % 5 == 1 else ()


def _images(layout: Layout, story: Story, number: int) -> tuple[Image, ...]:
    credit = None if number % 6 == 5 else story.credit
    if "images" not in layout.fields:
        return (Image(url=None, credit=credit),) if credit else ()
    return tuple(
        Image(
            url=f"https://{layout.host}/userdata/{number}_{place}.jpeg",
            credit=None if place else credit,
        )
        for place in range(1 + number % 3)
    )
