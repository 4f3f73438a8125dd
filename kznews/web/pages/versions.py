"""How an article changed from one of its versions to another, word by word."""

from __future__ import annotations

import logging
from dataclasses import asdict
from typing import Any

from kznews.mongo.values import Fields
from kznews.record.boilerplate import learnt_among
from kznews.record.comparison import FieldChange, change_fields, field_changes, shown_versions
from kznews.record.history import versions_of
from kznews.record.patches import UnfitPatchError
from kznews.record.versions import Version
from kznews.web.answer import Answer
from kznews.web.asked import Asked
from kznews.web.errors import BadRequest, NotFound
from kznews.web.page import Page, Parameter
from kznews.web.pages.article import ID, MOST_SHOWN_CHARACTERS, article_of

logger = logging.getLogger(__name__)

_MOST_VERSIONS = 100_000
_SIDES = ("from", "to")
"""Parameters that choose the two versions."""


def read(asked: Asked) -> Answer:
    """Compare two versions: those that are asked for, else the last two."""
    article = article_of(asked)
    try:
        versions = versions_of(article)
    except UnfitPatchError as error:
        logger.warning("The former versions of %s cannot be read: %s", article["url"], error)
        raise NotFound(asked.say("versions.damaged")) from error
    former, new = _chosen(asked, len(versions))
    facts = list(shown_versions(versions, with_changes=False))
    changes = _changes(asked, versions[former - 1], versions[new - 1]) if former != new else []
    data: Fields = {
        "id": article["_id"],
        **{name: article[name] for name in ("url", "outlet", "language")},
        "title": facts[new - 1].title,
        "from": former,
        "to": new,
        "versions": [_facts(asdict(each)) for each in facts],
        "changes": [change_fields(each) for each in changes],
    }
    return Answer(
        "versions.html",
        asked.say("versions.heading", title=article["title"]),
        data,
        shown={"changes": changes, "versions": facts, "is_long": _is_long(changes)},
    )


def _chosen(asked: Asked, number: int) -> tuple[int, int]:
    """Give the numbers of the two versions. Raises BadRequest for one that there is not."""
    last = asked.parameters.number("to") or number
    first = asked.parameters.number("from") or max(1, last - 1)
    for name, chosen in zip(_SIDES, (first, last), strict=True):
        if chosen > number:
            raise BadRequest(asked.say("versions.no_such", number=number), name)
    return first, last


def _changes(asked: Asked, former: Version, new: Version) -> list[FieldChange]:
    texts = (former.fields["body"], new.fields["body"])
    outlet = new.fields["outlet"]
    learnt = learnt_among(asked.sources.database, outlet, texts)
    return list(field_changes(former, new, learnt))


def _is_long(changes: list[FieldChange]) -> bool:
    """Tell whether a page shows only the paragraphs that changed."""
    paragraphs = (each for change in changes for each in change.paragraphs)
    shown = sum(len(piece.text) for each in paragraphs for piece in each.words)
    return shown > MOST_SHOWN_CHARACTERS


def _facts(version: Fields) -> dict[str, Any]:
    return {name: value for name, value in version.items() if name != "changes"}


PAGE = Page(
    "versions",
    "/articles/{id}/versions",
    read,
    parameters=(
        ID,
        Parameter(
            "from", "number", "The number of the former version", least=1, most=_MOST_VERSIONS
        ),
        Parameter("to", "number", "The number of the new version", least=1, most=_MOST_VERSIONS),
    ),
    summary="How an article changed from one version to another, word by word",
)
