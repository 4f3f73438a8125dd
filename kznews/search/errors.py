"""What is raised where there is no index to work with; each message says what to do."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FULL = tuple(os.strerror(code) for code in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG))
_OTHER_SYSTEM_ERROR = re.compile(r"(?:Permission denied|Read-only file system)")


class IndexUnusable(Exception):  # noqa: N818 - a state of the world, not a fault of the code
    """The error that the index of articles cannot be used; it says what to do."""


class IndexMissing(IndexUnusable):
    """The error that no index has been built yet."""


class IndexOutdated(IndexUnusable):
    """The error that the index was made by another version of kznews."""


class IndexLocked(IndexUnusable):
    """The error that another process writes the index."""


class IndexDamaged(IndexUnusable):
    """The error that the files of the index are not as they were written."""


class IndexUnwritable(IndexUnusable):
    """The error that the disk is full, or does not let us write."""


@contextmanager
def telling_faults(folder: Path) -> Iterator[None]:
    """Say what an error of the index in `folder` means for whoever uses it.

    Raises IndexUnwritable and IndexDamaged in place of OSError and of tantivy's ValueError. Where
    its files are damaged, tantivy may also panic, which is no Exception.
    """
    try:
        yield
    except OSError as error:
        raise _unwritable(folder, error.strerror or str(error)) from error
    except ValueError as error:
        raise _as_unusable(folder, str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise _as_unusable(folder, str(error)) from error


def _as_unusable(folder: Path, reason: str) -> IndexUnusable:
    system = _OTHER_SYSTEM_ERROR.search(reason)
    if system or any(each in reason for each in _FULL):
        return _unwritable(folder, reason)
    return IndexDamaged(
        f"the index in {folder} is damaged: {' '.join(reason.split())[:300]}. It is derived from "
        "the database: `scrapy index --rebuild` makes it anew"
    )


def _unwritable(folder: Path, reason: str) -> IndexUnwritable:
    advice = "set SEARCH_INDEX to a folder that can be written"
    if any(each in reason for each in _FULL):
        advice = f"free space on its disk, or {advice}"
    return IndexUnwritable(
        f"the index cannot be written in {folder}: {' '.join(reason.split())[:300]}: {advice}. "
        "What was committed stays, `scrapy index` goes on from there"
    )
