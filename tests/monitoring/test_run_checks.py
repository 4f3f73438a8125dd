from __future__ import annotations

from typing import Any

import pytest
from scrapy.settings import Settings

from kznews import settings as project
from kznews.monitoring.check import Verdict, judge
from kznews.monitoring.checks import RUN_CHECKS, read_limits
from kznews.monitoring.runs import succeeded
from kznews.monitoring.subjects import EndedRun

SETTINGS = Settings()
SETTINGS.setmodule(project)
LIMITS = read_limits(SETTINGS)

LOOK = "; `scrapy probe exclusive --archived` compares its module with kept pages"
MEND = f"{LOOK}, and once that is mended, `scrapy reparse exclusive` reads them again"

WELL = {
    "pages/read": 100,
    "pages/unchanged": 20,
    "listing/shown": 2,
    "failures/http_404": 2,
    "items/stored/articles/inserted": 90,
    "items/stored/rejected/inserted": 5,
    "extraction/method/layout": 90,
    "extraction/method/general": 5,
    "frontier/dead": 2,
    "finish_reason": "finished",
}


def verdict(stats: dict[str, Any], reason: str = "finished") -> Verdict:
    return judge(RUN_CHECKS, EndedRun(spider="exclusive", stats=stats, reason=reason), LIMITS)


def changed(reason: str = "finished", **changes: Any) -> Verdict:
    stats = WELL | {key.replace("__", "/"): value for key, value in changes.items()}
    return verdict(stats, reason)


def test_all_is_well() -> None:
    assert changed() == Verdict(failed={}, undecided=frozenset())


@pytest.mark.parametrize(
    ("changes", "failed"),
    [
        ({"reason": "store_lost"}, {"finished": "it ended with store_lost"}),
        (
            {"spider_exceptions__count": 1, "article__broken": 2},
            {"errors": "3 errors in our own code, see the log"},
        ),
        ({"listing__shows_nothing": 1}, {"listings": "1 of 3 listings showed no article" + LOOK}),
        (
            {"listing__endless": 2},
            {"listings": "2 pages of listings had no end in sight, see the log" + LOOK},
        ),
        (
            {"discovery__fault__behind__feed": 1, "discovery__fault__failed__map": 2},
            {
                "discovery": "feeds or sitemaps do not show what is new: feed (behind), "
                "map (failed), see the log"
            },
        ),
        (
            {"failures__timeout": 30},
            {"failed": "32 of 152 requests failed (2 http_404, 30 timeout)"},
        ),
        (
            {"items__stored__rejected__unchanged": 6},
            {"rejected": "11 of 101 items were rejected"},
        ),
        (
            {"extraction__method__general": 23},
            {"layout": "no layout read 23 of 113 articles: has the outlet been redesigned?" + MEND},
        ),
        (
            {"extraction__layout__unverified": 20},
            {
                "unverified": "20 of 95 articles were read by a layout that is marked unverified: "
                "look whether they were read rightly, then take the mark away"
            },
        ),
        (
            {
                "unmet__field/published_at": 1,
                "unmet_pages__field/published_at": ["https://exclusive.kz/a/"],
                "unmet__field/authors": 30,
            },
            {
                "fields": "authors is missing in 30 of 95 articles; "
                "published_at is missing in 1 of 95 articles (see https://exclusive.kz/a/)" + MEND
            },
        ),
        (
            {
                "unmet__language/en": 9,
                "unmet__language/zh": 1,
                "unmet_pages__language/en": [f"https://exclusive.kz/{n}/" for n in range(3)],
                "unmet_pages__language/zh": ["https://exclusive.kz/cn/"],
            },
            {
                "language": "10 of 95 articles were in a language that their edition has not: has "
                "the outlet a new edition? (see https://exclusive.kz/0/, https://exclusive.kz/1/, "
                "https://exclusive.kz/2/)"
            },
        ),
        (
            {"extraction__method__general": 23, "unmet__layout": 23}
            | {"unmet_pages__layout": ["https://exclusive.kz/b/"]},
            {
                "layout": "no layout read 23 of 113 articles: has the outlet been redesigned? "
                "(see https://exclusive.kz/b/)" + MEND
            },
        ),
        (
            {"listing__shows_nothing": 2}
            | {"unmet_pages__listing": ["https://exclusive.kz/c/"]}
            | {"unmet_pages__cards": ["https://exclusive.kz/d/"]},
            {
                "listings": "2 of 4 listings showed no article "
                "(see https://exclusive.kz/c/, https://exclusive.kz/d/)" + LOOK
            },
        ),
        (
            {"frontier__dead": 7},
            {"dead": "7 of 122 requests were given up (scrapy frontier --dead exclusive)"},
        ),
    ],
)
def test_each_check_fails_beyond_its_limit(changes: dict[str, Any], failed: dict[str, str]) -> None:
    assert changed(**changes) == Verdict(failed=failed, undecided=frozenset())


@pytest.mark.parametrize(
    "changes",
    [
        {"failures__timeout": 28},
        {"items__stored__rejected__unchanged": 4},
        {"extraction__method__general": 22},
        {"extraction__layout__unverified": 19},
        {"unmet__language/en": 9},
        {"frontier__dead": 6},
    ],
)
def test_at_its_limit_none_fails(changes: dict[str, Any]) -> None:
    assert changed(**changes).failed == {}


SHARES = {"failed", "rejected", "language", "layout", "unverified", "dead"}


def test_a_run_that_is_too_small_decides_no_share() -> None:
    stats = {
        "listing/shown": 1,
        "pages/read": 4,
        "failures/timeout": 5,
        "items/stored/rejected/inserted": 8,
        "items/stored/articles/inserted": 1,
        "extraction/method/general": 9,
        "frontier/dead": 9,
    }
    assert verdict(stats) == Verdict(failed={}, undecided=frozenset(SHARES))


def test_an_outlet_without_article_layouts_is_expected_to_be_read_without_one() -> None:
    stats = {"pages/read": 40, "extraction/method/general": 40, "listing/shown": 1}
    run = EndedRun(spider="profit", stats=stats, reason="finished")
    assert "layout" in judge(RUN_CHECKS, run, LIMITS).undecided
    assert "layout" in verdict(stats).failed


def test_nothing_to_do_is_well() -> None:
    assert verdict({}) == Verdict(
        failed={}, undecided=frozenset({"discovery", "fields", "items", "listings", *SHARES})
    )
    only_known = {"pages/unchanged": 12}
    assert verdict(only_known).failed == {}


def test_not_one_page() -> None:
    failed = verdict({"failures/http_500": 8}).failed
    assert failed == {"pages": "not one page could be read (8 http_500)"}
    assert verdict({"failures/http_500": 8, "pages/unchanged": 1}).failed == {}


def test_pages_on_which_nothing_was_found() -> None:
    failed = verdict({"pages/read": 3, "listing/pages": 3}).failed
    assert failed == {"items": "pages came, but nothing was found on them"}
    listings = {"pages/read": 3, "listing/pages": 3, "listing/cards": 40}
    assert verdict(listings).failed == {}
    feed = {"pages/read": 2, "listing/pages": 1, "feed/pages": 1, "feed/cards": 40}
    assert verdict(feed).failed == {}


LISTED = {"pages/read": 1, "listing/pages": 1, "listing/cards": 20, "listing/shown": 1}


@pytest.mark.parametrize(
    ("stats", "is_success"),
    [
        (LISTED, True),
        # Others did it.
        ({}, True),
        # All that could be asked for failed.
        ({"failures/http_404": 3}, False),
        # No card on any listing, though its pages print a ticker.
        (
            {"pages/read": 1, "listing/pages": 1, "listing/shows_nothing": 1}
            | {"items/stored/tickers/inserted": 9},
            False,
        ),
        (LISTED | {"pages/read": 2, "listing/pages": 2, "listing/shows_nothing": 1}, True),
        # The articles, by how they are lost.
        (LISTED | {"article/lost": 1, "failures/http_500": 1}, False),
        (LISTED | {"items/rejected/article": 2, "items/stored/rejected/inserted": 2}, False),
        (LISTED | {"article/lost": 9, "items/stored/tickers/inserted": 9}, False),
        (LISTED | {"article/lost": 9, "article/unchanged": 1}, True),
        (LISTED | {"article/lost": 9, "items/stored/articles/unchanged": 1}, True),
        # One that was read before was taken down, or leads elsewhere now.
        ({"pages/unchanged": 1, "listing/shown": 1, "failures/http_404": 1}, True),
        ({"pages/read": 1, "pages/unchanged": 1, "article/redirected": 1}, True),
    ],
)
def test_what_a_crawl_must_have_done_to_succeed(stats: dict[str, Any], is_success: bool) -> None:
    assert succeeded(stats, "finished") is is_success
    assert not succeeded(stats, "shutdown")


@pytest.mark.parametrize(("lost", "told"), [(9, False), (10, True)])
def test_few_lost_articles_end_a_run_but_alarm_nobody(lost: int, told: bool) -> None:
    page = "https://exclusive.kz/a/"
    stats: dict[str, Any] = LISTED | {"article/lost": lost, "failures/http_404": lost}
    stats["unmet_pages/articles"] = [page]
    assert not succeeded(stats, "finished")
    words = f"not one article could be kept, of {lost} ({lost} http_404) (see {page}){MEND}"
    assert verdict(stats).failed.get("articles") == (words if told else None)


def test_a_check_that_is_broken_itself_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> None:
        raise KeyError("limit")

    monkeypatch.setattr(EndedRun, "counts", property(broken))
    failed = changed().failed
    assert failed["dead"] == "the check itself failed: KeyError: 'limit'"
