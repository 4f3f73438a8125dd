"""Who copied whom, in a story and by pair of outlets, as lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from kznews.commands.history_text import Line, paragraph_lines
from kznews.mongo.values import Fields
from kznews.record.stories.copying import Publication
from kznews.record.stories.pairs import Pair, Period
from kznews.record.stories.publication_order import Span
from kznews.record.stories.schema import Place
from kznews.record.stories.timeline import difference_from_source, order_of
from kznews.text.terminal import one_line, write_count, write_duration, write_moment

_PLACES: dict[Place, str] = {
    "first": "which was the first",
    "perhaps first": "perhaps the first",
    "later": "not the first",
    "repeated": "which repeats itself",
}


def story_lines(story: str, told: Sequence[Publication]) -> Iterator[Line]:
    """Tell a story's articles in the order of publication, and what each has from which."""
    outlets = len({each.outlet for each in told})
    yield f"Story {story}: {write_count(len(told), 'article')}, {write_count(outlets, 'outlet')}"
    yield _first(told)
    spans = [each.span for each in told]
    for one in told:
        yield ""
        first, last = order_of(one.span, spans)
        number = f"{first}" if first == last else f"{first} to {last}"
        yield f"{number}. {one.outlet}, {_when(one.span)}: {one_line(one.article['url'])}"
        yield f"  {one_line(one.article['title'])}"
        if one.article["outlet_kind"] == "aggregator":
            yield "  an aggregator: it gathers what others publish"
        if one.place == "repeated":
            yield f"  {one.outlet} had another article of the story before"
            continue
        if one.takeover is not None:
            yield from _taken_over(one)
        elif first > 1:
            yield "  of no article before it were words taken over"
        yield f"  {_named(one)}"
        yield from paragraph_lines(difference_from_source(one))


def pair_lines(found: Sequence[Pair], since: datetime, period: Period) -> Iterator[str]:
    """Tell of each pair of outlets what the one copied from the other, and when."""
    if not found:
        yield f"No copies are known that appeared since {write_moment(since)} UTC."
        return
    yield f"Copies that appeared since {write_moment(since)} UTC, by pair of outlets:"
    yield ""
    for pair in found:
        share = f" ({_percent(pair.copies / pair.of_outlet)} of all its copies)"
        yield f"{pair.outlet} from {pair.source}: {_copies(pair.copies)}{share}"
        if pair.median_delay is None:
            delay = "none of the moments is known to the minute"
        else:
            after = write_duration(timedelta(seconds=pair.median_delay))
            known = len(pair.delays)
            of = "" if known == pair.copies else f" ({_copies(known)} known to the minute)"
            delay = f"the median one {after} later{of}"
        yield (
            f"  {delay}; {_percent(pair.median_share)} of the words taken over (median); "
            f"{_percent(pair.named)} name the source or the first"
        )
        if pair.uncertain:
            yield f"  of {_copies(pair.uncertain)} it is not certain that the source was earlier"
        yield f"  {_copies(pair.of_first)} of what was certainly the first of its story"
        by = ", ".join(f"{day} {number:,}" for day, number in sorted(pair.periods.items()))
        yield f"  by {period}, each by its first day: {by}"
        yield ""


def pair_fields(pair: Pair) -> Fields:
    """Give what JSON tells of a pair of outlets."""
    return {
        "outlet": pair.outlet,
        "source_outlet": pair.source,
        "copies": pair.copies,
        "of_outlet": pair.of_outlet,
        "uncertain": pair.uncertain,
        "of_first": pair.of_first,
        "median_delay": pair.median_delay,
        "delays_known": len(pair.delays),
        "median_share": pair.median_share,
        "named": pair.named,
        "naming": dict(sorted(pair.namings.items())),
        "periods": {f"{day}": number for day, number in sorted(pair.periods.items())},
    }


def _first(told: Sequence[Publication]) -> str:
    first = [each.outlet for each in told if each.place == "first"]
    if first:
        return f"The first was {first[0]}."
    perhaps = [each.outlet for each in told if each.place == "perhaps first"]
    if perhaps:
        return f"It is not certain who was the first: {' or '.join(perhaps)}."
    return "The first is not known: only aggregators have it."


def _when(span: Span) -> str:
    if span.earliest is None:
        return f"before {write_moment(span.latest)} UTC, when it was first seen"
    if span.is_to_the_minute:
        return f"{span.earliest:%Y-%m-%d %H:%M} UTC"
    return f"between {span.earliest:%Y-%m-%d %H:%M} and {span.latest:%Y-%m-%d %H:%M} UTC"


def _taken_over(one: Publication) -> Iterator[str]:
    source, takeover = one.source, one.takeover
    assert source is not None  # of it was taken over
    assert takeover is not None
    yield f"  copied from {source.outlet}, {_PLACES[source.place]}{_later(one)}"
    of = write_count(takeover.words, "word")
    yield (
        f"  {_percent(takeover.share)} of its {of} taken over, {takeover.changed:,} changed, "
        f"{takeover.added:,} added; {takeover.left_out:,} of the source left out"
    )


def _later(one: Publication) -> str:
    if not one.is_certain:
        return ", if that was the earlier, which is not certain"
    if one.delay is not None:
        return f", {write_duration(timedelta(seconds=one.delay))} later"
    least, most = one.delay_bounds
    at_least = f", {write_duration(timedelta(seconds=max(least or 0, 0)))} later at least"
    if most is None:
        return at_least
    return f"{at_least}, {write_duration(timedelta(seconds=most))} at most"


def _named(one: Publication) -> str:
    named = one_line(", ".join(one.named or sorted(one.known)))
    match one.naming:
        case "source":
            return "names it as its source"
        case "first":
            return f"names not it, but the outlet that was the first: {named}"
        case "another outlet":
            return f"names another outlet as its source: {named}"
        case "outside" if one.common_source is not None:
            assert one.source is not None  # they have it in common
            common = one_line(one.common_source)
            return f"names {named}; {one.source.outlet} names {common}, too: both may be from there"
        case "outside":
            return f"names as its source: {named}"
        case "nobody":
            return "names no source"


def _copies(number: int) -> str:
    return "1 copy" if number == 1 else f"{number:,} copies"


def _percent(share: float) -> str:
    return f"{share:.0%}".replace("%", " %")
