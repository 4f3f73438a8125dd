"""Which topic a section is of: outlets name the same one in many ways, in three languages.

The names are in `topics.toml`. One that is not there is of no topic that is known: none is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from kznews.items import Topic
from kznews.text.section_names import read_names, section_key


def topic_of_section(name: str) -> Topic | None:
    """Tell the topic of a section so named, or of a part of an address so spelt."""
    return _topics().get(section_key(name))


def says_no_topic(name: str) -> bool:
    """Tell whether a section's name is known to say nothing of a topic: «Новости», «Статьи»."""
    return section_key(name) in _others()


@cache
def _topics() -> Mapping[str, Topic]:
    names: dict[Topic, list[str]] = read_names("topics.toml")["topics"]
    return {section_key(name): topic for topic, those in names.items() for name in those}


@cache
def _others() -> frozenset[str]:
    return frozenset(map(section_key, read_names("topics.toml")["others"]["names"]))
