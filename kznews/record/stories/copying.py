"""Who copied whom within one story: the order of publication, sources, and who names them.

Pure functions. What is not certain is told so: of two articles of one minute, or of one day where
only the day is known, either may be the copy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from kznews.items import told_text
from kznews.mongo.values import Fields
from kznews.record.stories.publication_order import Span, possible_moments
from kznews.record.stories.schema import Naming, Place
from kznews.record.stories.skeleton import skeleton_words
from kznews.record.stories.takeover import Source, Takeover
from kznews.text.characters import comparison_key

Named = Callable[[str], str | None]
"""Gives the name of the outlet that is meant by a source's name; None where it is none."""
InDateline = Callable[[str | None], list[str]]
"""Gives the outlets that an article's dateline names."""

_NEARLY = 0.02
"""A source counts as the best one where its share is less by so much at most."""
_NAMED = 0.15
"""The same of a source that the copy names."""
_LEAST = 0.05
"""Share of a copy's words below which nothing is said to be taken over."""
_CANDIDATES = 12
"""Articles of a story that are tried as the source of another: the earliest, and those named."""


@dataclass
class Publication:
    """An article of a story, and what it has to do with the others."""

    article: Fields
    span: Span
    """The moments at which it can have come out."""
    named: list[str]
    """Sources that its text names."""
    known: frozenset[str]
    """Outlets that its text or dateline names, of those that have a module."""
    outlets: frozenset[str]
    """The same, and the hosts that it names: a site without a module is called by its host."""
    place: Place = "first"
    source: Publication | None = None
    """The article that it was copied from; None where it was from none that is stored."""
    is_certain: bool = True
    """Whether the source certainly came out before."""
    takeover: Takeover | None = None
    """What it took over from the source."""
    naming: Naming = "nobody"
    common_source: str | None = None
    """A source that both name: the text of both may be from there."""
    words: list[bytes] = field(default_factory=list, repr=False)

    @property
    def id(self) -> str:
        """The article's `_id`."""
        return str(self.article["_id"])

    @property
    def outlet(self) -> str:
        """The article's outlet."""
        return str(self.article["outlet"])

    @property
    def key(self) -> tuple[object, ...]:
        """What articles are put in order by: by when each has come out at the latest."""
        return self.span.latest, self.article["outlet_kind"] == "aggregator", self.id

    @property
    def delay(self) -> int | None:
        """Seconds from the source's moment to its own, where both are known to the minute."""
        source = self.source
        if source is None or not (self.span.is_to_the_minute and source.span.is_to_the_minute):
            return None
        return int((self.span.latest - source.span.latest).total_seconds())

    @property
    def delay_bounds(self) -> tuple[int | None, int | None]:
        """The least and the most seconds that this can have been; None where that is unknown."""
        source = self.source
        if source is None:
            return None, None
        least = most = None
        if self.span.earliest is not None:
            least = int((self.span.earliest - source.span.latest).total_seconds())
        if source.span.earliest is not None:
            most = int((self.span.latest - source.span.earliest).total_seconds())
        return least, most


def publications(
    articles: Iterable[Fields], outlet_named: Named, outlets_in_dateline: InDateline
) -> list[Publication]:
    """Tell who copied whom among the articles of one story, in the order of publication.

    The same articles give the same, in whatever order they come. Each is a document, or the part of
    it in COMPARED.
    """
    told = [_read(article, outlet_named, outlets_in_dateline) for article in articles]
    told.sort(key=lambda each: each.key)
    firsts: dict[str, Publication] = {}
    for each in told:
        if firsts.setdefault(each.outlet, each) is not each:
            each.place = "repeated"
    of_outlets = list(firsts.values())
    for each in of_outlets:
        each.place = _place(each, of_outlets)
    sources: dict[str, Source] = {}
    for each in of_outlets:
        _find_source(each, of_outlets, sources)
    for each in told:
        each.naming = _naming(each, of_outlets)
    return told


def _read(article: Fields, outlet_named: Named, outlets_in_dateline: InDateline) -> Publication:
    named = [str(each) for each in article["attributed_to"]]
    known = {outlet for each in named if (outlet := outlet_named(each))}
    known.update(outlets_in_dateline(article.get("dateline")))
    hosts = {each.lower().removeprefix("www.") for each in named}
    own = {article["outlet"]}
    return Publication(
        article=article,
        span=possible_moments(article),
        named=named,
        known=frozenset(known - own),
        outlets=frozenset((known | hosts) - own),
        words=skeleton_words(told_text(article)),
    )


def _precedes(one: Publication, other: Publication) -> bool:
    """Tell whether an article is taken to have come out before another.

    Where their times leave that open, the one that names the other is the later; else the one that
    may be of a later moment.
    """
    if one.span.is_before(other.span) or other.span.is_before(one.span):
        return one.span.is_before(other.span)
    if _names_alone(one, other) or _names_alone(other, one):
        return _names_alone(other, one)
    return one.key < other.key


def _is_certainly_before(one: Publication, other: Publication) -> bool:
    return one.span.is_before(other.span) or (
        not other.span.is_before(one.span) and _names_alone(other, one)
    )


def _names_alone(one: Publication, other: Publication) -> bool:
    """Tell whether one of two names the other's outlet, and is not named by it."""
    return other.outlet in one.outlets and one.outlet not in other.outlets


def _place(one: Publication, all_: Sequence[Publication]) -> Place:
    if one.article["outlet_kind"] == "aggregator":
        return "later"  # it gathers what others published, whether we have that or not
    others = [each for each in all_ if each is not one and not _is_aggregator(each)]
    if any(_is_certainly_before(each, one) for each in others):
        return "later"
    is_first = all(_is_certainly_before(one, each) for each in others)
    return "first" if is_first else "perhaps first"


def _is_aggregator(one: Publication) -> bool:
    return bool(one.article["outlet_kind"] == "aggregator")


def _find_source(one: Publication, all_: Sequence[Publication], sources: dict[str, Source]) -> None:
    """Find the earliest article that explains the most of one's words, or nearly so."""
    before = [each for each in all_ if each is not one and _precedes(each, one)]
    tried = before[:_CANDIDATES]
    tried += [each for each in before[_CANDIDATES:] if each.outlet in one.outlets]
    found: list[tuple[Publication, Takeover]] = []
    for each in tried:
        if each.id not in sources:
            sources[each.id] = Source(each.words)
        takeover = sources[each.id].taken_by(one.words)
        if takeover.share >= _LEAST:
            found.append((each, takeover))
    if not found:
        return
    best = max(takeover.share for _, takeover in found)
    near = [
        (each, takeover)
        for each, takeover in found
        if takeover.share >= best - (_NAMED if each.outlet in one.outlets else _NEARLY)
    ]
    # What it names goes first; an aggregator last.
    one.source, one.takeover = min(
        near,
        key=lambda pair: (
            pair[0].outlet not in one.outlets,
            _is_aggregator(pair[0]),
            pair[0].key,
        ),
    )
    one.is_certain = _is_certainly_before(one.source, one)
    theirs = {comparison_key(name) for name in one.source.named}
    one.common_source = next((n for n in one.named if comparison_key(n) in theirs), None)


def _naming(one: Publication, all_: Sequence[Publication]) -> Naming:
    if one.source is not None and one.source.outlet in one.outlets:
        return "source"
    if any(each.place == "first" and each.outlet in one.outlets for each in all_):
        return "first"
    if one.known or not one.outlets.isdisjoint(each.outlet for each in all_):
        return "another outlet"
    return "outside" if one.named else "nobody"
