"""kznews and its peers, each as a function from a page to what it read on it."""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from benchmarks.labelled import CONTENT_TYPE, Labelled
from kznews.extraction.article import extract_article, read_article
from kznews.extraction.induction import FEWEST_PAGES, induce_articles
from kznews.extraction.page import Page, UnreadablePageError
from kznews.items import Article
from kznews.outlets import DEFAULT_TIME_ZONE, Outlet
from kznews.outlets.layouts import ArticleLayout
from kznews.outlets.outlet import Edition

_ALMATY = ZoneInfo("Asia/Almaty")
_PAGES_OF_INDUCTION = 20
"""Pages of one host that its layouts are induced from, at most."""


@dataclass(frozen=True, kw_only=True)
class Read:
    """What an extractor read; None and empty for what it did not find."""

    title: str | None = None
    text: str = ""
    published: datetime | None = None
    """Aware."""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


Extractor = Callable[[Labelled], Read]


def kznews(page: Labelled) -> Read:
    try:
        article = extract_article(
            page.body, page.url, content_type=CONTENT_TYPE, fetched_at=page.fetched_at
        )
    except UnreadablePageError:
        return Read()
    return _read(article)


def _read(article: Article) -> Read:
    return Read(
        title=article.title,
        text=article.body,
        published=article.published_at,
        authors=tuple(article.authors),
        tags=tuple(article.tags or ()),
    )


def single_page(page: Labelled) -> Read:
    """As a page that nobody described: without the outlet's module."""
    return _as_of(undescribed(page.url))(page)


def induced(pages: Sequence[Labelled]) -> Extractor | None:
    """With layouts that are induced from some of the pages of each host; None where these are few.

    Without the outlets' modules. Pages of hosts with few are read as single pages.
    """
    of_host: dict[str, list[Labelled]] = defaultdict(list)
    for page in pages:
        of_host[_host(page.url)].append(page)
    layouts: dict[str, tuple[ArticleLayout, ...]] = {}
    for host, labelled in of_host.items():
        chosen = labelled[:: max(1, len(labelled) // _PAGES_OF_INDUCTION)][:_PAGES_OF_INDUCTION]
        if len(chosen) >= FEWEST_PAGES:
            found = induce_articles([_page(each, undescribed(each.url)) for each in chosen])
            layouts[host] = tuple(each.layout for each in found)
    if not layouts:
        return None
    return lambda page: _as_of(undescribed(page.url), layouts.get(_host(page.url), ()))(page)


def undescribed(url: str) -> Outlet:
    """An outlet of which nothing is known but its host."""
    host = _host(url)
    edition = Edition(host=host, languages=("ru", "kk"))
    return Outlet(name=host, title=host, editions=(edition,), time_zone=DEFAULT_TIME_ZONE)


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _page(page: Labelled, outlet: Outlet, layouts: tuple[ArticleLayout, ...] = ()) -> Page:
    return Page(
        page.body,
        page.url,
        content_type=CONTENT_TYPE,
        outlet=outlet,
        fetched_at=page.fetched_at,
        induced=layouts,
    )


def _as_of(outlet: Outlet, layouts: tuple[ArticleLayout, ...] = ()) -> Extractor:
    def read(page: Labelled) -> Read:
        try:
            return _read(read_article(_page(page, outlet, layouts)))
        except UnreadablePageError:
            return Read()

    return read


def trafilatura(page: Labelled) -> Read:
    """By default settings, without comments. It reads days alone, never times."""
    from trafilatura import bare_extraction  # noqa: PLC0415  # takes a second

    document = bare_extraction(page.body, url=page.url, include_comments=False, with_metadata=True)
    if document is None:
        return Read()
    found = document if isinstance(document, dict) else document.as_dict()
    day = found["date"]
    return Read(
        title=found["title"],
        text=found["text"] or "",
        published=datetime.fromisoformat(day).replace(tzinfo=_ALMATY) if day else None,
        authors=tuple((found["author"] or "").split("; ")) if found["author"] else (),
        tags=tuple(found["tags"] or ()),
    )


def newspaper4k(page: Labelled) -> Read:
    """With its Russian rules on hosts of Kazakhstan, as it has no Kazakh ones.

    A time without an offset is Almaty's.
    """
    language = {"language": "ru"} if _host(page.url).endswith(".kz") else {}
    with warnings.catch_warnings():
        # It warns that nltk, which only its summaries need, is not installed; and of its own use
        # of what its dependencies will drop.
        warnings.simplefilter("ignore")
        import newspaper  # noqa: PLC0415  # a peer: only the extra `bench` has it

        article = newspaper.Article(page.url, fetch_images=False, **language)
        article.download(input_html=page.body.decode("utf-8", errors="replace"))
        article.parse()
    moment = article.publish_date
    if moment is not None and moment.tzinfo is None:
        moment = moment.replace(tzinfo=_ALMATY)
    return Read(
        title=article.title or None,
        text=article.text,
        published=moment.astimezone(UTC) if moment else None,
        authors=tuple(article.authors),
        tags=tuple(article.tags or ()),
    )


def news_please(page: Labelled) -> Read:
    """It asks several extractors, newspaper4k among them. A time without an offset is Almaty's."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        library = import_module("newsplease")
        article = library.NewsPlease.from_html(
            page.body.decode("utf-8", errors="replace"), url=page.url
        )
    moment: datetime | None = article.date_publish
    if moment is not None and moment.tzinfo is None:
        moment = moment.replace(tzinfo=_ALMATY)
    return Read(
        title=article.title,
        text=article.maintext or "",
        published=moment,
        authors=tuple(article.authors or ()),
    )


def resiliparse(page: Labelled) -> Read:
    """The main content alone; it reads no date and no names."""
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415  # a peer
    from resiliparse.parse.html import HTMLTree  # noqa: PLC0415

    tree = HTMLTree.parse(page.body.decode("utf-8", errors="replace"))
    return Read(title=tree.title, text=extract_plain_text(tree, main_content=True, alt_texts=False))


def extractors() -> dict[str, Extractor]:
    """All of them, under their names and versions, ours first."""
    return {"kznews": kznews, **peers()}


def peers() -> dict[str, Extractor]:
    """Those of others that are installed, under their names and versions.

    `kznews[bench]` has all but news-please, which brings the clients of a database and of a cloud.
    """
    known = {
        "trafilatura": trafilatura,
        "newspaper4k": newspaper4k,
        "news-please": news_please,
        "resiliparse": resiliparse,
    }
    found: dict[str, Extractor] = {}
    for name, extractor in known.items():
        with suppress(PackageNotFoundError):
            found[f"{name} {version(name)}"] = extractor
    return found
