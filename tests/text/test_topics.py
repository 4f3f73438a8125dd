from __future__ import annotations

from collections import Counter
from typing import get_args

import pytest

from kznews.items import Topic
from kznews.text.section_names import read_names, section_key
from kznews.text.topics import says_no_topic, topic_of_section


@pytest.mark.parametrize(
    ("name", "topic"),
    [
        ("Политика", "politics"),
        ("САЯСАТ", "politics"),
        ("saiasat", "politics"),
        ("politika", "politics"),
        ("Экономика", "economy"),
        ("Қаржы", "economy"),
        ("Бизнес и финансы", "economy"),
        ("Общество", "society"),
        ("Қоғам", "society"),
        ("Когам", "society"),
        ("obshhestvo", "society"),
        ("Происшествия", "incidents"),
        ("Оқиға", "incidents"),
        ("proisshestviya", "incidents"),
        ("Закон и порядок", "law"),
        ("crime", "law"),
        ("Құқық", "law"),
        ("В мире", "world"),
        ("Әлем", "world"),
        ("world_news", "world"),
        ("Спорт", "sport"),
        ("sport", "sport"),
        ("Культура", "culture"),
        ("Мәдениет", "culture"),
        ("Мәдениет және өнер", "culture"),
        ("Hi-Tech", "science and technology"),
        ("science_tech", "science and technology"),
        ("Ғылым", "science and technology"),
        ("Здоровье", "health"),
        ("Денсаулық", "health"),
        ("Білім", "education"),
        ("Образование и наука", "education"),
        ("Экология", "environment"),
        ("Ауа райы", "environment"),
        ("Регионы", "regions"),
        ("Аймақ жаңалықтары", "regions"),
        ("Авто", "auto"),
        ("Шоу-бизнес", "lifestyle"),
        ("Life style", "lifestyle"),
    ],
)
def test_outlets_name_one_topic_in_many_ways(name: str, topic: Topic) -> None:
    assert topic_of_section(name) == topic


@pytest.mark.parametrize("name", ["Новости", "ЛЕНТА НОВОСТЕЙ", "Жаңалықтар", "kazakhstan_news"])
def test_some_names_are_known_to_say_no_topic(name: str) -> None:
    assert topic_of_section(name) is None
    assert says_no_topic(name)


@pytest.mark.parametrize("name", ["Степной дозор", "Политика и мы", "2025", ""])
def test_what_is_not_known_is_not_guessed(name: str) -> None:
    assert topic_of_section(name) is None
    assert not says_no_topic(name)


def test_no_name_says_two_topics_and_each_topic_has_names() -> None:
    tables = read_names("topics.toml")
    assert set(tables["topics"]) == set(get_args(Topic))
    keys = Counter(
        key
        for names in (*tables["topics"].values(), tables["others"]["names"])
        for key in {section_key(name) for name in names}
    )
    assert [key for key, count in keys.items() if count > 1] == []
    assert all(keys)
