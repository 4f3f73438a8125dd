"""Makes messages of what was found: the outbox, which is written with the note of what it tells of.

Both stand in one transaction. So what was found is told in one message, whoever is killed, and
however many processes do this at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from pymongo.client_session import ClientSession

from kznews.items import told_text
from kznews.mongo.clock import server_time
from kznews.mongo.connection import SyncDatabase
from kznews.mongo.transactions import transact_at_once
from kznews.mongo.values import Fields, identity
from kznews.outlets import all_outlets
from kznews.record.schema import ARTICLES
from kznews.search.query_error import QueryError
from kznews.watches.counts import count_new, usual
from kznews.watches.messages import Found, Frame, Told, Written, of_burst, of_digest, of_story
from kznews.watches.periods import period_begin
from kznews.watches.position import Overtaken, read_at
from kznews.watches.registry import Watch, watches
from kznews.watches.schema import FINDINGS, TELLINGS, UNTOLD

_GATHER = timedelta(seconds=10)
"""How long it is waited for copies of the same story before it is told, where several come."""
BURST_TIME = timedelta(minutes=10)
"""The time in which so many articles are a burst, and in which a burst is told once."""
BURST_ARTICLES = 20
_MOST = 10_000
"""Articles of which one message can tell."""
_QUOTED = 500
"""Articles whose texts are read, of those: a message quotes some of them."""
_TEXT = ("lead", "body")
_READ = ("title", "outlet", "language", "url", "published_at", "appeared_at", "story_id")


@dataclass(frozen=True)
class _Story:
    told: Told
    findings: list[str]
    members: frozenset[str]
    """The ids of all articles that tell it."""


@dataclass
class _Batch:
    """A message that is to be made."""

    written: Written
    findings: list[str]
    is_burst: bool = False
    members: frozenset[str] = field(default_factory=frozenset)


class Composer:
    """The making of messages in one database. Methods raise pymongo's errors."""

    def __init__(
        self, database: SyncDatabase, pages: str | None, *, gather: timedelta = _GATHER
    ) -> None:
        """Make it. `pages`: the address of kznews' pages; None: messages link to the outlets."""
        self._database = database
        self._findings = database[FINDINGS.name]
        self._pages = None if pages is None else pages.rstrip("/")
        self._gather = gather
        self._titles = {each.name: each.title or each.name for each in all_outlets()}

    def compose(self) -> int:
        """Make the messages that are due; return how many. Raises DatabaseUnavailable."""
        names: list[Fields] = [{"$match": {"message": None}}, {"$group": {"_id": "$watch"}}]
        waiting = {each["_id"] for each in self._findings.aggregate(names, hint=UNTOLD)}
        if not waiting:
            return 0
        now = server_time(self._database.client.admin.command("hello"))
        compared_until = read_at(self._database)
        made = 0
        for watch in watches(self._database):
            if watch.name not in waiting:
                continue
            try:
                made += self._compose(watch, now, compared_until or now)
            except Overtaken:
                continue  # another process tells it
            except QueryError:
                continue  # the finding of articles has said so
        return made

    def _compose(self, watch: Watch, now: datetime, compared_until: datetime) -> int:
        frame = Frame.of(watch.name, watch.question, watch.node(now), watch.language, watch.zone)
        untold = {"watch": watch.name, "message": None}
        first = self._findings.find_one(untold, sort=[("stored_at", 1)], hint=UNTOLD)
        if first is None:
            return 0
        if watch.period is not None:
            zone = ZoneInfo(watch.zone)
            since = period_begin(first["stored_at"], watch.period, zone)
            until = period_begin(since + watch.period * 1.5, watch.period, zone)
            if compared_until < until:
                return 0
            batch = self._digest(watch, frame, untold, since, until)
            return self._write(watch, [batch], now)
        if first["stored_at"] > now - self._gather and not self._is_alone(first):
            return 0
        return self._write(watch, self._at_once(watch, frame, untold, now), now)

    def _is_alone(self, finding: Fields) -> bool:
        """Tell whether the search found nothing else of late: then nothing is waited for."""
        since = finding["stored_at"] - BURST_TIME
        which = {"watch": finding["watch"], "stored_at": {"$gte": since}}
        return self._findings.count_documents(which, limit=2) == 1

    def _at_once(self, watch: Watch, frame: Frame, untold: Fields, now: datetime) -> list[_Batch]:
        found = self._findings.find(untold, hint=UNTOLD).sort("stored_at", 1).limit(_MOST).to_list()
        recent = count_new(self._database, watch.name, now - BURST_TIME, now)
        waiting = sum(each["kind"] == "new" for each in found)
        if max(recent, waiting) < BURST_ARTICLES:
            return [
                _Batch(of_story(frame, each.told), each.findings, members=each.members)
                for each in self._stories(found)
            ]
        last = self._database[TELLINGS.name].find_one(
            {"watch": watch.name, "is_burst": True, "composed_at": {"$gt": now - BURST_TIME}}
        )
        if last is not None:
            return []
        time = max(BURST_TIME, found[-1]["stored_at"] - found[0]["stored_at"])
        stories = [each.told for each in self._stories(found)]
        often = usual(self._database, watch, time, now)
        written = of_burst(frame, stories, time, often)
        return [_Batch(written, [each["_id"] for each in found], is_burst=True)]

    def _digest(
        self, watch: Watch, frame: Frame, untold: Fields, since: datetime, until: datetime
    ) -> _Batch:
        within = untold | {"stored_at": {"$gte": since, "$lt": until}}
        found = self._findings.find(within, hint=UNTOLD).sort("stored_at", 1).limit(_MOST).to_list()
        before = since - (until - since)
        former = None
        if watch.added_at <= before:
            former = count_new(self._database, watch.name, before, since)
        stories = [each.told for each in self._stories(found)]
        written = of_digest(frame, stories, since, until, former)
        return _Batch(written, [each["_id"] for each in found])

    def _stories(self, found: Sequence[Fields]) -> list[_Story]:
        """Put together what tells the same story, in the order of publication."""
        articles = self._database[ARTICLES.name]
        ids = list(dict.fromkeys(each["article_id"] for each in found))
        stored = {each["_id"]: each for each in articles.find({"_id": {"$in": ids}}, list(_READ))}
        quoted = [id_ for id_ in ids[:_QUOTED] if id_ in stored]
        for each in articles.find({"_id": {"$in": quoted}}, list(_TEXT)):
            stored[each["_id"]] |= each
        stories = {story for each in stored.values() if (story := each.get("story_id"))}
        tellers: dict[str, list[Fields]] = {}
        for each in articles.find({"story_id": {"$in": [*stories]}}, ["story_id", "outlet"]):
            tellers.setdefault(each["story_id"], []).append(each)
        groups: dict[str, list[Fields]] = {}
        for each in found:
            story = stored.get(each["article_id"], {}).get("story_id")
            groups.setdefault(story or each["article_id"], []).append(each)
        return [
            self._story(group, stored, tellers.get(story, ())) for story, group in groups.items()
        ]

    def _story(
        self, group: list[Fields], stored: dict[str, Fields], tellers: Sequence[Fields]
    ) -> _Story:
        last: dict[str, Fields] = {}
        for each in group:  # what happened to an article last says most
            known = last.get(each["article_id"])
            if known is None or _WEIGHT[each["kind"]] >= _WEIGHT[known["kind"]]:
                last[each["article_id"]] = each
        told = [self._found(each, stored.get(each["article_id"])) for each in last.values()]
        own = {each["outlet"] for each in last.values()}
        outlets = {each["outlet"] for each in tellers} | own
        members = {each["_id"] for each in tellers} | set(last)
        return _Story(
            told=Told(articles=tuple(sorted(told, key=lambda each: each.at)), outlets=len(outlets)),
            findings=[each["_id"] for each in group],
            members=frozenset(members),
        )

    def _found(self, finding: Fields, article: Fields | None) -> Found:
        link = finding["url"]
        if self._pages is not None:
            link = f"{self._pages}/articles/{finding['article_id']}"
        at = finding["stored_at"]
        if article is not None:
            at = article["published_at"] or article["appeared_at"]
        return Found(
            kind=finding["kind"],
            edits=tuple(finding["edits"]),
            outlet=self._titles.get(finding["outlet"], str(finding["outlet"])),
            title=article["title"] if article is not None else finding["title"],
            text=told_text(article) if article is not None and "body" in article else "",
            language=article.get("language") if article is not None else None,
            at=at,
            link=link,
        )

    def _write(self, watch: Watch, batches: Sequence[_Batch], now: datetime) -> int:
        for batch in batches:
            transact_at_once(self._database, partial(self._put, watch, batch, now))
        return len(batches)

    def _put(self, watch: Watch, batch: _Batch, now: datetime, session: ClientSession) -> None:
        """Note what the message tells of, and put it into the outbox. Raises Overtaken."""
        message = identity(watch.name, *sorted(batch.findings))
        which = {"_id": {"$in": batch.findings}, "message": None}
        noted = self._findings.update_many(which, {"$set": {"message": message}}, session=session)
        if noted.modified_count != len(batch.findings):
            raise Overtaken
        first = self._first_message(watch, batch, session)
        tellings = self._database[TELLINGS.name]
        documents = [
            _telling(watch, address, message, first, batch, now) for address, _ in watch.addresses
        ]
        if documents:
            tellings.insert_many(documents, session=session)

    def _first_message(self, watch: Watch, batch: _Batch, session: ClientSession) -> str | None:
        """Give the message that told of the story first; None where this one does."""
        told = self._findings.find_one(
            {
                "watch": watch.name,
                "article_id": {"$in": [*batch.members]},
                "message": {"$type": "string"},
                "_id": {"$nin": batch.findings},
            },
            sort=[("stored_at", 1)],
            session=session,
        )
        return None if told is None else str(told["message"])


_WEIGHT = {"new": 0, "edited": 1, "gone": 2}


def _telling(
    watch: Watch, address: str, message: str, first: str | None, batch: _Batch, now: datetime
) -> Fields:
    return {
        "_id": identity(message, address),
        "watch": watch.name,
        "address": address,
        "message": message,
        "is_burst": batch.is_burst,
        "title": batch.written.title,
        "text": batch.written.text,
        "html": batch.written.html,
        "follows": None if first is None else identity(first, address),
        "composed_at": now,
        "state": "waiting",
        "due_at": now,
        "holder": None,
        "lease_until": None,
        "failures": 0,
        "failed_at": None,
        "error": None,
        "sent_at": None,
    }
