"""What people come for, from the start page, by clicking and typing: each within ten seconds."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser
from pymongo import MongoClient

from kznews.mongo.values import identity
from tests.conftest import TABLE
from tests.web.browser import facts
from tests.web.browser.conftest import Record, Served
from tests.web.browser.reader import Reader, reading

_PATIENCE = 60.0
"""Seconds in which a message must come."""


def test_who_wrote_first_about_the_bridge(reader: Reader) -> None:
    reader.type(re.compile("Поиск|Искать|Запрос"), "мост Иртыш")
    reader.enter()
    reader.see(re.compile(r"первым.*Zakon\.kz.*09:14"))


def test_all_about_inflation_last_week_as_a_workbook(reader: Reader) -> None:
    since = facts.day_of(datetime.now(UTC) - timedelta(days=7))
    reader.type(re.compile("Поиск|Искать|Запрос"), f'(инфляция OR "баға өсімі") after:{since}')
    reader.enter()
    reader.see(re.compile("[Нн]айден"))
    with reader.download("xlsx").open("rb") as file:
        [heading, *rows] = load_workbook(file).active.values
    titles = {row[heading.index("title")] for row in rows}
    assert titles == facts.TITLES_OF_LAST_WEEKS_PRICES


def test_how_the_headline_of_an_article_changed(reader: Reader) -> None:
    reader.type(re.compile("Поиск|Искать|Запрос"), "завод Текели")
    reader.enter()
    reader.click(re.compile("Завод в Текели"))
    reader.click("Какие слова изменились")
    reader.see("Заголовок")
    assert "закроют" in "".join(reader.page.locator("main del").all_inner_texts())
    assert "рабочих не уволят" in "".join(reader.page.locator("main ins").all_inner_texts())


def test_what_tengrinews_pushed_yesterday_at_two(reader: Reader) -> None:
    yesterday = facts.day_of(datetime.now(UTC)) - timedelta(days=1)
    reader.click("Бегущие строки")
    reader.choose("Издание", "tengrinews")
    reader.type("День", yesterday.isoformat())
    reader.type(re.compile("^Время"), "14:00")
    reader.press("Показать")
    shown = reader.page.locator("ol.headlines > li > a:first-child")
    shown.first.wait_for()
    # One was there a quarter of an hour before, and was missed a quarter of an hour later.
    assert shown.all_inner_texts() == [*facts.PUSHED[1:3]]


def test_when_the_strip_of_exclusive_was_last_right(reader: Reader) -> None:
    day = facts.day_of(datetime.now(UTC)) - timedelta(days=facts.STRIP_RIGHT_UNTIL)
    reader.click("Курсы")
    reader.choose("Источник", "exclusive")
    reader.press("Показать")
    told = reader.page.locator(".verdict").first.inner_text()
    assert re.search(rf"\b{day.day} \w+\.? {day.year}", told), told


def test_the_share_of_kazakh_of_an_outlet(reader: Reader) -> None:
    reader.click("Издания")
    reader.click(re.compile("exclusive", re.IGNORECASE), within="main")
    reader.see(re.compile("[Дд]оля казахского|на казахском"))
    shares = [float(each.replace(",", ".")) for each in re.findall(r"([\d,]+)\s*%", reader.text)]
    assert shares
    assert any(abs(each - 31) <= 1 for each in shares), shares


def test_every_new_mention_of_a_company_is_told(
    served: Served,
    watcher: None,
    reader: Reader,
    webhook: tuple[str, list[str]],
    request: pytest.FixtureRequest,
    record_property: Record,
) -> None:
    address, told = webhook
    reader.click("Подписки")
    name = f"company-{len(request.node.name)}"
    reader.type("Название", name)
    reader.type("Запрос", facts.COMPANY)
    reader.type(re.compile("^Адреса"), address)
    reader.press("Сохранить")
    reader.see(facts.COMPANY)
    saved = reader.seconds
    with ThreadPoolExecutor(1) as thread:
        thread.submit(facts.mention_the_company, served.uri, served.database, name).result()
    begun = time.monotonic()
    while not told:
        assert time.monotonic() < begun + _PATIENCE, "no message came"
        time.sleep(0.05)
    assert f"{facts.COMPANY} получил подряд" in told[0]
    way = time.monotonic() - begun
    line = f"of these, {saved:.1f} s until the search was saved; {way:.1f} s from store to message"
    record_property(f"{TABLE}Tasks in Chromium", line)


def test_a_kept_page_does_nothing_but_show_itself(served: Served, browser: Browser) -> None:
    kept = _kept_address(served)
    with reading(browser, served.base) as reader:
        reader.page.goto(f"{served.base}{kept}")
        title = reader.page.title()
        frame = reader.page.frame_locator("iframe")
        frame.get_by_text("Текст, который издание отдало").wait_for(state="visible")
        # What the page could still do once it stands: be submitted, be followed.
        frame.get_by_role("button", name="Отправить").click()
        frame.get_by_role("link", name="Дальше").click(no_wait_after=True)
        assert frame.get_by_text("Текст, который издание отдало").is_visible()
        assert (reader.page.url, reader.page.title()) == (f"{served.base}{kept}", title)
        # Opened by itself, it does not leave its address either.
        reader.page.goto(f"{served.base}{kept}/served")
        reader.page.get_by_text("Текст, который издание отдало").wait_for(state="visible")
        reader.page.get_by_role("button", name="Отправить").click()
        assert reader.page.url == f"{served.base}{kept}/served"
        assert reader.page.title() == "Ловушка"
        # Everything was refused by the policy; nothing got as far as to be asked for.
        assert [each for each in reader.faults if "asks for" in each] == []
        assert reader.faults != []
        assert served.strangers == []


def _kept_address(served: Served) -> str:
    article = identity(facts.address("nur", "lovushka"))
    with MongoClient[dict[str, Any]](served.uri) as client:
        found = client[served.database].articles.find_one({"_id": article})
    assert found is not None
    return f"/articles/{article}/pages/{found['page']}"
