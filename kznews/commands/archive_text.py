"""What is kept of the pages that were read, as lines for people."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from scrapy.http import Headers, HtmlResponse

from kznews.archive.figures import ArchiveFigures, OutletFigures
from kznews.archive.reader import KeptPage
from kznews.text.terminal import write_bytes, write_count, write_moment

_HEADINGS = ("outlet", "kind", "pages", "served", "kept", "share", "first", "last")


def figures_lines(figures: ArchiveFigures) -> Iterator[str]:
    """Tell what is kept, by outlet and kind, a row each, then of all."""
    rows = [
        _row("" if place else outlet, each)
        for outlet, kinds in groupby(figures.kinds, attrgetter("outlet"))
        for place, each in enumerate(kinds)
    ]
    widths = [max(len(row[n]) for row in (_HEADINGS, *rows)) for n in range(len(_HEADINGS))]
    for row in (_HEADINGS, *rows) if rows else ():
        first, second, *others = zip(row, widths, strict=True)
        numbers = "".join(f"  {cell:>{width}}" for cell, width in others)
        yield f"{first[0]:<{first[1]}}  {second[0]:<{second[1]}}{numbers}"
    pages, served, kept = (
        sum(getattr(each, name) for each in figures.kinds) for name in ("pages", "served", "kept")
    )
    kept += figures.dictionary_bytes
    share = f", {kept / served:.1%}" if served else ""
    yield (
        f"{write_count(pages, 'page')} of {write_bytes(served)} take {write_bytes(kept)}{share}, "
        f"with the {figures.dictionaries} that others are compressed with "
        f"({write_bytes(figures.dictionary_bytes)})"
    )


def _row(outlet: str, figures: OutletFigures) -> tuple[str, ...]:
    return (
        outlet,
        figures.kind,
        f"{figures.pages:,}",
        write_bytes(figures.served),
        write_bytes(figures.kept),
        "—" if figures.share is None else f"{figures.share:.1%}",
        write_moment(figures.first),
        write_moment(figures.last),
    )


def page_lines(page: KeptPage, *, headers: bool, body: bool) -> Iterator[str]:
    """Tell of a page: when it was seen; its headers, its body."""
    seen = f"{write_moment(page.sightings[0])} UTC"
    if len(page.sightings) > 1:
        seen += f", {len(page.sightings)} times until {write_moment(page.sightings[-1])} UTC"
    answer = page.answer
    size = write_bytes(len(answer.body))
    yield f"{page.url}: {answer.status}, {size}, {page.outlet}, {page.kind}, seen {seen}"
    if headers:
        yield from (
            f"{name.decode('latin-1')}: {value.decode('latin-1')}" for name, value in answer.headers
        )
    if body:
        sent = Headers()
        for name, value in answer.headers:
            sent.appendlist(name, value)
        yield ""
        yield from HtmlResponse(page.url, headers=sent, body=answer.body).text.splitlines()
