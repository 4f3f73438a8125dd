"""Rows and visits for the frontier's tests."""

from __future__ import annotations

from typing import Any

from kznews.frontier.rows import Found
from kznews.frontier.visit import Visit

OUTLET = "exclusive"
REQUEST = '{"url":"https://exclusive.kz/"}'


def found(name: str, **fields: Any) -> Found:
    """The request of a page `name`."""
    defaults: dict[str, Any] = {
        "id": f"{OUTLET}:{name}",
        "outlet": OUTLET,
        "url": f"https://exclusive.kz/{name}/",
        "kind": "article",
        "request": REQUEST,
        "priority": 0,
        "card": None,
        "each_round": False,
        "again": False,
    }
    return Found(**defaults | fields)


def read(row: str = "", **notes: Any) -> Visit:
    """A visit whose page was read."""
    defaults: dict[str, Any] = {"status": 200, "content": "a digest"}
    return Visit(row, **defaults | notes)
