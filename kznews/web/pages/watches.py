"""Saved searches: which there are, what one found, and a form that saves another."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from starlette.responses import RedirectResponse, Response

from kznews.mongo.values import Fields
from kznews.outlets.names import title_of
from kznews.search.changes import NoChangesTold
from kznews.watches.counts import count_new, found_since, new_by_day
from kznews.watches.delays import delays
from kznews.watches.registry import Watch, WatchError, add, watch, watches
from kznews.web.answer import Answer, Entry, Feed, Table
from kznews.web.asked import Asked
from kznews.web.asked_question import Wrong, read_question
from kznews.web.errors import BadRequest, NotFound
from kznews.web.page import Page, Parameter

logger = logging.getLogger(__name__)

_SHOWN = 100
"""Findings that a page or a feed shows, at most."""
_OF = timedelta(days=30)
"""The time of which it shows them."""
_DAY = timedelta(days=1)


def read(asked: Asked) -> Answer:
    """Answer which searches are saved."""
    return _list(asked)


def write(asked: Asked) -> Answer | Response:
    """Save a search, and show it; what is wrong is told above the form."""
    if not _may_write(asked):
        raise BadRequest(asked.say("watches.read_only"))
    form = asked.form
    name, question = (form.get(each, "").strip() for each in ("name", "question"))
    if isinstance(wrong := read_question(asked, question), Wrong):
        return _list(asked, fault=wrong.what)
    try:
        add(
            asked.sources.database,
            name,
            question,
            form.get("addresses", "").split(),
            every=form.get("every", "0"),
            language=asked.language,
            zone=asked.zone.key,
        )
    except WatchError as error:
        return _list(asked, fault=asked.say(f"watches.wrong_{error.kind}", **error.values))
    except NoChangesTold as error:
        logger.error("The saved search %r is not saved: %s", name, error)
        return _list(asked, fault=asked.say("watches.no_changes"), status=503)
    return RedirectResponse(asked.address("watch", name=name), 303)


def read_one(asked: Asked) -> Answer:
    """Answer what a saved search found."""
    database = asked.sources.database
    name = asked.parameters.text("name") or ""
    saved = watch(database, name)
    if saved is None:
        raise NotFound(asked.say("watches.unknown"))
    now = asked.now + timedelta(seconds=1)
    found = found_since(database, name, now - _OF, _SHOWN)
    data = _fields(asked, saved, now) | {
        "found": [_finding(each) for each in found],
        "by_day": new_by_day(database, name, now - _OF, asked.zone.key),
        "delays": delays(database, timedelta(0), name),
    }
    entries = [
        Entry(
            id=f"watches/{name}/{each['_id']}",
            title=each["title"],
            address=asked.address("article", id=each["article_id"]),
            updated=each["stored_at"],
            text=asked.say(f"watches.kind_{each['kind']}"),
            author=title_of(each["outlet"]),
        )
        for each in found
    ]
    columns = ("stored_at", "kind", "outlet", "title", "url")
    return Answer(
        "watch.html",
        asked.say("watches.one", name=name),
        data,
        table=Table(columns, [[each[column] for column in columns] for each in found]),
        feed=Feed(f"kznews: {name}", entries),
    )


def _list(asked: Asked, *, fault: str | None = None, status: int = 400) -> Answer:
    now = asked.now + timedelta(seconds=1)
    saved = watches(asked.sources.database)
    data = {
        "watches": [_fields(asked, each, now) for each in saved],
        "may_write": _may_write(asked),
        "fault": fault,
    }
    return Answer(
        "watches.html",
        asked.say("watches.heading"),
        data,
        shown={name: asked.form.get(name, "") for name in ("name", "question")},
        status=status if fault else 200,
    )


def _fields(asked: Asked, saved: Watch, now: datetime) -> Fields:
    database = asked.sources.database
    return {
        "name": saved.name,
        "question": saved.question,
        "addresses": saved.places,
        "every": saved.every,
        "is_paused": saved.is_paused,
        "added_at": saved.added_at,
        "found_last_day": count_new(database, saved.name, now - _DAY, now),
        "found_last_week": count_new(database, saved.name, now - 7 * _DAY, now),
        "found_week_before": count_new(database, saved.name, now - 14 * _DAY, now - 7 * _DAY),
    }


def _finding(found: Fields) -> Fields:
    names = ("article_id", "kind", "edits", "outlet", "url", "title", "stored_at")
    return {name: found[name] for name in names}


def _may_write(asked: Asked) -> bool:
    """Tell whether a form is taken: on one's own machine, and where the setting WATCH_FORM says so.

    An address makes this machine connect to whatever it names.
    """
    options = asked.options
    is_own = not options.tokens and options.hosts is not None
    return is_own or asked.sources.settings.getbool("WATCH_FORM")


PAGES = (
    Page(
        "watches",
        "/watches",
        read,
        summary="Saved searches, and a form that saves another",
        write=write,
    ),
    Page(
        "watch",
        "/watches/{name}",
        read_one,
        parameters=(Parameter("name", meaning="The name of a saved search", most=60),),
        formats=("json", "csv", "atom"),
        summary="What a saved search found: new articles, edits and removals",
    ),
)
