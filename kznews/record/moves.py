"""Articles that got another address: one article, with one history. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from kznews.mongo.values import Fields, identity
from kznews.record.absences import absence_fields, absences_of, seen
from kznews.record.documents import appeared_at
from kznews.record.history import Boilerplate, document_of, observe, versions_of
from kznews.record.steps import Step, first_version, next_version
from kznews.record.versions import Version
from kznews.text.gist import Gist, gist_of, is_same_article


def former_ids(fetched: Fields) -> list[str]:
    """Name the articles that stood at the other addresses of one that was fetched, if any did."""
    return [identity(alias) for alias in fetched["aliases"]]


def at_its_address(fetched: Fields, moved: Sequence[Fields]) -> Fields:
    """Give what was fetched at an address that an article has left as what stands at its new one.

    `moved`: stored articles of which this address is an alias. Another text is another article.
    """
    for article in moved:
        if fetched["url"] in article["aliases"] and is_same_article(_gist(article), _gist(fetched)):
            aliases = [each for each in fetched["aliases"] if each != article["url"]]
            own = {"_id": article["_id"], "url": article["url"]}
            return fetched | own | {"aliases": [*aliases, fetched["url"]]}
    return fetched


def with_own_aliases(fetched: Fields, stored: Mapping[str, Fields]) -> Fields:
    """Give what was fetched without the addresses at which another article stands.

    `stored`: by `_id`, what stands at its addresses. Where the outlet sends the readers of one
    article to another, the two stay apart.
    """
    gist = _gist(fetched)
    others = {
        each["url"] for each in _formers(fetched, stored) if not is_same_article(_gist(each), gist)
    }
    return fetched | {"aliases": [each for each in fetched["aliases"] if each not in others]}


def holds(article: Fields, former: Fields, boilerplate: Boilerplate) -> bool:
    """Tell whether an article holds all versions and absences that it had at a former address.

    Raises UnfitPatchError where stored versions cannot be read.
    """
    joined = _with_former(article, former, boilerplate)
    return joined == article | {"story_id": joined["story_id"]}


def joined_version(
    stored: Mapping[str, Fields], fetched: Fields, boilerplate: Boilerplate
) -> Step | None:
    """Decide the step for an article that is also stored at former addresses; None: it is not.

    Its history goes on: it holds all versions and absences that it had there. Raises
    UnfitPatchError where stored versions cannot be read.
    """
    formers = _formers(fetched, stored)
    if not formers:
        return None
    here = stored.get(fetched["_id"])
    joined = here or fetched
    for former in formers:
        joined = _with_former(joined, former, boilerplate)
    if here is None:
        joined |= {"appeared_at": appeared_at(joined)}
        return replace(first_version(joined), outcome="moved")
    step = next_version(joined, fetched, boilerplate)
    own = {"former_ids": joined["former_ids"], "write_number": (here.get("write_number") or 0) + 1}
    return replace(step, outcome="moved", fields=step.fields | own)


def _formers(fetched: Fields, stored: Mapping[str, Fields]) -> Sequence[Fields]:
    ids = dict.fromkeys(former_ids(fetched))
    return [stored[id_] for id_ in ids if id_ in stored and id_ != fetched["_id"]]


def _gist(article: Fields) -> Gist:
    return gist_of(article["title"], article["body"], article["published_at"])


def _with_former(article: Fields, former: Fields, boilerplate: Boilerplate) -> Fields:
    """Give an article with the history that it had at a former address, too."""
    versions = versions_of(article)
    sightings = [(version, at) for version in versions_of(former) for at in _ends(version)]
    # Twice: what splits a version in two makes both parts of its last page; then each gets its own.
    for version, at in sightings * 2:
        fields = version.fields | {"url": article["url"]}
        versions = observe(versions, fields, at, boilerplate).versions
    by_miss = {each.missed_at: each for each in (*absences_of(former), *absences_of(article))}
    absences = tuple(by_miss[missed_at] for missed_at in sorted(by_miss))
    for at in sorted({at for version in versions for at in _ends(version)}):
        absences = seen(absences, at)
    addresses = dict.fromkeys((*article["aliases"], former["url"], *former["aliases"]))
    return (
        article
        | document_of(versions)
        | absence_fields(absences)
        | {
            "aliases": [each for each in addresses if each != article["url"]],
            "former_ids": _former_ids_with(article, former),
            "fetched_at": max(article["fetched_at"], former["fetched_at"]),
            "story_id": article["story_id"] or former["story_id"],
        }
    )


def _former_ids_with(article: Fields, former: Fields) -> list[str]:
    """Give the ids that an article had, with those of a former address: what names it by them."""
    of_both = [each.get("former_ids") or [] for each in (article, former)]
    ids = dict.fromkeys([*of_both[0], *of_both[1], former["_id"]])
    return [each for each in ids if each != article["_id"]]


def _ends(version: Version) -> tuple[datetime, datetime]:
    return version.first_seen_at, version.last_seen_at
