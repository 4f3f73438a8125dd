"""What outlets' facts let expect of a run's pages, and which were otherwise.

Expected are the fields that each article has, a language of its edition, a layout that reads it and
is verified, listings with articles. `kznews.spiders.expectations` judges the pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from kznews.mongo.values import Fields
from kznews.statistics import UNMET, UNMET_PAGES, by_kind
from kznews.text.terminal import write_count

_MOST_NAMED = 3  # pages


@dataclass(frozen=True, kw_only=True)
class Unmet:
    """Pages that are not as the outlet's facts let expect."""

    expectation: str
    """Kind of the expectation, and what it is about: `field/published_at`, `layout`."""
    count: int
    """Number of the pages."""
    urls: tuple[str, ...]
    """Addresses of some of them."""

    @property
    def kind(self) -> str:
        """Kind of the expectation."""
        return self.expectation.partition("/")[0]

    def sentence(self, articles: int, period: str = "") -> str:
        """Say what is wrong, and which pages show it; `articles` were read in the same period."""
        about = self.expectation.partition("/")[2]
        of_articles = f"{self.count} of {write_count(max(articles, self.count), 'article')}"
        listings = write_count(self.count, "listing")
        pages = f"{write_count(self.count, 'page')} of listings"
        verb = "was" if self.count == 1 else "were"
        said = {
            "field": f"{about} is missing in {of_articles}",
            "language": f"{of_articles} {verb} in the language {about}, which the edition has not",
            "layout": f"no layout read {of_articles}",
            "unverified_layout": f"{of_articles} {verb} read by the unverified layout {about}",
            "unverified_listing_layout": f"{pages} {verb} read by the unverified layout {about}",
            "listing": f"{listings} showed no article",
            "cards": f"{listings} showed cards, and none of them leads to an article",
        }
        return f"{said.get(self.kind, self.expectation)}{period}{see(self.urls)}"


def see(urls: Iterable[str]) -> str:
    """Name, behind a sentence, the pages that show it; nothing where none is known."""
    named = ", ".join(urls)
    return f" (see {named})" if named else ""


def read_unmet(stats: Mapping[str, Any]) -> tuple[Unmet, ...]:
    """Read from a crawl's statistics what was not as expected."""
    return tuple(
        Unmet(expectation=each, count=count, urls=urls_of(stats, each))
        for each, count in by_kind(stats, UNMET).items()
    )


def urls_of(stats: Mapping[str, Any], expectation: str) -> tuple[str, ...]:
    """Give the addresses of the pages that a crawl names for the expectation."""
    return tuple(stats.get(f"{UNMET_PAGES}{expectation}", ()))


def to_documents(unmet: Iterable[Unmet]) -> list[Fields]:
    """Give what a run's document has of it."""
    return [asdict(each) | {"urls": list(each.urls)} for each in unmet]


def add_up(runs: Iterable[Fields]) -> tuple[Unmet, ...]:
    """Add up what runs' documents tell; the pages are those of the last runs given."""
    sums: dict[str, Unmet] = {}
    for run in runs:
        for each in run.get("unmet") or ():
            name = each["expectation"]
            before = sums.get(name, Unmet(expectation=name, count=0, urls=()))
            urls = dict.fromkeys((*each["urls"], *before.urls))
            sums[name] = Unmet(
                expectation=name,
                count=before.count + each["count"],
                urls=tuple(urls)[:_MOST_NAMED],
            )
    return tuple(sums[name] for name in sorted(sums))
