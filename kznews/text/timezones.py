"""Time zones from the PyPI package tzdata, never from the system.

Kazakhstan's time changed on 2024-03-01; a machine or container with zone tables older than 2024a is
an hour off for everything since, and `ZoneInfo(name)` asks the system first.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*")


@cache
def zone(name: str) -> ZoneInfo:
    """Return the zone of an IANA name such as `Asia/Almaty`; ValueError for an unknown name.

    The result cannot be pickled or deep-copied (it does not come from the system's path): keep
    moments in UTC.
    """
    if _NAME.fullmatch(name) is None:
        raise ValueError(f"not the name of a time zone: {name!r}")
    try:
        with resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
            return ZoneInfo.from_file(file, key=name)
    except OSError as error:
        raise ValueError(f"tzdata knows no time zone {name!r}") from error
