"""`scrapy stories` finds what `scrapy history` shows."""

from __future__ import annotations

from kznews.record.documents import article_fields
from tests.command_in_process import Answer, RunCommand
from tests.commands.conftest import TestDatabase
from tests.record.translations.told import KAZAKH, OTHER_KAZAKH, RUSSIAN, told


def test_translations_of_what_older_versions_stored_are_found_and_shown(
    on_database: RunCommand, database: TestDatabase
) -> None:
    def run(command: str, *words: str) -> Answer:
        answer = on_database(command, *words)
        assert answer.exit_code == 0, answer.errors
        return answer

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
