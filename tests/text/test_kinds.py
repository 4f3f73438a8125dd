from __future__ import annotations

from collections import Counter

import pytest

from kznews.items import Kind
from kznews.text.kinds import kind_of_label, kind_of_section, kind_of_tag, kind_of_title
from kznews.text.section_names import read_names, section_key


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Мнение", "opinion"),
        ("Авторская колонка", "opinion"),
        ("Пікір", "opinion"),
        ("ПIКIР", "opinion"),  # with a Latin I
        ("mneniya", "opinion"),
        ("avtorskie-kolonki", "opinion"),
        ("Интервью", "interview"),
        ("Сұхбат", "interview"),
        ("Сухбат", "interview"),
        ("suhbat", "interview"),
        ("Пресс-релизы", "press release"),
        ("press_releases", "press release"),
        ("Баспасөз хабарламасы", "press release"),
        ("Фото", "photo"),
        ("fotoreportazh", "photo"),
        ("Видео", "video"),
        ("Бейнежазба", "video"),
        ("Онлайн-трансляция", "live text"),
        ("Текстовая трансляция", "live text"),
        ("Реклама", "advert"),
        ("Партнёрские", "advert"),
        ("На правах рекламы", "advert"),
        ("BrandVoice", "advert"),
        ("partner-material", "advert"),
        ("Жарнама құқығымен", "advert"),
    ],
)
def test_sections(name: str, kind: Kind) -> None:
    assert kind_of_section(name) == kind


@pytest.mark.parametrize(
    "name",
    [
        *("", "Новости", "Жаңалықтар", "Экономика", "blog", "live", "Прямой эфир", "Онлайн"),
        *("Рынок рекламы", "special", "Обзор прессы", "Мнение читателей о дорогах города Алматы"),
        *("Фото и видео", "intervyu-s-ministrom", "video-dnya-na-almaty-upal-sneg"),
    ],
)
def test_sections_that_say_no_kind(name: str) -> None:
    assert kind_of_section(name) is None


def test_a_tag_says_what_an_article_is_about_unless_only_adverts_have_it() -> None:
    assert kind_of_tag("Партнёрский материал") == "advert"
    for tag in ("Реклама", "интервью", "мнение", "фото"):
        assert kind_of_tag(tag) is None


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Фоторепортаж: как в Алматы встретили Наурыз", "photo"),
        ("Наурыз в Алматы. Фоторепортаж", "photo"),
        ("Наурыз мейрамы (фоторепортаж)", "photo"),
        ("ИНТЕРВЬЮ | Глава Нацбанка о тенге", "interview"),
        ("Сұхбат: «Әділдік жеңді»", "interview"),
        ("Тіл тағдыры – ел тағдыры | Сұхбат", "interview"),
        ("Пресс-релиз: «Степной банк» открыл отделение", "press release"),
        ("Мнение: почему дорожает жильё", "opinion"),
        ("Пікір. Тілдің болашағы", "opinion"),
        ("Онлайн-трансляция: послание президента", "live text"),
        ("Казахстан – Дания: 2:1. Текстовая трансляция", "live text"),
    ],
)
def test_titles(title: str, kind: Kind) -> None:
    assert kind_of_title(title) == kind


@pytest.mark.parametrize(
    "title",
    [
        "",
        "Токаев дал интервью газете",
        "Доллар по 600 тенге: мнение эксперта",
        "Доллар по 600 тенге. Мнение",
        "Что будет с тенге: мнение",
        "Димаш отменил концерт: интервью",
        "Пожар в Алматы (видео)",
        "Наводнение в Атырау. Фото",
        "Интервью с министром: главное",
        "Колонка грузовиков перекрыла трассу",
        "Пресс-релизы банков: как их читать",
        "Оппозиция: пікір айту еркіндігі",
    ],
)
def test_titles_that_only_speak_of_it(title: str) -> None:
    assert kind_of_title(title) is None


def test_labels() -> None:
    assert kind_of_label("ФОТОРЕПОРТАЖ") == "photo"
    assert kind_of_label("Пресс-релиз.") == "press release"
    assert kind_of_label("Видео") is None
    assert kind_of_label("Интервью взяли у министра") is None


def test_no_name_says_two_kinds() -> None:
    tables = read_names("kinds.toml")
    sections = {kind: [*names] for kind, names in tables["sections"].items()}
    sections["advert"] += tables["tags"]["advert"]
    for table in (sections, tables["labels"]):
        keys = Counter(
            key for names in table.values() for key in {section_key(name) for name in names}
        )
        assert [key for key, count in keys.items() if count > 1] == []
        assert all(keys)
