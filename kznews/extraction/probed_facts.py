"""What pages show of each fact of an outlet's module: confirmed, contradicted or not met."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from kznews.outlets import Outlet
from kznews.outlets.parts import Facts, Part, parts
from kznews.text.terminal import write_count

Verdict = Literal["confirmed", "contradicted", "not met"]

_LONGEST_SHOWN = 80
"""Characters of a text of a page that are shown."""
_FEWEST_ALIKE = 3
"""Pages of which a title that is the same on all is no title, at least."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What pages show of one fact."""

    part: Part
    field: str
    verdict: Verdict
    seen: str
    """What the pages show of the fact, as a sentence for people."""


@dataclass
class Seen:
    """What pages showed of one fact so far."""

    asked: int = 0
    """Number of the pages that could show it."""
    confirming: int = 0
    """Number of the pages that are as the fact says."""
    matches: int = 0
    """Number of what was found on them."""
    contradicting: int = 0
    """Number of the pages that are otherwise."""
    first: str | None = None
    """First text that was found."""
    against: str | None = None
    """Why the first page that is otherwise is so."""
    is_on_every_page: bool = False
    """Whether each page that could show it has to."""
    texts: set[str] = field(default_factory=set)
    """The different texts that were found, of facts that differ from page to page."""

    def confirm(self, matches: int, text: str | None) -> None:
        """Note a page that is as the fact says."""
        self.confirming += 1
        self.matches += matches
        self.first = self.first or text

    def contradict(self, why: str) -> None:
        """Note a page that is otherwise."""
        self.contradicting += 1
        self.against = self.against or why

    @property
    def is_same_everywhere(self) -> bool:
        """Whether a text that should differ from page to page does not."""
        return len(self.texts) == 1 and self.confirming >= _FEWEST_ALIKE

    @property
    def verdict(self) -> Verdict:
        """What most of the pages say."""
        if self.is_same_everywhere or self.contradicting > self.confirming:
            return "contradicted"
        if self.is_on_every_page and 2 * self.confirming < self.asked:
            return "not met"
        return "confirmed" if self.confirming else "not met"

    @property
    def words(self) -> str:
        """What the pages show of the fact, as a sentence for people."""
        if not self.asked:
            return "no page that could show it"
        said = "1 match" if self.matches == 1 else f"{self.matches} matches"
        said += f" on {self.confirming} of {write_count(self.asked, 'page')}"
        if self.first:
            said += f": «{shortened(self.first)}»"
        if self.is_same_everywhere:
            said += "; the same on all of them"
        if self.against:
            said += f"; otherwise on {self.contradicting}: {self.against}"
        return said


class ProbedFacts:
    """The facts of one outlet, with what pages showed of each."""

    def __init__(self, outlet: Outlet) -> None:
        self._parts = list(parts(outlet))
        self._seen = {
            (id(part.facts), name): Seen() for part in self._parts for name in part.stated
        }

    def of(self, facts: Facts, name: str) -> Seen:
        """Give what was seen of a field; of one that states nothing, what is nowhere told."""
        return self._seen.get((id(facts), name), Seen())

    def findings(self) -> list[Finding]:
        """Give what was found of each fact that the module states, in its order."""
        return [
            Finding(part=part, field=name, verdict=seen.verdict, seen=seen.words)
            for part in self._parts
            for name in part.stated
            for seen in [self.of(part.facts, name)]
        ]


def shortened(text: str) -> str:
    """Give a text as it is shown in a line."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_SHOWN else f"{line[: _LONGEST_SHOWN - 1]}…"
