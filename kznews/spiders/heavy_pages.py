"""Heavy answers are read in a thread beside the crawl, one at a time; all others where they come.

To read the largest answer that is read at all takes a second. In the spider's callback it would
hold up all else that the process does meanwhile: downloads, leases, answers to Ctrl-C. The thread
does so for moments only, as Python's threads take turns.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_MANY_BYTES = 600_000
_MANY_TAGS = 5_000
"""Bytes and tags above which an answer is heavy. Of 441 pages of Kazakhstan's outlets the largest
have 465,144 and 4,720: none of them is."""
# Of one thread: more would take turns with each other, and the crawl's own would come less often.
_READER = ThreadPoolExecutor(1, thread_name_prefix="reading")

Found = TypeVar("Found")


def is_heavy(body: bytes, tags: int) -> bool:
    """Tell whether an answer, of so many tags, is larger than pages are."""
    return len(body) > _MANY_BYTES or tags > _MANY_TAGS


def count_tags(body: bytes) -> int:
    """Count the tags of a page, about, those of ends included."""
    return body.count(b"<")


def read_beside(read: Callable[[], Found]) -> asyncio.Future[Found]:
    """Call `read` in the thread; it must touch nothing that the crawl changes meanwhile."""
    return asyncio.get_running_loop().run_in_executor(_READER, read)


async def read_in_turn(body: bytes, tags: int, read: Callable[[], Found]) -> Found:
    """Return what `read` makes of an answer: beside the crawl where it is heavy, else at once."""
    return await read_beside(read) if is_heavy(body, tags) else read()
