"""What a spider tells the frontier about a request."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from scrapy import Request

SCHEDULING = "scheduling"
"""The key of a request's meta that holds its Scheduling."""


@dataclass(frozen=True, kw_only=True)
class Scheduling:
    """When a request's page is fetched, and as which row; it goes into the request's meta."""

    policy: str | None = None
    """The name of the policy of the setting REVISIT that says when the page is due again; None: a
    page that was read is never due by itself."""
    again: bool = False
    """The page is fetched now, though it is known and not due. Start requests need no such word:
    they are fetched once in every round of workers."""
    variant: str | None = None
    """Makes the page a row of its own, beside the rows of others who ask for the same page."""
    unconditional: bool = False
    """The page is always asked for in full, never only if it changed."""
    link_text: str | None = None
    """The text of the link that led to the page; `known` tells all such texts."""

    def fields(self) -> dict[str, Any]:
        """Give what differs from the defaults, of JSON's types."""
        default = asdict(Scheduling())
        return {name: value for name, value in asdict(self).items() if value != default[name]}


def scheduling_of(request: Request) -> Scheduling:
    """Give what the request's meta says; the defaults where it holds no Scheduling."""
    scheduling = request.meta.get(SCHEDULING)
    return scheduling if isinstance(scheduling, Scheduling) else Scheduling()
