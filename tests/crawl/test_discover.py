"""A crawl of a site that nobody described: what its lists and feeds link to is stored."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

from pymongo.database import Database

from kznews.newsroom.server import Newsroom
from tests.crawl.conftest import Crawl
from tests.crawl.disguise import DisguisedSite
from tests.outlets import test_facts

Documents = Database[dict[str, Any]]
HOST, SHOWN = "www.caravan.kz", "www.gazeta.example"


def test_an_unknown_site_is_surveyed_crawled_and_drafted(
    crawl: Crawl, database: Documents, tmp_path: Path
) -> None:
    layout = "caravan/2023"
    site = DisguisedSite(
        {HOST: SHOWN, "kaz.caravan.kz": "kaz.gazeta.example"},
        {layout: 2},
        cards=8,
        unpublished={layout: 2},
    )
    draft = tmp_path / "gazeta.py"
    url = f"url=https://{SHOWN}/"
    with Newsroom(site) as newsroom:
        done = crawl("discover", url, f"draft={draft}", NEWSROOM=newsroom.address)
        assert done.exit_code == 0, done.log
        expected = {site.renamed(each.url) for each in site.articles if HOST in each.url}
        stored = {each["url"]: each for each in database["articles"].find()}
        assert stored.keys() == expected, done.log
        assert {each["outlet"] for each in stored.values()} == {"gazeta.example"}
        assert list(database["rejected"].find()) == []
        asked = [request.target for request in newsroom.requests]
        assert "/robots.txt" in asked

        new = site.publish(1, layout)
        before = len(newsroom.requests)
        done = crawl("discover", url, NEWSROOM=newsroom.address)
        assert done.exit_code == 0, done.log
        again = [request.target for request in newsroom.requests[before:]]
        assert database["articles"].find_one({"url": site.renamed(new[0].url)})
        assert sum(f"https://{SHOWN}{target}" in expected for target in again) == 0

    outlet = module_of(draft).OUTLET
    test_facts.test_every_selector_can_be_read(outlet)
    test_facts.test_unverified_names_fields(outlet)
    test_facts.test_what_is_confirmed_says_by_what(outlet)
    test_facts.test_editions_and_ways_of_discovery_agree(outlet)
    assert outlet.name == "gazeta"
    assert {each.url for each in outlet.listings} == {f"https://{SHOWN}/news/"}
    assert all(way.unverified for way in outlet.ways)
    # Ten articles and more tell how their pages are read.
    [layout] = outlet.article_layouts
    assert (layout.title, layout.body) == ("h1", "div.full-article__text")
    assert {"mark", "title", "body"} <= set(layout.unverified)


def module_of(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
