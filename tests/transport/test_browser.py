from __future__ import annotations

import json
import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from tests.transport.crawls import Crawl, Reply, Site, Warc, crawl, page, serve
from tests.transport.hostile_page import hostile_page, listen

_UNREADY = ("hang", "never", "loop")
HOST = "https://standard.kz"
READY = "table.table-striped a"
# As standard.kz's archive is said to work: a script asks for the posts and fills the table.
FILL = """<table class="table-striped"></table><script>
fetch('/api/posts').then(answer => answer.json()).then(posts => {
  for (const post of posts) {
    const row = document.createElement('tr');
    row.innerHTML = `<td><a href="/ru/post/${post}">Мақала ${post}</a></td>`;
    document.querySelector('table').append(row);
  }
})</script>"""
RICH = """<img src="/picture.png"><link rel="stylesheet" href="/style.css">
<style>@font-face { font-family: own; src: url(/font.woff2) } body { font-family: own }</style>
<video src="/film.mp4" preload="auto"></video><script>navigator.sendBeacon('/beacon')</script>
<script>let count = 0; function refused() { document.body.dataset.refused = ++count }</script>
<script src="http://ads.example.org/ad.js" onerror="refused()"></script>
<iframe src="http://ads.example.org/" onload="refused()"></iframe>
<script src="http://static.standard.kz/own.js"></script>"""
# A page that closes before Chromium has refused them may yet let them go.
REFUSED = f"body[data-refused='2'] {READY}"


@pytest.fixture(autouse=True, scope="module")
def chromium() -> None:
    if shutil.which("chromium"):
        return
    if os.environ.get("CI"):
        pytest.fail("no `chromium` on the PATH: apt-get install chromium")
    pytest.skip("no `chromium` on the PATH: apt-get install chromium")


def html(body: str) -> str:
    return f"<!doctype html><html><head><title>т</title></head><body>{body}"


def browse(name: str, wait_for: str | None = READY, **meta: Any) -> dict[str, Any]:
    return {"url": f"{HOST}/{name}", "meta": {"browser": {"wait_for": wait_for}, **meta}}


def chromium_processes(site: Site) -> list[int]:
    """The Chromium processes that were told to take every host for `site`."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command = (entry / "cmdline").read_bytes()
            except OSError:  # it has ended meanwhile
                continue
            if f"MAP * {site.address}".encode() in command:
                found.append(int(entry.name))
    return sorted(found)


def wait_for_no_chromium(site: Site) -> None:
    deadline = time.monotonic() + 10
    while left := chromium_processes(site):
        assert time.monotonic() < deadline, f"Chromium is still there: {left}"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Crawl, Site]]:
    """One crawl that asks for all that the tests below look at."""
    over = threading.Event()

    def hang(_: BaseHTTPRequestHandler) -> None:
        over.wait(60)

    cp1251 = html('<meta charset="windows-1251">Статья №1 ' + FILL.replace("Мақала", "&#1179;"))
    with serve() as site:
        site.replies = {
            "/robots.txt": page("User-agent: *\nDisallow: /closed", kind="text/plain"),
            "/api/posts": page(json.dumps([1, 2, 3]), kind="application/json"),
            "/archive": page(html(FILL + RICH)),
            "/cp1251": page(cp1251.encode("cp1251"), kind="text/html"),
            "/loaded": page(html("<script src='/own.js'></script>")),
            "/own.js": page("document.title = 'set'", kind="text/javascript"),
            "/moved": page("", 302, Location="/archive?page=2"),
            "/archive?page=2": page(html(FILL)),
            "/away": page("", 302, Location="http://elsewhere.kz/archive?page=2"),
            "/popups": page(html("<script>open('/never'); open('/never')</script>" + FILL)),
            "/slow-script": page(html(FILL + "<script async src='/hang'></script>")),
            "/hang": hang,
            "/never": page(html("<p>nothing</p>")),
            "/loop": page(html("<script>while (true) {}</script>")),
            "/broken": page("<p>broken</p>", 503),
            "/large": page(html("<script>document.write('ы'.repeat(40000))</script>" + FILL)),
            "/plain": page(html("<p>plain</p>")),
            "/closed": page(html(FILL)),
        }
        crawled = crawl(
            tmp_path_factory.mktemp("browser"),
            [
                browse("closed"),
                browse("archive", REFUSED),
                browse("cp1251"),
                browse("loaded", None),
                browse("moved"),
                browse("away"),
                browse("popups"),
                browse("slow-script"),
                browse("broken"),
                browse("large"),
                *(browse(name, download_timeout=1.5, dont_retry=True) for name in _UNREADY),
                f"{HOST}/plain",
            ],
            f"NEWSROOM={site.url}",
            "RETRY_TIMES=1",
            "DOWNLOAD_MAXSIZE=65536",
            # Chromium would take this for its proxy.
            environment={"http_proxy": "http://127.0.0.1:9", "no_proxy": ""},
            timeout=120,
        )
        over.set()
        yield crawled, site


def test_it_ends_well_and_warns_of_nothing(crawled: tuple[Crawl, Site]) -> None:
    crawl, site = crawled
    assert crawl.exit_code == 0, crawl.log
    assert crawl.stats["finish_reason"] == "finished"
    assert "Warning" not in crawl.log
    assert set(crawl.connected) == {site.address}


def test_a_script_s_cards_are_there(crawled: tuple[Crawl, Site]) -> None:
    crawl, site = crawled
    outcome = crawl.outcomes[f"{HOST}/archive"]
    assert (outcome["url"], outcome["request_url"]) == (f"{HOST}/archive", f"{HOST}/archive")
    assert (outcome["status"], outcome["class"]) == (200, "HtmlResponse")
    assert '<a href="/ru/post/3">Мақала 3</a>' in outcome["text"]
    assert ("standard.kz", "/api/posts") in site.asked
    assert set(outcome["meta"]) == {
        "browser",
        "download_latency",
        "download_slot",
        "download_timeout",
        "is_start_request",
    }


def test_pictures_films_fonts_beacons_and_other_sites_are_not_loaded(
    crawled: tuple[Crawl, Site],
) -> None:
    crawl, site = crawled
    assert ("standard.kz", "/style.css") in site.asked
    paths = {path for _, path in site.asked}
    assert not paths & {"/picture.png", "/film.mp4", "/font.woff2", "/beacon"}
    # elsewhere.kz: `away` redirects there, and what comes back is not used.
    assert {host for host, _ in site.asked} == {
        "standard.kz",
        "static.standard.kz",
        "elsewhere.kz",
    }
    assert crawl.stats["browser/blocked"] >= 3  # the advert, its frame and one of ours


def test_the_site_sees_our_user_agent(crawled: tuple[Crawl, Site]) -> None:
    _, site = crawled
    for path in ("/archive", "/api/posts", "/plain"):
        assert site.headers[path]["User-Agent"] == "kznews-test/1.0"


def test_the_body_is_utf_8_and_says_so(crawled: tuple[Crawl, Site]) -> None:
    outcome = crawled[0].outcomes[f"{HOST}/cp1251"]
    assert "Статья №1" in outcome["text"]
    assert ">қ 3</a>" in outcome["text"]  # which windows-1251 lacks
    assert outcome["headers"]["Content-Type"] == "text/html; charset=utf-8"


def test_without_a_selector_the_whole_page_is_awaited(crawled: tuple[Crawl, Site]) -> None:
    assert "<title>set</title>" in crawled[0].outcomes[f"{HOST}/loaded"]["text"]


def test_the_url_is_that_of_the_page_that_a_redirect_led_to(crawled: tuple[Crawl, Site]) -> None:
    outcome = crawled[0].outcomes[f"{HOST}/moved"]
    assert outcome["url"] == f"{HOST}/archive?page=2"
    assert "Мақала 3" in outcome["text"]


def test_a_redirect_to_another_site_is_refused(crawled: tuple[Crawl, Site]) -> None:
    outcome = crawled[0].outcomes[f"{HOST}/away"]
    assert outcome["error"] == "IgnoreRequest"
    assert "leads to another site: http://elsewhere.kz/archive?page=2" in outcome["message"]


@pytest.mark.parametrize("name", ["popups", "slow-script"])
def test_popups_and_hanging_scripts_do_not_hold_it_up(
    crawled: tuple[Crawl, Site], name: str
) -> None:
    assert "Мақала 3" in crawled[0].outcomes[f"{HOST}/{name}"]["text"]


def test_an_error_page_is_not_waited_for_but_asked_for_again(crawled: tuple[Crawl, Site]) -> None:
    crawl, site = crawled
    assert crawl.outcomes[f"{HOST}/broken"]["status"] == 503
    assert site.asked.count(("standard.kz", "/broken")) == 2


def test_a_page_that_grows_too_large_is_an_error(crawled: tuple[Crawl, Site]) -> None:
    outcome = crawled[0].outcomes[f"{HOST}/large"]
    assert outcome["error"] == "DownloadCancelledError"
    assert "DOWNLOAD_MAXSIZE is 65536" in outcome["message"]


@pytest.mark.parametrize("name", _UNREADY)
def test_a_page_that_never_gets_ready_is_an_error_that_names_it(
    crawled: tuple[Crawl, Site], name: str
) -> None:
    outcome = crawled[0].outcomes[f"{HOST}/{name}"]
    assert outcome["error"] == "DownloadTimeoutError"
    # On a slow machine the time may be over before the selector is awaited.
    assert outcome["message"] in {
        f"{HOST}/{name}: {awaited} did not come within 1.5 s"
        for awaited in ("the page", repr(READY))
    }


def test_robots_txt_is_obeyed(crawled: tuple[Crawl, Site]) -> None:
    crawl, site = crawled
    assert crawl.outcomes[f"{HOST}/closed"]["error"] == "IgnoreRequest"
    assert ("standard.kz", "/closed") not in site.asked


def test_other_requests_go_without_the_browser(crawled: tuple[Crawl, Site]) -> None:
    crawl, site = crawled
    assert crawl.outcomes[f"{HOST}/plain"]["flags"] == []
    assert site.headers["/plain"]["Accept-Encoding"] == "gzip, deflate, br, zstd"


def test_every_page_is_closed_and_the_browser_is_gone(crawled: tuple[Crawl, Site]) -> None:
    crawl, site = crawled
    stats = crawl.stats
    assert stats["browser/not_ready"] == len(_UNREADY)
    # Archive, cp1251, loaded, moved, popups, slow-script; broken twice; away is none.
    assert stats["browser/pages"] == 8
    assert stats["playwright/context_count"] == stats["playwright/page_count"] == 13
    assert stats["playwright/page_count/max_concurrent"] <= 6  # 4 at once, and popups
    assert stats["playwright/browser_count"] == 1
    assert stats["browser/left_open"] == 0
    assert "browser/close_failed" not in stats
    wait_for_no_chromium(site)


class RedirectingSite(dict[str, Reply]):
    """Replies of which all below `/to/` redirect to another address."""

    def __init__(self, address: str, replies: dict[str, Reply]) -> None:
        super().__init__(replies)
        self._address = address

    def get(self, path: str, default: Reply) -> Reply:  # type: ignore[override]
        if path.startswith("/to/"):
            # 307 keeps a POST what it is.
            return page("", 307, Location=f"http://{self._address}/redirected{path}")
        return super().get(path, default)


def test_whatever_a_page_tries_a_private_address_hears_nothing(tmp_path: Path) -> None:
    with listen() as forbidden, serve("127.0.0.2") as outlet:
        port = forbidden.address.rpartition(":")[2]
        targets = [f"http://{forbidden.address}", f"http://localhost:{port}", f"{outlet.url}/to"]
        outlet.replies = RedirectingSite(
            forbidden.address,
            {
                "/hostile": page(hostile_page(targets)),
                "/own.js": page("0", kind="text/javascript"),
                "/away": page("", 302, Location=f"http://{forbidden.address}/away"),
                "/away-by-tls": page("", 302, Location=f"https://{forbidden.address}/away"),
                "/posts": page(html(FILL)),
                "/api/posts": page("[7]", kind="application/json"),
            },
        )
        asked = {"hostile": "#done", "away": None, "away-by-tls": None, "posts": READY}
        requests: list[str | dict[str, Any]] = [
            {"url": f"{outlet.url}/{name}", "meta": {"browser": {"wait_for": wait_for}}}
            for name, wait_for in asked.items()
        ]
        internal = f"http://{forbidden.address}/internal"
        requests.append({"url": internal, "meta": {"browser": {"wait_for": None}}})
        crawled = crawl(tmp_path, requests, "ALLOWED_PRIVATE_NETWORKS=127.0.0.2")
    assert crawled.exit_code == 0, crawled.log
    assert forbidden.heard == []
    assert crawled.outcomes[f"{outlet.url}/hostile"]["status"] == 200
    assert "Мақала 7" in crawled.outcomes[f"{outlet.url}/posts"]["text"]
    for name, scheme in (("away", "http"), ("away-by-tls", "https")):
        assert crawled.outcomes[f"{outlet.url}/{name}"]["message"] == (
            f"{outlet.url}/{name} leads to another site: {scheme}://{forbidden.address}/away"
        )
    assert crawled.outcomes[internal]["error"] == "PrivateAddressError"
    assert "Traceback" not in crawled.log
    # Else they would not have been tried.
    paths = {path for _, path in outlet.asked}
    assert {"/to/popup", "/to/socket", "/to/link-prefetch", "/to/imported"} <= paths


def test_a_browser_that_dies_is_started_again(tmp_path: Path, site: Site) -> None:
    killed: list[int] = []
    seen: list[bytes] = []

    def kill(handler: BaseHTTPRequestHandler) -> None:
        if not killed:
            environments = [Path(f"/proc/{each}/environ") for each in chromium_processes(site)]
            seen.extend(each.read_bytes() for each in environments)
            # The first is the one that the others descend from.
            killed.append(chromium_processes(site)[0])
            os.kill(killed[0], signal.SIGKILL)
        page(html(FILL))(handler)

    site.replies = {"/deadly": kill, "/archive": page(html(FILL))}
    site.replies["/api/posts"] = page("[7]", kind="application/json")
    crawled = crawl(
        tmp_path,
        [browse("deadly"), browse("archive")],
        f"NEWSROOM={site.url}",
        "CONCURRENT_REQUESTS=1",
        environment={
            "KZNEWS_ALERTS": "tgram://pa55word",
            "MONGODB_URI": "mongodb://me:pa55word@db/",
        },
    )
    assert killed
    assert any(b"PATH=" in each for each in seen)
    assert not [part for each in seen for part in each.split(b"\0") if b"pa55word" in part]
    for name in ("deadly", "archive"):
        assert "Мақала 7" in crawled.outcomes[f"{HOST}/{name}"]["text"], crawled.log
    assert crawled.stats["playwright/browser_count"] == 2
    assert crawled.stats["browser/left_open"] == 0
    wait_for_no_chromium(site)


def test_without_a_browser_only_its_own_pages_fail(tmp_path: Path, site: Site) -> None:
    site.replies["/plain"] = page("<p>plain</p>")
    crawled = crawl(
        tmp_path,
        [browse("archive"), browse("archive?page=2"), f"{HOST}/plain"],
        f"NEWSROOM={site.url}",
        f"CHROMIUM={tmp_path}/chromium",
    )
    assert crawled.exit_code == 0, crawled.log
    for name in ("archive", "archive?page=2"):
        outcome = crawled.outcomes[f"{HOST}/{name}"]
        assert outcome["error"] == "BrowserUnavailableError"
        assert outcome["message"].startswith(
            "standard.kz needs a browser: apt-get install chromium, or playwright install chromium"
        )
        assert f"{tmp_path}/chromium" in outcome["message"]
    assert crawled.outcomes[f"{HOST}/plain"]["text"] == "<p>plain</p>"
    assert crawled.stats["browser/unavailable"] == 2
    assert "retry/count" not in crawled.stats


def test_a_replay_answers_with_the_stored_page_and_starts_no_browser(tmp_path: Path) -> None:
    warc = Warc(tmp_path / "a.warc.gz").add(f"{HOST}/archive", "<p>Сақталған</p>".encode())
    crawled = crawl(tmp_path, [browse("archive")], f"REPLAY={warc.path}")
    assert crawled.outcomes[f"{HOST}/archive"]["text"] == "<p>Сақталған</p>"
    assert not crawled.playwright_imported
