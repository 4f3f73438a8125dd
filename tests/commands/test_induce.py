"""`scrapy induce`: what it prints, and what it stores."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import pytest

from kznews.archive.answers import Answer as KeptAnswer
from kznews.archive.keeper import Page
from kznews.commands.probe_text import induced_lines
from kznews.layouts.store import StoredLayout, stored_layouts
from kznews.outlets.exclusive import OUTLET
from kznews.outlets.layouts import ArticleLayout
from tests.archive.pages import NOON, Archive
from tests.command_in_process import Answer, RunCommand
from tests.commands.conftest import TestDatabase
from tests.extraction.induction.made_pages import MadeArticle, new_design

HOST = "gazeta.example"
HEADERS = [(b"Content-Type", b"text/html; charset=utf-8")]

Induce = Callable[..., Answer]


@pytest.fixture
def induce(on_database: RunCommand) -> Induce:
    """The command on the test's database."""
    return partial(on_database, "induce")


def keep(uri: str, name: str, count: int) -> None:
    pages = [new_design(MadeArticle(number)) for number in range(count)]
    Archive(uri, name).keep(
        *(
            Page(HOST, "article", each.url, KeptAnswer(200, HEADERS, each.source), NOON)
            for each in pages
        )
    )


def test_layouts_of_kept_pages(mongodb_uri: str, database: TestDatabase, induce: Induce) -> None:
    keep(mongodb_uri, database.name, 9)
    few = induce(HOST)
    assert (few.exit_code, few.output) == (
        1,
        f"{HOST}: 9 pages of articles: a layout needs 10\n",
    )
    keep(mongodb_uri, database.name, 12)
    shown = induce(HOST, "--dry-run")
    assert shown.exit_code == 0
    assert shown.output.startswith(f"{HOST}: 1 layout induced from 12 pages of articles\n")
    assert '            body="div.post-text",\n' in shown.output
    assert stored_layouts(database, HOST) == []
    assert f"{HOST}: stored as {HOST}:" in induce(HOST).output
    [stored] = stored_layouts(database, HOST)
    assert (stored.layout.body, stored.pages) == ("div.post-text", 12)
    assert induce("example.kz").errors == "scrapy induce: no page of example.kz is kept\n"


def test_a_probe_shows_induced_layouts_beside_the_module() -> None:
    layout = ArticleLayout(
        name="induced-2026-04", mark="h1.new", title="h1.new", body="div.entry-content"
    )
    day = datetime(2026, 4, 1, tzinfo=UTC)
    stored = StoredLayout(
        layout=layout,
        pages=12,
        agreement={"title": 0.96, "body": 1.0},
        induced_at=day,
        confirmed_at=day,
        induced_by="kznews 0.1.0",
    )
    own = OUTLET.article_layouts[0]
    assert list(induced_lines(OUTLET, [stored])) == [
        "",
        "Induced layout induced-2026-04, from 12 pages, since 2026-04-01, last shown 2026-04-01",
        f"  mark: h1.new; the module says {own.mark}",
        f"  title: h1.new (96%); the module says {own.title}",
        "  body: div.entry-content (100%); the same",
    ]
