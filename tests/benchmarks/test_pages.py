from __future__ import annotations

import uuid
from contextlib import closing
from pathlib import Path

from benchmarks.page_addresses import addresses
from benchmarks.pages import run
from benchmarks.search import fill
from kznews.mongo.connection import Address, open_sync_database
from kznews.search.index_folder import IndexFolder
from kznews.search.upkeep import Upkeep


def test_every_page_of_a_database_is_measured(mongodb_uri: str, tmp_path: Path) -> None:
    name = f"test_{uuid.uuid4().hex[:12]}"
    address = Address(uri=mongodb_uri, database=name, data_dir=tmp_path, timeout=60)
    index = IndexFolder(tmp_path / "index")
    with open_sync_database(address) as database:
        fill(database, 30)
        with index.writing(), closing(Upkeep(database, index)) as upkeep:
            upkeep.catch_up()
        found = run(database, index, times=1)
        asked = addresses(database, "банк")
        database.client.drop_database(name)
    assert [each.what for each in found] == [*asked]
    assert {each.what: each.status for each in found} == dict.fromkeys(asked, 200)
    # Less would be a page without its style sheet.
    assert all(each.bytes > 2_000 and each.processor > 0 for each in found)
