"""Builds an index and commits after each batch, so that a test can kill it in between."""

from __future__ import annotations

import sys
from pathlib import Path

from kznews.mongo.connection import Address, open_sync_database
from kznews.search import upkeep
from kznews.search.index_folder import IndexFolder


def main() -> None:
    """Build the index of the database that the arguments name; print a line for each batch."""
    uri, name, folder = sys.argv[1:]
    upkeep._COMMIT_SECONDS = 0.0
    address = Address(uri=uri, database=name, data_dir=Path(folder), timeout=10)
    index = IndexFolder(Path(folder))
    with open_sync_database(address) as database, index.writing():
        work = upkeep.Upkeep(database, index, lambda progress: tell(progress.done))
        work.catch_up()


def tell(done: int) -> None:
    """Print how many documents were read."""
    sys.stdout.write(f"{done}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
