"""How right it is told who copied whom: floors for the figures of `benchmarks.copying`."""

from __future__ import annotations

import asyncio
import os
from argparse import Namespace

import pytest
from pymongo import MongoClient

from benchmarks.composed_stories import composed_stories
from benchmarks.copying import judge, measure, report
from benchmarks.servers import Server


def test_who_copied_whom_in_composed_stories() -> None:
    judged = judge(composed_stories(120))
    told = report(judged)
    assert judged.order >= 0.97, told
    assert len(judged.certain) >= 0.65 * judged.pairs, told
    assert judged.first >= 0.93, told
    assert judged.certain_source >= 0.88, told
    assert judged.source >= 0.85, told
    assert judged.naming >= 0.94, told
    assert sum(judged.off) / len(judged.off) <= 0.03, told


def test_what_it_costs_is_measured(mongodb_uri: str, capsys: pytest.CaptureFixture[str]) -> None:
    options = Namespace(articles=60, few=20, many=40, turns=1)
    with MongoClient[dict[str, object]](mongodb_uri) as client:
        asyncio.run(measure(Server(mongodb_uri, os.getpid()), options))
        for name in ("comparing", "copies_20", "copies_40"):
            client.drop_database(name)
    told = capsys.readouterr().out
    assert "articles compared, " in told
    assert "a document of `copies` takes " in told
    assert "   40" in told
