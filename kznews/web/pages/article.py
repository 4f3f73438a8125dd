"""An article: its text, and what is known of it and how certainly."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from kznews.items import told_text
from kznews.mongo.values import Fields
from kznews.outlets.names import title_of
from kznews.record.absences import Absence, absences_of, presence
from kznews.record.comparison import ShownVersion, shown_versions
from kznews.record.date_doubts import uncertainties
from kznews.record.history import versions_of
from kznews.record.patches import UnfitPatchError
from kznews.record.schema import ARTICLES
from kznews.record.stories.publication_order import possible_moments
from kznews.record.stories.timeline import Told, read_order
from kznews.record.translations.reading import read_translations
from kznews.text.amounts import amounts
from kznews.web.answer import Answer, Entry, Feed, Table
from kznews.web.asked import Asked
from kznews.web.errors import Moved, NotFound
from kznews.web.page import Page, Parameter

logger = logging.getLogger(__name__)

MOST_SHOWN_CHARACTERS = 60_000
"""Characters of a text that a page shows; JSON has all of it."""
_MOST_COPIES = 30
_MOST_AMOUNTS = 60
_MOST_SHOWN_VERSIONS = 100
"""Versions that the page's table shows, the newest ones; JSON and CSV have all."""
_MOST_ENTRIES = 100
"""Entries of the feed, the newest ones."""
_BESIDE = 60
"""Characters of a text that are shown before and after an amount."""

ID = Parameter("id", meaning="The article's `_id`", most=64)
_STATED = (
    *("url", "outlet", "title", "lead", "body", "language", "script", "dateline", "authors"),
    *("section", "topic", "tags", "images", "attributed_to", "kind", "outlet_kind"),
    *("modified_at", "first_seen_at", "last_seen_at", "fetched_at", "extraction", "page"),
    *("aliases", "translation_urls", "reread_at", "reread_by", "story_id"),
)
"""Fields of the document that the answer gives as they are stored."""
_COLUMNS = (
    *("number", "first_seen_at", "last_seen_at", "not_before", "kinds", "silent", "told_at"),
    *("modified_at", "page", "title"),
)


def read(asked: Asked) -> Answer:
    """Tell all that is known of an article, but the words that changed in it."""
    article = article_of(asked)
    versions = versions_in(article)
    absences = absences_of(article)
    data = _stated(article) | {
        "amounts": list(_amounts(article)),
        "presence": presence(absences),
        "absences": [_absence(each) for each in absences],
        "versions": None if versions is None else [_version(each) for each in versions],
        "copies": _copies(asked, article),
        "translations": [
            asdict(each) for each in read_translations(asked.sources.database, article["_id"])
        ],
    }
    return Answer(
        "article.html",
        article["title"],
        data,
        table=_table(versions or []),
        feed=_feed(asked, article, versions or [], absences),
        shown={
            "doubts": [
                asked.say(f"article.doubt_{each.replace(' ', '_')}")
                for each in data["published"]["doubts"]
            ],
            "paragraphs": shown_paragraphs(article["body"]),
            "versions": (versions or [])[-_MOST_SHOWN_VERSIONS:][::-1],
            "of_versions": _MOST_SHOWN_VERSIONS,
            "most_characters": MOST_SHOWN_CHARACTERS,
        },
    )


def article_of(asked: Asked) -> Fields:
    """Read the article of the path. Raises NotFound, and Moved where its `_id` is another now."""
    id_ = asked.path["id"]
    articles = asked.sources.database[ARTICLES.name]
    article = articles.find_one({"_id": id_})
    if article is None:
        if now := articles.find_one({"former_ids": id_}, {"_id": True}):
            raise Moved(asked.here(format=asked.format, id=now["_id"]))
        raise NotFound(asked.say("article.none", id=id_))
    return article


def versions_in(article: Fields) -> list[ShownVersion] | None:
    """Give an article's versions without their words; None where the former ones are damaged."""
    try:
        return list(shown_versions(versions_of(article), with_changes=False))
    except UnfitPatchError as error:
        logger.warning("The former versions of %s cannot be read: %s", article["url"], error)
        return None


def shown_paragraphs(text: str) -> list[str]:
    """Give the paragraphs of a text that a page shows: those at its beginning."""
    cut = len(text) > MOST_SHOWN_CHARACTERS
    shown = text[:MOST_SHOWN_CHARACTERS] + ("…" if cut else "")
    return [each for each in shown.split("\n\n") if each.strip()]


def _stated(article: Fields) -> Fields:
    span = possible_moments(article)
    return {
        "id": article["_id"],
        **{name: article.get(name) for name in _STATED},
        "published": {
            "at": article["published_at"],
            "precision": article["published_precision"],
            "raw": article["published_raw"],
            "zone": article["published_zone"],
            "doubts": uncertainties(article),
            # It came out between these.
            "not_before": span.earliest,
            "not_after": span.latest,
        },
    }


def _amounts(article: Fields) -> Iterator[Fields]:
    """Give each amount of money that the text states, once, where it stands first."""
    text, met = told_text(article), set()
    for each in amounts(text):
        if (each.value, each.currency) in met:
            continue
        met.add((each.value, each.currency))
        yield {
            "value": each.value,
            "currency": each.currency,
            "before": _words(text[max(0, each.start - _BESIDE) : each.start], is_before=True),
            "printed": text[each.start : each.end],
            "after": _words(text[each.end : each.end + _BESIDE], is_before=False),
        }
        if len(met) == _MOST_AMOUNTS:
            return


def _words(text: str, *, is_before: bool) -> str:
    """Give the part of a text beside an amount that is of its paragraph, in whole words."""
    paragraphs = text.split("\n\n")
    part = paragraphs[-1 if is_before else 0]
    if len(part) < _BESIDE:
        return part
    return f"…{part.partition(' ')[2]}" if is_before else f"{part.rpartition(' ')[0]}…"


def _absence(absence: Absence) -> Fields:
    return asdict(absence) | {"missed_again_at": list(absence.missed_again_at)}


def _version(version: ShownVersion) -> Fields:
    return {name: _plain(getattr(version, name)) for name in _COLUMNS}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _copies(asked: Asked, article: Fields) -> Fields | None:
    story = article.get("story_id")
    if story is None:
        return None
    told = read_order(asked.sources.database, story, _MOST_COPIES + 1)
    return {
        "story_id": story,
        "are_all": len(told) <= _MOST_COPIES,
        "articles": [_copy(each) for each in told[:_MOST_COPIES]],
    }


def _copy(told: Told) -> Fields:
    article = told.article
    return {
        "id": article["_id"],
        **{name: article.get(name) for name in ("url", "outlet", "title", "language", "presence")},
        "order": {"first": told.first, "last": told.last},
        "not_before": told.span.earliest,
        "not_after": told.span.latest,
    }


def _table(versions: Sequence[ShownVersion]) -> Table:
    return Table(_COLUMNS, [[getattr(each, name) for name in _COLUMNS] for each in versions])


def _feed(
    asked: Asked, article: Fields, versions: Sequence[ShownVersion], absences: Sequence[Absence]
) -> Feed:
    entries = [
        *(_edit(asked, article, each) for each in versions[1:]),
        *(entry for each in absences for entry in _removal(asked, article, each)),
    ]
    entries.sort(key=lambda each: each.updated, reverse=True)
    return Feed(asked.say("article.feed", title=article["title"]), entries[:_MOST_ENTRIES])


def _edit(asked: Asked, article: Fields, version: ShownVersion) -> Entry:
    kinds = ", ".join(asked.say(f"versions.kind_{kind}") for kind in version.kinds)
    number = version.number
    sides: dict[str, Any] = {"from": number - 1, "to": number}
    return Entry(
        id=f"articles/{article['_id']}/versions/{version.first_seen_at:%Y%m%dT%H%M%S}",
        title=asked.say("article.entry_edit", kinds=kinds),
        address=asked.address("versions", id=article["_id"], **sides),
        updated=version.first_seen_at,
        text=version.title,
        author=title_of(article["outlet"]),
    )


def _removal(asked: Asked, article: Fields, absence: Absence) -> Iterator[Entry]:
    """Give an entry of what is confirmed to be gone, and one of its return."""
    for what, at in (("gone", absence.confirmed_at), ("returned", absence.returned_at)):
        if absence.confirmed_at is not None and at is not None:
            yield Entry(
                id=f"articles/{article['_id']}/{what}/{absence.missed_at:%Y%m%dT%H%M%S}",
                title=asked.say(f"article.entry_{what}"),
                address=asked.address("article", id=article["_id"]),
                updated=at,
                text=article["title"],
                author=title_of(article["outlet"]),
            )


PAGE = Page(
    "article",
    "/articles/{id}",
    read,
    parameters=(ID,),
    formats=("json", "csv", "atom"),
    summary="An article: its text, and what is known of it and how certainly",
)
