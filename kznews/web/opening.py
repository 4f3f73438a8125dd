"""Opens what pages read, and serves them: in the process of a command, or beside it."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from scrapy.settings import BaseSettings
from scrapy.utils.log import configure_logging

from kznews.mongo.connection import Address, open_sync_database
from kznews.search.index_folder import IndexFolder
from kznews.web.companion import companion
from kznews.web.index_process import run_index_process
from kznews.web.options import Options
from kznews.web.serving import serve
from kznews.web.site import all_pages, create_app
from kznews.web.sources import Sources
from kznews.web.warming import warming


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What a process needs to serve pages; it can be given to another."""

    address: Address
    folder: IndexFolder
    settings: Mapping[str, Any]
    options: Options
    behind_proxy: bool = False
    keeps_index: bool = True
    """Whether the index is kept up to date, too."""

    @property
    def log_settings(self) -> dict[str, Any]:
        """How processes log."""
        logs = {name: self.settings[name] for name in self.settings if name.startswith("LOG_")}
        return logs | {"LOG_ENABLED": True}


def open_pages(opening: Opening, opened: socket.socket) -> None:
    """Serve pages until a signal comes. Raises DatabaseUnavailable."""
    settings = BaseSettings(dict(opening.settings))
    beside = (opening.address, opening.folder, opening.log_settings)
    with open_sync_database(opening.address) as database:
        sources = Sources(database=database, index=opening.folder, settings=settings)
        app = create_app(sources, opening.options)
        with ExitStack() as stack:
            if opening.keeps_index:
                stack.enter_context(companion("the index", run_index_process, *beside))
            stack.enter_context(warming(sources, opening.options, all_pages()))
            serve(app, opened, behind_proxy=opening.behind_proxy)


def run_pages_process(opening: Opening, opened: socket.socket) -> None:
    """Serve pages in a process beside a command's."""
    configure_logging(opening.log_settings)
    open_pages(opening, opened)
