from __future__ import annotations

import gzip
from http.server import BaseHTTPRequestHandler

import pytest
from scrapy.settings import BaseSettings

from kznews.mongo.connection import resolve
from kznews.transport.addon import TransportAddon
from kznews.transport.newsroom import NewsroomError, newsroom_address
from tests.transport.crawls import Crawl, Site, crawl, page, serve

PAGE = "<p>Мақала</p>"


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("http://127.0.0.1:8000", "127.0.0.1:8000"),
        ("http://127.1.2.3:8000/", "127.1.2.3:8000"),
        ("http://[::1]:8000", "[::1]:8000"),
        (None, None),
    ],
)
def test_an_address_of_this_machine_is_taken(given: str | None, address: str | None) -> None:
    assert newsroom_address({"NEWSROOM": given}) == address  # type: ignore[arg-type]  # has get


@pytest.mark.parametrize(
    "given",
    [
        "",
        "http://192.0.2.1:8000",
        "http://exclusive.kz:80",
        "https://127.0.0.1:8000",
        "http://127.0.0.1",
        "127.0.0.1:8000",
        "http://127.0.0.1:port",
        "http://127.0.0.1:8000/path",
        "http://me@127.0.0.1:8000",
        "http://127.0.0.1.example.org:8000",
    ],
)
def test_any_other_address_is_refused(given: str) -> None:
    with pytest.raises(NewsroomError, match="must be like http://127"):
        newsroom_address({"NEWSROOM": given})  # type: ignore[arg-type]  # has get


@pytest.mark.parametrize("where", ["nowhere", "settings", "environment"])
def test_what_it_invents_is_never_stored_in_a_real_record(
    monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    monkeypatch.delenv("MONGODB_DATABASE", raising=False)
    settings = BaseSettings({"NEWSROOM": "http://127.0.0.1:8000"}, priority="cmdline")
    match where:
        case "settings":
            settings.set("MONGODB_DATABASE", "news", priority="cmdline")
        case "environment":
            monkeypatch.setenv("MONGODB_DATABASE", "news")
    name = "kznews" if where == "nowhere" else "news"
    live = BaseSettings({"MONGODB_DATABASE": name})
    for _ in range(2):  # a name of a newsroom's own stays as it is
        TransportAddon().update_settings(settings)
        assert resolve(settings).database == f"{name}_newsroom"
    TransportAddon().update_settings(live)
    assert resolve(live).database == name


def cut_off(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"<p>only this")
    handler.close_connection = True


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Crawl, Site]:
    """One crawl that asks for all that the tests below look at."""
    with serve() as site:
        site.replies = {
            "/robots.txt": page("User-agent: *\nDisallow: /closed", kind="text/plain"),
            "/page?a=1&b=%D0%B0": page(PAGE),
            "/packed": page(gzip.compress(PAGE.encode()), Content_Encoding="gzip"),
            "/absolute": page("", 301, Location="https://exclusive.kz/page?a=1&b=%D0%B0"),
            "/relative": page("", 302, Location="page?a=1&b=%D0%B0"),
            "/to-www": page("", 302, Location="https://www.exclusive.kz:8443/packed"),
            "/broken": page("error", 500),
            "/cut": cut_off,
            "/big": page("x" * 5000),
            "/closed": page(PAGE),
        }
        urls = [
            # First: Scrapy 2.19 lets all but the first two requests of a new host pass robots.txt.
            "https://exclusive.kz/closed",
            "https://exclusive.kz/page?a=1&b=%D0%B0",
            "http://exclusive.kz/packed",
            "https://exclusive.kz/absolute",
            "https://exclusive.kz/relative",
            "https://exclusive.kz/to-www",
            "https://exclusive.kz/broken",
            "https://exclusive.kz/cut",
            "https://exclusive.kz/big",
            "https://exclusive.kz/absent",
        ]
        # A proxy that is not there: using it would fail every request.
        proxy = "http://me:secret@127.0.0.1:9"
        crawled = crawl(
            tmp_path_factory.mktemp("newsroom"),
            list(urls),
            f"NEWSROOM={site.url}",
            "DOWNLOAD_MAXSIZE=4000",
            "RETRY_TIMES=1",
            environment={"http_proxy": proxy, "https_proxy": proxy, "no_proxy": ""},
        )
    return crawled, site


def test_it_ends_well_and_contacts_nothing_else(crawled: tuple[Crawl, Site]) -> None:
    crawl, site = crawled
    assert crawl.exit_code == 0, crawl.log
    assert crawl.stats["finish_reason"] == "finished"
    assert "Warning" not in crawl.log
    assert set(crawl.connected) == {site.address}
    assert not crawl.playwright_imported


def test_the_newsroom_sees_the_host_and_the_spider_sees_the_url(
    crawled: tuple[Crawl, Site],
) -> None:
    crawl, site = crawled
    url = "https://exclusive.kz/page?a=1&b=%D0%B0"
    assert ("exclusive.kz", "/page?a=1&b=%D0%B0") in site.asked
    outcome = crawl.outcomes[url]
    assert (outcome["url"], outcome["request_url"]) == (url, url)
    assert (outcome["text"], outcome["class"]) == (PAGE, "HtmlResponse")
    assert "download_latency" in outcome["meta"]
    seen = site.headers["/page?a=1&b=%D0%B0"]
    assert seen["User-Agent"] == "kznews-test/1.0"
    assert "Proxy-Authorization" not in seen


def test_a_packed_page_is_unpacked(crawled: tuple[Crawl, Site]) -> None:
    assert crawled[0].outcomes["http://exclusive.kz/packed"]["text"] == PAGE


@pytest.mark.parametrize("name", ["absolute", "relative"])
def test_redirects_are_followed(crawled: tuple[Crawl, Site], name: str) -> None:
    outcome = crawled[0].outcomes[f"https://exclusive.kz/{name}"]
    assert outcome["url"] == "https://exclusive.kz/page?a=1&b=%D0%B0"


def test_a_redirect_may_name_another_host_and_port(crawled: tuple[Crawl, Site]) -> None:
    crawl, site = crawled
    outcome = crawl.outcomes["https://exclusive.kz/to-www"]
    assert outcome["url"] == "https://www.exclusive.kz:8443/packed"
    assert ("www.exclusive.kz:8443", "/packed") in site.asked


def test_errors_retries_and_limits_are_those_of_the_network(crawled: tuple[Crawl, Site]) -> None:
    crawl, site = crawled
    assert crawl.outcomes["https://exclusive.kz/broken"]["status"] == 500
    assert site.asked.count(("exclusive.kz", "/broken")) == 2
    assert crawl.outcomes["https://exclusive.kz/cut"]["error"] == "ResponseDataLossError"
    assert crawl.outcomes["https://exclusive.kz/big"]["error"] == "DownloadCancelledError"
    assert crawl.outcomes["https://exclusive.kz/absent"]["status"] == 404


def test_robots_txt_is_obeyed(crawled: tuple[Crawl, Site]) -> None:
    crawl, site = crawled
    assert crawl.outcomes["https://exclusive.kz/closed"]["error"] == "IgnoreRequest"
    assert ("exclusive.kz", "/closed") not in site.asked


def test_without_settings_the_network_is_asked(
    tmp_path_factory: pytest.TempPathFactory, site: Site
) -> None:
    site.replies["/page"] = page(PAGE)
    url = f"{site.url}/page"
    crawled = crawl(tmp_path_factory.mktemp("live"), [url])
    assert crawled.exit_code == 0, crawled.log
    assert crawled.outcomes[url]["text"] == PAGE
    assert crawled.outcomes[url]["flags"] == []
