"""What the record says of a scripted month, beside what the crawls were given."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

from benchmarks.figures import table
from benchmarks.newsroom_script import KINDS, Event, Script
from kznews.mongo.values import Fields
from kznews.record.absences import BETWEEN_MISSES, FEWEST_MISSES, SETTLING_TIME, absences_of
from kznews.record.history import versions_of

_GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
_OVERWRITTEN = "overwritten unseen"
"""What came after it did so before a visit, or the article's first visit came later than it."""
_TO_COME = "visits to come"
"""The month ended before the visits that would tell."""
_TOLERANCE = timedelta(seconds=2)
"""MongoDB's clock and this machine's are one; a crawl's moments are told once a while."""


@dataclass(frozen=True)
class Visit:
    """A request for an article, and what it was answered."""

    step: int
    status: int
    text: str | None
    """What stood there; None where no article did."""
    is_down: bool
    """Whether the outlet was down as a whole."""


@dataclass
class Shown:
    """A text that an article had, and the steps at which it was first and last seen."""

    text: str
    first: int
    last: int


@dataclass
class ExpectedAbsence:
    """An absence as the visits tell it, by their steps."""

    last_seen: int
    misses: list[Visit]
    returned: int | None = None


@dataclass(frozen=True)
class Expected:
    """What the record should say of an article: all by steps."""

    versions: list[Shown]
    absences: list[ExpectedAbsence]


class Comparison:
    """Counts, by kind of event, of what was recorded rightly, could not be seen, or is not so."""

    def __init__(
        self,
        script: Script,
        visits: Mapping[str, Sequence[Visit]],
        crawls: Sequence[tuple[datetime, datetime]],
        stories: Mapping[str, Sequence[tuple[int, str]]],
    ) -> None:
        self.mismatches: list[str] = []
        self._script = script
        self._visits = visits
        self._crawls = crawls
        self._stories = stories
        self._counts: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}

    def compare(self, articles: Sequence[Fields]) -> None:
        """Compare the record's articles with the script."""
        stored: dict[str, Fields] = {}
        for each in articles:
            stored |= dict.fromkeys((each["url"], *each["aliases"]), each)
        events: dict[str, list[Event]] = defaultdict(list)
        for event in self._script.events:
            events[event.url].append(event)
        for url in self._script.articles:
            visits = self._visits.get(url, ())
            expected = expected_of(visits)
            if not expected.versions:
                self._count("articles", _TO_COME)
                continue
            if (found := stored.get(url)) is None:
                self._count("articles", f"{url}: not stored, though it was read")
                continue
            wrong = [*self._versions(found, expected), *self._absences(found, expected)]
            self._count("articles", *(f"{url}: {told}" for told in wrong))
            for number, event in enumerate(events[url]):
                following = events[url][number + 1 : number + 2]
                until = following[0].step if following else self._script.steps
                self._event(event, until, found, visits, expected)
            self._gone(url, found, expected)
            self._story(url)
        for url in stored.keys() - self._script.articles.keys() - self._script.moved.keys():
            self._count("articles", f"{url}: stored, but never published")

    def told(self) -> str:
        """Give the table, and each mismatch."""
        columns = ("rightly", _OVERWRITTEN, _TO_COME, "mismatches")
        rows: list[Sequence[str]] = [("", "scripted", "recorded rightly", *columns[1:])]
        for kind, counts in self._counts.items():
            rows.append((kind, str(counts.total()), *(str(counts[each]) for each in columns)))
        lines = [table(rows), f"{len(self.mismatches)} mismatches", *self.mismatches]
        return "\n".join(lines)

    def _count(self, kind: str, *wrong: str) -> None:
        counts = self._counts.setdefault(kind, Counter())
        if wrong in {(_OVERWRITTEN,), (_TO_COME,)}:
            counts[wrong[0]] += 1
        elif wrong:
            counts["mismatches"] += 1
            self.mismatches += [f"{kind}: {each}" for each in wrong]
        else:
            counts["rightly"] += 1

    def _is_at(self, moment: datetime | None, step: int | None) -> bool:
        """Tell whether the moment is of the crawls of this step."""
        if moment is None or step is None:
            return moment is None and step is None
        began, ended = self._crawls[step]
        return began - _TOLERANCE <= moment <= ended + _TOLERANCE

    def _versions(self, article: Fields, expected: Expected) -> list[str]:
        versions = versions_of(article)
        texts = [each.fields["body"] for each in versions]
        if texts != [each.text for each in expected.versions]:
            return [f"{len(texts)} versions, {len(expected.versions)} were shown, or other texts"]
        return [
            f"a version is seen from {version.first_seen_at} to {version.last_seen_at}, not {shown}"
            for version, shown in zip(versions, expected.versions, strict=True)
            if not self._is_at(version.first_seen_at, shown.first)
            or not self._is_at(version.last_seen_at, shown.last)
        ]

    def _absences(self, article: Fields, expected: Expected) -> list[str]:
        absences = absences_of(article)
        if len(absences) != len(expected.absences):
            return [f"{len(absences)} absences, not {len(expected.absences)}"]
        wrong = []
        for absence, other in zip(absences, expected.absences, strict=True):
            steps = [each.step for each in other.misses]
            if not (
                self._is_at(absence.last_seen_at, other.last_seen)
                and self._is_at(absence.missed_at, steps[0])
                and self._is_at(absence.misses[-1], steps[-1])
                and self._is_at(absence.returned_at, other.returned)
                and (absence.status, absence.reason) == _said(other.misses[0])
            ):
                wrong.append(f"an absence is told as {absence}, not as {other}")
        presence = "live"
        if expected.absences and expected.absences[-1].returned is None:
            presence = "gone" if self._is_gone(expected.absences[-1]) else "missing"
        if article["presence"] != presence:
            wrong.append(f"{article['presence']}, not {presence}: {expected.absences}")
        return wrong

    def _is_gone(self, absence: ExpectedAbsence) -> bool:
        """Tell whether the misses while the outlet was not down say that the article is gone."""
        moments: list[datetime] = []
        for miss in absence.misses:
            at = self._crawls[miss.step][0]
            # The hours of crawls begin some seconds apart.
            if not miss.is_down and (
                not moments or at - moments[-1] >= BETWEEN_MISSES - timedelta(minutes=1)
            ):
                moments.append(at)
        return len(moments) >= FEWEST_MISSES and moments[-1] - moments[0] >= SETTLING_TIME

    def _event(
        self,
        event: Event,
        until: int,
        article: Fields,
        visits: Sequence[Visit],
        expected: Expected,
    ) -> None:
        window = range(event.step, until)
        unseen = _TO_COME if until == self._script.steps else _OVERWRITTEN
        wrong: list[str] = []
        seen = [each for each in visits if each.step in window and not each.is_down]
        if event.kind in {"edit", "second edit", "edit back"}:
            shown = [each for each in expected.versions[1:] if each.first in window]
            is_seen = bool(shown)
            if not all(self._has_version(article, each) for each in shown):
                wrong.append("no version of its own, or without a kind")
        elif event.kind == "removal":
            misses = [each for each in seen if each.status in _GONE]
            is_seen = bool(misses)
            told = [moment for each in absences_of(article) for moment in each.misses]
            if is_seen and not any(self._is_at(each, misses[0].step) for each in told):
                wrong.append("no absence")
        elif event.kind == "return":
            returns = [each.returned for each in expected.absences if each.returned in window]
            is_seen = bool(returns)
            returned = [each.returned_at for each in absences_of(article)]
            if is_seen and not any(self._is_at(each, returns[0]) for each in returned):
                wrong.append("no return")
        else:
            is_seen = any(each.status == HTTPStatus.MOVED_PERMANENTLY for each in seen)
            new = f"{event.url}?moved=1"
            if is_seen and not (article["url"] == new and event.url in article["aliases"]):
                wrong.append(f"at {article['url']} with the aliases {article['aliases']}")
        mismatches = [f"{event.url}, step {event.step}: {each}" for each in wrong]
        self._count(event.kind, *(mismatches if is_seen else (unseen,)))

    def _has_version(self, article: Fields, shown: Shown) -> bool:
        return any(
            each.fields["body"] == shown.text
            and bool(each.kinds)
            and self._is_at(each.first_seen_at, shown.first)
            for each in versions_of(article)[1:]
        )

    def _gone(self, url: str, article: Fields, expected: Expected) -> None:
        """Compare what is told to be gone, and what was only down."""
        for absence, other in zip(absences_of(article), expected.absences, strict=False):
            is_outage = all(each.is_down for each in other.misses)
            kind = "missed while the outlet is down" if is_outage else "removals that are confirmed"
            should = self._is_gone(other)
            if (absence.confirmed_at is not None) != should:
                self._count(kind, f"{url}: confirmed at {absence.confirmed_at}: {other}")
            else:
                self._count(kind, *(() if should or is_outage else (_TO_COME,)))

    def _story(self, url: str) -> None:
        stories = self._stories.get(url, ())
        told = [f"{url}: {stories}"] if len(stories) != 1 else []
        self._count("stories that stay the same", *told)


def _said(miss: Visit) -> tuple[int, str]:
    return miss.status, "gone" if miss.status == HTTPStatus.GONE else "not found"


def expected_of(visits: Sequence[Visit]) -> Expected:
    """Give what the record should say after these visits."""
    versions: list[Shown] = []
    absences: list[ExpectedAbsence] = []
    last_seen: int | None = None
    for visit in visits:
        if visit.text is not None and visit.status in {200, 304}:
            if absences and absences[-1].returned is None:
                absences[-1].returned = visit.step
            last_seen = visit.step
            if versions and versions[-1].text == visit.text:
                versions[-1].last = visit.step
            else:
                versions.append(Shown(visit.text, visit.step, visit.step))
        elif visit.status in _GONE and last_seen is not None:
            if absences and absences[-1].returned is None:
                absences[-1].misses.append(visit)
            else:
                absences.append(ExpectedAbsence(last_seen, [visit]))
    return Expected(versions, absences)
