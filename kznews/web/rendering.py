"""Answers as HTML: the templates, and what each of them may use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from kznews.outlets.names import title_of
from kznews.text.terminal import harmless
from kznews.web import values
from kznews.web.answer import Answer
from kznews.web.asked import Asked
from kznews.web.languages import LANGUAGES

MENU = (
    *("today", "search", "attention", "outlets", "tickers", "rates", "languages", "copying"),
    *("watches", "about"),
)
"""The names of the pages that every page links to, in order."""


def render(answer: Answer, asked: Asked) -> str:
    """Write an answer as a page."""
    return (
        environment()
        .get_template(answer.template)
        .render(
            asked=asked,
            say=asked.say,
            address=asked.address,
            here=asked.here,
            title=answer.title,
            data=answer.data,
            shown=answer.shown,
            languages=LANGUAGES,
            menu=[name for name in MENU if name in asked.pages],
            formats=[each for each in asked.page.formats if each in _offered(answer)],
        )
    )


def _offered(answer: Answer) -> set[str]:
    """Name the formats that the frame links to: those that this answer has."""
    if answer.status >= 400:
        return set()
    offered = {"json"}
    if answer.table is not None:
        offered.add("csv")
    if answer.feed is not None:
        offered.add("atom")
    return offered


@cache
def environment() -> Environment:
    """Give the templates, and what each of them may use."""
    templates = Environment(
        loader=PackageLoader("kznews.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.globals["static"] = _static
    templates.filters |= {
        "moment": _filter(
            lambda asked, each: values.write_moment(each, asked.zone, asked.language)
        ),
        "day": _filter(lambda asked, each: values.write_day(each, asked.zone, asked.language)),
        "number": _filter(lambda asked, each: values.write_number(each, asked.language)),
        "percent": _filter(lambda asked, each: values.write_percent(each, asked.language)),
        "duration": _filter(lambda asked, each: values.write_span(_span(each), asked.language)),
        "iso": _iso,
        "link": safe_link,
        "outlet_title": title_of,
    }
    return templates


def _iso(moment: date) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _harmless(value: Any) -> Any:
    """Make a text safe that was read elsewhere: not all places, as `title`, can isolate marks."""
    return harmless(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def safe_link(address: str) -> str | None:
    """Give an outlet's address for a link; None for one that is not of the web (`javascript:`)."""
    try:
        return address if urlsplit(address).scheme in {"http", "https"} else None
    except ValueError:
        return None


@cache
def _static(name: str) -> str:
    """Give the address of a file of `static/`: another one when the file is another."""
    content = (resources.files("kznews.web") / "static" / name).read_bytes()
    return f"/static/{name}?{sha256(content).hexdigest()[:12]}"


def _span(span: timedelta | float) -> timedelta:
    return span if isinstance(span, timedelta) else timedelta(seconds=span)


def _filter(write: Callable[[Asked, Any], str]) -> Callable[..., str]:
    @pass_context
    def filtered(context: Context, value: datetime | date | float | None) -> str:
        return "" if value is None else write(context["asked"], value)

    return filtered
