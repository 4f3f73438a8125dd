"""How the site is open to others."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf

from kznews.web.tokens import Tokens, read_tokens


@dataclass(frozen=True, kw_only=True)
class Options:
    """How the site is open to others: by default to this machine alone."""

    tokens: Tokens = field(default_factory=lambda: read_tokens(None, None))
    """Who may read; without any, whoever reaches it."""
    hosts: frozenset[str] | None = frozenset({"127.0.0.1", "localhost", "::1"})
    """The names by which browsers may call it; None: any. A page of another site that has its own
    name lead here (DNS rebinding) reads nothing so."""
    at_once: float = inf
    """Requests that a user or an address may make at once."""
    per_second: float = 10
    """Requests that it may make a second from then on, where there is such a limit."""
    patience: float = 3
    """Seconds that MongoDB has for one page."""
