"""Each misbehaviour as an HTTP client sees it."""

from __future__ import annotations

import contextlib
import json
import re
import threading
import time
from html import unescape
from http.client import IncompleteRead

import pytest

from kznews.newsroom.article import Article
from kznews.newsroom.misbehaviour import (
    BrokenJsonLd,
    CutOff,
    Edited,
    EmptyListing,
    Fail,
    Huge,
    NoArticle,
    Notice,
    Redirected,
    RedirectLoop,
    Slow,
    Unavailable,
    WrongCharset,
)
from kznews.newsroom.server import Newsroom
from tests.newsroom.client import ask, connect, fetch
from tests.newsroom.reading import OLD, WORDPRESS

LISTING = "https://exclusive.kz/expertiza/daily/"
PATH = "/expertiza/daily/"


def article_of(newsroom: Newsroom, layout: str) -> Article:
    return next(
        article
        for article in newsroom.site.articles
        if article.layout == layout and article.language == "ru"
    )


def scripts_of(text: str) -> list[str]:
    return re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)


def test_redirected(newsroom: Newsroom) -> None:
    newsroom.misbehave(PATH, Redirected("https://exclusive.kz/"))
    answer = fetch(newsroom, LISTING)
    assert (answer.status, answer.headers["Location"]) == (301, "https://exclusive.kz/")


def test_notice(newsroom: Newsroom) -> None:
    newsroom.misbehave(PATH, Notice("Материал удалён", "По просьбе <героя>."))
    answer = fetch(newsroom, LISTING)
    assert answer.status == 200
    assert "<h1>Материал удалён</h1><p>По просьбе &lt;героя&gt;.</p>" in answer.body.decode()


def test_slow(newsroom: Newsroom) -> None:
    newsroom.misbehave(PATH, Slow(0.3))
    start = time.monotonic()

    assert fetch(newsroom, LISTING).status == 200
    assert time.monotonic() - start >= 0.3


def test_slow_pages_do_not_wait_for_each_other(newsroom: Newsroom) -> None:
    clients = 4
    newsroom.misbehave("*", Slow(1))
    answered: list[float] = []

    def get() -> None:
        assert fetch(newsroom, LISTING).status == 200
        answered.append(time.monotonic())

    threads = [threading.Thread(target=get) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(answered) == len(newsroom.requests) == clients
    assert max(request.at for request in newsroom.requests) < min(answered)


def test_fail(newsroom: Newsroom) -> None:
    newsroom.misbehave(PATH, Fail(502))

    assert [fetch(newsroom, LISTING).status for _ in range(3)] == [502] * 3


def test_only_the_first_times(newsroom: Newsroom) -> None:
    newsroom.misbehave(PATH, Fail(times=2))

    assert [fetch(newsroom, LISTING).status for _ in range(3)] == [500, 500, 200]


def test_behave_undoes_it(newsroom: Newsroom) -> None:
    newsroom.misbehave(PATH, Fail())
    newsroom.behave(PATH)

    assert fetch(newsroom, LISTING).status == 200
    with pytest.raises(KeyError, match=PATH):
        newsroom.behave(PATH)


def test_a_path_is_exact(newsroom: Newsroom) -> None:
    newsroom.misbehave(PATH, Fail())

    assert fetch(newsroom, f"{LISTING}?page=2").status == 200
    assert fetch(newsroom, f"{LISTING}x").status == 404
    assert fetch(newsroom, LISTING.replace("//", "//www.")).status == 500


def test_a_star_stands_for_anything(newsroom: Newsroom) -> None:
    newsroom.misbehave("/expertiza/*?page=*", Fail())

    assert fetch(newsroom, f"{LISTING}?page=2").status == 500
    assert fetch(newsroom, LISTING).status == 200


def test_a_url_is_for_its_host(newsroom: Newsroom) -> None:
    newsroom.misbehave("https://exclusive.kz/robots.txt", Fail())

    assert fetch(newsroom, "https://exclusive.kz/robots.txt").status == 500
    assert fetch(newsroom, "https://standard.kz/robots.txt").status == 200


def test_the_last_word_counts(newsroom: Newsroom) -> None:
    newsroom.misbehave("*", Fail(500))
    newsroom.misbehave(PATH, Fail(502, times=1))
    newsroom.misbehave("/robots.txt", Fail(501))
    newsroom.misbehave("/robots.txt", Fail(504))

    assert [fetch(newsroom, LISTING).status for _ in range(2)] == [502, 500]
    assert fetch(newsroom, "https://exclusive.kz/robots.txt").status == 504


@pytest.mark.parametrize("where", ["", "expertiza/daily/", "exclusive.kz/x"])
def test_nonsense_place_is_refused(newsroom: Newsroom, where: str) -> None:
    with pytest.raises(ValueError, match="Neither a path nor a URL"):
        newsroom.misbehave(where, Fail())


def test_unavailable(newsroom: Newsroom) -> None:
    newsroom.misbehave(PATH, Unavailable(retry_after=7, times=1))

    answer = fetch(newsroom, LISTING)
    assert (answer.status, answer.headers["Retry-After"]) == (503, "7")
    assert fetch(newsroom, LISTING).status == 200


def test_redirect_to_itself(newsroom: Newsroom) -> None:
    newsroom.misbehave(f"{PATH}?page=2", RedirectLoop())

    answer = fetch(newsroom, f"{LISTING}?page=2")
    assert (answer.status, answer.headers["Location"]) == (302, f"{LISTING}?page=2")


def test_redirect_to_ever_new_urls(newsroom: Newsroom) -> None:
    newsroom.misbehave(f"{PATH}?page=2", RedirectLoop(growing=True))
    url = f"{LISTING}?page=2"
    seen = [url]
    for _ in range(12):
        url = fetch(newsroom, url).headers["Location"]
        seen.append(url)

    assert len(set(seen)) == 13
    assert seen[1] == f"{LISTING}?page=2&hop=1"
    assert seen[12] == f"{LISTING}?page=2&hop=12"


def test_cut_off(newsroom: Newsroom) -> None:
    whole = fetch(newsroom, LISTING).body
    newsroom.misbehave(PATH, CutOff())

    with pytest.raises(IncompleteRead) as error:
        fetch(newsroom, LISTING)
    assert error.value.partial == whole[: len(whole) // 2]
    assert error.value.expected == len(whole) - len(whole) // 2


def test_wrong_charset(newsroom: Newsroom) -> None:
    newsroom.misbehave(PATH, WrongCharset())

    answer = fetch(newsroom, LISTING)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert b'<meta charset="utf-8">' in answer.body
    with pytest.raises(UnicodeDecodeError):
        answer.body.decode("utf-8")
    assert "События дня" in answer.body.decode("cp1251")
    # Kazakh letters survive as references.
    assert b"&#1179;" in answer.body


def test_huge(newsroom: Newsroom) -> None:
    newsroom.misbehave(PATH, Huge(megabytes=3))

    with contextlib.closing(connect(newsroom)) as connection:
        answer = ask(connection, LISTING)
        assert answer.headers["Content-Length"] is None
        assert 3 * 2**20 <= len(answer.body) < 3.2 * 2**20
        assert "</body></html>" in answer.text
        # The connection is still good.
        assert ask(connection, f"{LISTING}?page=2").status == 200


def test_client_that_leaves_a_huge_page_does_no_harm(newsroom: Newsroom) -> None:
    newsroom.misbehave(PATH, Huge(megabytes=50))
    with contextlib.closing(connect(newsroom)) as connection:
        connection.request("GET", PATH, headers={"Host": "exclusive.kz"})
        with connection.getresponse() as response:
            response.read(1000)

    assert fetch(newsroom, f"{LISTING}?page=2").status == 200


@pytest.mark.parametrize("layout", [OLD, WORDPRESS, "standard/archive"])
def test_edited(newsroom: Newsroom, layout: str) -> None:
    article = article_of(newsroom, layout)
    before = fetch(newsroom, article.url)
    newsroom.misbehave(article.url, Edited())
    known = {
        "If-None-Match": before.headers["ETag"],
    }
    after = fetch(newsroom, article.url, headers=known)
    dated = {"If-Modified-Since": before.headers["Last-Modified"]}

    assert after.status == 200
    assert fetch(newsroom, article.url, headers=dated).status == 200
    edited = newsroom.site.edited(article)
    assert edited.title == article.title
    changed = [
        i
        for i, (old, new) in enumerate(zip(article.paragraphs, edited.paragraphs, strict=False))
        if old != new
    ]
    assert len(changed) == 1
    assert len(edited.paragraphs) == len(article.paragraphs) + 1
    # The first word may be a link on the page.
    for new in (edited.paragraphs[changed[0]], edited.paragraphs[-1]):
        tail = new.partition(". ")[2] or new
        assert tail in plain(after.text)
        assert tail not in plain(before.text)
    newsroom.behave(article.url)
    assert fetch(newsroom, article.url).body == before.body


def plain(text: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", text)).replace("\xa0", " ")


@pytest.mark.parametrize("status", [404, 410])
def test_removed(newsroom: Newsroom, status: int) -> None:
    article = newsroom.site.articles[0]
    newsroom.misbehave(article.url, Fail(status))

    assert fetch(newsroom, article.url).status == status
    assert article.title in fetch(newsroom, LISTING).text


@pytest.mark.parametrize("layout", [OLD, WORDPRESS, "standard/archive"])
def test_broken_json_ld(newsroom: Newsroom, layout: str) -> None:
    article = article_of(newsroom, layout)
    newsroom.misbehave("*", BrokenJsonLd())
    text = fetch(newsroom, article.url).text

    (script,) = scripts_of(text)
    with pytest.raises(json.JSONDecodeError):
        json.loads(script)
    assert article.paragraphs[-1] in plain(text)
    assert scripts_of(fetch(newsroom, LISTING).text) == []


@pytest.mark.parametrize("layout", [OLD, WORDPRESS, "standard/archive"])
def test_no_article(newsroom: Newsroom, layout: str) -> None:
    article = article_of(newsroom, layout)
    newsroom.misbehave("*", NoArticle())
    answer = fetch(newsroom, article.url)

    assert answer.status == 200
    assert "<h1" not in answer.text
    assert article.paragraphs[0].split(". ")[1] not in answer.text
    assert article.title in fetch(newsroom, LISTING).text or layout != OLD


def test_empty_listing(newsroom: Newsroom) -> None:
    newsroom.misbehave("*", EmptyListing())

    old = fetch(newsroom, LISTING)
    present = fetch(newsroom, "https://exclusive.kz/category/kontekst-dnya/")
    rows = fetch(newsroom, "https://standard.kz/ru/post/archive.json")
    assert (old.status, present.status, rows.status) == (200, 200, 200)
    assert "day-event" not in old.text
    assert "USD/KZT" in old.text
    assert "section__item" not in present.text
    assert json.loads(rows.text) == []
    article = article_of(newsroom, OLD)
    assert article.title in fetch(newsroom, article.url).text
