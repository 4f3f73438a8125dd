"""What kind of article a page holds: what the page itself, and its outlet, say of that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from kznews.extraction.body import Body
from kznews.extraction.page import Node, Page, select, text_of
from kznews.items import Kind
from kznews.outlets.layouts import ArticleLayout
from kznews.text.adverts import is_advert_badge
from kznews.text.kinds import kind_of_label, kind_of_section, kind_of_tag, kind_of_title
from kznews.text.section_names import section_key

_FEWEST_PICTURES = 5
"""Pictures of a text that is a photo story, at least."""
_MOST_WORDS_WITH_PICTURES = 60
"""Words of a photo story's text, at most: news with a gallery has more."""


def read_kind(
    page: Page,
    layout: ArticleLayout | None,
    content: Body,
    *,
    title: str,
    section: str | None,
    tags: Iterable[str],
) -> Kind:
    """Tell the kind of the page's article by what `Article.kind` names; else it is `news`."""
    names = [*([section] if section else []), *address_parts(page.url)]
    by_names = [kind for kind in map(kind_of_section, names) if kind is not None]
    is_labelled = (
        content.is_advertising
        or page.structured.kind == "advert"
        or any(is_advert_badge(text_of(node)) for node in _badges(page, layout))
        or "advert" in map(kind_of_tag, tags)
    )
    if is_labelled:
        return "advert"
    return (
        _by_outlet(page, names)
        or ("advert" if "advert" in by_names else None)
        or page.structured.kind
        or next(iter(by_names), None)
        or kind_of_title(title)
        or kind_of_label(content.paragraphs[0])
        or _by_pictures(content)
        or "news"
    )


def address_parts(url: str) -> list[str]:
    """Give the parts of an address's path that may name a section: all but the last."""
    return urlsplit(url).path.split("/")[1:-1]


def _badges(page: Page, layout: ArticleLayout | None) -> list[Node]:
    return select(page, layout.advert) if layout and layout.advert else []


def _by_outlet(page: Page, names: Sequence[str]) -> Kind | None:
    kinds = page.outlet.kinds if page.outlet else {}
    if not kinds:
        return None
    known = {section_key(name): kind for name, kind in kinds.items()}
    return next((known[key] for key in map(section_key, names) if key in known), None)


def _by_pictures(content: Body) -> Kind | None:
    if len(content.images) < _FEWEST_PICTURES:
        return None
    words = 0
    for paragraph in content.paragraphs:
        words += len(paragraph.split())
        if words > _MOST_WORDS_WITH_PICTURES:
            return None
    return "photo"
