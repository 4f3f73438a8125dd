"""Outlets' facts as lines for people, and as the document docs/outlets.md. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kznews.outlets import Outlet
from kznews.outlets.outlet import Edition
from kznews.outlets.parts import Part, parts
from kznews.text.terminal import write_count

_LANGUAGES = {"ru": "Russian", "kk": "Kazakh", "en": "English", "zh": "Chinese"}
_HEADINGS = ("outlet", "languages", "found by", "article layouts", "unverified parts")


def outlet_lines(outlets: Sequence[Outlet]) -> Iterator[str]:
    """Tell of each outlet in one line, below headings."""
    rows = [_HEADINGS, *map(_row, outlets)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(_HEADINGS))]
    for row in rows:
        cells = (f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def fact_lines(outlet: Outlet) -> Iterator[str]:
    """Tell of one outlet: its editions, and each part of its facts with what confirmed it."""
    yield f"{outlet.title}{_nature(outlet)}"
    for edition in outlet.editions:
        yield f"  edition {_edition(edition)}"
    for part in parts(outlet):
        name = f" {part.name}" if part.name else ""
        address = f" ({url})" if (url := _url(part)) else ""
        yield f"  {part.kind}{name}{address}: {_certainty(part)}"


def outlets_document(outlets: Sequence[Outlet]) -> Iterator[str]:
    """Give the lines of docs/outlets.md: a table of all outlets, then the facts of each."""
    crawled = [each for each in outlets if each.ways]
    yield "# Outlets"
    yield ""
    yield "Written by `.venv/bin/scrapy outlets --markdown > docs/outlets.md` from the modules in"
    yield "`kznews/outlets/`: do not edit it. The live sites were not asked: **unverified** is what"
    yield "neither a stored page nor two independent sources have confirmed."
    yield ""
    yield _counted(outlets, crawled)
    yield ""
    yield "| outlet | title | editions | found by | article layouts | unverified |"
    yield "|---|---|---|---|---|---|"
    for outlet in outlets:
        editions = "<br>".join(
            f"`{each.host}{each.path.rstrip('/')}` {', '.join(each.languages)}"
            for each in outlet.editions
        )
        layouts = ", ".join(f"`{each.name}`" for each in outlet.article_layouts)
        name = f"[`{outlet.name}`](#{outlet.name})" if outlet.ways else f"`{outlet.name}`"
        cells = (
            name,
            f"{outlet.title}{_nature(outlet)}",
            editions,
            _found_by(outlet) or "no spider",
            layouts or "general extraction",
            _unverified(outlet),
        )
        yield f"| {' | '.join(cells)} |"
    for outlet in crawled:
        yield ""
        yield f"## {outlet.name}"
        yield ""
        title, *facts = fact_lines(outlet)
        yield title
        yield ""
        yield from (f"- {each.strip()}" for each in facts)


def _counted(outlets: Sequence[Outlet], crawled: Sequence[Outlet]) -> str:
    kazakh = sum("kk" in each.languages for each in crawled)
    with_feed = sum(bool(each.feeds) for each in crawled)
    with_sitemap = sum(bool(each.sitemaps) for each in crawled)
    return (
        f"Outlets that can be crawled: {len(crawled)}; of them in Kazakh: {kazakh}, with a feed: "
        f"{with_feed}, with a sitemap: {with_sitemap}. Of "
        f"{len(outlets) - len(crawled)} more, only hosts, languages, time zone and names are known."
    )


def _row(outlet: Outlet) -> tuple[str, ...]:
    layouts = ", ".join(each.name for each in outlet.article_layouts)
    return (
        outlet.name,
        ",".join(outlet.languages),
        _found_by(outlet) or "no spider",
        layouts or "-",
        _unverified(outlet),
    )


def _found_by(outlet: Outlet) -> str:
    """Count the ways of discovery, by kind."""
    counted = (
        (len(outlet.feeds), "feed"),
        (len(outlet.sitemaps), "sitemap"),
        (len(outlet.listings), "listing"),
    )
    return ", ".join(write_count(number, kind) for number, kind in counted if number)


def _unverified(outlet: Outlet) -> str:
    found = tuple(parts(outlet))
    doubtful = sum(bool(each.facts.unverified) for each in found)
    return f"{doubtful} of {len(found)}" if doubtful else "none" if found else ""


def _nature(outlet: Outlet) -> str:
    natures = ((outlet.is_aggregator, "aggregator"), (outlet.is_satire, "satire"))
    said = ", ".join(word for holds, word in natures if holds)
    return f" ({said})" if said else ""


def _edition(edition: Edition) -> str:
    languages = ", ".join(_LANGUAGES[each] for each in edition.languages)
    script = "" if edition.script == "Cyrl" else f", in {edition.script} script"
    zone = f", {edition.time_zone}" if edition.time_zone else ""
    copies = ", copies of the main edition" if edition.copies else ""
    return f"{edition.host}{edition.path}: {languages}{script}{zone}{copies}"


def _url(part: Part) -> str | None:
    url: str | None = getattr(part.facts, "url", None)
    return url


def _certainty(part: Part) -> str:
    if part.is_guess:
        return "unverified"
    evidence = part.facts.evidence or "nobody says what confirmed it"
    unverified = ", ".join(part.facts.unverified)
    return f"{evidence}; unverified: {unverified}" if unverified else evidence
