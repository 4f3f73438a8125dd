"""Which articles the newsroom's outlets have, in listing order."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING

from kznews.newsroom import exclusive_present
from kznews.newsroom.article import CARDS, Article, Headline
from kznews.newsroom.prose.composition import LANGUAGES, Composer, Story
from kznews.newsroom.transliteration import slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kznews.newsroom.prose.composition import LanguageCode

KAZAKHSTAN = timezone(timedelta(hours=5))
"""The time of all Kazakhstan since 2024-03-01."""

DESK = "Редакция Exclusive"
EXCLUSIVE = "Exclusive.kz"
STANDARD = "Standard.kz"

# Five cards of seventeen are Kazakh, as on the seed page; the first two of every other page tell
# the same event.
KAZAKH_CARDS = frozenset({0, 3, 6, 9, 11})

TICKER_HEADLINES = 25
TICKER_FIRST_ID = 126301
PLAIN_HEADLINES = frozenset({7, 15, 22})
"""Those that are no links."""

# The outlet's ids were 118353 in January 2020 and 126245 in June 2022: about nine a day.
LAST_OLD_ID = 126245
LAST_OLD_DAY = date(2022, 6, 1)
OLD_IDS_A_DAY = 9

STANDARD_ROWS = 10
STANDARD_LAST_ID = 4820


@dataclass
class Catalogue:
    """All articles, and the stories that they tell."""

    composer: Composer = field(default_factory=Composer)
    stories: dict[str, Story] = field(default_factory=dict)
    """By the URL of their article."""

    def ticker(self) -> tuple[tuple[Headline, ...], tuple[Article, ...]]:
        """Write the old layout's ticker, and the articles that only it leads to."""
        headlines: list[Headline] = []
        articles: list[Article] = []
        for i in range(TICKER_HEADLINES):
            code: LanguageCode = "kk" if i % 3 == 1 else "ru"
            story = self.composer.story(f"ticker/{i}", code, year=2022, house=EXCLUSIVE)
            url = None
            if i not in PLAIN_HEADLINES:
                url = _old_url(TICKER_FIRST_ID - 3 * i + 3 * TICKER_HEADLINES, "daily")
                articles.append(self._old_article(url, story, i, None))
            headlines.append(Headline(text=story.title, language=code, url=url))
        return tuple(headlines), tuple(articles)

    def old(self, pages: int) -> tuple[Article, ...]:
        """Write the articles of so many pages of the old listing."""
        rng = random.Random("newsroom/old ids")  # noqa: S311 (no secret: must be reproducible)
        urls, years = [], []
        number = LAST_OLD_ID
        for _ in range(pages * CARDS):
            urls.append(_old_url(number, "politika" if rng.random() < 0.2 else "daily"))
            age = timedelta(days=(LAST_OLD_ID - number) // OLD_IDS_A_DAY)
            years.append((LAST_OLD_DAY - age).year)
            number -= rng.randint(1, 29)
        stories = self._stories("old", years)
        return tuple(
            self._old_article(url, story, i, _twin(i, urls))
            for i, (url, story) in enumerate(zip(urls, stories, strict=True))
        )

    def present(self, pages: int, today: date) -> tuple[Article, ...]:
        """Write the articles of so many pages of the present listing, the newest of `today`."""
        days = [today - timedelta(days=i // 5) for i in range(pages * CARDS)]
        stories = list(self._stories("present", [day.year for day in days], lists=True))
        urls: list[str] = []
        for story in stories:
            name = slug(story.title)
            # Two titles may differ in what a slug leaves out.
            if f"{exclusive_present.ROOT}/{name}/" in urls:
                name = f"{name}-{len(urls)}"
            urls.append(f"{exclusive_present.ROOT}/{name}/")
        articles = []
        for i, (url, story, day) in enumerate(zip(urls, stories, days, strict=True)):
            self.stories[url] = story
            article = Article(
                url=url,
                outlet="exclusive",
                layout="present",
                language=story.language,
                title=story.title,
                lead=None,
                blocks=story.blocks,
                photo_credit=None if i % 6 == 5 else story.credit,
                author=_reporter(story, i) if i % 5 == 1 else None,
                card_date=day,
                published_at=None,
                json_ld=i % 5 == 1,
                same_event=_twin(i, urls),
            )
            articles.append(article)
        return tuple(articles)

    def standard(self, today: date) -> tuple[Article, ...]:
        """Write the ten articles of standard.kz, the newest of the day before `today`."""
        rng = random.Random("newsroom/standard times")  # noqa: S311 (no secret: reproducible)
        moment = datetime.combine(today - timedelta(days=1), time(18, 40), KAZAKHSTAN)
        articles = []
        for i in range(STANDARD_ROWS):
            story = self.composer.story(f"standard/{i}", "ru", year=moment.year, house=STANDARD)
            name = f"{moment:%Y_%m}_{slug(story.title)}-{STANDARD_LAST_ID - i}"
            url = f"https://standard.kz/ru/post/{name}"
            self.stories[url] = story
            article = Article(
                url=url,
                outlet="standard",
                layout="standard",
                language="ru",
                title=story.title,
                lead=None,
                blocks=story.blocks,
                photo_credit=None,
                author=_reporter(story, i),
                card_date=None,
                published_at=moment,
                json_ld=True,
                same_event=None,
            )
            articles.append(article)
            moment -= timedelta(minutes=rng.randint(20, 190))
        return tuple(articles)

    def rewritten(self, article: Article, edits: int) -> Article:
        """Return `article`, which an editor changed so often before, as the next edit makes it."""
        story = replace(self.stories[article.url], blocks=article.blocks)
        key = f"{article.url}/{edits}" if edits else article.url
        return replace(article, blocks=self.composer.rewritten(key, story))

    def _stories(self, prefix: str, years: list[int], *, lists: bool = False) -> Iterator[Story]:
        """Compose a story a year given, in the languages and pairs of the listings."""
        i = 0
        while i < len(years):
            if _opens_pair(i):
                yield from self.composer.pair(f"{prefix}/{i}", year=years[i], house=EXCLUSIVE)
                i += 2
                continue
            yield self.composer.story(
                f"{prefix}/{i}",
                "kk" if i % CARDS in KAZAKH_CARDS else "ru",
                year=years[i],
                house=EXCLUSIVE,
                with_list=lists and i % 3 == 2,
            )
            i += 1

    def _old_article(self, url: str, story: Story, i: int, twin: str | None) -> Article:
        self.stories[url] = story
        return Article(
            url=url,
            outlet="exclusive",
            layout="old",
            language=story.language,
            title=story.title,
            lead=story.lead,
            blocks=story.blocks,
            photo_credit=None if i % 6 == 4 else story.credit,
            author=DESK,
            card_date=None,
            published_at=None,
            json_ld=False,
            same_event=twin,
        )


def _opens_pair(i: int) -> bool:
    return i % (2 * CARDS) == 0


def _twin(i: int, urls: list[str]) -> str | None:
    """Find the URL of the article that tells the same event as the i-th."""
    if _opens_pair(i):
        return urls[i + 1]
    return urls[i - 1] if _opens_pair(i - 1) else None


def _reporter(story: Story, i: int) -> str:
    people = LANGUAGES[story.language].people
    return people[i % len(people)].name


def _old_url(number: int, section: str) -> str:
    return f"https://exclusive.kz/expertiza/{section}/{number}/"
