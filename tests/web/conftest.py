"""A filled database with its index, and the site on it: once a module."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import pytest
from starlette.testclient import TestClient

from benchmarks.project_settings import project_settings
from kznews.mongo.connection import Address, open_sync_database
from kznews.search.index_folder import IndexFolder
from kznews.search.upkeep import Upkeep
from kznews.watches.registry import add
from kznews.web.site import create_app
from kznews.web.sources import Sources
from tests.web.record import NOW, fill


@dataclass(frozen=True)
class Site:
    """The site on a filled database."""

    client: TestClient
    sources: Sources
    address: Address

    def catch_up(self) -> None:
        """Bring into the index what a test stored."""
        folder = self.sources.index
        with folder.writing(), closing(Upkeep(self.sources.database, folder)) as upkeep:
            upkeep.catch_up()


@pytest.fixture(scope="module")
def site(mongodb_uri: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("web")
    name = f"test_{uuid.uuid4().hex[:12]}"
    address = Address(uri=mongodb_uri, database=name, data_dir=folder / "mongod", timeout=10)
    with open_sync_database(address) as database:
        fill(address)
        index = IndexFolder(folder / "index")
        settings = project_settings()
        settings.set("MONGODB_URI", mongodb_uri, priority="cmdline")
        settings.set("MONGODB_DATABASE", name, priority="cmdline")
        sources = Sources(database=database, index=index, settings=settings, now=lambda: NOW)
        site = Site(TestClient(create_app(sources), "http://127.0.0.1:8000"), sources, address)
        site.catch_up()
        add(database, "fires", "пожар OR өрт", ["json://me:pa55word@localhost/s3cret"])
        yield site
        database.client.drop_database(name)
