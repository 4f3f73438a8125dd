"""A search in Kazakh finds articles by other forms of their words: a small run of the benchmark."""

from __future__ import annotations

from pathlib import Path

from benchmarks.retrieval import LEAST_RECALL, measure
from kznews.mongo.connection import Address, open_sync_database
from tests.commands.conftest import TestDatabase


def test_articles_are_found_by_other_forms_of_their_words(
    mongodb_uri: str, database: TestDatabase, tmp_path: Path
) -> None:
    address = Address(uri=mongodb_uri, database=database.name, data_dir=tmp_path, timeout=60)
    with open_sync_database(address) as opened:
        ways = dict(measure(opened, tmp_path / "index", 60, 30, with_peers=False))
    assert ways["kznews"] >= LEAST_RECALL
    assert ways["kznews, typed with Russian letters"] >= LEAST_RECALL
