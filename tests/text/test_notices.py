"""What stands in the place of a text; the sentences are invented."""

from __future__ import annotations

import pytest

from kznews.text.notices import LONGEST_NOTICE, notice_of


@pytest.mark.parametrize(
    ("notice", "texts"),
    [
        (
            "deleted",
            [
                "Материал удалён по просьбе героя публикации.",
                "Данная страница была удалена.",
                "НОВОСТЬ СНЯТА С ПУБЛИКАЦИИ",
                "Этот материал больше не доступен",
                "Бұл материал жойылды.",
                "Мақала сайттан алып тасталды.",
                "Сіз іздеген бет енді жоқ",
                "Бул макала оширилди",
                "This article has been removed.",
            ],
        ),
        (
            "paywall",
            [
                "Полный текст доступен только подписчикам.",
                "Чтобы прочитать материал полностью, оформите подписку.",
                "Оформите подписку, чтобы читать дальше",
                "Бұл мақала тек жазылушыларға қолжетімді",
                "Толық оқу үшін жазылыңыз",
                "Subscribe to continue reading",
            ],
        ),
        (
            "login",
            [
                "Войдите на сайт, чтобы прочитать материал",
                "Для просмотра страницы необходимо авторизоваться",
                "Толық оқу үшін сайтқа кіріңіз",
                "Please log in to continue",
            ],
        ),
        ("blocked", ["Подтвердите, что вы не робот", "Verify you are human"]),
        (
            None,
            [
                "Материалы дела изъяты.",
                "Статья 5 удалена из закона.",
                "Мост закрыли на ремонт.",
                "Войдите в историю вместе с нами",
                "Материал удалён. " + "Так начинается долгий рассказ о том, как это было. " * 6,
                "",
            ],
        ),
    ],
)
def test_what_short_texts_say(notice: str | None, texts: list[str]) -> None:
    assert {text: notice_of(text) for text in texts} == dict.fromkeys(texts, notice)
    assert all(len(text) <= LONGEST_NOTICE for text in texts) is (notice is not None)
