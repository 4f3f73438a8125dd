"""Edits of an article, each as one flat record."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kznews.exports.table import Fields
from kznews.record.history import is_silent, versions_of


def edits_of(article: Fields) -> Iterator[Fields]:
    """Give the edits of an article, the last first. Raises UnfitPatchError as `versions_of` does.

    Of the texts they have the paragraphs that differ: word by word `scrapy history` compares them.
    """
    versions = versions_of(article)
    numbered = list(enumerate(pairwise(versions), start=2))
    for number, (former, version) in reversed(numbered):
        before, now = former.fields, version.fields
        retitled = before["title"] != now["title"]
        lead_changed = before.get("lead") != now.get("lead")
        old, new = (each["body"].split("\n\n") for each in (before, now))
        yield {
            "seen_at": version.first_seen_at,
            "not_before": former.last_seen_at,
            "outlet": now["outlet"],
            "url": article["url"],
            "title": now["title"],
            "former_title": before["title"] if retitled else None,
            "kinds": version.kinds,
            "silent": is_silent(former, version),
            "modified_at": now.get("modified_at"),
            "version": number,
            "lead": now.get("lead") if lead_changed else None,
            "former_lead": before.get("lead") if lead_changed else None,
            "article_id": article["_id"],
            "cut": _without(old, new),
            "added": _without(new, old),
        }


def _without(paragraphs: list[str], others: list[str]) -> str | None:
    """Give the paragraphs that the others have not, as a text; None where there are none."""
    known = frozenset(others)
    return "\n\n".join(each for each in paragraphs if each not in known) or None
