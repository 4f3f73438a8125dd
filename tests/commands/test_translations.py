"""`scrapy stories` finds what `scrapy history` shows."""

from __future__ import annotations

import sys

import pytest
from scrapy.cmdline import execute

from kznews.record.documents import article_fields
from tests.commands.conftest import Answer, TestDatabase
from tests.record.translations.told import KAZAKH, OTHER_KAZAKH, RUSSIAN, told


def test_translations_of_what_older_versions_stored_are_found_and_shown(
    mongodb_uri: str,
    database: TestDatabase,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SCRAPY_SETTINGS_MODULE", "kznews.settings")
    monkeypatch.setattr(sys, "argv", ["scrapy"])

    def run(command: str, *words: str) -> Answer:
        options = [f"--set=MONGODB_URI={mongodb_uri}", f"--set=MONGODB_DATABASE={database.name}"]
        with pytest.raises(SystemExit) as ended:
            execute(["scrapy", command, *options, *words])
        assert ended.value.code == 0
        return Answer(0, *capsys.readouterr())

    articles = [
        *(told(1, RUSSIAN), told(2, KAZAKH, title="Жол жөнделеді")),
        told(3, OTHER_KAZAKH, translation_urls=["https://alem.kz/news/4"]),
        *(told(4, "Жол."), told(5, "Дорога не рядом.", translation_urls=None)),
    ]
    articles[3].language = "ru"
    database["articles"].insert_many(map(article_fields, articles))
    counted = "The translations of {} articles were looked for\n"
    assert run("stories").output.endswith(counted.format(5))
    assert run("stories").output.endswith(counted.format(0))

    one = run("history", "https://alem.kz/news/1").output
    assert "In Kazakh: https://alem.kz/news/2 (found by what both say: 73320, 412, 04-06," in one
    assert "  Жол жөнделеді\n" in one
    other = run("history", "https://alem.kz/news/4").output
    assert "In Kazakh: https://alem.kz/news/3 (a page says so)\n" in other
    [translation] = run("history", "https://alem.kz/news/2", "--json").document["translations"]
    assert (translation["language"], translation["by"]) == ("ru", "rule")
    assert "73320" in translation["shared"]
    assert "In " not in run("history", "https://alem.kz/news/5").output
