"""Answers that are meant to fill the memory or to hold the crawl: each ends, and is told."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler

import brotli  # type: ignore[import-untyped]
import pytest
from backports import zstd
from protego import Protego

from kznews.transport.robots import _rules_of_few
from tests.transport.crawls import Crawl, Reply, Site, crawl, page, serve

MAXSIZE = 1_000_000
BOMB = b"<p>" + bytes(50_000_000)
_MOST_SENT = 20_000_000  # bytes: what the sockets on the way hold at most


def endless(start: bytes, piece: bytes) -> Reply:
    """Say `start`, then `piece` again and again for as long as somebody listens."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        sent = handler.wfile.write(start)
        try:
            while sent < 10 * _MOST_SENT:
                sent += handler.wfile.write(piece)
        except OSError:
            SENT[handler.path] = sent

    return reply


_TRICKLE = 5
"""Seconds that a page may take which comes byte by byte; its first byte comes within, even where
the machine is busy."""


def trickling(handler: BaseHTTPRequestHandler) -> None:
    """Announce a page and send a byte of it whenever the client has one to wait for."""
    handler.close_connection = True
    handler.wfile.write(_OK + b"Content-Type: text/html\r\nContent-Length: 900\r\n\r\n")
    handler.connection.settimeout(0.2)
    try:
        for _ in range(100):
            handler.wfile.write(b"a")
            try:
                if not handler.connection.recv(1):
                    return
            except TimeoutError:
                continue
    except OSError:
        return


SENT: dict[str, int] = {}
_OK = b"HTTP/1.1 200 OK\r\n"
_CHUNKED = _OK + b"Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
_LARGE_HEADERS = "its headers are larger than 256 KiB"
_LARGE = f"DOWNLOAD_MAXSIZE ({MAXSIZE}"
CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": lambda body: brotli.compress(body, quality=1),
    "zstd": zstd.compress,
}
HOSTILE: dict[str, tuple[Reply, str]] = {
    "/headers": (endless(_OK, b"X-A: " + b"a" * 1000 + b"\r\n"), _LARGE_HEADERS),
    "/header": (endless(_OK + b"X-A: ", b"a" * 1000), _LARGE_HEADERS),
    "/folded": (endless(_OK + b"X-A: a\r\n", b" " + b"a" * 1000 + b"\r\n"), _LARGE_HEADERS),
    "/interim": (endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 40), _LARGE_HEADERS),
    "/body": (endless(_CHUNKED, b"400\r\n" + b"a" * 1024 + b"\r\n"), "DownloadCancelledError: "),
    "/trickle": (trickling, f"took longer than {_TRICKLE} seconds"),
    **{
        f"/{name}": (page(compress(BOMB), Content_Encoding=name), _LARGE)
        for name, compress in CODINGS.items()
    },
    "/gzip-twice": (
        page(gzip.compress(gzip.compress(BOMB)), Content_Encoding="gzip, gzip"),
        _LARGE,
    ),
}


@pytest.fixture(scope="module")
def attack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Crawl, Site]]:
    """One crawl of all that is hostile, and of a page behind it."""
    with serve() as site:
        site.replies |= {path: reply for path, (reply, _) in HOSTILE.items()}
        site.replies["/well"] = page("<p>well</p>")
        done = crawl(
            tmp_path_factory.mktemp("attack"),
            [
                {
                    "url": f"http://a{place}.kz{path}",
                    "meta": {"download_timeout": _TRICKLE if path == "/trickle" else 50},
                }
                for place, path in enumerate([*HOSTILE, "/well"])
            ],
            f"NEWSROOM={site.url}",
            "ROBOTSTXT_OBEY=False",
            f"DOWNLOAD_MAXSIZE={MAXSIZE}",
            "RETRY_ENABLED=False",
        )
        yield done, site


@pytest.mark.parametrize("path", HOSTILE)
def test_a_hostile_answer_is_an_error_that_says_what_it_is(
    attack: tuple[Crawl, Site], path: str
) -> None:
    done, _ = attack
    [outcome] = [each for url, each in done.outcomes.items() if url.endswith(f".kz{path}")]
    assert HOSTILE[path][1] in f"{outcome['error']}: {outcome['message']}"


def test_what_never_ends_is_not_read_on(attack: tuple[Crawl, Site]) -> None:
    assert set(SENT) == {"/headers", "/header", "/folded", "/interim", "/body"}
    assert max(SENT.values()) < _MOST_SENT, SENT


def test_the_crawl_goes_on(attack: tuple[Crawl, Site]) -> None:
    done, _ = attack
    assert [each["status"] for each in done.outcomes.values() if "status" in each].count(200) == 1
    assert done.exit_code == 0


def test_agents_and_rules_are_not_multiplied() -> None:
    agents = "".join(f"User-agent: a{number}\n" for number in range(2000)) + "User-agent: kznews\n"
    rules = "".join(f"Disallow: /{number}\n" for number in range(2000))
    kept = _rules_of_few(agents + rules, "kznews/0.1")
    assert len({line for line in kept.splitlines() if line.startswith("User-agent")}) == 32
    assert not Protego.parse(kept).can_fetch("https://a.kz/1999", "kznews/0.1")
