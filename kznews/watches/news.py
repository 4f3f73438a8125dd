"""What happened to articles: which are new, edited or gone, and what they say. Reads MongoDB."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bson.timestamp import Timestamp

from kznews.mongo.connection import SyncDatabase
from kznews.mongo.values import Fields
from kznews.record.history import versions_of
from kznews.record.patches import UnfitPatchError
from kznews.record.schema import ARTICLES
from kznews.search.changes import Event
from kznews.search.documents import READ
from kznews.search.fields import is_id
from kznews.watches.schema import Kind

logger = logging.getLogger(__name__)

NEW_FOR = timedelta(days=1)
"""How long an article is new: what is corrected or told of it by then may make it answer."""
_AT_ONCE = 500
"""Articles that are compared at once."""
_READ = (*READ[ARTICLES.name], "absences", "aliases", "outlet_kind", "page")


@dataclass
class Change:
    """What is known to have happened to an article's document."""

    at: Timestamp
    """When the first of it was written."""
    is_stored: bool = False
    """It was not there before."""
    names: set[str] = field(default_factory=set)
    """Fields that are others now."""


@dataclass(frozen=True, kw_only=True)
class News:
    """An article as it is now, and what of it may have to be told."""

    article: Fields
    at: Timestamp
    is_stored: bool
    """Its document was not there before."""
    happened: tuple[tuple[Kind, datetime | None], ...]
    """Each with the moment that tells it from others of its kind."""
    former: Fields | None
    """What the version said that was replaced; None where it was not edited."""


def changes_of(events: Iterable[Event]) -> dict[str, Change]:
    """Sum up what the server tells, by article."""
    changes: dict[str, Change] = {}
    for event in events:
        if event.collection != ARTICLES.name or not is_id(event.id):
            continue
        change = changes.setdefault(event.id, Change(event.at))
        change.names |= event.changed
        if event.operation == "insert":
            change.is_stored = True
    return changes


def news_of(database: SyncDatabase, changes: dict[str, Change]) -> list[News]:
    """Read the articles that changed, and give those of which something may have to be told."""
    found = database[ARTICLES.name].find({"_id": {"$in": [*changes]}}, list(_READ))
    return [news for each in found if (news := _news(each, changes[each["_id"]])) is not None]


def news_since(database: SyncDatabase, since: datetime, now: Timestamp) -> Iterator[list[News]]:
    """Give what may have happened since a moment, where the server cannot tell it any more.

    By the clocks of crawls, so with a day before: what was known is told from it by its id.
    """
    articles = database[ARTICLES.name]
    since -= NEW_FOR
    for which in ({"fetched_at": {"$gte": since}}, {"absences.confirmed_at": {"$gte": since}}):
        batch: list[News] = []
        for article in articles.find(which, list(_READ)):
            change = Change(now, names={"revisions", "presence"})
            change.is_stored = article["first_seen_at"] >= since
            if (news := _news(article, change)) is not None:
                batch.append(news)
            if len(batch) >= _AT_ONCE:
                yield batch
                batch = []
        if batch:
            yield batch


def _news(article: Fields, change: Change) -> News | None:
    now = change.at.as_datetime()
    happened: list[tuple[Kind, datetime | None]] = []
    former = None
    if change.is_stored or article["first_seen_at"] > now - NEW_FOR:
        happened.append(("new", None))
    # A correction of what was read is no edit, nor is one that was found in old captures.
    revisions = article.get("revisions")
    if revisions and "revisions" in change.names and "reread_at" not in change.names:
        replaced_at = revisions[-1]["replaced_at"]
        if replaced_at > now - NEW_FOR and not change.is_stored:
            happened.append(("edited", replaced_at))
            former = _former(article)
    absences = article.get("absences")
    if absences and "presence" in change.names and article.get("presence") == "gone":
        happened.append(("gone", absences[-1]["confirmed_at"]))
    if not happened:
        return None
    return News(
        article=article,
        at=change.at,
        is_stored=change.is_stored,
        happened=tuple(happened),
        former=former,
    )


def _former(article: Fields) -> Fields | None:
    try:
        return versions_of(article)[-2].fields
    except UnfitPatchError as error:
        logger.error(
            "What the article %s said before its last edit cannot be read, and is not compared "
            "with saved searches: %s",
            article["url"],
            error,
        )
        return None
