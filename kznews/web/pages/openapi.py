"""All addresses of the pages, with what may be asked of each: for who writes programs."""

from __future__ import annotations

from kznews.web.answer import Answer
from kznews.web.asked import Asked
from kznews.web.openapi import describe
from kznews.web.page import Page


def read(asked: Asked) -> Answer:
    """Describe all pages."""
    shown = {"pages": list(asked.pages.values())}
    return Answer(
        "openapi.html", asked.say("openapi.heading"), describe(asked.pages.values()), shown=shown
    )


PAGE = Page("openapi", "/openapi", read, summary="The description of all addresses, by OpenAPI")
