"""What the newsroom publishes: counts, languages, markup, and that it is the same everywhere."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from hashlib import sha256
from html import unescape
from itertools import pairwise
from urllib.parse import urlsplit

import pytest

from kznews.newsroom.page import Page
from kznews.newsroom.russian_dates import card_date, header_date
from kznews.newsroom.site import Site, UnknownHostError
from kznews.newsroom.transliteration import slug

TODAY = date(2025, 4, 28)
OLD = "/expertiza/daily/"
PRESENT = "/category/kontekst-dnya/"
KAZAKH = set("әғқңөұүһіӘҒҚҢӨҰҮҺІ")

FINGERPRINT = """
import hashlib
from datetime import date
from urllib.parse import urlsplit
from kznews.newsroom.site import Site
site = Site(old_pages=2, new_pages=2, today=date(2025, 4, 28))
digest = hashlib.sha256()
for article in site.articles:
    parts = urlsplit(article.url)
    digest.update(site.page(parts.hostname, parts.path).body)
    digest.update(repr(site.edited(article)).encode())
for target in ("/expertiza/daily/?page=2", "/category/kontekst-dnya/page/2/"):
    digest.update(site.page("exclusive.kz", target).body)
print(digest.hexdigest())
"""


@pytest.fixture(scope="module")
def full() -> Site:
    return Site(today=TODAY)


def text_at(site: Site, url: str) -> str:
    parts = urlsplit(url)
    assert parts.hostname
    page = site.page(parts.hostname, parts.path + (f"?{parts.query}" if parts.query else ""))
    assert page.status == 200
    return page.body.decode()


def plain(text: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", text)).replace("\xa0", " ")


def old_cards(text: str) -> list[tuple[str, str]]:
    """The links and titles of «События дня»."""
    found = re.findall(
        r'<div class="day-event"><a href="([^"]*)"><img src="[^"]*" alt="([^"]*)"></a> '
        r'<a href="([^"]*)">([^<]*)</a><div class="day-event-author">Редакция Exclusive</div>',
        text,
    )
    for link, alt, same_link, title in found:
        assert (link, unescape(alt)) == (same_link, unescape(title))
    return [(unescape(link), unescape(title)) for link, _, _, title in found]


def present_cards(text: str) -> list[tuple[str, str, str]]:
    return re.findall(
        r'<h2 class="item__title"><a href="([^"]*)">([^<]*)</a></h2>'
        r'<p class="item__time">([^<]*)</p>',
        text,
    )


def test_sixteen_and_twelve_pages_of_seventeen(full: Site) -> None:
    count = Counter(article.layout for article in full.articles)

    assert count == {"old": 16 * 17, "present": 12 * 17, "standard": 10}


def test_titles_and_urls_are_distinct(full: Site) -> None:
    titles = [article.title for article in full.articles]
    titles += [headline.text for headline in full.ticker]

    assert len(set(titles)) == len(titles) == 486 + 25
    assert len({article.url for article in full.articles}) == 486


def test_paragraphs_are_distinct(full: Site) -> None:
    texts = [
        block.text for article in full.articles for block in article.blocks if block.kind != "item"
    ]

    assert len(set(texts)) == len(texts)
    leads = [article.lead for article in full.articles if article.lead]
    assert len(set(leads)) == len(leads) == 272


def test_articles_differ_in_most_of_their_words(full: Site) -> None:
    shingles = []
    # The same sentences make both layouts; half of the articles is enough, and fast.
    for article in full.articles[::2]:
        words = re.findall(r"\w+", " ".join(article.paragraphs).lower())
        shingles.append(set(pairwise(words)))
    likeness = max(
        len(one & other) / len(one | other)
        for i, one in enumerate(shingles)
        for other in shingles[:i]
    )

    assert likeness < 0.5


def test_articles_have_four_to_nine_paragraphs(full: Site) -> None:
    lengths = {
        # A list stands for its introduction and three items more.
        len(article.blocks) - (4 if any(block.kind == "item" for block in article.blocks) else 0)
        for article in full.articles
    }

    assert lengths == {4, 5, 6, 7, 8, 9}


def test_no_slot_is_left_open(full: Site) -> None:
    for article in full.articles:
        text = "\n".join((article.title, article.lead or "-", *article.paragraphs))
        assert not re.search(r"[{}\\]|  |None|\.\.", text), text
        assert re.match(r"[\w«]", article.title)


def test_five_cards_of_seventeen_are_kazakh(full: Site) -> None:
    for start in range(0, 476, 17):
        page = full.articles[start : start + 17]
        assert Counter(article.language for article in page) == {"ru": 12, "kk": 5}


def test_languages_show_in_titles_and_texts(full: Site) -> None:
    def share(text: str) -> float:
        letters = [char for char in text if char.isalpha()]
        return sum(char in KAZAKH for char in letters) / len(letters)

    for article in full.articles:
        body = " ".join(article.paragraphs)
        if article.language == "kk":
            assert share(article.title) >= 0.05, article.title
            assert share(body) > 0.08, body
        else:
            assert share(article.title + body) == 0, article.title
    for headline in full.ticker:
        assert (share(headline.text) > 0) == (headline.language == "kk")


def test_pairs_tell_the_same_event_in_both_languages(full: Site) -> None:
    by_url = {article.url: article for article in full.articles}
    pairs = [article for article in full.articles if article.same_event]

    assert len(pairs) == 2 * (8 + 6)
    for article in pairs:
        assert article.same_event
        other = by_url[article.same_event]
        assert other.same_event == article.url
        assert {article.language, other.language} == {"ru", "kk"}
        assert re.findall(r"\d+", article.title) == re.findall(r"\d+", other.title)


def test_old_listing_is_walked_to_its_end(full: Site) -> None:
    url: str | None = f"https://exclusive.kz{OLD}"
    found: list[str] = []
    pages = 0
    while url:
        text = text_at(full, url)
        pages += 1
        cards = old_cards(text)
        assert len(cards) == 17
        tracked = [
            link for link, _ in cards if link.endswith("?utm_source=popular&utm_medium=block")
        ]
        assert len(tracked) == 1
        found += [f"https://exclusive.kz{urlsplit(link).path}" for link, _ in cards]
        following = re.search(r'<b>(\d+)</b> <a href="([^"]*)">(\d+)</a>', text)
        assert f"<b>{pages}</b>" in text
        url = None
        if following:
            assert int(following[3]) == pages + 1
            url = f"https://exclusive.kz{following[2]}"

    assert pages == 16
    assert found == [article.url for article in full.articles if article.layout == "old"]


def test_first_pager_is_that_of_the_seed_page(full: Site) -> None:
    text = text_at(full, f"https://exclusive.kz{OLD}")

    assert plain(text).rstrip().endswith("Страницы:1 2 3 4 5 6 7 8 9 ... 16")


def test_present_listing_is_walked_to_its_end(full: Site) -> None:
    url: str | None = f"https://exclusive.kz{PRESENT}"
    found: list[tuple[str, str, str]] = []
    pages = 0
    while url:
        text = text_at(full, url)
        pages += 1
        cards = present_cards(text)
        assert len(cards) == 17
        found += cards
        following = re.search(r'<a class="next page-numbers" href="([^"]*)">', text)
        url = following[1] if following else None

    assert pages == 12
    articles = [article for article in full.articles if article.layout == "present"]
    assert [link for link, _, _ in found] == [article.url for article in articles]
    assert [unescape(title) for _, title, _ in found] == [article.title for article in articles]
    days = [article.card_date for article in articles if article.card_date]
    assert [shown for _, _, shown in found] == [card_date(day) for day in days]
    assert days == sorted(days, reverse=True)
    assert days[0] == TODAY
    assert days[-1] < TODAY - timedelta(days=30)


def test_pages_beyond_the_listing_are_not_there(full: Site) -> None:
    for target in (f"{OLD}?page=17", f"{OLD}?page=0", f"{PRESENT}page/13/"):
        assert full.page("exclusive.kz", target).status == 404


def test_old_article_reads_in_the_order_of_the_seed_page(site: Site) -> None:
    article = next(a for a in site.articles if a.layout == "old" and a.photo_credit)
    text = plain(text_at(site, article.url))
    word = "Фото" if article.language == "ru" else "Сурет"

    expected = [
        "понедельник, 28 апреля 2025",
        "USD/KZT: 425.67 EUR/KZT: 496.42 RUR/KZT: 5.81",
        *(headline.text for headline in site.ticker),
        article.title,
        "Поддержать",
        article.title,
        article.lead or "",
        "Редакция Exclusive",
        *article.paragraphs,
        f"{word}: {article.photo_credit}",
        "Оставить комментарий",
        "События дня",
    ]
    position = text.index("</title>") if "</title>" in text else 0
    for part in expected:
        position = text.index(part, position) + len(part)


def test_old_article_prints_no_date_but_the_crawl_day(site: Site) -> None:
    article = site.articles[0]
    tomorrow = Site(old_pages=3, new_pages=3, today=TODAY + timedelta(days=1))
    text = text_at(site, article.url)

    assert text_at(tomorrow, article.url) == text.replace(
        "понедельник, 28 апреля 2025", "вторник, 29 апреля 2025"
    )


def test_old_article_has_the_links_a_crawler_must_leave(site: Site) -> None:
    article = max(site.articles[:17], key=lambda article: len(article.blocks))
    text = text_at(site, article.url)
    path = urlsplit(article.url).path
    number = path.split("/")[3]

    assert f'href="{path}?id={number}&amp;post_action=like"' in text
    for bad in ("/tags/", "/search/?q=", "https://tengrinews.kz/"):
        assert f'<a href="{bad}' in text


def test_old_addresses_answer_in_every_known_form(site: Site) -> None:
    article = site.articles[0]
    path = urlsplit(article.url).path
    text = text_at(site, article.url)

    assert text_at(site, article.url.rstrip("/")) == text
    assert text_at(site, f"{article.url}?utm_source=popular&utm_medium=block") == text
    assert text_at(site, f"https://www.exclusive.kz{path}") == text
    assert text_at(site, f"https://test.exclusive.kz{path}") == text
    numbers = [int(a.url.split("/")[5]) for a in site.articles if a.layout == "old"]
    assert numbers[0] == 126245
    assert all(118353 <= after < before for before, after in pairwise(numbers))


def test_ticker(site: Site) -> None:
    strip = re.search(r'<div class="ticker">(.*)</div>', text_at(site, site.articles[0].url))
    assert strip
    found = re.findall(r'(?:<a href="([^"]*)">|<span>)([^<]*)</(?:a|span)>', strip[1])

    shown = [
        (h.url.removeprefix("https://exclusive.kz") if h.url else "", h.text) for h in site.ticker
    ]
    assert [(link, unescape(words)) for link, words in found] == shown
    assert sum(headline.url is None for headline in site.ticker) == 3
    listed = {article.url for article in site.articles}
    for headline in site.ticker:
        if headline.url:
            assert headline.url not in listed
            assert f"<h1>{headline.text}</h1>" in text_at(site, headline.url)


def test_present_article_holds_the_text_and_its_traps(full: Site) -> None:
    articles = [article for article in full.articles if article.layout == "present"]
    pages = [text_at(full, article.url) for article in articles]
    for article, text in zip(articles, pages, strict=True):
        words = plain(text)
        assert f'<h1 class="section__title">{article.title}</h1>' in text
        assert all(paragraph in words for paragraph in article.paragraphs)
        assert f'<link rel="canonical" href="{article.url}">' in text
        assert '<meta property="og:type" content="website">' in text
        assert "ticker" not in text
        assert card_date(article.card_date or TODAY) not in words
        assert ("application/ld+json" in text) == article.json_ld
    together = "".join(pages)
    for trap in (
        "</p><blockquote><p>",
        "<ul><li>",
        "<strong>",
        "&nbsp;",
        'href="http://@',
        "<p>Читайте также: <a",
        "<p>Сондай-ақ оқыңыз: <a",
        "<p>Подписывайтесь на наш <a",
        "<p>Фото: <a",
        "<p>Сурет: <a",
    ):
        assert trap in together, trap
    assert any(article.photo_credit is None for article in articles)


def test_promoted_copies_are_there(full: Site) -> None:
    promoted = set()
    for article in full.articles:
        if article.layout == "present":
            text = text_at(full, article.url)
            promoted |= set(re.findall(r'(?:также|оқыңыз): <a href="([^"]*)"', text))

    assert any("/kz/" in url for url in promoted)
    assert any(url.endswith("/amp/") for url in promoted)
    canonical = {article.url for article in full.articles}
    for url in promoted:
        found = re.search(r'<link rel="canonical" href="([^"]*)">', text_at(full, url))
        assert found
        assert found[1] in canonical
        assert found[1] != url


def test_present_article_has_copies(site: Site) -> None:
    russian = next(a for a in site.articles if a.layout == "present" and a.language == "ru")
    kazakh = next(a for a in site.articles if a.layout == "present" and a.language == "kk")
    text = text_at(site, russian.url)
    path = urlsplit(russian.url).path

    assert text_at(site, f"https://exclusive.kz/kz{path}") == text
    assert text_at(site, f"https://test.exclusive.kz{path}?utm_source=x") == text
    amp = text_at(site, f"{russian.url}amp/")
    assert "<html amp" in amp
    assert f'<link rel="canonical" href="{russian.url}">' in amp
    assert all(paragraph in plain(amp) for paragraph in russian.paragraphs)
    assert site.page("exclusive.kz", f"/kz{urlsplit(kazakh.url).path}").status == 404
    moved = site.page("exclusive.kz", f"{path.rstrip('/')}?a=b")
    assert (moved.status, moved.headers["Location"]) == (301, f"{russian.url}?a=b")


def test_standard_listing_is_filled_by_its_script_only(site: Site) -> None:
    listing = text_at(site, "https://standard.kz/ru/post/archive")
    rows = json.loads(text_at(site, "https://standard.kz/ru/post/archive.json"))
    articles = [article for article in site.articles if article.outlet == "standard"]

    assert '<table class="table table-striped"><tbody></tbody></table>' in listing
    assert not any(article.title in listing for article in articles)
    assert [row["title"] for row in rows] == [article.title for article in articles]
    assert [f"https://standard.kz{row['url']}" for row in rows] == [a.url for a in articles]
    assert all(re.fullmatch(r"2[67]\.04\.2025 \d\d:\d\d", row["date"]) for row in rows)
    assert re.fullmatch(r"/ru/post/2025_04_[a-z0-9-]+-\d+", rows[0]["url"])


def test_standard_article_states_its_time_in_json_ld(site: Site) -> None:
    for article in site.articles[-10:]:
        text = text_at(site, article.url)
        found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text)
        assert found
        data = json.loads(found[1])
        assert article.published_at
        assert data["datePublished"] == article.published_at.isoformat()
        assert data["datePublished"].endswith("+05:00")
        assert (data["headline"], data["author"]["name"]) == (article.title, article.author)
        assert all(f"<p>{paragraph}</p>" in unescape(text) for paragraph in article.paragraphs)


def test_same_bytes_in_another_process() -> None:
    def fingerprint(seed: str) -> str:
        run = subprocess.run(
            [sys.executable, "-c", FINGERPRINT],
            env={"PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        )
        return run.stdout

    assert fingerprint("1") == fingerprint("2")


def test_bytes_are_pinned() -> None:
    """Fails when a sentence changes: then write the new digest here."""
    page: Page = Site(old_pages=1, new_pages=1, today=TODAY).page("exclusive.kz", OLD)

    assert sha256(page.body).hexdigest()[:16] == "1dfb932482da1a08"


def test_site_of_no_pages_has_no_listings() -> None:
    site = Site(old_pages=0, new_pages=0, today=TODAY)

    assert site.page("exclusive.kz", OLD).status == 404
    assert site.page("exclusive.kz", PRESENT).status == 404
    assert {article.layout for article in site.articles} == {"standard"}


@pytest.mark.parametrize("pages", [-1, 201])
def test_impossible_size_is_named(pages: int) -> None:
    with pytest.raises(ValueError, match=f"old_pages must be from 0 to 200, not {pages}"):
        Site(old_pages=pages)


def test_unknown_host() -> None:
    with pytest.raises(UnknownHostError, match=r"example\.kz"):
        Site(old_pages=0, new_pages=0).page("example.kz", "/")


def test_dates_in_russian() -> None:
    assert header_date(TODAY) == "понедельник, 28 апреля 2025"
    assert card_date(date(2025, 2, 11)) == "11 февраля, 2025"


def test_slug_is_spelt_as_the_site_does() -> None:
    title = "В Алматы вводят регистрацию туристов перед походами в горы"

    assert slug(title) == "v-almaty-vvodjat-registraciju-turistov-pered-pohodami-v-gory"
    assert slug("Ещё щука – Жанаозен!") == "eshhjo-shhuka-zhanaozen"
