"""Follows a database, and kills itself before or after a chosen commit of the index."""

from __future__ import annotations

import sys
from pathlib import Path

from kznews.mongo.connection import Address, open_sync_database
from kznews.search.index_folder import IndexFolder
from kznews.search.index_writer import Checkpoint, GenerationWriter
from kznews.search.upkeep import Upkeep
from tests.kills.fates import kill_myself


def main() -> None:
    """Follow the database that the arguments name, until that commit."""
    uri, name, folder, number, when = sys.argv[1:]
    commit, left = GenerationWriter.commit, int(number)

    def doomed_commit(self: GenerationWriter, checkpoint: Checkpoint) -> None:
        nonlocal left
        left -= 1
        if left == 0 and when == "before":
            kill_myself()
        commit(self, checkpoint)
        if left == 0:
            kill_myself()

    GenerationWriter.commit = doomed_commit  # type: ignore[method-assign]
    address = Address(uri=uri, database=name, data_dir=Path(folder), timeout=10)
    index = IndexFolder(Path(folder))
    with open_sync_database(address) as database, index.writing():
        Upkeep(database, index).follow()


if __name__ == "__main__":
    main()
