"""What a page says, outside the text of its article, about the article being an advert."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from kznews.extraction.page import Node, Page, select, text_of
from kznews.outlets.layouts import ArticleLayout
from kznews.text.adverts import advert_label, is_advert_section, is_advert_tag


def is_advertising(
    page: Page, layout: ArticleLayout | None, *, section: str | None, tags: Iterable[str]
) -> bool:
    """Tell by the layout's badge, structured data, the section, the address, and the tags."""
    return (
        page.structured.is_advertising
        or any(advert_label(text_of(node)) for node in _badges(page, layout))
        or (section is not None and is_advert_section(section))
        or any(map(is_advert_section, urlsplit(page.url).path.split("/")[1:-1]))
        or any(map(is_advert_tag, tags))
    )


def _badges(page: Page, layout: ArticleLayout | None) -> list[Node]:
    return select(page, layout.advert) if layout and layout.advert else []
