"""A person at a real Chromium: what is clicked and typed, how long it takes, what goes wrong."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    Route,
)

_PATIENCE = 20_000
"""Milliseconds until it is told that something does not come: a loaded machine is no failure."""
_AWAY = "the server responded with a status of 503"
"""How Chromium complains of a page that says that MongoDB is away."""


@dataclass
class Reader:
    """A person with one tab, who begins at the start page."""

    page: Page
    base: str
    steps: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    """What the browser complained of: errors of scripts, violations of a policy, strange hosts."""
    begun: float = field(default_factory=time.perf_counter)

    def start(self) -> None:
        """Open the start page; steps and seconds are counted from here."""
        self.steps.clear()
        self.begun = time.perf_counter()
        self.page.goto(f"{self.base}/")

    def open(self, address: str) -> Response:
        """Open a page, again while it says that MongoDB is away: it is slow on a full machine."""
        told_before, deadline = len(self.faults), time.monotonic() + _PATIENCE / 1000
        while True:
            answer = self.page.goto(f"{self.base}{address}")
            assert answer is not None
            if answer.status != 503:
                told = self.faults[told_before:]
                self.faults[told_before:] = [each for each in told if _AWAY not in each]
                return answer
            if time.monotonic() > deadline:
                return answer

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.begun

    def click(
        self, name: str | re.Pattern[str], *, role: Any = "link", within: str = "body"
    ) -> None:
        """Click what is called so: the first, as one reads."""
        self.steps.append(f"click «{_told(name)}»")
        self.page.locator(within).get_by_role(role, name=name).first.click()

    def press(self, name: str | re.Pattern[str]) -> None:
        self.click(name, role="button")

    def type(self, label: str | re.Pattern[str], text: str) -> None:
        """Type into the field of that label."""
        self.steps.append(f"type «{text}»")
        self.page.get_by_label(label).first.fill(text)

    def choose(self, label: str | re.Pattern[str], what: str) -> None:
        """Choose from the list of that label, by what is shown or by its value."""
        self.steps.append(f"choose «{what}»")
        self.page.get_by_label(label).first.select_option(what)

    def enter(self) -> None:
        self.steps.append("press Enter")
        self.page.keyboard.press("Enter")

    def download(self, name: str | re.Pattern[str]) -> Path:
        """Click a link to a file, and wait until it is there."""
        with self.page.expect_download() as promised:
            self.click(name)
        return promised.value.path()

    def see(self, text: str | re.Pattern[str]) -> Locator:
        """Wait until the page shows a text."""
        found = self.page.locator("main").get_by_text(text).first
        found.wait_for(state="visible")
        return found

    @property
    def text(self) -> str:
        """What the page says."""
        return self.page.locator("main").inner_text()


def _told(name: str | re.Pattern[str]) -> str:
    return name if isinstance(name, str) else name.pattern


@contextmanager
def reading(browser: Browser, base: str, **options: Any) -> Iterator[Reader]:
    """Open a tab of its own, in Russian and Almaty's time; nothing but `base` is reachable."""
    given: dict[str, Any] = {"locale": "ru-RU", "timezone_id": "Asia/Almaty"}
    with browser.new_context(**given | options) as context:
        context.set_default_timeout(_PATIENCE)
        page = context.new_page()
        reader = Reader(page, base)

        def complain(message: ConsoleMessage) -> None:
            if message.type in {"error", "warning"}:
                reader.faults.append(f"{page.url}: {message.text}")

        def refuse(route: Route, request: Request) -> None:
            reader.faults.append(f"{page.url} asks for {request.url}")
            route.abort()

        context.route(lambda url: not url.startswith((f"{base}/", "data:")), refuse)
        page.on("console", complain)
        page.on("pageerror", lambda error: reader.faults.append(f"{page.url}: {error}"))
        yield reader


def axe_faults(page: Page, *, only: tuple[str, ...] = ()) -> list[str]:
    """What axe-core finds against WCAG 2 A and AA (all versions), each with its element."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    chosen = {"type": "rule", "values": only} if only else {"type": "tag", "values": rules}
    found = page.evaluate(
        "options => axe.run(document, options)",
        {"runOnly": chosen, "resultTypes": ["violations"], "iframes": False},
    )
    return [
        f"{each['id']}: {node['html'][:200]} {node.get('failureSummary', '')}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


_WIDER = """() => {
  const page = document.documentElement;
  if (page.scrollWidth <= page.clientWidth) return [];
  return [...document.querySelectorAll('body *')].filter(each => {
    const box = each.getBoundingClientRect();
    return box.right > page.clientWidth + 1 && !each.closest('.scrolled, .unseen, .skip');
  }).slice(0, 5).map(each => each.outerHTML.slice(0, 160));
}"""
"""The elements that make the page scroll sideways."""
_DRAWING_SECONDS = 5.0
"""Seconds in which scripts must have drawn for another width of the window."""


def wider(page: Page) -> list[str]:
    """Give the elements that make the page scroll sideways, once scripts have drawn for it."""
    end = time.monotonic() + _DRAWING_SECONDS
    while (found := page.evaluate(_WIDER)) and time.monotonic() < end:
        page.wait_for_timeout(100)
    return list(found)


NAMES = """names => {
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const written = texts.currentNode.data.split(/[\\s,;:·()]+/);
    if (written.some(each => names.includes(each))
        && !texts.currentNode.parentElement.closest('code, script'))
      found.push(texts.currentNode.data.trim());
  }
  return found;
}"""
"""The texts that hold one of the words `names`."""

MEETING = """() => [...document.querySelectorAll('.chart')].flatMap(chart => {
  const boxes = [...chart.querySelectorAll('text.tick')]
    .filter(each => each.checkVisibility())
    .map(each => [each.textContent, each.getBoundingClientRect()]);
  return boxes.flatMap(([one, box], place) => boxes.slice(place + 1)
    .filter(([, other]) => box.left < other.right && other.left < box.right
                           && box.top < other.bottom && other.top < box.bottom)
    .map(([other]) => `${one} and ${other}`));
})"""
"""The labels of charts that stand over each other."""

OUTSIDE = """() => [...document.querySelectorAll('.chart text.tick')]
  .filter(each => each.checkVisibility()).filter(each => {
    const box = each.getBoundingClientRect();
    return box.left < 0 || box.right > document.documentElement.clientWidth;
  }).map(each => each.textContent)"""
"""The labels of charts that are cut off."""
