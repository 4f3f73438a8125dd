"""What articles' pages show of an outlet's facts, and what its layouts leave out of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from statistics import median

from kznews.extraction.article import read_article
from kznews.extraction.blocks import read_blocks
from kznews.extraction.content import NotAnArticleError
from kznews.extraction.page import Page, UnreadablePageError, select, select_elements, text_of
from kznews.extraction.probed_facts import ProbedFacts, shortened
from kznews.items import Article
from kznews.outlets import Outlet
from kznews.outlets.addresses import time_zone_at
from kznews.outlets.layouts import ArticleLayout
from kznews.text.dates import read_moment, read_unix_time
from kznews.text.terminal import write_count
from kznews.text.timezones import zone

_FIELDS = ("lead", "authors", "section", "tags", "image_credit", "advert", "images")
"""Fields of a layout that what they find confirms, whatever it says."""
_BESIDE = ("title", "authors", "section", "tags")
"""Fields that a page states to machines, too."""
_FEWEST_SHARED = 0.5
"""Share of the words of two titles that both have, at least, if they are of one article."""
_LEAST_LEFT_OUT = 60
"""Characters of a block of text that is worth a look, at least."""
_MOST_SHOWN = 5
"""Blocks of text that no field took which are shown."""


class ProbedArticles:
    """The articles' pages of one outlet, with what they show of its layouts."""

    def __init__(self, outlet: Outlet, facts: ProbedFacts) -> None:
        self._outlet = outlet
        self._facts = facts
        self._pages = 0
        self._without_layout: list[str] = []
        self._unread: list[str] = []
        self._missing: Counter[str] = Counter()
        self._notes: Counter[str] = Counter()
        self._beside: dict[str, list[str]] = {}
        self._dates: list[str] = []
        self._shares: list[tuple[float, str]] = []
        self._left_out: Counter[str] = Counter()

    def meet(self, page: Page) -> None:
        """Look at the page of an article."""
        self._pages += 1
        layout = self._layout_of(page)
        if layout is None and self._outlet.article_layouts:
            self._without_layout.append(page.url)
        try:
            article = read_article(page)
        except NotAnArticleError as error:
            self._unread.append(page.url)
            if layout is not None:
                self._facts.of(layout, error.missing).asked += 1
                self._facts.of(layout, error.missing).contradict(str(error))
            return
        self._notes.update(page.notes)
        self._missing.update(
            name for name in self._outlet.always_has if getattr(article, name) in (None, "", [])
        )
        if article.published_at is not None:
            moment = f"{article.published_at:%Y-%m-%d %H:%M} UTC"
            self._dates.append(f"«{article.published_raw}» is {moment}")
        if layout is not None:
            self._meet_layout(page, layout, article)
            self._compare(page, article)
            self._look_for_rest(page, article)

    def remarks(self) -> Iterator[str]:
        """Say what was seen beside the facts."""
        if not self._pages:
            yield "articles: no page is kept"
            return
        yield f"articles: {write_count(self._pages, 'page')}, {len(self._unread)} gave no article"
        for what, urls in (
            ("no layout's mark is on", self._without_layout),
            ("no article could be read on", self._unread),
        ):
            if urls:
                yield f"{what} {write_count(len(urls), 'page')}, such as {urls[0]}"
        for name, count in self._missing.items():
            yield f"always_has: {name} is missing in {write_count(count, 'article')}"
        if self._dates:
            yield f"dates: {len(self._dates)} read, such as {self._dates[0]}"
        for name, said in self._beside.items():
            yield f"metadata: {name} is another on {write_count(len(said), 'page')}: {said[0]}"
        if self._shares:
            share, url = min(self._shares)
            usual = median(each for each, _ in self._shares)
            yield (
                f"general extractor: {usual:.0%} of the layout's words are the same on a usual "
                f"page, {share:.0%} on {url}"
            )
        for note, count in sorted(self._notes.items()):
            yield f"noted on {write_count(count, 'page')}: {note}"
        own = [text for text, count in self._left_out.items() if count == 1]
        for text in sorted(own, key=len, reverse=True)[:_MOST_SHOWN]:
            yield f"text that no field took: «{shortened(text)}» ({len(text)} characters)"

    def _layout_of(self, page: Page) -> ArticleLayout | None:
        for layout in self._outlet.article_layouts:
            seen = self._facts.of(layout, "mark")
            seen.asked += 1
            if found := select(page, layout.mark):
                seen.confirm(len(found), None)
                return layout
        return None

    def _meet_layout(self, page: Page, layout: ArticleLayout, article: Article) -> None:
        self._meet_title(page, layout)
        self._meet_body(page, layout, article)
        self._meet_date(page, layout)
        for name in _FIELDS:
            seen, selector = self._facts.of(layout, name), getattr(layout, name)
            seen.asked += 1
            texts = _texts(page, selector)
            if name == "images" and selector:
                texts = [each.get("src") or "img" for each in select_elements(page, selector)]
            if texts:
                seen.confirm(len(texts), texts[0])
                if name == "lead":
                    seen.texts.add(texts[0])

    def _meet_title(self, page: Page, layout: ArticleLayout) -> None:
        seen, texts = self._facts.of(layout, "title"), _texts(page, layout.title)
        seen.asked += 1
        seen.is_on_every_page = True
        if not texts:
            return
        seen.texts.add(texts[0])
        stated = page.structured.title
        if stated and _shared_words(texts[0], stated) < _FEWEST_SHARED:
            seen.contradict(f"«{shortened(texts[0])}», metadata says «{shortened(stated)}»")
        else:
            seen.confirm(len(texts), texts[0])

    def _meet_body(self, page: Page, layout: ArticleLayout, article: Article) -> None:
        elements = select_elements(page, layout.body)
        seen = self._facts.of(layout, "body")
        seen.asked += 1
        seen.is_on_every_page = True
        if article.extraction.method == "layout":
            seen.confirm(len(elements), article.body)
            seen.texts.add(article.body)
        elif elements:
            seen.contradict(f"it holds no text on {page.url}")
        drop = self._facts.of(layout, "drop")
        drop.asked += 1
        found = [node for body in elements for each in layout.drop for node in select(body, each)]
        if found:
            drop.confirm(len(found), text_of(found[0]))

    def _meet_date(self, page: Page, layout: ArticleLayout) -> None:
        seen, texts = self._facts.of(layout, "published"), _texts(page, layout.published)
        seen.asked += 1
        seen.is_on_every_page = "published_at" in self._outlet.always_has
        if not texts:
            return
        at = zone(time_zone_at(page.url, self._outlet))
        is_read = any(
            read_moment(each, zone=at, now=page.fetched_at)
            or read_unix_time(each, now=page.fetched_at)
            for each in texts
        )
        if not is_read:
            seen.contradict(f"«{shortened(texts[0])}» is no date")
        elif "published/disagrees" in page.notes:
            stated = page.structured.published[0]
            seen.contradict(f"«{shortened(texts[0])}», metadata says «{shortened(stated)}»")
        else:
            seen.confirm(len(texts), texts[0])

    def _compare(self, page: Page, article: Article) -> None:
        """Compare the layout's reading with metadata and the general extractor's."""
        for name in _BESIDE:
            ours, stated = getattr(article, name), getattr(page.structured, name)
            if ours and stated and _letters(ours) != _letters(stated):
                self._beside.setdefault(name, []).append(
                    f"«{shortened(_joined(ours))}», not «{shortened(_joined(stated))}»"
                )
        if "published/disagrees" in page.notes:
            self._beside.setdefault("published_at", []).append(
                f"«{article.published_raw}», not «{page.structured.published[0]}»"
            )
        general = Page(
            page.source,
            page.url,
            content_type="text/html; charset=utf-8",
            outlet=replace(self._outlet, article_layouts=()),
            fetched_at=page.fetched_at,
        )
        try:
            body = read_article(general).body
        except UnreadablePageError:
            body = ""
        self._shares.append((_shared_words(article.body, body), page.url))

    def _look_for_rest(self, page: Page, article: Article) -> None:
        """Note the texts that no field took: what stands on one page only is no menu."""
        taken = _letters(
            [
                *(article.title, article.lead or "", article.body, article.dateline or ""),
                *(*article.authors, *article.tags, article.published_raw or ""),
            ]
        )
        body = page.root.find("body")
        found = read_blocks(body, frozenset()) if body is not None else []
        blocks = {" ".join(each.lines) for each in found}
        self._left_out.update(
            text for text in blocks if len(text) >= _LEAST_LEFT_OUT and _letters(text) not in taken
        )


def _texts(page: Page, selector: str | None) -> list[str]:
    return list(filter(None, map(text_of, select(page, selector)))) if selector else []


def _joined(value: str | list[str]) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def _letters(value: str | list[str]) -> str:
    """Give what is left of texts without what writes them otherwise."""
    return "".join(filter(str.isalnum, _joined(value).casefold()))


def _shared_words(one: str, other: str) -> float:
    """Give which share of the words of the longer text the other has, too."""
    words = [Counter(each.casefold().split()) for each in (one, other)]
    most = max(each.total() for each in words)
    return (words[0] & words[1]).total() / most if most else 1.0
