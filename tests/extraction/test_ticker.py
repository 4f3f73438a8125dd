from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from kznews.extraction.page import Page
from kznews.extraction.ticker import read_tickers
from kznews.outlets import outlet_of
from kznews.outlets.outlet import Edition

NOW = datetime(2025, 4, 28, 9, tzinfo=UTC)
PAGE = "https://exclusive.kz/expertiza/daily/1/"


def page_with(strip: str) -> Page:
    return Page(f'<div class="ticker">{strip}</div>'.encode(), PAGE, fetched_at=NOW)


def headlines(strip: str) -> list[str]:
    return [ticker.headline for ticker in read_tickers(page_with(strip))]


def test_each_link_around_which_stands_another_element_is_a_headline() -> None:
    strip = "<div><a href='/expertiza/daily/2/'>Хлеб подорожал</a> <a>Қалада көпір ашылды</a></div>"
    assert headlines(strip) == ["Хлеб подорожал", "Қалада көпір ашылды"]


def test_a_headline_of_another_edition_names_it() -> None:
    outlet = outlet_of(PAGE)
    assert outlet is not None
    kazakh = Edition(host="exclusive.kz", path="/kz/", languages=("kk",))
    both = replace(outlet, editions=(outlet.editions[0], kazakh))
    strip = b'<div class="ticker"><a>Tickers</a></div>'
    for url, edition in ((PAGE, None), ("https://exclusive.kz/kz/1/", "exclusive.kz/kz/")):
        [ticker] = read_tickers(Page(strip, url, outlet=both, fetched_at=NOW))
        assert ticker.edition == edition


def test_a_headline_printed_twice_counts_once() -> None:
    assert headlines("<a>Хлеб</a><a>Молоко</a><a>Хлеб</a>") == ["Хлеб", "Молоко"]


def test_headlines_run_together_are_no_headline() -> None:
    page = page_with("<span>" + "Хлеб подорожал на рынке. " * 20 + "</span>")
    assert read_tickers(page) == []
    assert "ticker/too_long" in page.notes


def test_an_unverified_strip_is_noted() -> None:
    page = page_with("<a>Хлеб подорожал</a>")
    read_tickers(page)
    assert page.notes == ["ticker/unverified"]
