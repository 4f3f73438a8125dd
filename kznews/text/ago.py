"""How long ago something was, as users give it to commands and searches: `7d`."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

AGO: Final = "90m, 12h, 7d, 2w"
"""Examples of how it is written, for help and errors."""
_AGO = re.compile(r"([0-9]{1,4})([mhdw])")
_UNITS: Final = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def read_ago(text: str) -> timedelta | None:
    """Read how long ago it was; None for anything else."""
    found = _AGO.fullmatch(text)
    return timedelta(**{_UNITS[found[2]]: int(found[1])}) if found else None
