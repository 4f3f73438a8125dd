"""A page of a site that lists articles, as a survey found it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Self
from urllib.parse import urlsplit

from kznews.extraction.induction.listings import InducedListing
from kznews.outlets.layouts import ListingLayout

PAGE_FORMS = (
    "{url}?page={{page}}",
    "{folder}page/{{page}}",
    "{folder}{{page}}",
    "{folder}page-{{page}}",
    "{url}?PAGEN_1={{page}}",
    "{url}?start={{offset}}",
    "{url}?p={{page}}",
    "{folder}!{{page}}",
)
"""Forms of the address of a further page that are tried where no link leads to it."""
_MOST_URLS = 60
_HOMES = frozenset({"", "ru", "kz", "kk", "en", "qaz", "kaz", "eng", "rus"})


@dataclass
class FoundListing:
    """A page that lists articles; its fields are of JSON's types."""

    url: str
    layout: dict[str, str]
    """Layout of its cards, by the names of the fields."""
    urls: list[str]
    """Addresses of the articles that it shows, in page order."""

    @classmethod
    def of(cls, url: str, found: InducedListing) -> Self:
        """Take over what was induced from the page at `url`."""
        stated = asdict(found.layout).items()
        layout = {name: value for name, value in stated if isinstance(value, str)}
        return cls(url, layout, list(found.urls)[:_MOST_URLS])

    @property
    def listing_layout(self) -> ListingLayout:
        """Layout of its cards."""
        stated = self.layout
        return ListingLayout(
            name=stated["name"],
            card=stated["card"],
            link=stated["link"],
            title=stated["title"],
            published=stated.get("published"),
            next_page=stated.get("next_page"),
            pager=stated.get("pager"),
        )

    @property
    def has_pager(self) -> bool:
        """Whether a link leads to its next page."""
        return bool(self.layout.keys() & {"next_page", "pager"})

    @property
    def is_home(self) -> bool:
        """Whether it is the first page of the site, or of an edition."""
        return urlsplit(self.url).path.strip("/") in _HOMES

    def page_url(self, form: str) -> str:
        """Give the template of its further pages, by one of PAGE_FORMS."""
        plain = self.url.replace("{", "%7B").replace("}", "%7D")
        return form.format(url=plain, folder=plain if plain.endswith("/") else f"{plain}/")

    def second_page(self, form: str) -> str:
        """Give the address of its second page, by one of PAGE_FORMS."""
        return self.page_url(form).format(page=2, offset=len(self.urls))


def is_of_links(layout: ListingLayout) -> bool:
    """Tell whether, in a layout, any link that reads as a headline is a card."""
    return layout.card.startswith("//a")
