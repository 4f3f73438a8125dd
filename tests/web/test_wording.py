"""The texts of the interface: complete in each language, and all of them used."""

from __future__ import annotations

import re
from importlib import resources
from itertools import chain

import pytest
from babel import Locale

from kznews.watches.wording import texts
from kznews.web.languages import LANGUAGES, wished
from kznews.web.rendering import MENU
from kznews.web.texts import placeholders, say, wording

HOMONYMS = {
    *("articles", "none", "first missed", "last day", "search", "name", "sign in", "since"),
    *("before", "taken down"),
}
"""English texts that are several words in the other languages."""
_KEY = re.compile(r"""["']([a-z_]+\.[a-z_]+)["']""")
_BEGUN = re.compile(r"""["']([a-z_]+\.[a-z_]+_)["'] ~ |f["']([a-z_]+\.[a-z_]*)\{""")


def sources() -> str:
    """All code and templates of the pages."""
    room = resources.files("kznews.web")
    folders = (room, room / "pages", room / "templates", room / "templates" / "parts")
    files = chain.from_iterable(folder.iterdir() for folder in folders)
    return "\n".join(
        each.read_text("utf-8") for each in files if each.name.endswith((".py", ".html"))
    )


def test_every_text_is_there_in_each_language_with_the_same_values() -> None:
    wrong = {}
    for key, text in wording().items():
        if set(text) != set(LANGUAGES):
            wrong[key] = "not in each language, or in others"
            continue
        needed = set()
        for language, said in text.items():
            if isinstance(said, str):
                needed.add(placeholders(said))
                continue
            if set(said) != set(Locale.parse(language).plural_form.tags | {"other"}):
                wrong[key] = f"{language}: not the forms of its plural"
            needed |= {placeholders(each) | {"number"} for each in said.values()}
        if len(needed) > 1:
            wrong[key] = f"different values: {needed}"
    assert wrong == {}


def test_what_is_counted_stands_in_the_form_of_its_number() -> None:
    plain = {
        f"{key}, {language}"
        for key, text in wording().items()
        for language, said in text.items()
        if isinstance(said, str) and {"number", "days"} & placeholders(said)
    }
    assert plain - {f"rates.fits, {language}" for language in LANGUAGES} == set()


def test_one_word_stands_for_one_thing() -> None:
    said: dict[str, set[tuple[str, str]]] = {}
    for text in wording().values():
        if isinstance(text["en"], str):
            others = (str(text["ru"]).lower(), str(text["kk"]).lower())
            said.setdefault(text["en"].lower(), set()).add(others)
    assert {english for english, others in said.items() if len(others) > 1} == HOMONYMS


def test_messages_and_pages_name_edits_alike() -> None:
    pages, messages = wording(), texts()
    kinds = {key for key in messages if key.startswith("kind_")} - {"kind_correction"}
    assert len(kinds) > 5
    for kind in kinds:
        assert messages[kind] == pages[f"versions.{kind}"]


def test_every_text_is_used_and_every_one_that_is_used_is_there() -> None:
    code = sources()
    used = {key for key in _KEY.findall(code) if not key.endswith((".html", ".py", ".toml"))}
    used = {
        key for key in used if key.partition(".")[0] in {each.split(".")[0] for each in wording()}
    }
    begun = {one or other for one, other in _BEGUN.findall(code)}
    known = set(wording())
    assert {key for key in used if key not in known and not key.endswith("_")} == set()
    assert {key for key in known - used if not key.startswith(tuple(begun))} == set()
    assert {f"frame.page_{name}" for name in MENU} <= known


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "ru"),
        ("en", "en"),
        ("de, kk-KZ;q=0.8, en;q=0.5", "kk"),
        ("ru;q=0.1,EN-gb;q=0.2", "en"),
        ("*;q=x, ;;=", "ru"),
        ("kk;q=0", "ru"),
    ],
)
def test_the_language_is_what_the_reader_wishes_most(header: str, language: str) -> None:
    assert wished(header) == language


def test_values_stand_in_a_text_as_its_language_writes_them() -> None:
    assert (
        say("ru", "frame.too_long", most=2000) == "Слишком длинно: можно не более 2\xa0000 знаков."
    )
    with pytest.raises(KeyError):
        say("ru", "frame.too_long")
