"""One request, as a page reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from kznews.web import texts
from kznews.web.languages import Language
from kznews.web.options import Options
from kznews.web.page import Page
from kznews.web.parameters import Parameters
from kznews.web.sources import Sources


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What was asked of a page, and by whom: checked."""

    page: Page
    format: str
    """`html`, or one of the page's formats."""
    parameters: Parameters
    given: Mapping[str, list[str]]
    """The values as they were given, by parameter, those of the path too: for addresses."""
    zone: ZoneInfo
    language: Language
    now: datetime
    sources: Sources
    options: Options
    pages: Mapping[str, Page] = field(repr=False)
    """All pages, by name."""
    base: str = ""
    """The address of this site as the reader calls it, without a slash at the end."""
    form: Mapping[str, str] = field(default_factory=dict)
    """The fields of a form that was sent."""
    user: str | None = None
    """The name of the token's user; None where no token is needed."""

    @property
    def path(self) -> Mapping[str, str]:
        """The parameters of the path, as they were given."""
        return {name: self.given[name][0] for name in self.page.of_path}

    def say(self, key: str, **values: Any) -> str:
        """Give a text of the interface in the reader's language."""
        return texts.say(self.language, key, **values)

    def address(self, page: str, /, *, format: str = "html", **parameters: Any) -> str:  # noqa: A002
        """Give the address of a page; the zone and the language that the reader chose are kept.

        None leaves a parameter out, a list gives it several times.
        """
        kept = {name: self.given[name] for name in ("zone", "ui") if name in self.given}
        return _address(self.pages[page], format, kept | parameters)

    def here(self, *, format: str = "html", **changes: Any) -> str:  # noqa: A002
        """Give the address of this page with other values of some parameters."""
        return _address(self.page, format, {**self.given, **changes})


def _address(page: Page, format_: str, parameters: Mapping[str, Any]) -> str:
    path, query = page.path_of(format_), []
    for name, value in parameters.items():
        values = value if isinstance(value, list | tuple) else [value]
        written = [_written(each) for each in values if each is not None and each != ""]
        if name in page.of_path:
            path = path.replace(f"{{{name}}}", quote(written[0], safe=""))
        else:
            query += [(name, each) for each in written]
    return f"{path}?{urlencode(query)}" if query else path


def _written(value: Any) -> str:
    match value:
        case bool():
            return str(int(value))
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
    return str(value)
