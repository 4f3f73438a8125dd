"""What names say of the kind of an article: an interview, an opinion, a press release.

A name is that of a section, a part of an address, or a label beside the title or above the text.
The names are in `kinds.toml`: only those that mean the same at every outlet.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Literal

from kznews.items import Kind
from kznews.text.section_names import read_names, section_key

_LONGEST_LABEL = 40
"""Characters of the longest label."""
# The marks between a title and a label: behind one that stands first, before one that stands last.
_BEHIND_LABEL = re.compile("[:|.]")
_BEFORE_LABEL = "|.(["


def kind_of_section(name: str) -> Kind | None:
    """Tell the kind of the articles of a section so named, or below a part of an address."""
    key = section_key(name)
    return _kinds("sections").get(key) or _kinds("tags").get(key)


def kind_of_tag(name: str) -> Kind | None:
    """Tell the kind that a tag says its article is of; most tags are what it is about."""
    return _kinds("tags").get(section_key(name))


def kind_of_title(title: str) -> Kind | None:
    """Tell the kind by a label before the title («Фоторепортаж: …») or behind it («… | Интервью»).

    «Доллар по 600. Мнение» is news of somebody's opinion.
    """
    if mark := _BEHIND_LABEL.search(title, 1, _LONGEST_LABEL):
        kind = kind_of_label(title[: mark.start()])
        if kind is not None:
            return kind
    ended = title.rstrip(" .)]")
    kind = kind_of_label(ended[max(map(ended.rfind, _BEFORE_LABEL)) + 1 :]) if ended else None
    return kind if kind != "opinion" else None


def kind_of_label(line: str) -> Kind | None:
    """Tell the kind by a label that is a line of its own."""
    if len(line) > _LONGEST_LABEL:
        return None
    return _kinds("labels").get(section_key(line))


@cache
def _kinds(table: Literal["sections", "labels", "tags"]) -> Mapping[str, Kind]:
    names: dict[Kind, list[str]] = read_names("kinds.toml")[table]
    return {section_key(name): kind for kind, those in names.items() for name in those}
