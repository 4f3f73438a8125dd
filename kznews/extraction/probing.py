"""An outlet's facts beside the answers that its hosts gave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime

from kznews.extraction.json_document import JsonDocument, is_json
from kznews.extraction.page import Page, UnreadablePageError
from kznews.extraction.probed_articles import ProbedArticles
from kznews.extraction.probed_discovery import ProbedDiscovery
from kznews.extraction.probed_facts import Finding, ProbedFacts
from kznews.extraction.rates import read_rates_strip
from kznews.extraction.ticker import read_tickers
from kznews.outlets import Outlet
from kznews.outlets.parts import Part

_TOLD_HEADERS = {
    "ETag": ("etag",),
    "Last-Modified": ("last-modified",),
    "packed": ("content-encoding", "x-orig-content-encoding"),
}
"""What is told of answers' headers, and the headers that say so."""


@dataclass(frozen=True, kw_only=True)
class ProbedAnswer:
    """An answer of one of the outlet's hosts."""

    url: str
    kind: str
    """What was asked for: `article`, `listing`, `feed`, `sitemap`."""
    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes
    seen_at: datetime

    @property
    def named_headers(self) -> dict[str, str]:
        """The headers by their names in small letters; of repeated ones the last."""
        return {name.lower(): value for name, value in self.headers}


class Probe:
    """The judge of an outlet's facts by answers: give it all of them, then ask."""

    def __init__(self, outlet: Outlet) -> None:
        self._outlet = outlet
        self._facts = ProbedFacts(outlet)
        self._articles = ProbedArticles(outlet, self._facts)
        self._discovery = ProbedDiscovery(outlet, self._facts)
        self._answers: Counter[str] = Counter()
        self._headers: Counter[tuple[str, str]] = Counter()
        self._unreadable: list[str] = []
        self._gone: list[str] = []

    def meet(self, answer: ProbedAnswer) -> None:
        """Look at an answer."""
        if answer.status != 200:
            self._meet_refusal(answer)
            return
        self._answers[answer.kind] += 1
        self._headers.update(
            (answer.kind, said)
            for said, names in _TOLD_HEADERS.items()
            if any(name in answer.named_headers for name in names)
        )
        try:
            self._read(answer)
        except UnreadablePageError as error:
            self._unreadable.append(str(error))

    def findings(self) -> list[Finding]:
        """Give what was found of each fact that the module states, in its order."""
        return self._facts.findings()

    def remarks(self) -> Iterator[str]:
        """Say what was seen beside the facts."""
        yield from self._discovery.remarks()
        yield from self._articles.remarks()
        for kind, count in self._answers.items():
            said = ", ".join(f"{self._headers[kind, each]} {each}" for each in _TOLD_HEADERS)
            yield f"headers of {count} answers of the kind {kind}: {said}"
        for what, faults in (("unreadable", self._unreadable), ("no page", self._gone)):
            if faults:
                yield f"{what}: {len(faults)}, such as {faults[0]}"

    def _meet_refusal(self, answer: ProbedAnswer) -> None:
        place = answer.named_headers.get("location")
        said = f"it leads to {place}" if place else f"the answer is {answer.status}"
        way = self._discovery.way_at(answer.url)
        if way is not None:
            self._discovery.refuse(way, said)
        else:
            self._gone.append(f"{answer.url}: {said}")

    def _read(self, answer: ProbedAnswer) -> None:
        body, url, seen_at = answer.body, answer.url, answer.seen_at
        if answer.kind == "feed":
            self._discovery.meet_feed(body, url, seen_at)
        elif answer.kind == "sitemap":
            self._discovery.meet_sitemap(body, url, seen_at)
        elif answer.kind == "listing" and is_json(body):
            document = JsonDocument(body, url, outlet=self._outlet, fetched_at=seen_at)
            self._discovery.meet_listing(document)
        elif answer.kind in {"listing", "article"}:
            page = Page(
                body,
                url,
                content_type=answer.named_headers.get("content-type"),
                outlet=self._outlet,
                fetched_at=seen_at,
            )
            if answer.kind == "listing":
                self._discovery.meet_listing(page)
            else:
                self._articles.meet(page)
            self._meet_strips(page)

    def _meet_strips(self, page: Page) -> None:
        if self._outlet.ticker is not None:
            seen = self._facts.of(self._outlet.ticker, "headline")
            seen.asked += 1
            if headlines := read_tickers(page):
                seen.confirm(len(headlines), headlines[0].headline)
        for layout in self._outlet.rates:
            alone = copy(page)
            alone.outlet = replace(self._outlet, rates=(layout,))
            rates = read_rates_strip(alone)
            for name in Part(layout).stated:
                seen = self._facts.of(layout, name)
                seen.asked += 1
                # Whose rates they are no selector tells.
                if rates and name != "kind":
                    seen.confirm(len(rates), f"{rates[0].base} {rates[0].value}")
