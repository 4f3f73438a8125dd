"""What a reader asks the search: the question and what narrows it, read from a page's address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, get_args

from kznews.items import Kind, Language, Script, Topic
from kznews.search.fields import Record
from kznews.search.query import parse
from kznews.search.query_error import QueryError
from kznews.search.query_nodes import And, Filter, Node
from kznews.web.asked import Asked
from kznews.web.page import Parameter

NARROWING = (
    Parameter("outlet", meaning="Only of this outlet, by its name", most=100),
    Parameter("language", "choice", "Only in this language", choices=get_args(Language)),
    Parameter("script", "choice", "Only in this script", choices=get_args(Script)),
    Parameter("section", meaning="Only of this section, as the outlet calls it", most=200),
    Parameter("topic", "choice", "Only of this topic", choices=get_args(Topic)),
    Parameter("kind", "choice", "Only of this kind", choices=get_args(Kind)),
)
"""What narrows a question to names; each is a field of the search's counts, too."""
TIMES = (
    Parameter("since", "moment", "Only what was published since this moment"),
    Parameter("until", "moment", "Only what was published before this moment"),
)
QUESTION = Parameter("q", meaning="The question, in the language of questions (docs/search.md)")
_OF_TIME = {"since": "after", "until": "before"}


@dataclass(frozen=True)
class Wrong:
    """What is wrong with a question."""

    what: str
    """A sentence in the reader's language."""
    position: int
    """Index of the character at which it is wrong."""


def read_question(asked: Asked, text: str) -> Node | Wrong:
    """Read a question as it was typed."""
    try:
        return parse(text, now=asked.now)
    except QueryError as error:
        return Wrong(asked.say(f"search.wrong_{error.kind}", **error.values), error.position)


def narrowing(asked: Asked) -> dict[str, Any]:
    """Give what narrows the question, by the parameter's name."""
    named = {each.name: asked.parameters.text(each.name) for each in NARROWING}
    moments = {each.name: asked.parameters.moment(each.name) for each in TIMES}
    return {name: value for name, value in (named | moments).items() if value is not None}


def narrowed(question: Node | None, narrower: dict[str, Any]) -> Node | None:
    """Give the question with what narrows it; None where nothing is asked."""
    parts = [] if question is None else [question]
    for name, value in narrower.items():
        field = _OF_TIME.get(name, name)
        parts.append(Filter(field, "=" if isinstance(value, str) else _op(field), value))
    return parts[0] if len(parts) == 1 else And(tuple(parts)) if parts else None


def record_of(asked: Asked) -> Record:
    """Tell whether articles or headlines of tickers are asked for."""
    return "ticker" if asked.parameters.choice("record") == "ticker" else "article"


def _op(field: str) -> Any:
    return ">=" if field == "after" else "<"
