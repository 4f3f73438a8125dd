"""A month of some outlets of the newsroom, scripted: what is published, edited, removed and moved.

The script says what stands at each article's address after each step, so that what a crawl was
given there is known.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from random import Random
from typing import Literal, get_args

from kznews.newsroom.article import Article
from kznews.newsroom.layout import layout_of
from kznews.newsroom.misbehaviour import Edited, Fail, Misbehaviour, Redirected
from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site

LAYOUTS = (
    "informburo/2023",
    "digitalbusiness/wordpress",
    "qaznews24/2024",
    "inform/2026",
    "uralskweek/wordpress",
    "atpress/joomla",
    "aikyn/timeline",
    "total/2024",
    "astanatimes/wordpress",
    "pkzsk/wordpress",
)
"""Each is another outlet's, with one listing that has pages."""
Kind = Literal["edit", "second edit", "edit back", "removal", "return", "move"]
KINDS: tuple[Kind, ...] = get_args(Kind)
OUTAGES: tuple[Misbehaviour, ...] = (Fail(404), Fail(503), Fail(404), Fail(500))
"""How an outlet answers while it is down, by outlet in turn."""
_CARDS = 8
"""Cards of a page of a listing, and articles that are there at the beginning."""
_A_DAY = 3
"""Articles of an outlet in a day."""
_LIVES: tuple[tuple[Kind, ...], ...] = (
    ("edit",),
    ("edit", "second edit"),
    ("edit", "second edit", "edit back"),
    ("edit", "removal"),
    ("removal",),
    ("removal", "return"),
    ("move",),
    (),
)
_ODDS = (14, 10, 12, 5, 5, 8, 6, 40)
_SOON = (1, 16)  # hours
_LATER = (4, 30)  # hours
_UNTIL_RETURN = (20, 140)  # hours


@dataclass(frozen=True)
class Event:
    """What became of an article, and the step at which it did."""

    url: str
    kind: Kind
    step: int


class Script:
    """The month, step by step, played by a newsroom that it opens."""

    def __init__(self, *, outlets: int, days: int, hours: float, start: datetime) -> None:
        self.layouts = LAYOUTS[:outlets]
        self.start = start
        self.hours = hours
        self.steps = round(days * 24 / hours)
        self.events: list[Event] = []
        self.articles: dict[str, Article] = {}
        """All that are published, by URL, as they were at first."""
        self.texts: dict[str, str | None] = {}
        """What stands at each address now; None where nothing does."""
        self.moved: dict[str, str] = {}
        """Old addresses, by the new ones."""
        self.down: dict[int, set[str]] = defaultdict(set)
        """The outlets that are down, by step."""
        self._random = Random(days)
        self._due: list[tuple[int, str, tuple[Kind, ...]]] = []
        kept = {
            "a_day": dict.fromkeys(self.layouts, _A_DAY),
            "cards": _CARDS,
            "today": (start + timedelta(days=days + 1)).date(),
        }
        pages = dict.fromkeys(self.layouts, ceil((_A_DAY * (days + 1) + _CARDS) / _CARDS))
        planned = Site(pages, **kept).articles  # type: ignore[arg-type]
        self._coming = {
            key: sorted(each.appeared_at for each in planned if each.layout == key)
            for key in self.layouts
        }
        held = {
            key: sum(moment > start for moment in moments) for key, moments in self._coming.items()
        }
        site = Site(pages, unpublished=held, **kept)  # type: ignore[arg-type]
        self.newsroom = Newsroom(site)
        for key in self.layouts:
            self._coming[key] = [moment for moment in self._coming[key] if moment > start]
        for article in site.articles:
            self._enter(article, 0)
        self._plan_outages()

    @property
    def outlets(self) -> tuple[str, ...]:
        """Names of the outlets' spiders."""
        return tuple(layout_of(key).outlet.name for key in self.layouts)

    def moment(self, step: int) -> datetime:
        """Give the moment of a step, from 0."""
        return self.start + timedelta(hours=self.hours * step)

    def play(self, step: int) -> None:
        """Let all happen that happens until this step."""
        self._turn_outages(step)
        for key, moments in self._coming.items():
            out = [each for each in moments if each <= self.moment(step)]
            if out:
                del moments[: len(out)]
                for article in self.newsroom.site.publish(len(out), key):
                    self._enter(article, step)
        due = [each for each in self._due if each[0] <= step]
        for each in due:
            _, url, (kind, *following) = each
            if self.articles[url].outlet in self.down[step]:
                continue  # rules of single addresses would go before that of all
            self._due.remove(each)
            self._happen(kind, self.articles[url])
            self.events.append(Event(url, kind, step))
            self._await(url, step, tuple(following))

    def _enter(self, article: Article, step: int) -> None:
        self.articles[article.url] = article
        self.texts[article.url] = text_of(article)
        if step:
            [life] = self._random.choices(_LIVES, _ODDS)
            self._await(article.url, step, life)

    def _await(self, url: str, step: int, kinds: tuple[Kind, ...]) -> None:
        if kinds:
            is_first = kinds[0] == "edit"
            span = _UNTIL_RETURN if kinds[0] == "return" else _SOON if is_first else _LATER
            later = ceil(self._random.uniform(*span) / self.hours)
            self._due.append((step + later, url, kinds))

    def _happen(self, kind: Kind, article: Article) -> None:
        site, url = self.newsroom.site, article.url
        if kind == "edit":
            self.texts[url] = text_of(site.edit(article))
        elif kind == "second edit":
            self.newsroom.misbehave(url, Edited())
            self.texts[url] = text_of(site.edited(article))
        elif kind == "removal":
            # Its card stays. `Site.remove` is for ever: it could not come back.
            self.newsroom.misbehave(url, Fail(self._random.choice((404, 410))))
            self.texts[url] = None
        elif kind == "move":
            new = f"{url}?moved=1"
            self.moved[new] = url
            self.newsroom.misbehave(url, Redirected(new))
        else:
            self.newsroom.behave(url)
            self.texts[url] = text_of(next(each for each in site.articles if each.url == url))

    def _plan_outages(self) -> None:
        """Let each outlet be down once for each ten days, for up to 18 hours."""
        for outlet in self.outlets:
            for first in range(0, self.steps - 1, max(4, round(240 / self.hours))):
                began = first + self._random.randrange(2, max(3, round(200 / self.hours)))
                longest = max(1, round(18 / self.hours))
                for step in range(began, began + self._random.randint(1, longest)):
                    if step < self.steps - 1:
                        self.down[step].add(outlet)

    def _turn_outages(self, step: int) -> None:
        for number, (key, outlet) in enumerate(zip(self.layouts, self.outlets, strict=True)):
            was, is_ = outlet in self.down[step - 1], outlet in self.down[step]
            if was == is_:
                continue
            for host in layout_of(key).outlet.domains:
                if is_:
                    self.newsroom.misbehave(f"https://{host}/*", OUTAGES[number % len(OUTAGES)])
                else:
                    self.newsroom.behave(f"https://{host}/*")


def text_of(article: Article) -> str:
    """Give an article's text as the record keeps it."""
    return "\n\n".join(article.paragraphs)
