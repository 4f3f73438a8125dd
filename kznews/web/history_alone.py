"""The history of an article as a page of its own, in one file: nothing fetched, nothing obeyed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from importlib import resources
from zoneinfo import ZoneInfo

from markupsafe import Markup

from kznews.record.absences import Absence
from kznews.record.comparison import ShownVersion
from kznews.text.timezones import zone
from kznews.web import texts
from kznews.web.languages import Language
from kznews.web.rendering import environment

# A browser that shows the page runs and fetches nothing, whatever a text holds.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


@dataclass(frozen=True)
class _Reader:
    """Whom the page is written for."""

    zone: ZoneInfo
    language: Language


def history_page(
    url: str,
    outlet: str,
    language: str | None,
    versions: Sequence[ShownVersion],
    absences: Sequence[Absence] = (),
) -> str:
    """Give the page; every text of the outlet stands in it as text."""
    reader = _Reader(zone("UTC"), "en")
    style = (resources.files("kznews.web") / "static" / "style.css").read_text("utf-8")
    return (
        environment()
        .get_template("history_alone.html")
        .render(
            asked=reader,
            say=partial(texts.say, reader.language),
            policy=_POLICY,
            style=Markup(style),  # noqa: S704 - our own sheet
            url=url,
            outlet=outlet,
            language=language,
            versions=versions,
            absences=absences,
        )
    )
