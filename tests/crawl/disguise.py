"""The newsroom's sites under hosts that nobody described."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kznews.newsroom.misbehaviour import ContentChange
from kznews.newsroom.page import ServedPage
from kznews.newsroom.site import Site, UnknownHostError


class DisguisedSite(Site):
    """A site whose hosts have other names, in its pages too, and whose first pages have menus.

    `disguises`: the name by the host that is played. Where nothing stands at `/`, a plain first
    page does, with a menu of the lists and the names of the feeds; else the menu is added to it.
    """

    def __init__(self, disguises: Mapping[str, str], pages: Mapping[str, int], **site: Any) -> None:
        super().__init__(pages, **site)
        self._disguises = disguises
        self._played = {shown: host for host, shown in disguises.items()}
        self._menus = {host: self._menu(host) for host in disguises}

    def page(self, host: str, target: str, change: ContentChange | None = None) -> ServedPage:
        """Return what stands at `target` of a host by its other name."""
        if host not in self._played:
            raise UnknownHostError(host)
        played = self._played[host]
        page = super().page(played, target, change)
        if target == "/" and (page.status == 404 or page.content_type.startswith("text/html")):
            text = page.body.decode() if page.status == 200 else "<html><body></body></html>"
            body = text.replace("</body>", f"{self._menus[played]}</body>").encode()
            page = replace(page, status=200, body=body)
        return replace(
            page,
            body=self._renamed(page.body),
            headers={
                name: self._renamed(value.encode()).decode() for name, value in page.headers.items()
            },
        )

    def renamed(self, url: str) -> str:
        """Give an address with the host's other name."""
        return self._renamed(url.encode()).decode()

    def _renamed(self, text: bytes) -> bytes:
        for host, shown in self._disguises.items():
            text = text.replace(f"//{host}".encode(), f"//{shown}".encode())
        return text

    def _menu(self, host: str) -> str:
        outlets = [each.layout.outlet for each in self._listings.values()]
        outlet = next(each for each in outlets if host in each.domains)
        lists = [each for each in outlet.listings if f"//{host}/" in each.url]
        feeds = [each for each in outlet.feeds if f"//{host}/" in each.url]
        return (
            "<nav>"
            + "".join(
                f'<a href="{each.url}">{each.section.replace("-", " ")}</a> ' for each in lists
            )
            + "".join(f'<a href="{each.url}">RSS</a> ' for each in feeds)
            + "<a href='/about/'>О проекте</a> <a href='/contacts/'>Контакты</a></nav>"
        )
