"""The pages of `scrapy serve` beside a command that goes on: in a process of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from scrapy.settings import BaseSettings

from kznews.commands.output import say, say_on_stderr
from kznews.commands.serve import USUAL_PORT
from kznews.mongo.connection import Address
from kznews.search.index_folder import IndexFolder
from kznews.web.companion import companion
from kznews.web.opening import Opening, run_pages_process
from kznews.web.options import Options
from kznews.web.serving import PortTaken, address_of, listen


@contextmanager
def pages_beside(address: Address, uri: str | None, settings: BaseSettings) -> Iterator[None]:
    """Serve pages to this machine for as long as the block runs, and say where.

    `uri` is that of the server, which the command has started where `address` is the embedded one.
    Where no port is free that is told, and the block runs without pages.
    """
    opening = Opening(
        address=replace(address, uri=uri),
        # By the address as it was given: all commands have one index.
        folder=IndexFolder.of(address, settings),
        settings=settings.copy_to_dict(),
        options=Options(),
    )
    try:
        opened = listen("127.0.0.1", None, USUAL_PORT)
    except PortTaken as error:
        say_on_stderr(f"There are no pages meanwhile: {error}")
        yield
        return
    with opened, companion("the pages", run_pages_process, opening, opened):
        say(f"The pages are at {address_of(opened)}", flush=True)
        yield
