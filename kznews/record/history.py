"""The versions of an article that were seen, each from when to when. Pure functions.

They all stand in the article's document: the last as its fields, the others in `revisions`, each as
what it says otherwise than the next. So they are written together or not at all, and whoever reads
the document has all of them.

What is known of an article is a set of sightings: it said this at that moment. The history is the
same in whatever order they come in, but for one thing: of a version only its first and its last
sighting are kept. If another version turns out to have stood between these two, its sightings in
between are forgotten; the moments that are kept are true.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from kznews.mongo.values import Fields
from kznews.record.edits import OF_TEXT, edit_kinds
from kznews.record.patches import apply_patch, make_patch
from kznews.record.versions import Version, completed, contents, is_same_version, version_fields

Boilerplate = frozenset[str]
_NONE: Boilerplate = frozenset()


@dataclass(frozen=True)
class Observed:
    """A history after a sighting."""

    versions: tuple[Version, ...]
    is_edited: bool
    """Whether the article's last version is a new one by this sighting."""


def versions_of(article: Fields) -> tuple[Version, ...]:
    """Give the versions in an article's document, the oldest first.

    Raises UnfitPatchError where a former text cannot be told by the next.
    """
    revisions = article.get("revisions") or []
    fetched_at: datetime = article["fetched_at"]
    last = revisions[-1] if revisions else None
    version = Version(
        fields=version_fields(article),
        first_seen_at=last["replaced_at"] if last else article["first_seen_at"],
        last_seen_at=max(fetched_at, article.get("last_seen_at") or fetched_at),
        kinds=tuple(last["kinds"]) if last else (),
        told_at=last["told_at"] if last else None,
    )
    versions = [version]
    for place in range(len(revisions) - 1, -1, -1):
        revision, before = revisions[place], revisions[place - 1] if place else None
        following, former = versions[-1].fields, revision["former"]
        fields = following | former | {"page": revision["page"]}
        if "body" in former:
            fields["body"] = apply_patch(former["body"], following["body"])
        versions.append(
            Version(
                fields=fields,
                first_seen_at=before["replaced_at"] if before else article["first_seen_at"],
                last_seen_at=revision["last_seen_at"],
                kinds=tuple(before["kinds"]) if before else (),
                told_at=before["told_at"] if before else None,
                former=former,
                next_fields=following,
            )
        )
    return tuple(reversed(versions))


def document_of(versions: Sequence[Version]) -> Fields:
    """Give the fields of an article's document that hold these versions, but `fetched_at`."""
    *_, last = versions
    revisions = [_revision(version, following) for version, following in pairwise(versions)]
    return last.fields | {
        "first_seen_at": versions[0].first_seen_at,
        "last_seen_at": last.last_seen_at,
        "revisions": revisions or None,
    }


def observe(
    versions: Sequence[Version], read: Fields, at: datetime, boilerplate: Boilerplate = _NONE
) -> Observed:
    """Add a sighting: `read`, a version's fields, was there at that moment.

    Of two versions that were seen at the same moment the one that comes in later is the later one.
    """
    for place, version in enumerate(versions):
        is_then = version.first_seen_at <= at <= version.last_seen_at
        if is_then and is_same_version(version.fields, read, boilerplate):
            return _seen_again(versions, place, read, at, boilerplate)
    place = sum(version.first_seen_at <= at for version in versions) - 1
    here = versions[place] if place >= 0 else None
    following = versions[place + 1] if place + 1 < len(versions) else None
    if here is not None and is_same_version(here.fields, read, boilerplate):
        return _seen_again(versions, place, read, at, boilerplate)
    if here is None or at >= here.last_seen_at:
        if following is not None and is_same_version(following.fields, read, boilerplate):
            return _seen_again(versions, place + 1, read, at, boilerplate)
        around: list[Version] = []
    elif at == here.first_seen_at:
        return _seen_before(versions, place, read, at, boilerplate)
    else:
        around = [replace(here, first_seen_at=here.last_seen_at, told_at=None)]
    neighbour = here or following
    assert neighbour is not None  # an article has a version
    fields = completed(read, neighbour.fields)
    new = Version(fields=fields, first_seen_at=at, last_seen_at=at, told_at=at)
    until = list(versions[: place + 1])
    if here is not None and around:
        until[-1] = replace(here, last_seen_at=here.first_seen_at)
    after = list(versions[place + 1 :])
    result = [*until, new, *around, *after]
    number = len(until)
    return Observed(
        _settled(result, (number, number + 1), boilerplate), is_edited=number == len(result) - 1
    )


def reread(
    versions: Sequence[Version], readings: Mapping[str, Fields], boilerplate: Boilerplate = _NONE
) -> tuple[Version, ...]:
    """Give the versions after other readings of kept pages: a version's fields, by page.

    It is no edit. Versions that it makes equal become one: readings of several pages are best given
    together.
    """
    result = list(versions)
    touched: list[int] = []
    for place, version in enumerate(versions):
        page = version.fields["page"]
        if page in readings:
            read = completed(readings[page], version.fields)
            fields = version.fields | read | {"page": page}
            result[place] = replace(version, fields=fields, former=None)
            touched += (place, place + 1)
    return _settled(result, touched, boilerplate)


def with_kinds(versions: Sequence[Version]) -> tuple[Version, ...]:
    """Tell of all versions what led to them; those that say the same as the one before are none."""
    return _settled(list(versions), range(len(versions)), _NONE)


def is_silent(former: Version, version: Version) -> bool | None:
    """Tell whether the outlet changed the text and its `modified_at` does not say so.

    None where no text changed, and where the outlet states no such moment.
    """
    if not OF_TEXT.intersection(version.kinds) or version.fields.get("modified_at") is None:
        return None
    return version.told_at is None


def _seen_again(
    versions: Sequence[Version], place: int, read: Fields, at: datetime, boilerplate: Boilerplate
) -> Observed:
    version = versions[place]
    former = versions[place - 1] if place else None
    told_at = version.told_at
    if former is not None and _tells(former.fields, read):
        told_at = min(told_at or at, at)
    seen = replace(
        version,
        first_seen_at=min(version.first_seen_at, at),
        last_seen_at=max(version.last_seen_at, at),
        told_at=told_at,
    )
    touched: tuple[int, ...] = ()
    if at >= version.last_seen_at:
        fields = version.fields | completed(read, version.fields)
        if fields != version.fields:
            seen = replace(seen, fields=fields, former=None)
            touched = (place, place + 1)
    result = list(versions)
    result[place] = seen
    return Observed(_settled(result, touched, boilerplate), is_edited=False)


def _seen_before(
    versions: Sequence[Version], place: int, read: Fields, at: datetime, boilerplate: Boilerplate
) -> Observed:
    """Add a sighting of the moment at which another version was seen first."""
    if place and is_same_version(versions[place - 1].fields, read, boilerplate):
        return _seen_again(versions, place - 1, read, at, boilerplate)
    fields = completed(read, versions[place].fields)
    new = Version(fields=fields, first_seen_at=at, last_seen_at=at, told_at=at)
    result = [*versions[:place], new, *versions[place:]]
    return Observed(_settled(result, (place, place + 1), boilerplate), is_edited=False)


def _settled(
    versions: list[Version], touched: Iterable[int], boilerplate: Boilerplate
) -> tuple[Version, ...]:
    """Tell anew what led to the versions at these places; those that say the same become one."""
    for place in sorted(set(touched), reverse=True):
        if place >= len(versions):
            continue
        version = versions[place]
        if not place:
            versions[0] = replace(version, kinds=(), told_at=None)
            continue
        former = versions[place - 1]
        before, after = contents(former.fields, version.fields, boilerplate)
        if before == after:
            versions[place - 1 : place + 1] = [
                replace(
                    version,
                    first_seen_at=former.first_seen_at,
                    kinds=former.kinds,
                    told_at=former.told_at,
                )
            ]
            continue
        told_at = version.told_at
        if not _tells(former.fields, version.fields):
            told_at = None
        elif told_at is None:
            told_at = version.first_seen_at
        versions[place] = replace(version, kinds=tuple(edit_kinds(before, after)), told_at=told_at)
    return tuple(versions)


def _tells(former: Fields, fields: Fields) -> bool:
    """Tell whether the outlet states that it edited the article since the former version."""
    modified_at = fields.get("modified_at")
    return modified_at is not None and modified_at != former.get("modified_at")


def _revision(version: Version, following: Version) -> Fields:
    former = version.former
    if former is None or version.next_fields is not following.fields:
        former = _difference(version.fields, following.fields)
    return {
        "last_seen_at": version.last_seen_at,
        "replaced_at": following.first_seen_at,
        "page": version.fields["page"],
        "kinds": list(following.kinds),
        "silent": is_silent(version, following),
        "told_at": following.told_at,
        "former": former,
    }


def _difference(fields: Fields, following: Fields) -> Fields:
    differing = {
        name: fields.get(name)
        for name in following | fields
        if name != "page" and fields.get(name) != following.get(name)
    }
    if "body" in differing:
        differing["body"] = make_patch(fields["body"], following["body"])
    return differing
