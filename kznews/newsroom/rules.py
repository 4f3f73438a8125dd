"""Which requests the newsroom is to answer badly."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass

from kznews.newsroom.misbehaviour import Misbehaviour, RedirectLoop

HOP = re.compile(r"[?&]hop=(\d+)$")
"""What a growing redirect loop adds to a URL."""


@dataclass
class _Rule:
    host: str | None
    target: re.Pattern[str]
    how: Misbehaviour
    left: int | None


class Rules:
    """Misbehaviours by place; used from several threads at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rules: dict[str, _Rule] = {}

    def add(self, where: str, how: Misbehaviour) -> None:
        """Misbehave at `where`: see `Newsroom.misbehave`."""
        found = re.fullmatch(r"(?:https?://([^/]+))?(/.*|\*)", where)
        if not found:
            raise ValueError(f"Neither a path nor a URL to misbehave at: {where!r}")
        host, target = found.groups()
        pattern = re.compile(".*".join(re.escape(part) for part in target.split("*")))
        with self._lock:
            self._rules.pop(where, None)
            self._rules[where] = _Rule(host, pattern, how, how.times)

    def remove(self, where: str) -> None:
        """Undo `add(where, …)`. Raises KeyError where nothing was added."""
        with self._lock:
            if where not in self._rules:
                raise KeyError(f"Nothing misbehaves at {where!r}")
            del self._rules[where]

    def take(self, host: str, target: str) -> Misbehaviour | None:
        """Find how to answer this request, and count it."""
        with self._lock:
            for rule in reversed(self._rules.values()):
                asked = HOP.sub("", target) if isinstance(rule.how, RedirectLoop) else target
                if rule.left == 0 or rule.host not in {None, host}:
                    continue
                if rule.target.fullmatch(asked):
                    if rule.left is not None:
                        rule.left -= 1
                    return rule.how
        return None
