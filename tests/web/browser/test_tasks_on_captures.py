"""The tasks that real pages can answer, on articles that crawls read from captures and stored."""

from __future__ import annotations

import json
import re
import time
import urllib.request
from pathlib import Path
from urllib.parse import quote

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.web.browser.captured import FUND, HEADLINE, LATER, PRICES, Told, store
from tests.web.browser.conftest import Served
from tests.web.browser.reader import Reader

_DEADLINE = 60.0
"""Seconds in which the index must have what was stored."""
_QUERY = re.compile("Поиск|Искать|Запрос")


@pytest.fixture(scope="module")
def told(served: Served, captures: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Told]:
    """What stands on the pages; when it is given, all of them can be searched."""
    told = store(captures, tmp_path_factory.mktemp("captured"), served.environment)
    outlets = " OR ".join(f"outlet:{name}" for name in {each.outlet for each in told})
    end = time.monotonic() + _DEADLINE
    asked = {f"({outlets}) before:2025-01-01": len(told), f'title:"{LATER}"': 1}
    while found := {query for query, number in asked.items() if _count(served, query) != number}:
        assert time.monotonic() < end, found
        time.sleep(0.1)
    return told


def _count(served: Served, query: str) -> int:
    with urllib.request.urlopen(f"{served.base}/search.json?q={quote(query)}") as answer:
        number: int = json.load(answer)["total"]
    return number


def test_who_wrote_first_about_a_fund(told: list[Told], reader: Reader) -> None:
    about = [each for each in told if FUND.search(each.text)]
    assert {each.outlet for each in about} == {"informburo", "tengrinews"}
    _, title = min((each.published, each.title) for each in about if each.published)
    reader.type(_QUERY, "Самрук")
    reader.enter()
    reader.choose("Порядок", "сначала старые")
    reader.press("Найти")
    first = reader.page.locator("main article h3").first
    expect(first).to_have_text(title)


def test_all_about_inflation_as_a_workbook(told: list[Told], reader: Reader) -> None:
    reader.type(_QUERY, '(инфляция OR "баға өсімі") before:2025-01-01')
    reader.enter()
    reader.see(re.compile("[Нн]айден"))
    with reader.download("xlsx").open("rb") as file:
        [heading, *rows] = load_workbook(file).active.values
    column = heading.index("title")
    about = {each.title for each in told if PRICES.search(each.text)}
    assert len(about) > 3
    assert {row[column] for row in rows} == about - {HEADLINE} | {LATER}


def test_how_the_headline_of_a_captured_article_changed(told: list[Told], reader: Reader) -> None:
    reader.type(_QUERY, "доходность ЕНПФ before:2025-01-01")
    reader.enter()
    reader.click(LATER)
    reader.click("Какие слова изменились")
    reader.see("Заголовок")
    assert "отстаёт" in "".join(reader.page.locator("main del").all_inner_texts())
    assert "превысила" in "".join(reader.page.locator("main ins").all_inner_texts())


def test_how_much_of_an_outlet_is_kazakh(told: list[Told], reader: Reader) -> None:
    reader.type(_QUERY, "outlet:informburo")
    reader.enter()
    reader.see("Забрать результаты")  # below the numbers
    reader.page.wait_for_load_state()
    of = [each for each in told if each.outlet == "informburo"]
    kazakh = sum(each.is_kazakh for each in of)
    assert 0 < kazakh < len(of)
    counted = dict(re.findall(r"(русский|казахский)\s+(\d+)", reader.text))
    assert counted == {"казахский": str(kazakh), "русский": str(len(of) - kazakh)}
