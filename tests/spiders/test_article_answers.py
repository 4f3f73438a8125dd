"""What answers at addresses of articles say."""

from __future__ import annotations

import pytest
from scrapy.http import Response

from kznews.outlets.kapital import OUTLET as KAPITAL
from kznews.outlets.tengrinews import OUTLET
from kznews.spiders.article_answers import MISSES, kind_of_refusal, kind_of_target

SITE = "https://tengrinews.kz"


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (404, "not found"),
        (410, "gone"),
        (401, "login"),
        (402, "paywall"),
        (403, "blocked"),
        (429, "blocked"),
        (500, "error"),
        (503, "error"),
        (418, "unclear"),
    ],
)
def test_a_status_tells_what_became_of_an_article(status: int, kind: str) -> None:
    assert kind_of_refusal(Response(SITE, status)) == kind


def test_a_challenge_says_nothing_of_the_article() -> None:
    answer = Response(SITE, 404, headers={"cf-mitigated": "challenge"})
    assert kind_of_refusal(answer) == "blocked"


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("/", "home page"),
        ("/kz/", "home page"),
        ("/article/", "listing"),
        ("/tag/almaty/", "listing"),
        ("/search?q=most", "listing"),
        ("/login/", "login"),
        ("/404.html", "not found"),
        ("/about/", "unclear"),
        ("/a-page-of-no-known-kind-at-all/", "unclear"),
    ],
)
def test_an_address_that_no_article_has_tells_it_too(target: str, kind: str) -> None:
    assert kind_of_target(SITE + target, OUTLET) == kind


def test_a_list_that_the_outlet_declares_is_one_whatever_its_address_is() -> None:
    assert kind_of_target("https://kapital.kz/news/period/today/", KAPITAL) == "listing"


def test_neither_a_refusal_nor_what_is_unclear_is_a_miss() -> None:
    assert not {"live", "moved", "login", "paywall", "blocked", "error", "unclear"} & set(MISSES)
