"""Whether two articles are one at two addresses."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kznews.text.gist import gist_of, is_same_article

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)
TITLE = "Мост закрыли на ремонт"
BODY = "Мост закрыли утром.\n\nДвижение пустили в объезд.\n\nОткроют его осенью."


@pytest.mark.parametrize(
    ("title", "body", "published_at", "is_same"),
    [
        (TITLE, BODY, NOON, True),
        ("Мост откроют осенью", f"{BODY}\n\nЭто стало известно позже.", None, True),
        ("Мост откроют осенью", "Мост закрыли утром.", None, True),
        # Rewritten, under the same headline.
        (TITLE, "Мост закрыли утром.\n\nА.\n\nБ.\n\nВ.", None, True),
        (TITLE, "Совсем другой текст.", NOON, True),
        ("«Мост» — закрыли", "Совсем другой текст.", NOON, False),
        # One headline of many days.
        (TITLE, "Совсем другой текст.", None, False),
        (TITLE, "Совсем другой текст.", datetime(2026, 4, 2, tzinfo=UTC), False),
        ("Мост откроют осенью", "Мост закрыли утром.\n\nА.\n\nБ.\n\nВ.", None, False),
    ],
)
def test_an_article_at_another_address(
    title: str, body: str, published_at: datetime | None, is_same: bool
) -> None:
    now = gist_of(title, body, published_at)
    assert is_same_article(gist_of(TITLE, BODY, NOON), now) is is_same


def test_a_gist_is_small_whatever_the_text_is() -> None:
    assert len(str(gist_of(TITLE, "\n\n".join(map(str, range(5000))), NOON))) < 700
