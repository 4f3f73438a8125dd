"""Which topic the article of a page is of: by its section, as printed or as in the address."""

from __future__ import annotations

from kznews.extraction.kind import address_parts
from kznews.extraction.page import Page
from kznews.items import Topic
from kznews.text.kinds import kind_of_section
from kznews.text.topics import says_no_topic, topic_of_section


def read_topic(page: Page, section: str | None) -> Topic | None:
    """Tell the topic of the page's article; a section of no known topic is `section/unknown`."""
    if section is not None and (topic := topic_of_section(section)):
        return topic
    topics = (topic_of_section(part) for part in address_parts(page.url))
    topic = next(filter(None, topics), None)
    if (
        topic is None
        and section is not None
        and not says_no_topic(section)
        and kind_of_section(section) is None
    ):
        page.notes.append("section/unknown")
    return topic
