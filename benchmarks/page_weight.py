"""Pages as heavy as outlets serve them: the newsroom's own have a few KB, real ones 150.

What is added is ours. How much of what: as 101 captured articles of tengrinews.kz, of April 2024,
have on the median: 148 KB, of them 42 KB in scripts and styles and 24 KB of text; 1,030 elements
with 1,180 attributes, 228 links, 23 scripts.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from random import Random

_SIZE = 148_000
"""Bytes of a page."""
_CODE = 42_000
"""Bytes of its scripts and styles."""
_SCRIPTS = 23
_MENU_LINKS = 90
_CARDS = 135
"""Cards of other articles, each with one link."""
_WIDTHS = (320, 480, 768, 1200)
"""Widths of a picture that a card offers."""


class HeavyPages:
    """Pages to which is added what stands around an article, so that they weigh as real ones.

    The frame of all pages is one, as an outlet's is; which articles the cards name, differs.
    """

    def __init__(self, titles: Sequence[str]) -> None:
        """Take the headlines that the cards show."""
        self._titles = titles
        chance = Random("frame")
        self._head = _scripts(chance, _CODE // 2, _SCRIPTS // 2).encode()
        self._foot = _scripts(chance, _CODE // 2, _SCRIPTS - _SCRIPTS // 2).encode()
        self._menu = _menu().encode()

    def fill(self, page: bytes, name: str) -> bytes:
        """Give the page with its frame; one name gives the same cards each time."""
        head, _, rest = page.partition(b"</head>")
        body, _, end = rest.rpartition(b"</body>")
        start, bracket, article = body.partition(b"<body>")
        if not (bracket and end):
            return page  # robots.txt
        filled = [head, self._head, b"</head>", start, bracket, self._menu, article]
        closing = [self._foot, b"</body>", end]
        room = _SIZE - sum(len(each) for each in (*filled, *closing))
        cards = self._cards(Random(name), max(0, room))
        return b"".join([*filled, cards, *closing])

    def _cards(self, chance: Random, room: int) -> bytes:
        cards = [self._card(chance, number) for number in range(_CARDS)]
        # What tags, addresses and headlines leave is white space before tags, as templates make.
        indent = max(0, room - sum(map(len, cards))) // (_CARDS * 6)
        space = b"\n" + b" " * max(0, indent - 1)
        inner = b"".join(card.replace(b"\n", space) for card in cards)
        return b'<aside class="more"><div class="more__list">' + inner + b"</div></aside>"

    def _card(self, chance: Random, number: int) -> bytes:
        title = escape(chance.choice(self._titles))
        announced = escape(chance.choice(self._titles)) if number % 2 else ""
        key = f"{chance.randrange(10**6):06}"
        sources = ", ".join(f"/upload/cache/{key}-{w}x{w * 9 // 16}.webp {w}w" for w in _WIDTHS)
        picture = (
            f'<img class="more__image" src="/upload/{key}.jpg" srcset="{sources}" loading="lazy">'
            if number % 3 == 0
            else f'<i class="more__mark more__mark_{key}"></i>'
        )
        return (
            f'\n<div class="more__card">\n{picture}\n<b class="more__name">'
            f'<a href="/more/{key}?from=block&amp;position={number}">{title}</a></b>\n'
            f'<span class="more__info">\n{announced}\n{number % 24:02}:{number % 60:02}</span>'
            "\n</div>"
        ).encode()


def _menu() -> str:
    links = "\n".join(
        f'<li class="menu__item"><a href="/menu/{number}" title="{number}">№ {number}</a></li>'
        for number in range(_MENU_LINKS)
    )
    return f'<div class="menu"><ul class="menu__list">\n{links}\n</ul></div>'


def _scripts(chance: Random, size: int, number: int) -> str:
    parts = []
    for place in range(number):
        lines: list[str] = []
        length = 0
        while length < size // number:
            name, value = chance.randrange(10**6), chance.randrange(10**9)
            line = f'window.counters["c{name}"] = {{id: {value}, on: document.URL, ssl: true}};'
            if place == 0:
                line = f".more__mark_{name} {{ color: #{value % 0x1000000:06x}; margin: 0 4px; }}"
            lines.append(line)
            length += len(line) + 1
        tag = "style" if place == 0 else "script"
        parts.append(f"<{tag}>" + "\n".join(lines) + f"</{tag}>")
    return "\n".join(parts)
