"""kznews and its peers, each as a function from a page to what it read on it."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from zoneinfo import ZoneInfo

from benchmarks.labelled import CONTENT_TYPE, Labelled
from kznews.extraction.article import extract_article
from kznews.extraction.page import UnreadablePageError

_ALMATY = ZoneInfo("Asia/Almaty")


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
    return Read(
        title=article.title,
        text=article.body,
        published=article.published_at,
        authors=tuple(article.authors),
        tags=tuple(article.tags or ()),
    )


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
    """With its Russian rules: it has no Kazakh ones. A time without an offset is Almaty's."""
    with warnings.catch_warnings():
        # It warns that nltk, which only its summaries need, is not installed; and of its own use
        # of what its dependencies will drop.
        warnings.simplefilter("ignore")
        import newspaper  # noqa: PLC0415  # a peer: only the extra `bench` has it

        article = newspaper.Article(page.url, language="ru", fetch_images=False)
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


def extractors() -> dict[str, Extractor]:
    """All of them, under their names and versions, ours first."""
    return {
        "kznews": kznews,
        f"trafilatura {version('trafilatura')}": trafilatura,
        f"newspaper4k {version('newspaper4k')}": newspaper4k,
    }
