"""Every public function on strings takes linear time, whatever a page holds."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import random
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

import pytest

import kznews.text
import kznews.text.credits as picture_credits
from kznews.text import (
    adverts,
    ago,
    amounts,
    boilerplate,
    calendar_words,
    cells,
    characters,
    currency,
    date_grammar,
    date_tokens,
    dateline,
    dates,
    differences,
    gist,
    kinds,
    language,
    latin_language,
    letter_odds,
    mojibake,
    normal_form,
    notices,
    page_kinds,
    printed_rates,
    quotations,
    section_names,
    shared_nouns,
    terminal,
    timezones,
    topics,
    urls,
)
from kznews.text.attribution import (
    attributed_to,
    is_name_of,
    kazakh,
    kazakh_names,
    names,
    russian,
    russian_cases,
    russian_names,
)
from tests.growth import LINEAR, Shape, slowest_shapes
from tests.record.samples import article

ALMATY = timezones.zone("Asia/Almaty")
LATIN_ODDS = letter_odds.letter_odds("latin")
WORD = re.compile(r"[^\W\d_]+")
NOW = datetime(2026, 11, 1, tzinfo=UTC)

# One sign, one word, a phrase: repeated, alone and two by two.
UNITS = (
    *("?", "??", "а", "А", "аА", "АА ", "АА-", "a", "A", "aа ", "қ", "ا", "1", "11 ", " ", "\n"),
    *("-", ".", "а.", "a.", "А. ", ",", "|", "«", "»", "«а» ", '"', "“", "(", "'", "/", "@", "©"),
    *("\ufffd", "\u200b", "\u0301", "а\u0301", "&", "&amp;", "amp;", "&#0", "%20", "<p", "🕒"),
    *("РџСЂ", "Р° ", "вЂ", "ÐÑ", "Â ", "www.", "a.kz ", "://", "14:05 ", "+05:00", "28 апреля "),
    *("2 часа назад ", "5 просмотров, ", "сообщает ", "ообщ", "сообщили «", "сообщили в МВД, "),
    *("сообщили нам ", "со ссылкой на ", "со ссылкой на «", "по данным ", "источник: ", "и "),
    *("министерство ", "областной ", "пресс-", "Иванов ", "of ", "Reuters ", "деп хабарлайды "),
    *("сілтеме жасап ", "дереккөз: ", "дерегі", "туралы ", "حابارلادى", "jazady "),
    *("USD 495.2 ", "$1", "100 сум ", "доллар ", "1 599.6 ", "+", "▲ ", "интервью: ", "(видео) "),
    *("Фото: а ", "Текст: а. ", "предоставлено ", "реклама erid ", "при поддержке «", "АСТАНА. "),
)
TWO_BY_TWO = 40


def shapes() -> list[Shape]:
    """Give each unit repeated, before ends that disappoint, and pairs of them drawn by lot."""
    lot = random.Random(18)
    pairs = ["".join(lot.sample(UNITS, 2)) for _ in range(TWO_BY_TWO)]
    return [
        *(Shape(unit=unit) for unit in (*UNITS, *pairs)),
        *(Shape(unit=unit, end=end) for unit in UNITS for end in ("!", "а")),
    ]


def refused(read: Callable[[str], object]) -> Callable[[str], object]:
    """Give the function without its ValueError."""

    def reader(text: str) -> None:
        with suppress(ValueError):
            read(text)

    return reader


def of_words(read: Callable[[list[str]], object]) -> Callable[[str], object]:
    return lambda text: read(text.split() or [text])


def each(read: Callable[[str], object]) -> Callable[[str], object]:
    return lambda text: list(read(text))  # type: ignore[call-overload]


def turned(text: str) -> str:
    """Give the text with its halves in turn, and a word between that it has not."""
    half = len(text) // 2
    return f"{text[half:]} new {text[:half]}"


READERS: dict[str, Callable[[str], object]] = {
    "adverts.advert_label": adverts.advert_label,
    "adverts.is_advert_badge": adverts.is_advert_badge,
    "ago.read_ago": ago.read_ago,
    "amounts.amounts": each(amounts.amounts),
    "amounts.read_amount": amounts.read_amount,
    "attribution.kazakh.found_in_kazakh": each(kazakh.found_in_kazakh),
    "attribution.names.clause_tokens": lambda text: names.clause_tokens(text, 0),
    "attribution.names.in_quotes": names.in_quotes,
    "attribution.names.is_known": names.is_known,
    "attribution.names.is_outlet": names.is_outlet,
    "attribution.names.is_proper": lambda text: names.is_proper(text or "a"),
    "attribution.names.occurrences": lambda text: list(names.occurrences(text, text[:2] or "a")),
    "attribution.names.split_tokens": names.split_tokens,
    "attribution.names.word_start": lambda text: [
        names.word_start(text, place) for place in range(0, len(text), 2)
    ],
    "attribution.russian.found_in_russian": each(russian.found_in_russian),
    "attribution.russian_cases.is_adjective": russian_cases.is_adjective,
    "attribution.russian_cases.is_noun_of_body": russian_cases.is_noun_of_body,
    "attribution.russian_cases.nominative_of_body": of_words(russian_cases.nominative_of_body),
    "attribution.russian_cases.nominative_of_outlet": russian_cases.nominative_of_outlet,
    "attribution.russian_names.read_names": of_words(
        lambda words: russian_names.read_names(words, whole=True, opens=True)
    ),
    "attribution.sources.attributed_to": lambda text: attributed_to(text, ["zakon.kz", "Закон"]),
    "attribution.sources.is_name_of": lambda text: is_name_of(text, text[::-1]),
    "boilerplate.is_boilerplate": boilerplate.is_boilerplate,
    "boilerplate.which_are_boilerplate": of_words(boilerplate.which_are_boilerplate),
    "calendar_words.date_phrase": lambda text: calendar_words.date_phrase(text, text),
    "calendar_words.date_word": calendar_words.date_word.__wrapped__,
    "cells.without_formulas": cells.without_formulas,
    "cells.writable_in_xml": cells.writable_in_xml,
    "characters.clean": characters.clean,
    "characters.clean_line": characters.clean_line,
    "characters.comparison_key": characters.comparison_key,
    "characters.printed_line": characters.printed_line,
    "characters.repair_mixed_script": characters.repair_mixed_script,
    "credits.captioned_credit": picture_credits.captioned_credit,
    "credits.photo_credit": picture_credits.photo_credit,
    "currency.currency_code": refused(currency.currency_code),
    "currency.decimal_amount": refused(currency.decimal_amount),
    "date_grammar.read_printed": date_grammar.read_printed,
    "date_tokens.plain_digits": date_tokens.plain_digits,
    "date_tokens.tokens_of": date_tokens.tokens_of,
    "dateline.split_dateline": dateline.split_dateline,
    "dates.read_moment": lambda text: dates.read_moment(text, zone=ALMATY, now=NOW),
    "dates.read_time_of_day": lambda text: dates.read_time_of_day(text, zone=ALMATY, now=NOW),
    "dates.read_unix_time": lambda text: dates.read_unix_time(text, now=NOW),
    "differences.paragraph_changes": lambda text: differences.paragraph_changes(
        text.split(), turned(text).split()
    ),
    "differences.word_changes": lambda text: differences.word_changes(text, turned(text)),
    "gist.gist_of": lambda text: gist.gist_of(text, text, NOW),
    "gist.is_same_article": lambda text: gist.is_same_article(
        gist.gist_of(text, text, NOW), gist.gist_of(turned(text), text, None)
    ),
    "kinds.kind_of_label": kinds.kind_of_label,
    "kinds.kind_of_section": kinds.kind_of_section,
    "kinds.kind_of_tag": kinds.kind_of_tag,
    "kinds.kind_of_title": kinds.kind_of_title,
    "language.detect": language.detect,
    "latin_language.english_or_kazakh": latin_language.english_or_kazakh,
    "letter_odds.word_weight": lambda text: letter_odds.word_weight(text, LATIN_ODDS),
    "mojibake.decode_as": lambda text: mojibake.decode_as(text.encode(), "cp1251"),
    "mojibake.is_garbled": mojibake.is_garbled,
    "mojibake.known_share": mojibake.known_share,
    "mojibake.repair_mojibake": mojibake.repair_mojibake,
    "mojibake.repair_swapped": mojibake.repair_swapped,
    "normal_form.content_digest": lambda text: normal_form.content_digest(article(body=text)),
    "normal_form.normal_content": lambda text: normal_form.normal_content({"body": text}),
    "normal_form.normal_picture": normal_form.normal_picture,
    "normal_form.normal_picture of a name": lambda text: normal_form.normal_picture(f"/{text}.jpg"),
    "normal_form.normal_text": normal_form.normal_text,
    "notices.notice_of": notices.notice_of,
    "printed_rates.printed_number": printed_rates.printed_number,
    "printed_rates.printed_rates": printed_rates.printed_rates.__wrapped__,
    "quotations.outside_quotations": lambda text: quotations.outside_quotations(text, WORD),
    "section_names.section_key": section_names.section_key.__wrapped__,
    "page_kinds.has_slug": lambda text: page_kinds.has_slug(f"https://a.kz/{text}"),
    "page_kinds.is_section_name": page_kinds.is_section_name,
    "page_kinds.kind_of_address": refused(
        lambda text: page_kinds.kind_of_address(f"https://a.kz/{text}?{text}")
    ),
    "page_kinds.error_of_heading": page_kinds.error_of_heading,
    "page_kinds.kind_of_heading": page_kinds.kind_of_heading,
    "shared_nouns.ending": shared_nouns.ending,
    "terminal.harmless": terminal.harmless,
    "terminal.harmless_json": terminal.harmless_json,
    "terminal.one_line": terminal.one_line,
    "terminal.printable": terminal.printable,
    "timezones.zone": refused(timezones.zone.__wrapped__),
    "topics.says_no_topic": topics.says_no_topic,
    "topics.topic_of_section": topics.topic_of_section,
    "urls.canonical_url": refused(lambda text: urls.canonical_url(f"https://a.kz/{text}?{text}")),
    "urls.canonical_url of a host": refused(lambda text: urls.canonical_url(f"https://{text}/a")),
    "urls.without_edition_prefix": refused(
        lambda text: urls.without_edition_prefix(f"https://a.kz/{text}", "kz")
    ),
}
for spelling in ("CYRILLIC", "LATIN", "ARABIC"):
    READERS[f"attribution.kazakh_names.{spelling}"] = of_words(
        getattr(kazakh_names, spelling).read_last_name
    )
OF_NO_TEXT = frozenset(
    (
        "letter_odds.letter_odds",
        "section_names.read_names",
        *(f"terminal.{name}" for name in ("write_duration", "write_distance", "write_moment")),
        *("terminal.write_dated", "terminal.write_count", "terminal.write_bytes"),
    )
)


@pytest.mark.parametrize("name", READERS)
def test_any_text_takes_linear_time(name: str) -> None:
    assert slowest_shapes(READERS[name], shapes()) == {}, f"LINEAR is {LINEAR:g}"


def test_every_public_function_of_a_text_is_tried() -> None:
    found = set()
    for module in pkgutil.walk_packages(kznews.text.__path__, "kznews.text."):
        for name, member in vars(importlib.import_module(module.name)).items():
            function = inspect.unwrap(member) if callable(member) else None
            if inspect.isfunction(function) and function.__module__ == module.name:
                found.add(f"{module.name.removeprefix('kznews.text.')}.{name}")
    public = {name for name in found if not name.rpartition(".")[2].startswith("_")}
    assert public == {name for name in READERS if name in public} | OF_NO_TEXT
