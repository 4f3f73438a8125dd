"""What a page is: its address, what may be asked of it, and what answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from starlette.responses import Response

    from kznews.web.answer import Answer
    from kznews.web.asked import Asked

Kind = Literal["text", "number", "choice", "moment", "day", "flag"]
"""A text of a line; a whole number; one of `choices`; a moment, as it can be written in questions;
a day, as 2026-11-01; a flag, which is 1 where it is set."""

_IN_PATH = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class Parameter:
    """A value that a page takes: from its path where that names it, else from the query."""

    name: str
    kind: Kind = "text"
    meaning: str = ""
    """An English sentence, for the description of the pages to programs."""
    default: str | int | None = None
    least: int | None = None
    most: int | None = None
    """The largest number; of a text, the characters that it may have (default: 2,000)."""
    choices: tuple[str, ...] = ()
    many: int = 1
    """How often it may be given."""


ZONE = Parameter("zone", meaning="The time zone of moments, by its IANA name", most=60)
UI = Parameter("ui", "choice", "The language of the interface", choices=("ru", "kk", "en"))
COMMON = (ZONE, UI)
"""What every page takes."""


@dataclass(frozen=True)
class Page:
    """A page: GET answers in HTML, at the same address with `.json` and so on to programs."""

    name: str
    path: str
    """As `/outlets/{name}`; each name in braces is one of `parameters`."""
    read: Callable[[Asked], Answer | Response]
    parameters: tuple[Parameter, ...] = ()
    formats: tuple[str, ...] = ("json",)
    """Beside HTML: json, csv, atom, and formats of files that `Answer.export` holds."""
    summary: str = ""
    """An English sentence, for the description of the pages to programs."""
    write: Callable[[Asked], Answer | Response] | None = None
    """Answers POST, of a form of this site alone."""

    @property
    def of_path(self) -> frozenset[str]:
        """The names of the parameters that its path holds."""
        return frozenset(_IN_PATH.findall(self.path))

    @property
    def of_query(self) -> tuple[Parameter, ...]:
        """The parameters that its query may hold."""
        return tuple(each for each in (*self.parameters, *COMMON) if each.name not in self.of_path)

    def path_of(self, format_: str) -> str:
        """Give its path in a format: that of `/` begins with the page's name."""
        if format_ == "html":
            return self.path
        return f"{self.path if self.path != '/' else f'/{self.name}'}.{format_}"
