"""Rows and visits for the frontier's tests."""

from __future__ import annotations

from typing import Any

from kznews.frontier.rows import Found
from kznews.frontier.visit import Visit

SPIDER = "exclusive"
REQUEST = '{"url":"https://exclusive.kz/"}'


def found(name: str, **fields: Any) -> Found:
    """The request of a page `name`."""
    defaults: dict[str, Any] = {
        "id": f"{SPIDER}:{name}",
        "spider": SPIDER,
        "url": f"https://exclusive.kz/{name}/",
        "policy": "article",
        "request": REQUEST,
        "priority": 0,
        "link_text": None,
        "each_round": False,
        "again": False,
    }
    return Found(**defaults | fields)


def read(row: str = "", **notes: Any) -> Visit:
    """A visit whose page was read."""
    defaults: dict[str, Any] = {"read_status": 200, "digest": "a digest"}
    return Visit(row, **defaults | notes)
