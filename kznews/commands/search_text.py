"""What `scrapy search` found, written for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from kznews.outlets import DEFAULT_TIME_ZONE, all_outlets
from kznews.search.documents import first_pushed_at
from kznews.search.folding import Story
from kznews.search.hit_fields import PASSAGE, hit_fields
from kznews.search.marking import Marker, Stretch
from kznews.search.query_nodes import Node
from kznews.search.searching import Hit, Results, Wanted
from kznews.text.terminal import one_line, write_count

Line = str | Sequence[Stretch]

_MARGIN = Stretch("  ", is_found=False)
_COUNTED_SHORTLY = ("outlet", "language")
"""What is counted in a line where the counts are not asked for."""
_GROUPS = 8
"""Groups that a line of counts names."""
_DAYS_SHOWN = 31
"""Days that are counted one by one; more are counted by month."""
_BAR = 40
"""Signs of the longest bar."""


def search_lines(
    question: Node, results: Results, wanted: Wanted, *, with_counts: bool
) -> Iterator[Line]:
    """Write the results for people."""
    yield _summary(results, wanted)
    marker = Marker(question)
    for hit in results.hits:
        yield ""
        yield from _hit_lines(marker, hit, wanted)
    names = tuple(results.counts) if with_counts else _COUNTED_SHORTLY
    if results.total:
        yield ""
        for name in names:
            if counts := results.counts[name]:
                yield f"By {name}: {_groups(name, counts)}"
    if with_counts and results.by_day:
        yield ""
        yield from _bars(results.by_day)


def as_fields(question: Node, results: Results, wanted: Wanted) -> dict[str, Any]:
    """Give the results as fields of JSON."""
    marker = Marker(question)
    return {
        "total": results.total,
        "headlines": results.headlines,
        "hits": [hit_fields(marker, hit, wanted.record) for hit in results.hits],
        "counts": results.counts,
        "by_day": {
            day.astimezone(_zone()).date().isoformat(): n for day, n in results.by_day.items()
        },
    }


def _summary(results: Results, wanted: Wanted) -> str:
    noun = "article" if wanted.record == "article" else "headline"
    if not results.total:
        also = f", but {write_count(results.headlines, 'headline')} of tickers: --tickers" * bool(
            results.headlines
        )
        return f"Nothing was found{also}"
    shown = len(results.hits)
    is_folded = wanted.record == "article" and not wanted.unfold
    what = "the first" if wanted.sort == "relevance" else "the newest"
    told = f"{write_count(results.total, noun)} found, {what} {shown:,}"
    told += ", copies folded" if is_folded else ""
    told += f"; times of {DEFAULT_TIME_ZONE.partition('/')[2]}"
    if results.headlines:
        told += f"; {write_count(results.headlines, 'headline')} of tickers, too (--tickers)"
    return told


def _hit_lines(marker: Marker, hit: Hit, wanted: Wanted) -> Iterator[Line]:
    document, language = hit.document, hit.document.get("language")
    former = "   a former version, not today's" if hit.is_former else ""
    yield f"{_title_of(document['outlet'])}   {_when(hit, wanted)}{former}"
    if wanted.record == "ticker":
        yield [
            Stretch("  ", is_found=False),
            *marker.marked(one_line(document["headline"]), language),
        ]
        if document.get("url"):
            yield f"  {one_line(document['url'])}"
        return
    yield [_MARGIN, *marker.marked(one_line(document["title"]), language)]
    yield [_MARGIN, *marker.passage(document["body"], language, PASSAGE)]
    yield f"  {one_line(document['url'])}"
    if hit.story is not None:
        yield f"  {_told_by(hit.story)}"


def _told_by(story: Story) -> str:
    told = (
        f"{write_count(len(story.outlets), 'outlet')} told this"
        if len(story.outlets) > 1
        else f"{_title_of(story.outlets[0])} told this in {story.articles} articles"
    )
    if story.first is None:
        return told
    how = "first" if story.is_certain else "perhaps first"
    return f"{told}; {how} {_title_of(story.first.outlet)} {_moment(story.first.at)}"


def _when(hit: Hit, wanted: Wanted) -> str:
    document = hit.document
    if wanted.record == "ticker":
        return f"first pushed {_moment(first_pushed_at(document))}"
    if document["published_at"] is None:
        return f"no date stated, first seen {_moment(document['first_seen_at'])}"
    if document.get("published_precision") == "day":
        return f"{document['published_at'].astimezone(_zone()):%Y-%m-%d}"
    return _moment(document["published_at"])


def _groups(name: str, counts: Mapping[str, int]) -> str:
    named = _title_of if name == "outlet" else one_line
    shown = [f"{named(value)} {count:,}" for value, count in list(counts.items())[:_GROUPS]]
    more = len(counts) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def _bars(by_day: Mapping[datetime, int]) -> Iterator[str]:
    days = {day.astimezone(_zone()).date(): count for day, count in by_day.items()}
    span = max(days) - min(days)
    form = "%Y-%m-%d" if span < timedelta(days=_DAYS_SHOWN) else "%Y-%m"
    counts: dict[str, int] = {}
    for day, count in sorted(days.items()):
        counts[day.strftime(form)] = counts.get(day.strftime(form), 0) + count
    most = max(counts.values())
    width = len(f"{most:,}")
    for name, count in counts.items():
        yield f"{name}  {count:>{width},}  {'█' * max(round(count / most * _BAR), 1)}"


def _title_of(outlet: str) -> str:
    return next((each.title for each in all_outlets() if each.name == outlet), one_line(outlet))


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(_zone()):%Y-%m-%d %H:%M}"


def _zone() -> ZoneInfo:
    return ZoneInfo(DEFAULT_TIME_ZONE)
