from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kznews.text.attribution import attributed_to
from tests.growth import LINEAR, growth

LABELLED = Path(__file__).parent / "attributions"
OWN = ("Exclusive.kz", "Exclusive")


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        # Russian
        (
            "Мост откроют в мае, сообщает Exclusive.kz со ссылкой на пресс-службу ЮНИСЕФ.",
            ["пресс-служба ЮНИСЕФ"],
        ),
        (
            "Цены выросли, передает Qazweek.kz со ссылкой на Tengrinews.kz.",
            ["Qazweek.kz", "Tengrinews.kz"],
        ),
        ("Курс вырос, сообщает Exclusive.kz.", []),
        ("Курс вырос, передаёт корреспондент EXCLUSIVE.KZ.", []),
        ("Курс вырос, сообщает портал Exclusive.kz.", []),
        ("Как пишет Reuters, переговоры начались.", ["Reuters"]),
        ("Дорогу закрыли, передает корреспондент агентства «Степь».", ["Степь"]),
        ("Дорогу закрыли, – передаёт «Хабар 24».", ["Хабар 24"]),
        ("Дорогу закрыли, сообщает Zakon.kz", ["Zakon.kz"]),
        ("Дорогу закрыли, информирует КазТАГ.", ["КазТАГ"]),
        ("Дорогу закрыли, сообщает Sputnik Казахстан.", ["Sputnik Казахстан"]),
        ("Дорогу закрыли, передает Интерфакс-Казахстан.", ["Интерфакс-Казахстан"]),
        (
            "Об этом сообщает пресс-служба Министерства внутренних дел РК.",
            ["пресс-служба Министерства внутренних дел РК"],
        ),
        ("Об этом сообщили в МЧС. Пожар потушен.", ["МЧС"]),
        (
            "Об этом сообщили корреспонденту Exclusive.kz в департаменте полиции Абая.",
            ["департамент полиции Абая"],
        ),
        ("По данным Минздрава, заболели сто человек.", ["Минздрав"]),
        ("По данным Минздрава заболели сто человек.", ["Минздрав"]),
        (
            "По данным Комитета по охране прав детей МОН РК, школ мало.",
            ["Комитет по охране прав детей МОН РК"],
        ),
        ("По данным Национального банка, резервы выросли.", ["Национальный банк"]),
        ("По информации акимата Алматы в городе сухо.", ["акимат Алматы"]),
        ("Об этом заявил он, ссылаясь на The Wall Street Journal.", ["The Wall Street Journal"]),
        ("Текст новости.\n\nИсточник: geosfera.org", ["geosfera.org"]),
        (
            "По данным Министерства финансов, рост есть. Так сообщили в Министерстве финансов.",
            ["Министерство финансов"],
        ),
        # Kazakh
        ("Көпір ашылды, деп хабарлайды Exclusive.kz.", []),
        ("Көпір ашылды, деп хабарлайды Tengrinews.kz.", ["Tengrinews.kz"]),
        (
            "Көпір ашылды, деп хабарлайды Qazweek.kz Tengrinews.kz-ке сілтеме жасап.",
            ["Qazweek.kz", "Tengrinews.kz"],
        ),
        ("Көпір ашылды деп жазады BBC.", ["BBC"]),
        ("Көпір ашылды, деп хабарлайды Zakon.kz тілшісі.", ["Zakon.kz"]),
        (
            "Көпір ашылды, деп хабарлайды Ұлттық банктің баспасөз қызметі.",
            ["Ұлттық банктің баспасөз қызметі"],
        ),
        ("Exclusive.kz Reuters агенттігіне сілтеме жасап хабарлады.", ["Reuters"]),
        (
            (
                "Салық азайды, деп хабарлайды Kazinform агенттігі Қаржы министрлігінің баспасөз "
                "қызметіне сілтеме жасап."
            ),
            ["Kazinform", "Қаржы министрлігінің баспасөз қызметі"],
        ),
        ("Источник: https://www.forbes.kz/articles/most-1a2b3c.html", ["forbes.kz"]),
        ("Об этом сообщает www.profit.kz.", ["profit.kz"]),
        ("Бұл туралы ҚР ІІМ баспасөз қызметі хабарлады.", ["ҚР ІІМ баспасөз қызметі"]),
        ("Бұл туралы Қаржы министрлігі мәлімдеді.", ["Қаржы министрлігі"]),
        ("Kópir ashyldy, dep habarlaıdy Egemen.kz.", ["Egemen.kz"]),
        ("كوپىر اشىلدى، دەپ حابارلايدى ەگەمەن.", ["ەگەمەن"]),
    ],
)
def test_sources(text: str, sources: list[str]) -> None:
    assert attributed_to(text, OWN) == sources


@pytest.mark.parametrize(
    "text",
    [
        "По официальным данным, школ мало.",
        "По данным следствия, преступник скрылся.",
        "По данным ведомства, школ мало.",
        "По данным на 1 января, школ мало.",
        "По данным 2024 года школ мало.",
        "По данным СМИ, школ мало.",
        "Отец передаёт сыну дом.",
        "Компания Google передает Apple права на поиск.",
        "Он пишет письма и сообщает новости соседям.",
        "Дорогу закрыли, пишет Токаев.",
        "По информации Омаровой, школ мало.",
        "Об этом он сказал, ссылаясь на Ивана Омарова.",
        "Об этом рассказали в Астане.",
        "Об этом заявили в США.",
        "Об этом сообщили в понедельник.",
        "Как сообщает мама мальчика, он здоров.",
        "Бұл туралы ол мәлімдеді.",
        "Бұл туралы Ерлан Омаров мәлімдеді.",
        "Көпір ашылды деп хабарлады ол.",
        "Ол заңға сілтеме жасап сөйледі.",
        "",
    ],
)
def test_no_sources(text: str) -> None:
    assert attributed_to(text, OWN) == []


def _passages(half: str) -> Iterator[tuple[list[str], str, tuple[str, ...]]]:
    """The labelled passages of a half: the sources, the text, the outlet's own names."""
    for line in (LABELLED / f"{half}.tsv").read_text("utf-8").splitlines():
        sources, text, *own = line.split("\t")
        yield (
            [] if sources == "-" else sources.split("; "),
            text.replace("\\n", "\n"),
            tuple(own[0].split(", ")) if own else OWN,
        )


# `held_out` was written before the rules that read it and left alone since: at its first reading
# they had 0.89 of its lists exactly, precision 0.90 and recall 0.85 of its names.
@pytest.mark.parametrize("half", ["development", "held_out"])
def test_labelled_passages(half: str, record_property: Callable[[str, object], None]) -> None:
    passages = list(_passages(half))
    wrong = []
    right = named = expected = 0
    for sources, text, own in passages:
        found = attributed_to(text, own)
        right += len(set(found) & set(sources))
        named += len(found)
        expected += len(sources)
        if found != sources:
            wrong.append((text, sources, found))
    figures = {
        "exact": 1 - len(wrong) / len(passages),
        "precision": right / named,
        "recall": right / expected,
    }
    for figure, value in figures.items():
        record_property(figure, round(value, 3))
    assert len(passages) >= 100
    assert sum(not sources for sources, *_ in passages) >= len(passages) / 3
    assert all(value >= 0.98 for value in figures.values()), (figures, wrong)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Мост открыли, сообщает Zakon.kz.", "www.zakon.kz"),
        ("Мост открыли, сообщает портал «Zakon».", "zakon.kz"),
        ("Мост открыли, сообщает ZAKON.KZ.", "Zakon.kz"),
        ("Мост открыли, передаёт КазТАГ.", "КазТАГ"),
        (
            "Об этом сообщили корреспонденту Казинформа, передает корреспондент «Казинформа».",
            "Казинформ",
        ),
        ("Көпір ашылды, деп хабарлады Zakon.kz-тің тілшісі.", "Zakon.kz"),
        ("Көпір ашылды, деп жазады Kursiv.", "kz.kursiv.media"),
    ],
)
def test_own_names_in_all_their_forms_are_house_style(text: str, own: str) -> None:
    assert attributed_to(text, [own]) == []
    assert attributed_to(text, ["Exclusive.kz"])


NAMES = st.sampled_from(["Zakon.kz", "Reuters", "КазТАГ", "Новости степи", "МЧС", "BBC News"])
QUOTED = {"Новости степи": "«Новости степи»"}
FORMS = st.sampled_from(
    ["Мост открыли, сообщает {}.", "Как пишет {}, мост открыли.", "Об этом сообщили в {}."]
)


@given(st.lists(st.tuples(FORMS, NAMES), max_size=6), st.sets(NAMES, max_size=2))
def test_sources_come_once_in_order_and_without_own_names(
    sentences: list[tuple[str, str]], own: set[str]
) -> None:
    text = " ".join(form.format(QUOTED.get(name, name)) for form, name in sentences)
    named = dict.fromkeys(name for _, name in sentences)
    assert attributed_to(text, own) == [name for name in named if name not in own]


@pytest.mark.parametrize(
    ("start", "unit"),
    [
        ("сообщает пресс-служба ", "очень "),
        ("", ", передает "),
        ("", "сілтеме жасап "),
        ("", "«"),
    ],
)
def test_names_are_bounded_and_long_texts_take_linear_time(start: str, unit: str) -> None:
    def read(text: str) -> None:
        assert all(len(name) <= 90 for name in attributed_to(text, OWN))

    assert growth(read, unit, 400, start=start) < LINEAR


def test_of_a_text_longer_than_any_article_the_beginning_is_read() -> None:
    text = "Мост открыли, сообщает Zakon.kz. " + "а " * 100_000 + "Мост закрыли, сообщает Reuters."
    assert attributed_to(text, OWN) == ["Zakon.kz"]
