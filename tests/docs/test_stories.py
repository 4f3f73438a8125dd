"""The queries about stories in docs/database.md give what they promise."""

from __future__ import annotations

import json
import re
import shlex

from kznews.mongo.connection import Database
from tests.crawl.conftest import scrapy
from tests.databases import Documents
from tests.docs.documents import STORIES, section
from tests.record.stories.conftest import Run
from tests.record.stories.linked import compare, crawl, edited, told
from tests.record.stories.texts import BRIDGE, FIRE

QUERIES = dict(
    re.findall(
        r"^# (.+)\n\.venv/bin/scrapy (query .+)$",
        section("docs/database.md", STORIES),
        re.MULTILINE,
    )
)


def test_queries(run: Run, mongodb_uri: str, database: Documents) -> None:
    articles = [told(3, FIRE), told(1, edited(FIRE, 1)), told(2, edited(FIRE, 2)), told(4, BRIDGE)]
    # It was seen before all others.
    articles.append(told(0, FIRE, outlet_kind="aggregator"))

    async def work(opened: Database) -> None:
        await crawl(opened, *articles)
        await compare(opened)

    run(work)
    story = database["articles"].distinct("story_id", {"outlet": "outlet1"})[0]
    store = {"MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": database.name}

    def ask(query: str) -> list[dict[str, object]]:
        for placeholder, value in (
            ("https://exclusive.kz/…/", articles[0].url),
            ('"…"', f'"{story}"'),
            ('"exclusive"', '"outlet2"'),
            ("2026-11-16", "2026-03-30"),
            ("2026-11-23", "2026-04-06"),
        ):
            query = query.replace(placeholder, value)
        done = scrapy(shlex.split(query), store, {})
        assert done.exit_code == 0, done.log
        return [json.loads(line) for line in done.log.splitlines()]

    copies, first, most_copied, copied = (ask(query) for query in QUERIES.values())
    assert [each["outlet"] for each in copies] == ["outlet1", "outlet2", "outlet3", "outlet0"]
    assert [each["outlet"] for each in first] == ["outlet1"]
    assert [(each["first"], each["outlets"]) for each in most_copied] == [
        ("outlet1", 3),
        ("outlet4", 1),
    ]
    # None of them states when it came out.
    assert [(each["source_outlet"], each["is_certain"]) for each in copied] == [("outlet0", False)]
