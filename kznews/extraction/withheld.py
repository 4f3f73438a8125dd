"""What a page at an article's address shows in the place of the article that stood there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Literal

from kznews.extraction.page import Page, head_title, text_of
from kznews.items import Article
from kznews.text.characters import clean_line
from kznews.text.notices import LONGEST_NOTICE, notice_of
from kznews.text.page_kinds import error_of_heading, kind_of_heading

Withheld = Literal["not found", "deleted", "login", "paywall", "blocked", "fault"]
"""What a page says in the place of an article: nothing is there, it was deleted, log in, subscribe,
prove that you are no robot, the server has a fault."""

# https://schema.org/isAccessibleForFree, as paywalls state it in JSON-LD for search engines.
_NOT_FREE = re.compile(r'"isAccessibleForFree"\s*:\s*"?(?i:false)')
_MOST_BLOCKS = 60
"""The number of a page's blocks, its first, that may be a notice."""


def withheld(page: Page, article: Article | None) -> Withheld | None:
    """Tell what a page shows in the place of an article; None where it says nothing of the kind.

    `article` is what was read from it, if that looked like an article.
    """
    if article is not None:
        return _of_article(page, article)
    for heading in _headings(page):
        if error := error_of_heading(heading):
            return error
        if kind_of_heading(heading) == "login page":
            return "login"
    for block in islice(page.blocks, _MOST_BLOCKS):
        if notice := notice_of(clean_line(" ".join(block.lines))):
            return notice
    if "no_article/login_page" in page.notes:
        return "login"
    scripts = page.root.iter("script")
    return "paywall" if any(_NOT_FREE.search(each.text or "") for each in scripts) else None


def _of_article(page: Page, article: Article) -> Withheld | None:
    # What has a long text is an article, however it is headed: «Ошибка».
    if len(article.body) <= LONGEST_NOTICE and (error := error_of_heading(article.title)):
        return error
    if notice := notice_of(article.body):
        return notice
    # The beginning may be for all: a notice in it, or right below it, says that the rest is not.
    last = article.body.rpartition("\n\n")[2]
    for text in (last, _below(page, last)):
        notice = notice_of(text)
        if notice in {"login", "paywall"}:
            return notice
    return None


def _below(page: Page, paragraph: str) -> str:
    """Give the text below a paragraph of the page; empty where there is none."""
    texts = (clean_line(" ".join(block.lines)) for block in page.blocks)
    filled = iter(filter(None, texts))
    return next(filled, "") if paragraph in filled else ""


def _headings(page: Page) -> Iterator[str]:
    yield clean_line(head_title(page))
    for heading in page.root.iter("h1"):
        yield clean_line(text_of(heading))
