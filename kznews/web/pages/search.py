"""What answers a question: results with the words found marked, counts, and all of it as files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta
from typing import Any, get_args

from markupsafe import Markup

from kznews.exports.formats import FormatError
from kznews.exports.reading import Wanted as WantedRows
from kznews.exports.reading import documents_by_id
from kznews.exports.rows import rows
from kznews.exports.table import Export
from kznews.exports.tables import ARTICLES, TICKERS
from kznews.mongo.values import Fields
from kznews.outlets.names import title_of
from kznews.search.cost import MOST
from kznews.search.hit_fields import hit_fields
from kznews.search.keyboard_layout import suggest_layout
from kznews.search.marking import Marker
from kznews.search.query_fields import FIELDS
from kznews.search.query_nodes import Node
from kznews.search.ranking import MOST_RANKED, OrderGone
from kznews.search.searching import Results, Wanted
from kznews.search.snapshot import Sort
from kznews.web.answer import Answer, Entry, Feed, Table
from kznews.web.asked import Asked
from kznews.web.asked_question import (
    NARROWING,
    QUESTION,
    TIMES,
    Wrong,
    narrowed,
    narrowing,
    read_question,
    record_of,
)
from kznews.web.charts.bars import Bar, bars
from kznews.web.charts.labels import labels_of
from kznews.web.cursors import LONGEST, CursorError, read_cursor, write_cursor
from kznews.web.errors import BadRequest
from kznews.web.exporting import MEDIA_TYPES, download
from kznews.web.page import Page, Parameter
from kznews.web.periods import by_period
from kznews.web.values import write_number

_LIMIT = 20
_FEED = 50
"""Entries of a feed."""
_SORTS: tuple[Sort, ...] = get_args(Sort)
_COLUMNS = (
    *("published_at", "first_seen_at", "outlet", "title", "url", "language", "section"),
    *("passage", "told_by", "first_outlet", "id"),
)
_FACETS = 12
"""Values of a field that the page shows: the most frequent."""


def read(asked: Asked) -> Answer:
    """Answer a question; without one, tell how questions are written."""
    text = (asked.parameters.text("q") or "").strip()
    question = read_question(asked, text) if text else None
    if isinstance(question, Wrong):
        return _wrong(asked, text, question)
    asked_for = narrowed(question, narrowing(asked))
    if asked.format in MEDIA_TYPES:
        return _file(asked, text, asked_for)
    if asked_for is None:
        return _answer(asked, text, {"total": 0, "results": []}, None)
    wanted = _wanted(asked, text)
    searcher = asked.sources.searcher
    try:
        results = searcher.search(asked_for, wanted)
        understood = asked_for
        if not results.total and wanted.after is None:
            understood = searcher.understood(asked_for, wanted.record)
            if understood != asked_for:
                results = searcher.search(understood, wanted)
    except OrderGone:
        raise BadRequest(asked.say("search.cursor_gone"), "cursor") from None
    marker = Marker(understood)
    found = [hit_fields(marker, hit, wanted.record) for hit in results.hits]
    data = _data(asked, text, results, found, wanted)
    data["is_retyped"] = understood != asked_for
    return _answer(asked, text, data, results)


def _wanted(asked: Asked, text: str) -> Wanted:
    if asked.format == "atom":
        return Wanted(
            record=record_of(asked),
            sort="newest",
            limit=_FEED,
            unfold=asked.parameters.flag("unfold"),
            with_counts=False,
            most_compared=MOST,
        )
    after = None
    if (cursor := asked.parameters.text("cursor")) is not None:
        try:
            after = read_cursor(cursor, _bound(asked, text))
        except CursorError:
            raise BadRequest(asked.say("search.cursor_wrong"), "cursor") from None
    return Wanted(
        record=record_of(asked),
        sort=_sort(asked),
        limit=_LIMIT,
        after=after,
        unfold=asked.parameters.flag("unfold"),
        with_counts=after is None and asked.format != "csv",
        most_compared=MOST,
    )


def _sort(asked: Asked) -> Sort:
    chosen = asked.parameters.choice("sort")
    return next(each for each in _SORTS if each == chosen)


def _bound(asked: Asked, text: str) -> str:
    """Give all that the order of the results depends on, but for the moment of asking."""
    given = {name: asked.given.get(name) for name in ("since", "until")}
    named = {name: str(value) for name, value in narrowing(asked).items() if name not in given}
    told = [text, given, named, _sort(asked), record_of(asked), asked.parameters.flag("unfold")]
    return json.dumps(told, sort_keys=True)


def _data(
    asked: Asked, text: str, results: Results, found: list[Fields], wanted: Wanted
) -> dict[str, Any]:
    cursor = None if results.next is None else write_cursor(results.next, _bound(asked, text))
    searched = results.searched
    return {
        "total": results.total,
        "headlines": results.headlines,
        "results": found,
        "counts": {name: dict(counts) for name, counts in results.counts.items()},
        "by_day": [
            {"day": (begin + timedelta(hours=5)).date(), "count": count}
            for begin, count in results.by_day.items()
        ],
        "searched_since": searched.since if searched else None,
        "searched_until": searched.until if searched else None,
        "is_cut": wanted.sort == "relevance" and cursor is None and results.total > MOST_RANKED,
        "is_further": wanted.after is not None,
        "next": cursor,
        "did_you_mean": None if results.total else suggest_layout(text),
    }


def _answer(asked: Asked, text: str, data: dict[str, Any], results: Results | None) -> Answer:
    asked_for: dict[str, Any] = {"q": text, "sort": _sort(asked), "record": record_of(asked)}
    asked_for |= {"unfold": asked.parameters.flag("unfold"), "narrowed": narrowing(asked)}
    title = asked.say("search.title", question=text) if text else asked.say("search.heading")
    found = data["results"]
    return Answer(
        "search.html",
        title,
        asked_for | data,
        table=Table(_COLUMNS, [_row(each) for each in found]),
        feed=Feed(title, [_entry(asked, each) for each in found]),
        shown={
            "is_asked": results is not None,
            "chart": _chart(asked, results) if results and results.by_day else None,
            "periods": by_period(results.by_day, asked.language) if results else [],
            "facets": _facets(asked, results.counts) if results else [],
            "fields": [(field.name, field.example) for field in FIELDS.values()],
            "sorts": _SORTS,
            "days": [(each.name, _day(asked, each.name)) for each in TIMES],
            "files": tuple(MEDIA_TYPES),
        },
    )


def _wrong(asked: Asked, text: str, wrong: Wrong) -> Answer:
    answer = _answer(asked, text, {"total": 0, "results": []}, None)
    error = {"status": 400, "kind": "bad_request", "what": wrong.what, "where": "q"}
    told = {**answer.data, "error": error | {"position": wrong.position}}
    place = (text[: wrong.position], text[wrong.position :][:1], text[wrong.position + 1 :])
    return Answer(
        answer.template, answer.title, told, shown={**answer.shown, "place": place}, status=400
    )


def _facets(
    asked: Asked, counts: Mapping[str, Mapping[str, int]]
) -> Iterator[tuple[str, list[tuple[str, int]], str | None]]:
    chosen = narrowing(asked)
    for parameter in NARROWING:
        groups = list(counts.get(parameter.name, {}).items())[:_FACETS]
        if groups:
            yield parameter.name, groups, chosen.get(parameter.name)


def _chart(asked: Asked, results: Results) -> Markup:
    counts = [
        Bar(
            each.label,
            each.count,
            href=asked.here(since=each.begin, until=each.end, cursor=None),
            words=f"{each.words}: {write_number(each.count, asked.language)}",
        )
        for each in by_period(results.by_day, asked.language)
    ]
    title = asked.say("search.over_time")
    description = asked.say("search.over_time_of", number=results.total)
    labels = labels_of(asked.language, asked.zone)
    return bars("over-time", title, description, counts, labels)


def _day(asked: Asked, name: str) -> str | None:
    """Give the day at whose beginning a moment is, as a form has it; None: it is within a day."""
    if (moment := asked.parameters.moment(name)) is None:
        return ""
    local = moment.astimezone(asked.zone)
    return local.date().isoformat() if local.time() == time.min else None


def _text(stretches: list[Fields]) -> str:
    return "".join(each["text"] for each in stretches)


def _row(found: Fields) -> list[Any]:
    story = found.get("story")
    first = story["first"] if story else None
    return [
        found.get("published_at"),
        found["first_seen_at"],
        found["outlet"],
        _text(found["headline"] if "headline" in found else found["title"]),
        found["url"],
        found["language"],
        found.get("section"),
        _text(found.get("passage", [])),
        tuple(story["outlets"]) if story else (),
        first["outlet"] if first else None,
        found["id"],
    ]


def _entry(asked: Asked, found: Fields) -> Entry:
    is_ticker = "headline" in found
    page = "ticker" if is_ticker else "article"
    at: datetime = found.get("published_at") or found["first_seen_at"]
    return Entry(
        id=f"{page}s/{found['id']}",
        title=_text(found["headline"] if is_ticker else found["title"]),
        address=asked.address(page, id=found["id"]) if page in asked.pages else found["url"] or "/",
        updated=at,
        text=_text(found.get("passage", [])),
        author=title_of(found["outlet"]),
    )


def _file(asked: Asked, text: str, question: Node | None) -> Answer:
    """Give all that answers as a file."""
    if question is None:
        raise BadRequest(asked.say("search.nothing_asked"), "q")
    record = record_of(asked)
    table = ARTICLES if record == "article" else TICKERS
    searcher = asked.sources.searcher
    understood = searcher.understood(question, record)
    export = Export(table=table, asked=text or table.name, made_at=asked.now, zone=asked.zone)
    wanted = WantedRows(zone=asked.zone)
    found = documents_by_id(
        asked.sources.database, searcher.ids(understood, record), table, wanted, lambda _: None
    )
    local = asked.now.astimezone(asked.zone)
    try:
        file = download(asked.format, export, rows(found, table), f"kznews-{local:%Y-%m-%d-%H%M}")
    except FormatError as error:
        raise BadRequest(asked.say("search.no_format", reason=str(error))) from None
    return Answer("search.html", "", {}, export=file)


PAGE = Page(
    "search",
    "/search",
    read,
    parameters=(
        QUESTION,
        Parameter("sort", "choice", "Which results come first", "relevance", choices=_SORTS),
        Parameter(
            "record", "choice", "What is searched", "article", choices=("article", "ticker")
        ),
        *NARROWING,
        *TIMES,
        Parameter("unfold", "flag", "Each copy of a text is a result of its own"),
        Parameter("cursor", meaning="Where a further page begins: `next` of the one before",
                  most=LONGEST),
    ),
    formats=("json", "csv", "atom", *MEDIA_TYPES),
    summary="Articles, or headlines of tickers, that answer a question",
)  # fmt: skip
