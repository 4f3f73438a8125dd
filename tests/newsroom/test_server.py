"""The newsroom as an HTTP client sees it, over real sockets."""

from __future__ import annotations

import contextlib
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from timeit import repeat

import pytest

from kznews.newsroom.misbehaviour import Slow
from kznews.newsroom.server import Newsroom, PortTakenError
from kznews.newsroom.site import Site
from tests.newsroom.client import ask, connect, fetch

LISTING = "https://exclusive.kz/expertiza/daily/"


def test_page_is_utf8_html_of_the_announced_length(newsroom: Newsroom) -> None:
    answer = fetch(newsroom, LISTING)

    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert int(answer.headers["Content-Length"]) == len(answer.body)
    assert "События дня" in answer.text


def test_connection_is_kept_for_many_pages(newsroom: Newsroom) -> None:
    with contextlib.closing(connect(newsroom)) as connection:
        first = ask(connection, LISTING)
        before = connection.sock
        for article in newsroom.site.articles[:20]:
            assert ask(connection, article.url).status == 200

        assert before is not None
        assert connection.sock is before
        assert first.headers["Connection"] is None


def test_a_page_over_a_kept_connection_takes_no_longer_than_over_a_new_one(
    newsroom: Newsroom,
) -> None:
    with contextlib.closing(connect(newsroom)) as connection:
        kept = min(repeat(lambda: ask(connection, LISTING), number=10, repeat=5))
    # With Nagle's algorithm each further page waits 40 ms for an acknowledgement.
    assert kept < 5 * min(repeat(lambda: fetch(newsroom, LISTING), number=10, repeat=5))


def test_unchanged_page_is_304_by_etag(newsroom: Newsroom) -> None:
    etag = fetch(newsroom, LISTING).headers["ETag"]

    for known in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        answer = fetch(newsroom, LISTING, headers={"If-None-Match": known})
        assert (answer.status, answer.body) == (304, b"")
        assert answer.headers["ETag"] == etag
        assert answer.headers["Content-Length"] is None
    assert fetch(newsroom, LISTING, headers={"If-None-Match": '"other"'}).status == 200


def test_etag_is_strong_and_of_the_bytes(newsroom: Newsroom) -> None:
    first, second = (fetch(newsroom, f"{LISTING}{query}") for query in ("", "?page=2"))

    assert first.headers["ETag"].startswith('"')
    assert first.headers["ETag"] == fetch(newsroom, LISTING).headers["ETag"]
    assert first.headers["ETag"] != second.headers["ETag"]


def test_unchanged_page_is_304_by_date(serving: Newsroom) -> None:
    modified = fetch(serving, LISTING).headers["Last-Modified"]

    def status(since: str) -> int:
        return fetch(serving, LISTING, headers={"If-Modified-Since": since}).status

    # The start of the site's day in Kazakhstan.
    assert modified == "Sun, 27 Apr 2025 19:00:00 GMT"
    assert status(modified) == 304
    assert status("Sun, 27 Apr 2025 18:59:59 GMT") == 200
    assert status("not a date") == 200


def test_etag_decides_where_both_are_sent(newsroom: Newsroom) -> None:
    modified = fetch(newsroom, LISTING).headers["Last-Modified"]

    answer = fetch(
        newsroom, LISTING, headers={"If-None-Match": '"other"', "If-Modified-Since": modified}
    )

    assert answer.status == 200


def test_last_modified_is_never_in_the_future() -> None:
    with Newsroom(Site({"exclusive/2022": 1})) as newsroom:
        headers = fetch(newsroom, LISTING).headers

    assert parsedate_to_datetime(headers["Last-Modified"]) <= parsedate_to_datetime(headers["Date"])


def test_unknown_page_is_an_html_404(newsroom: Newsroom) -> None:
    for target in ("", "/expertiza/daily/1/", "/tags/kazahstan/", "/expertiza/daily/?page=4"):
        answer = fetch(newsroom, f"https://exclusive.kz{target or '/'}")
        assert answer.status == 404
        assert answer.headers["Content-Type"].startswith("text/html")
    assert fetch(newsroom, f"{LISTING}?page=one").status == 404


@pytest.mark.parametrize("host", ["exclusive.kz", "www.exclusive.kz", "standard.kz"])
def test_robots(newsroom: Newsroom, host: str) -> None:
    answer = fetch(newsroom, f"https://{host}/robots.txt")

    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.text.splitlines() == [
        "User-agent: *",
        "Disallow: /wp-admin/",
        "Disallow: /*post_action=",
    ]


def test_host_is_read_without_port_and_case(newsroom: Newsroom) -> None:
    assert fetch(newsroom, LISTING.replace("exclusive.kz", "Exclusive.KZ:8000")).status == 200


def test_unknown_host_is_told_so(newsroom: Newsroom) -> None:
    answer = fetch(newsroom, "http://example.kz/")

    assert answer.status == 421
    assert "exclusive.kz and standard.kz, not example.kz" in answer.text


def test_missing_host_is_a_bad_request(newsroom: Newsroom) -> None:
    with contextlib.closing(connect(newsroom)) as connection:
        connection.putrequest("GET", "/", skip_host=True)
        connection.endheaders()
        assert connection.getresponse().status == 400


def test_requests_are_logged(newsroom: Newsroom) -> None:
    before = time.monotonic()
    fetch(newsroom, f"{LISTING}?page=2", headers={"User-Agent": "test"})
    fetch(newsroom, "https://standard.kz/none")

    first, second = newsroom.requests
    assert before <= first.at <= second.at <= time.monotonic()
    assert first[1:4] == ("exclusive.kz", "/expertiza/daily/?page=2", 200)
    assert first.headers["user-agent"] == "test"
    assert second[1:4] == ("standard.kz", "/none", 404)


def test_many_clients_at_once(newsroom: Newsroom) -> None:
    urls = [article.url for article in newsroom.site.articles[:60]]
    statuses: list[int] = []

    def crawl(some: list[str]) -> None:
        with contextlib.closing(connect(newsroom)) as connection:
            statuses.extend(ask(connection, url).status for url in some)

    threads = [threading.Thread(target=crawl, args=(urls[i::6],)) for i in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert statuses == [200] * 60
    assert sorted(request.target for request in newsroom.requests) == sorted(
        url.removeprefix("https://exclusive.kz") for url in urls
    )


def test_closing_ends_connections_and_threads(site: Site) -> None:
    before = threading.active_count()
    with Newsroom(site) as newsroom:
        newsroom.misbehave("/expertiza/daily/", Slow(60))
        idle, waiting = connect(newsroom), connect(newsroom)
        ask(idle, "https://exclusive.kz/robots.txt")
        waiting.request("GET", "/expertiza/daily/", headers={"Host": "exclusive.kz"})
        address = newsroom.address.removeprefix("http://").split(":")
        deadline = time.monotonic() + 10
        while threading.active_count() < before + 3:
            assert time.monotonic() < deadline, "the newsroom did not take the connections"

    assert threading.active_count() == before
    for connection in (idle, waiting):
        with contextlib.closing(connection):
            assert connection.sock is not None
            # Reset: where the request was not read yet.
            with contextlib.suppress(ConnectionResetError):
                assert connection.sock.recv(1) == b""
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((address[0], int(address[1])))


def test_address_needs_an_open_newsroom(site: Site) -> None:
    with pytest.raises(RuntimeError, match="not open"):
        _ = Newsroom(site).address


def test_taken_port_is_named(site: Site, newsroom: Newsroom) -> None:
    port = int(newsroom.address.rpartition(":")[2])

    with (
        pytest.raises(PortTakenError, match=f"Port {port} of 127.0.0.1 is taken"),
        Newsroom(site, port=port),
    ):
        pass


def test_impossible_port_is_named(site: Site) -> None:
    with pytest.raises(ValueError, match="65536"):
        Newsroom(site, port=65536)


@pytest.fixture
def command() -> Callable[..., subprocess.Popen[str]]:
    def run(*arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-u", "-m", "kznews.newsroom", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return run


def test_command_serves_until_interrupted(
    command: Callable[..., subprocess.Popen[str]],
) -> None:
    with command("--port", "0", "--pages", "1", "exclusive/2022") as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        address = line.split("Open at ")[1].split()[0]
        assert "with 17 articles of exclusive.kz." in line
        with socket.create_connection(
            (address.split("/")[2].split(":")[0], int(address.rpartition(":")[2]))
        ) as connection:
            connection.sendall(b"GET /robots.txt HTTP/1.0\r\nHost: exclusive.kz\r\n\r\n")
            assert connection.recv(12) == b"HTTP/1.1 200"
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=10)

    assert process.returncode == 0
    assert "exclusive.kz/robots.txt 200" in output
    assert errors == ""


def test_command_names_a_taken_port(
    command: Callable[..., subprocess.Popen[str]], newsroom: Newsroom
) -> None:
    port = newsroom.address.rpartition(":")[2]
    with command("--port", port, "--pages", "1", "exclusive/2022") as process:
        _, errors = process.communicate(timeout=10)

    assert process.returncode == 2
    assert f"Port {port} of 127.0.0.1 is taken" in errors
