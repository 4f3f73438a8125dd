"""Compares what is stored with the saved searches, and stores what answers: each thing once."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from bson.timestamp import Timestamp
from pymongo.client_session import ClientSession

from kznews.mongo.connection import SyncDatabase, patience
from kznews.mongo.transactions import transact_at_once
from kznews.mongo.values import Fields, identity
from kznews.record.moves import former_ids
from kznews.record.schema import ARTICLES
from kznews.search.changes import ChangesLost, Event, changes_since, now, until_when
from kznews.search.query_error import QueryError
from kznews.search.query_nodes import Node
from kznews.watches.matching import answers
from kznews.watches.news import News, changes_of, news_of, news_since
from kznews.watches.position import Overtaken, Position
from kznews.watches.registry import Watch, watches
from kznews.watches.schema import FINDINGS, Kind

logger = logging.getLogger(__name__)

NOT_TOLD = "none"
"""The message of what was found while its search was paused."""
_AT_ONCE = 500
"""Changes that are compared at once."""
_SETTLE_SECONDS = 3.0
"""Seconds after which a change is looked at at the latest: by then an article knows its story."""
_STORY_SECONDS = 0.1
"""Seconds between two looks whether new articles have their story."""
_PAUSE_SECONDS = 1.0
"""Seconds between two looks whether another process still finds."""
_HOLD_SECONDS = 5.0
"""Seconds after which the lease of the position is renewed."""
_REMEMBER_SECONDS = 15.0
"""Seconds after which the position moves although nothing changed: digests wait for it."""


class Finder:
    """The finding of one database, by one of the processes that may do it.

    Methods raise pymongo's errors and NoChangesTold.
    """

    def __init__(
        self,
        database: SyncDatabase,
        holder: str,
        *,
        settle: float = _SETTLE_SECONDS,
        tell: Callable[[], object] = lambda: None,
    ) -> None:
        """Make it. `tell` is called when something was found that can be told."""
        self._database = database
        self._position = Position(database, holder)
        self._settle = settle
        self._tell = tell
        self._faulty: set[str] = set()

    def follow(self, is_ended: Callable[[], bool]) -> None:
        """Find what is new until told to end; sleeps while another process does."""
        while not is_ended():
            self._follow(is_ended, until=None)
            time.sleep(_PAUSE_SECONDS)
        self._position.give_back()

    def catch_up(self) -> None:
        """Find what was stored until now, where no other process does."""
        self._follow(lambda: False, until=now(self._database))
        self._position.give_back()

    def _follow(self, is_ended: Callable[[], bool], until: Timestamp | None) -> None:
        position = self._position.take()
        if position is None:
            return
        try:
            with patience():
                self._follow_from(position["token"], is_ended, until)
        except Overtaken:
            logger.info("Another process compares what is stored with the saved searches now")
        except ChangesLost as lost:
            logger.warning(
                "What is new is looked for by the clocks of crawls, from a day before %s on: %s. "
                "What was imported from old captures meanwhile is not told",
                position["at"].isoformat(),
                lost,
            )
            with patience():
                self._sweep(position)

    def _follow_from(
        self, token: dict[str, Any], is_ended: Callable[[], bool], until: Timestamp | None
    ) -> None:
        remembered = held = time.monotonic()
        with changes_since(self._database, token) as feed:
            while not is_ended():
                if time.monotonic() > held + _HOLD_SECONDS:
                    held = time.monotonic()
                    if self._position.take() is None:
                        raise Overtaken
                events = list(feed.events(_AT_ONCE))
                after, is_over = feed.token, False
                if until is not None:
                    is_over = until_when(after) >= until
                if events:
                    self._wait(events)
                    self._compare(token, after, events)
                elif is_over or time.monotonic() > remembered + _REMEMBER_SECONDS:
                    self._position.move(token, after)
                else:
                    continue
                token, remembered = after, time.monotonic()
                if is_over:
                    return

    def _wait(self, events: Sequence[Event]) -> None:
        """Wait until the articles know their story, by their last change at most for `settle`.

        A new article gets its story last: with it, it is as it will be. One that was edited has
        had a story before. By the server's clock.
        """
        age = (now(self._database).as_datetime() - events[-1].at.as_datetime()).total_seconds()
        end = time.monotonic() + min(self._settle - age, self._settle)
        of_articles = [each for each in events if each.collection == ARTICLES.name]
        is_edited = any("revisions" in each.changed for each in of_articles)
        ids = list({each.id for each in of_articles})
        while (left := end - time.monotonic()) > 0 and (is_edited or self._lack_story(ids)):
            time.sleep(left if is_edited else min(left, _STORY_SECONDS))

    def _lack_story(self, ids: list[str]) -> bool:
        which = {"_id": {"$in": ids}, "story_id": None}
        return self._database[ARTICLES.name].find_one(which, ["_id"]) is not None

    def _compare(
        self, before: dict[str, Any], after: dict[str, Any], events: Iterable[Event]
    ) -> None:
        asked = self._asked()
        news = news_of(self._database, changes_of(events)) if asked else []
        found = self._found(news, asked)

        def write(session: ClientSession) -> None:
            self._position.move(before, after, session)
            self._store(found, session)

        transact_at_once(self._database, write)
        if found:
            self._tell()

    def _sweep(self, position: Fields) -> None:
        """Find what happened while the server could not tell, then go on from now."""
        with changes_since(self._database, None) as feed:
            after = feed.token
        at = now(self._database)
        for news in news_since(self._database, position["at"], at):
            found = self._found(news, self._asked())
            transact_at_once(self._database, partial(self._store, found))
        self._position.move(position["token"], after)

    def _asked(self) -> dict[str, Watch]:
        return {each.name: each for each in watches(self._database)}

    def _found(self, news: Sequence[News], asked: Mapping[str, Watch]) -> list[Fields]:
        """Give the documents of what answers."""
        moment = datetime.now(UTC)
        questions = {
            name: node
            for name, each in asked.items()
            if (node := self._question(each, moment)) is not None
        }
        return [
            document
            for name, answering in answers(self._database, news, questions).items()
            for each in answering
            if each.at > asked[name].since
            for document in _documents(asked[name], each)
        ]

    def _question(self, watch: Watch, moment: datetime) -> Node | None:
        try:
            return watch.node(moment)
        except QueryError as error:
            if watch.name not in self._faulty:
                self._faulty.add(watch.name)
                logger.error(
                    "The saved search %r finds nothing: its question is not understood any more. "
                    "Remove it, and add it anew: %s",
                    watch.name,
                    error,
                )
            return None

    def _store(self, found: Sequence[Fields], session: ClientSession) -> None:
        """Store what was not found before."""
        findings = self._database[FINDINGS.name]
        ids = {id_ for each in found for id_ in (each["_id"], *each["same"])}
        known = {
            each["_id"]
            for each in findings.find({"_id": {"$in": [*ids]}}, ["_id"], session=session)
        }
        new = {
            each["_id"]: {name: value for name, value in each.items() if name != "same"}
            for each in found
            if known.isdisjoint((each["_id"], *each["same"]))
        }
        if new:
            findings.insert_many([*new.values()], session=session)


def _documents(watch: Watch, news: News) -> Iterable[Fields]:
    article = news.article
    for kind, moment in news.happened:
        is_corrected = kind == "new" and not news.is_stored
        if is_corrected and article["first_seen_at"] < watch.added_at:
            continue  # it was there before the search was
        revisions = article.get("revisions") or []
        yield {
            "_id": _finding_id(watch.name, article["_id"], kind, moment),
            # An article that got another address is not new.
            "same": [
                _finding_id(watch.name, former, kind, moment) for former in former_ids(article)
            ],
            "watch": watch.name,
            "article_id": article["_id"],
            "kind": kind,
            "edits": list(revisions[-1]["kinds"]) if kind == "edited" else [],
            "outlet": article["outlet"],
            "url": article["url"],
            "title": article["title"],
            "stored_at": news.at.as_datetime(),
            "message": NOT_TOLD if watch.is_paused else None,
        }


def _finding_id(watch: str, article: str, kind: Kind, moment: datetime | None) -> str:
    return identity(watch, article, kind, "" if moment is None else moment.isoformat())
