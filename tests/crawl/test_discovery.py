"""A feed, a sitemap and a listing of one outlet: they complement each other."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

from kznews.newsroom.misbehaviour import FrozenFeed
from kznews.newsroom.server import Newsroom
from kznews.newsroom.site import Site
from kznews.outlets.uralskweek import OUTLET
from tests.crawl.conftest import Crawl
from tests.databases import Documents

LAYOUT = "uralskweek/wordpress"
FEED = urlsplit(OUTLET.feeds[0].url).path


def test_what_several_ways_show_is_fetched_once_and_a_frozen_feed_is_told(
    crawl: Crawl, database: Documents
) -> None:
    site = Site({LAYOUT: 2}, unpublished={LAYOUT: 10})
    with Newsroom(site) as newsroom:
        done = crawl("uralskweek", NEWSROOM=newsroom.address)
        assert done.exit_code == 0, done.log
        asked = Counter(request.target for request in newsroom.requests)
        articles = [urlsplit(article.url).path for article in site.articles]
        assert asked[FEED] == 1
        assert [asked[path] for path in articles] == [1] * len(articles) == [1] * 10
        [run] = database["runs"].find()
        # By whichever answers first.
        assert sum(run["discovered"].values()) == 10
        assert "check failed: discovery" not in done.log

        newsroom.misbehave(FEED, FrozenFeed())
        new = site.publish(4)
        done = crawl("uralskweek", NEWSROOM=newsroom.address)
        assert done.exit_code == 0, done.log
        assert database["articles"].count_documents({"url": {"$in": [a.url for a in new]}}) == 4
        assert "check failed: discovery" in done.log
