"""REPLAY: which WARC files answer instead of the network."""

from __future__ import annotations

import os
import re
from pathlib import Path

from scrapy.settings import BaseSettings

_SEPARATORS = re.compile(f"[,{re.escape(os.pathsep)}]")


class ReplayError(Exception):
    """An error of a WARC file; the message names the file, and the offset where it is known."""


def replay_files(settings: BaseSettings) -> list[Path]:
    """Find the files that REPLAY names; a glob's come in the order of their names.

    REPLAY is paths or globs: a list, or one text with `,` or the system's path separator between.
    Not set, it is no file. Raises ReplayError for a name that leads to no file, and where REPLAY is
    set and names none: whoever meant files must not get the network.
    """
    given = settings.get("REPLAY")
    if given is None:
        return []
    names = _SEPARATORS.split(given) if isinstance(given, str) else [str(each) for each in given]
    found: list[Path] = []
    for name in filter(None, map(str.strip, names)):
        path = Path(name).expanduser()
        root = Path(path.anchor)
        matches = [path] if path.exists() else sorted(root.glob(str(path.relative_to(root))))
        if not matches:
            raise ReplayError(f"REPLAY: there is no file {name}")
        found.extend(matches)
    if not found:
        raise ReplayError("REPLAY names no file")
    for path in found:
        if path.is_dir():
            raise ReplayError(f"REPLAY: {path} is a directory; name its files: {path}/*.warc.gz")
    return list(dict.fromkeys(found))
