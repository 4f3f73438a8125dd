"""A module is judged by pages: a right one is confirmed, a wrong one contradicted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from kznews.extraction.probed_facts import Finding
from kznews.extraction.probing import Probe, ProbedAnswer
from kznews.newsroom.layout import all_layouts
from kznews.newsroom.site import Site
from kznews.outlets.layouts import ArticleLayout, ListingLayout
from kznews.outlets.outlet import Outlet
from kznews.outlets.uralskweek import OUTLET

KEY = "uralskweek/wordpress"
SITE = Site({KEY: 2}, today=date(2025, 4, 28), cards=4)
SEEN_AT = datetime(2025, 4, 28, 18, tzinfo=UTC)


def answer(url: str, kind: str, **changes: object) -> ProbedAnswer:
    parts = urlsplit(url)
    served = SITE.page(parts.netloc, parts.path + (f"?{parts.query}" if parts.query else ""))
    headers = [("Content-Type", served.content_type), ("ETag", served.etag)]
    made = ProbedAnswer(
        url=url, kind=kind, status=served.status, headers=headers, body=served.body, seen_at=SEEN_AT
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def answers() -> Iterator[ProbedAnswer]:
    for feed in OUTLET.feeds:
        yield answer(feed.url, "feed")
    for sitemap in OUTLET.sitemaps:
        yield answer(sitemap.url, "sitemap")
    layout = all_layouts()[KEY]
    for number in (1, 2):
        yield answer(layout.page_url(number), "listing")
    for article in SITE.articles:
        yield answer(article.url, "article")


def probed(outlet: Outlet, *others: ProbedAnswer) -> Probe:
    probe = Probe(outlet)
    for each in others or answers():
        probe.meet(each)
    return probe


def verdicts(probe: Probe, kind: str) -> dict[str, str]:
    return {each.field: each.verdict for each in probe.findings() if each.part.kind == kind}


def seen(probe: Probe, kind: str, field: str) -> Finding:
    [found] = [each for each in probe.findings() if (each.part.kind, each.field) == (kind, field)]
    return found


def with_article_layout(**changes: object) -> Outlet:
    [layout] = OUTLET.article_layouts
    changed: ArticleLayout = replace(layout, **changes)  # type: ignore[arg-type]
    return replace(OUTLET, article_layouts=(changed,))


def with_listing_layout(**changes: object) -> Outlet:
    [layout] = OUTLET.listing_layouts
    assert isinstance(layout, ListingLayout)
    return replace(OUTLET, listing_layouts=(replace(layout, **changes),))  # type: ignore[arg-type]


def test_what_pages_show_as_the_module_says_is_confirmed() -> None:
    probe = probed(OUTLET)
    found = probe.findings()
    assert [each for each in found if each.verdict == "contradicted"] == []
    for kind in ("feed", "sitemap", "listing"):
        assert verdicts(probe, kind)["url"] == "confirmed"
    for name in ("mark", "title", "body", "published"):
        assert verdicts(probe, "article layout")[name] == "confirmed"
    for name in ("card", "link", "title", "next_page"):
        assert verdicts(probe, "listing layout")[name] == "confirmed"
    title = seen(probe, "article layout", "title").seen
    assert title.startswith(f"{len(SITE.articles)} matches on {len(SITE.articles)} of ")
    remarks = "\n".join(probe.remarks())
    assert f"headers of {len(SITE.articles)} answers of the kind article: " in remarks
    assert f"{len(SITE.articles)} ETag, 0 Last-Modified, 0 packed" in remarks


def test_further_pages_and_days_of_a_listing_are_told_by_their_addresses() -> None:
    [listing] = OUTLET.listings
    by_address = replace(
        listing,
        page_url="https://uralskweek.kz/page/{page}/",
        day_url="https://uralskweek.kz/%Y/%m/%-d/?year=%Y",
    )
    outlet = replace(OUTLET, listings=(by_address,))
    found = verdicts(probed(outlet), "listing")
    assert (found["page_url"], found["day_url"]) == ("confirmed", "not met")
    of_day = replace(
        answer(listing.url, "listing"), url="https://uralskweek.kz/2025/04/8/?year=2025"
    )
    found = verdicts(probed(outlet, of_day), "listing")
    assert (found["page_url"], found["day_url"]) == ("not met", "confirmed")


def test_what_no_page_shows_is_not_met() -> None:
    article = probed(with_article_layout(lead="p.nowhere", mark="article.nowhere"))
    assert verdicts(article, "article layout")["lead"] == "not met"
    assert verdicts(article, "article layout")["mark"] == "not met"
    assert any("no layout's mark is on" in each for each in article.remarks())
    first = SITE.articles[0].tags[0]
    of_few = f'//article[.//a[@rel="tag"][.="{first}"]]//h1'
    found = seen(probed(with_article_layout(title=of_few)), "article layout", "title")
    assert (found.verdict, found.seen[:1] != "0") == ("not met", True), found
    assert verdicts(probed(with_listing_layout(next_page="a.nowhere")), "listing layout")[
        "next_page"
    ] == ("not met")


def test_a_wrong_place_is_contradicted() -> None:
    for name, selector, said in (
        ("published", "h1", "is no date"),
        ("title", ".site-header a", "the same on all of them"),
        ("body", ".site-header", "the same on all of them"),
    ):
        probe = probed(with_article_layout(**{name: selector}))
        found = seen(probe, "article layout", name)
        assert (found.verdict, said in found.seen) == ("contradicted", True), found
    found = seen(probed(with_listing_layout(published="a")), "listing layout", "published")
    assert found.verdict == "contradicted", found


def test_metadata_contradicts_a_layout() -> None:
    [article] = [answer(SITE.articles[0].url, "article")]
    stated = (
        '<head><meta property="og:title" content="Другой заголовок">'
        '<meta property="article:published_time" content="2024-01-01T10:00+05:00">'
    )
    head = article.body.replace(b"<head>", stated.encode())
    probe = probed(OUTLET, replace(article, body=head))
    for name in ("title", "published"):
        found = seen(probe, "article layout", name)
        assert (found.verdict, "metadata says" in found.seen) == ("contradicted", True), found
    remarks = "\n".join(probe.remarks())
    assert "metadata: title is another on 1 page: «" in remarks
    assert "», not «Другой заголовок»" in remarks


def test_a_way_that_gives_something_else_is_contradicted() -> None:
    [feed] = OUTLET.feeds
    page = replace(answer(SITE.articles[0].url, "feed"), url=feed.url)
    gone = answer(feed.url, "feed", status=404)
    moved = answer(feed.url, "feed", status=301, headers=[("Location", "https://a.kz/")])
    for served, said in (
        (page, "no feed but an HTML page"),
        (gone, "the answer is 404"),
        (moved, "it leads to https://a.kz/"),
    ):
        found = seen(probed(OUTLET, served), "feed", "url")
        assert (found.verdict, said in found.seen) == ("contradicted", True), found


def test_text_that_no_field_took_is_shown() -> None:
    layout = with_article_layout(body=".entry-content > p:first-child")
    remarks = list(probed(layout).remarks())
    assert any(each.startswith("text that no field took: «") for each in remarks), remarks
    assert not any(each.startswith("general extractor: 100%") for each in remarks)
