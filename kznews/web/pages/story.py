"""A story: the articles that tell one text, in the order in which they came out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from markupsafe import Markup

from kznews.mongo.values import Fields
from kznews.outlets.names import outlet_named, outlets_in_dateline, title_of
from kznews.record.stories.copying import Publication
from kznews.record.stories.timeline import (
    count_articles,
    difference_from_source,
    read_timeline,
    standing_story,
    timeline_fields,
)
from kznews.web.answer import Answer, Entry, Feed, Table
from kznews.web.asked import Asked
from kznews.web.charts.intervals import Time, TimeRow, intervals
from kznews.web.charts.labels import labels_of
from kznews.web.errors import BadRequest, NotFound
from kznews.web.page import Page, Parameter
from kznews.web.values import write_moment

_MOST_ARTICLES, _MOST_OF_ALL = 30, 50
"""Articles of a story that are told: those that came out first; and where all are asked for."""
_COLUMNS = (
    *("first_place", "last_place", "outlet", "title", "url", "not_before", "not_after", "place"),
    *("source_outlet", "source_url", "is_certain", "delay", "least_delay", "most_delay"),
    *("naming", "attributed_to", "words", "taken", "changed", "added", "left_out", "share"),
)


def read(asked: Asked) -> Answer:
    """Tell the articles of a story, and what each took over from which."""
    story = asked.path["id"]
    standing = standing_story(asked.sources.database, story)
    most = _MOST_OF_ALL if asked.parameters.flag("all") else _MOST_ARTICLES
    told = read_timeline(
        asked.sources.database,
        standing,
        most=most + 1,
        outlet_named=outlet_named,
        outlets_in_dateline=outlets_in_dateline,
    )
    if not told:
        raise NotFound(asked.say("story.none", id=story))
    shown, are_all = told[:most], len(told) <= most
    articles = [
        {
            "id": one.id,
            "language": one.article["language"],
            "is_aggregator": one.article["outlet_kind"] == "aggregator",
            # As its text names them.
            "named": ", ".join(one.named or sorted(one.known)),
        }
        | fields
        for one, fields in zip(shown, timeline_fields(shown, words=False), strict=True)
    ]
    compared = _compared(asked, shown)
    words = [] if compared is None else difference_from_source(compared)
    data: Fields = {
        "id": standing,
        "merged_from": story if story != standing else None,
        "firsts": [one.outlet for one in shown if one.place == "first"],
        "perhaps_firsts": [one.outlet for one in shown if one.place == "perhaps first"],
        "are_all": are_all,
        "of": len(told) if are_all else count_articles(asked.sources.database, standing),
        "articles": articles,
        "compared": compared
        and {"id": compared.id, "paragraphs": [asdict(each) for each in words]},
    }
    return Answer(
        "story.html",
        shown[0].article["title"],
        data,
        table=Table(_COLUMNS, list(map(_row, articles))),
        feed=_feed(asked, shown),
        shown={
            "chart": _chart(asked, shown),
            "compared": compared,
            "words": words,
            "may_show_all": not are_all and most < _MOST_OF_ALL,
        },
    )


def _compared(asked: Asked, told: Sequence[Publication]) -> Publication | None:
    """Give the copy whose words are to be compared with its source's. Raises BadRequest."""
    wanted = asked.parameters.text("compare")
    if wanted is None:
        return None
    for one in told:
        if one.id == wanted:
            return one
    raise BadRequest(asked.say("story.not_in_it", id=wanted), "compare")


def _row(article: Fields) -> list[Any]:
    order = article["order"]
    told = article | {
        "first_place": order["first"],
        "last_place": order["last"],
        "attributed_to": tuple(article["attributed_to"]),
    }
    return [told[name] for name in _COLUMNS]


def _chart(asked: Asked, told: Sequence[Publication]) -> Markup:
    rows = [
        TimeRow(
            label=f"{title_of(one.outlet)}: {one.article['title']}",
            times=[
                Time(
                    first=one.span.earliest or one.span.latest,
                    last=one.span.earliest or one.span.latest,
                    until=one.span.latest,
                    words=_when(asked, one),
                )
            ],
            href=f"#a{one.id}",
            language=one.article["language"],
        )
        for one in told
    ]
    labels = labels_of(asked.language, asked.zone)
    return intervals(asked.say("story.chart"), rows, labels)


def _when(asked: Asked, one: Publication) -> str:
    def write(moment: datetime) -> str:
        return write_moment(moment, asked.zone, asked.language)

    earliest, latest = one.span.earliest, one.span.latest
    if earliest is None:
        return asked.say("story.before", moment=write(latest))
    if one.span.is_to_the_minute:
        return write(earliest)
    return asked.say("story.between", first=write(earliest), last=write(latest))


def _feed(asked: Asked, told: Sequence[Publication]) -> Feed:
    entries = [
        Entry(
            id=f"articles/{one.id}",
            title=one.article["title"],
            address=asked.address("article", id=one.id),
            updated=one.article["first_seen_at"],
            author=title_of(one.outlet),
        )
        for one in sorted(told, key=lambda each: each.article["first_seen_at"], reverse=True)
    ]
    return Feed(asked.say("story.feed", title=told[0].article["title"]), entries)


PAGE = Page(
    "story",
    "/stories/{id}",
    read,
    parameters=(
        Parameter("id", meaning="The `story_id` of its articles", most=80),
        Parameter("all", "flag", "Tell up to 50 of its articles, not the first 30"),
        Parameter("compare", meaning="The `_id` of a copy that is compared word by word", most=64),
    ),
    formats=("json", "csv", "atom"),
    summary="A story: who published it in which order, and who copied whom",
)
