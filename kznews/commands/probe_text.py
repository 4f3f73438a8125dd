"""The report of `scrapy probe`, in lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from kznews.extraction.probed_facts import Finding, Verdict
from kznews.layouts.store import StoredLayout
from kznews.outlets import Outlet
from kznews.outlets.parts import Part
from kznews.text.terminal import write_count

_MARKS: dict[Verdict, str] = {"confirmed": "+", "contradicted": "!", "not met": "?"}


def probe_lines(
    outlet: Outlet, findings: list[Finding], remarks: Iterable[str], evidence: str
) -> Iterator[str]:
    """Tell what was found of each fact, what was seen beside them, and what is to be changed."""
    yield f"{outlet.title} ({outlet.name})"
    for _, of_part in groupby(findings, lambda each: id(each.part.facts)):
        rows = list(of_part)
        yield ""
        yield " ".join(filter(None, [rows[0].part.kind, rows[0].part.name]))
        for each in rows:
            mark = " (unverified)" if each.field in each.part.facts.unverified else ""
            yield f"{_MARKS[each.verdict]} {each.field}{mark}: {each.verdict}: {each.seen}"
    yield ""
    yield "Seen besides"
    yield from (f"  {each}" for each in remarks)
    yield ""
    changes = changes_of(findings, evidence)
    place = f"kznews/outlets/{outlet.name}.py, or the platform's module that it imports"
    yield f"To change in {place}" if changes else "Nothing is to be changed in the module."
    yield from (f"  {each}" for each in changes)


def induced_lines(outlet: Outlet, induced: Iterable[StoredLayout]) -> Iterator[str]:
    """Tell what the layouts say that were induced from the outlet's pages, beside the module's."""
    own = next(iter(outlet.article_layouts), None)
    for each in induced:
        yield ""
        yield (
            f"Induced layout {each.layout.name}, from {write_count(each.pages, 'page')}, "
            f"since {each.induced_at:%Y-%m-%d}, last shown {each.confirmed_at:%Y-%m-%d}"
        )
        for name in Part(each.layout).stated:
            value, ours = getattr(each.layout, name), getattr(own, name, None)
            share = f" ({each.agreement[name]:.0%})" if name in each.agreement else ""
            beside = "the same" if value == ours else f"the module says {_selectors(ours)}"
            yield f"  {name}: {_selectors(value)}{share}" + (f"; {beside}" if own else "")


def _selectors(value: str | tuple[str, ...] | None) -> str:
    return ", ".join(value) or "nothing" if isinstance(value, tuple) else value or "nothing"


def changes_of(findings: list[Finding], evidence: str) -> list[str]:
    """Say which lines of the outlet's module are to be changed; none: it is as the pages are."""
    lines: list[str] = []
    by_part: dict[int, list[Finding]] = {}
    for each in findings:
        by_part.setdefault(id(each.part.facts), []).append(each)
    for of_part in by_part.values():
        part = of_part[0].part
        verdicts = {each.field: each.verdict for each in of_part}
        marked = part.facts.unverified
        confirmed = [name for name in marked if verdicts.get(name) == "confirmed"]
        place = " ".join(filter(None, [part.kind, part.name]))
        if confirmed:
            left = tuple(name for name in marked if name not in confirmed)
            stands = f"unverified={left!r}" if left else "no unverified"
            lines.append(f"{place}: {stands}; {', '.join(confirmed)} confirmed")
            if part.facts.evidence is None:
                lines.append(f'{place}: evidence="{evidence}"')
        lines += [
            f"{place}: mend {each.field}: {each.seen}"
            for each in of_part
            if each.verdict == "contradicted"
        ]
    return lines
