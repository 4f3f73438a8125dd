"""Pages of articles and stories find what they ask for by indexes, and read little of it."""

from __future__ import annotations

from kznews.mongo.values import identity
from tests.web.conftest import Site
from tests.web.record import KEPT, STORY, address_of

_MOST_READ = 10
"""Documents that one query may read here, of the forty that are stored."""


def test_no_query_reads_a_whole_collection(site: Site) -> None:
    database = site.sources.database
    page = site.client.get(f"/articles/{identity(KEPT)}.json").json()["page"]
    addresses = [
        f"/articles/{identity(KEPT)}",
        f"/articles/{identity(KEPT)}/versions",
        f"/articles/{identity(KEPT)}/pages/{page}/served",
        f"/articles/{identity(address_of(3, 'kapital'))}",
        f"/stories/{STORY}",
    ]
    database.command("profile", 2)
    try:
        statuses = [site.client.get(each).status_code for each in addresses]
    finally:
        database.command("profile", 0)
    assert statuses == [200] * len(addresses)
    queries = [
        each
        for each in database["system.profile"].find({"op": {"$in": ["query", "command"]}})
        if not each["ns"].endswith("system.profile") and "planSummary" in each
    ]
    assert len(queries) >= 10
    plans = {each["planSummary"] for each in queries}
    assert not {each for each in plans if "COLLSCAN" in each}, plans
    assert max(each.get("docsExamined", 0) for each in queries) <= _MOST_READ
    assert not [each for each in queries if each.get("hasSortStage")]
