"""Attention over time: up to five questions side by side, in articles and as a share of all."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from babel.dates import get_month_names
from markupsafe import Markup

from kznews.search.cost import MOST
from kznews.search.query_nodes import And, Filter, Node
from kznews.web.answer import Answer, Table
from kznews.web.asked import Asked
from kznews.web.asked_question import Wrong, read_question
from kznews.web.charts.labels import labels_of
from kznews.web.charts.lines import Line, Point, lines
from kznews.web.errors import BadRequest
from kznews.web.page import Page, Parameter
from kznews.web.periods import Counted, Period, by_period, period_of

_MOST = 5
"""Questions side by side."""
_DAYS = 30
"""Days that are shown where no others are asked for."""
_DAY = timedelta(days=1)
_KAZAKHSTAN = timedelta(hours=5)
_FIRST, _LAST = date(1990, 1, 1), date(2199, 12, 31)
"""Days that can be asked for: Kazakhstan's news begin behind the first."""
_COLUMNS = ("begin", "end", "question", "articles", "all_articles", "share")


@dataclass(frozen=True)
class _Counts:
    """How many articles answer a question."""

    question: str
    periods: list[Counted]
    since: datetime | None
    """From when on was counted, where all of the time takes too long; None: all."""


def read(asked: Asked) -> Answer:
    """Count what answers each question by day, week or month."""
    since, until = _days(asked)
    questions = [each.strip() for each in asked.parameters.many("q")]
    parsed = [read_question(asked, each) for each in questions]
    period = period_of(since, until)
    data: dict[str, Any] = {"questions": questions, "since": since, "until": until}
    data |= {"measure": asked.parameters.choice("measure"), "period": period, "rows": []}
    for text, question in zip(questions, parsed, strict=True):
        if isinstance(question, Wrong):
            error = {"status": 400, "kind": "bad_request", "what": question.what, "where": text}
            told = {**data, "error": error | {"position": question.position}}
            return Answer("attention.html", asked.say("attention.heading"), told, status=400)
    if not questions:
        title = asked.say("attention.heading")
        return Answer("attention.html", title, data, table=Table(_COLUMNS, []))
    nodes = [each for each in parsed if not isinstance(each, Wrong)]
    return _counted(asked, data, nodes, _Span(since, until, period))


@dataclass(frozen=True)
class _Span:
    since: date
    until: date
    period: Period

    def counted(self, asked: Asked, by_day: Mapping[datetime, int]) -> list[Counted]:
        """Add counts up to the periods of the whole span."""
        ends = {_beginning(self.since): 0, _beginning(self.until): 0}
        return by_period({**ends, **by_day}, asked.language, self.period)


def _counted(asked: Asked, data: dict[str, Any], nodes: Sequence[Node], span: _Span) -> Answer:
    bounds = (
        Filter("after", ">=", _beginning(span.since)),
        Filter("before", "<", _beginning(span.until + _DAY)),
    )
    searcher = asked.sources.searcher
    every = span.counted(asked, searcher.by_day(And(bounds))[0])
    found = []
    for text, node in zip(data["questions"], nodes, strict=True):
        by_day, searched = searcher.by_day(And((node, *bounds)), MOST)
        since = searched.since if searched else None
        found.append(_Counts(text, span.counted(asked, by_day), since))
    rows: list[dict[str, Any]] = [
        {
            "begin": each.begin,
            "end": each.end,
            "all_articles": each.count,
            "articles": [of.periods[place].count for of in found],
            "shares": [_share(of.periods[place].count, each.count) for of in found],
        }
        for place, each in enumerate(every)
    ]
    totals = [sum(each.count for each in of.periods) for of in found]
    data = data | {"rows": rows, "totals": totals, "counted_since": [of.since for of in found]}
    table = [
        (each["begin"], each["end"], of.question, each["articles"][place], each["all_articles"],
         each["shares"][place])
        for place, of in enumerate(found)
        for each in rows
    ]  # fmt: skip
    return Answer(
        "attention.html",
        asked.say("attention.title", questions=", ".join(data["questions"])),
        data,
        table=Table(_COLUMNS, table),
        shown={
            "chart": _chart(asked, data, found),
            "periods": every,
            "begin": _beginning(span.since),
            "end": _beginning(span.until + _DAY),
            "drawn": json.dumps(_drawn(asked, data), ensure_ascii=False),
        },
    )


def _chart(asked: Asked, data: Mapping[str, Any], found: Sequence[_Counts]) -> Markup:
    numbers = _numbers(data)
    drawn = [
        Line(
            of.question,
            [
                Point(each.begin, number, f"{of.question}, {each.words}: {number:g}")
                for each, number in zip(of.periods, numbers[place], strict=True)
            ],
        )
        for place, of in enumerate(found)
    ]
    title = asked.say("attention.heading")
    description = asked.say(f"attention.measure_{data['measure']}")
    labels = labels_of(asked.language, asked.zone)
    return lines("attention", title, description, drawn, labels, from_zero=True)


def _drawn(asked: Asked, data: Mapping[str, Any]) -> dict[str, Any]:
    """Give what the script draws: seconds, and a row of numbers for each question."""
    times = [each["begin"].timestamp() for each in data["rows"]]
    drawn = {"times": times, "names": data["questions"], "numbers": _numbers(data)}
    # Browsers do not know the months of every language.
    months = get_month_names("abbreviated", locale=asked.language)
    return drawn | {
        "when": asked.say("search.period"),
        "months": [months[number] for number in range(1, 13)],
    }


def _numbers(data: Mapping[str, Any]) -> list[list[float]]:
    """Give the numbers of each question by the measure: articles, or percent of all."""
    places = range(len(data["questions"]))
    if data["measure"] == "count":
        return [[each["articles"][place] for each in data["rows"]] for place in places]
    return [
        [round(100 * (each["shares"][place] or 0), 3) for each in data["rows"]] for place in places
    ]


def _share(count: int, of: int) -> float | None:
    return count / of if of else None


def _days(asked: Asked) -> tuple[date, date]:
    today = (asked.now + _KAZAKHSTAN).date()
    until = asked.parameters.day("until") or today
    since = asked.parameters.day("since") or until - (_DAYS - 1) * _DAY
    if not _FIRST <= since <= until <= _LAST:
        raise BadRequest(asked.say("attention.no_span", first=_FIRST, last=_LAST), "since")
    return since, until


def _beginning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) - _KAZAKHSTAN


PAGE = Page(
    "attention",
    "/attention",
    read,
    parameters=(
        Parameter("q", meaning="A question, in the language of questions; up to five", many=_MOST),
        Parameter("since", "day", "The first day; by default 30 days are shown"),
        Parameter("until", "day", "The last day; by default today"),
        Parameter(
            "measure", "choice", "What is drawn", "count", choices=("count", "share")
        ),
    ),
    formats=("json", "csv"),
    summary="How many articles answer up to five questions, over time, and as a share of all",
)  # fmt: skip
