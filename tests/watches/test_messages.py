from __future__ import annotations

import string
from datetime import UTC, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from babel import Locale

from kznews.record.edits import EDIT_KINDS
from kznews.search.query import parse
from kznews.watches.messages import Found, Frame, Told, burst_words, of_digest, of_story
from kznews.watches.periods import period_begin
from kznews.watches.schema import Kind, Language
from kznews.watches.wording import say, texts

MORNING = datetime(2026, 11, 27, 4, 14, tzinfo=UTC)
HOSTILE = '<script>alert("өрт")</script>\u202e\x1b[2J'


def frame(language: Language = "ru") -> Frame:
    return Frame.of("огонь", "өрт OR пожар", parse("өрт OR пожар"), language, "Asia/Almaty")


def found(**changes: object) -> Found:
    given: dict[str, object] = {
        "kind": "new",
        "edits": (),
        "outlet": "Zakon.kz",
        "title": "Алматыда өрттің зардабы",
        "text": "Бүгін таңда өрт сөндірілді. Зардап шеккендер жоқ.",
        "language": "kk",
        "at": MORNING,
        "link": "https://zakon.kz/1/",
    }
    return Found(**(given | changes))  # type: ignore[arg-type]


def test_all_texts_are_there_in_all_languages_with_the_same_values() -> None:
    languages = get_args(Language)
    for key, written in texts().items():
        assert set(written) == set(languages), key
        values = set()
        for language in languages:
            text = written[language]
            if not isinstance(text, str):
                assert set(text) == set(Locale(language).plural_form.tags) | {"other"}, key
                forms = list(text.values())
            else:
                forms = [text]
            values |= {
                frozenset(name for _, name, _, _ in string.Formatter().parse(form) if name)
                for form in forms
            }
        assert len(values) == 1, key
    assert {f"kind_{each}" for each in EDIT_KINDS} | set(get_args(Kind)) <= set(texts())


def test_numbers_choose_their_form() -> None:
    forms = [say("articles", "ru", number=number) for number in (1, 3, 5, 21, 0.5, 1200)]
    assert forms == [
        *("1 статья", "3 статьи", "5 статей", "21 статья", "0,5 статьи", "1\u00a0200 статей"),
    ]
    time = timedelta(minutes=10)
    assert burst_words("en", 41, time, 0.5) == "41 articles in 10 minutes; usually 0.5 articles"
    assert burst_words("kk", 41, time, None).startswith("10 минут ішінде 41 мақала; ")


def test_a_story_is_one_message_with_its_words_marked() -> None:
    copy = found(outlet="Tengrinews.kz", at=MORNING + timedelta(hours=1), link="https://t.kz/1")
    edited = found(kind="edited", edits=("headline", "correction"), link="https://e.kz/1")
    written = of_story(frame(), Told(articles=(found(), copy, edited), outlets=4))
    assert written.title == "огонь: Алматыда өрттің зардабы"
    assert written.text == (
        "Алматыда *өрттің* зардабы\n"
        "Бүгін таңда *өрт* сөндірілді. Зардап шеккендер жоқ.\n"
        "Zakon.kz, 27 нояб. 2026, 09:14: новая статья\n"
        "https://zakon.kz/1/\n"
        "Tengrinews.kz, 27 нояб. 2026, 10:14: новая статья\n"
        "https://t.kz/1\n"
        "Zakon.kz, 27 нояб. 2026, 09:14: изменено: заголовок, исправление\n"
        "https://e.kz/1\n"
        "Об этом пишут 4 издания\n"
        "\n"
        "Сохранённый поиск «огонь»: өрт OR пожар"
    )
    assert "<b>Алматыда <mark>өрттің</mark> зардабы</b><br>" in written.html
    # It is as wide as a phone, and in the reader's colours.
    assert '<meta name="viewport" content="width=device-width' in written.html
    assert '<meta name="color-scheme" content="light dark">' in written.html
    assert "<title>огонь: Алматыда өрттің зардабы</title>" in written.html
    assert '<a href="https://zakon.kz/1/">https://zakon.kz/1/</a>' in written.html


def test_hostile_articles_do_no_harm() -> None:
    hostile = found(title=HOSTILE, text=HOSTILE, outlet=HOSTILE, link=f"https://x/{HOSTILE}")
    written = of_story(frame("en"), Told(articles=(hostile,), outlets=1))
    assert "<script" not in written.html
    assert "\n" not in written.title
    for text in (written.title, written.text, written.html):
        assert not {"\u202e", "\x1b"} & set(text)


def test_a_digest_is_sorted_by_story_and_has_the_former_count() -> None:
    small = Told(articles=(found(title="Пожар потушен", language="ru"),), outlets=1)
    large = Told(articles=(found(), found(outlet="Y", link="https://y/")), outlets=2)
    until = MORNING + timedelta(days=1)
    told = of_digest(frame("kk"), [small, large], MORNING, until, 12)
    assert told.title.startswith("огонь: 3 мақала, 2 оқиға: ")
    assert "<b>3 мақала, 2 оқиға: " in told.html
    assert "Алдыңғы осындай мерзімде: 12 мақала" in told.text
    assert told.text.index("*өрттің*") < told.text.index("*Пожар* потушен")
    many = [Told(articles=(found(title=f"Өрт {n}"),), outlets=1) for n in range(13)]
    text = of_digest(frame("ru"), many, MORNING, until, None).text
    assert "и ещё 3 сюжета" in text
    assert "поиск сохранён позже" in text
    assert len(text) < 4096  # what Telegram takes


@pytest.mark.parametrize(
    ("hours", "begin"),
    [(1, datetime(2026, 11, 27, 4, tzinfo=UTC)), (24, datetime(2026, 11, 26, 19, tzinfo=UTC))],
)
def test_hours_and_days_begin_in_the_zone(hours: int, begin: datetime) -> None:
    assert period_begin(MORNING, timedelta(hours=hours), ZoneInfo("Asia/Almaty")) == begin
