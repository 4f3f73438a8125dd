"""A text is stored as what differs from another, and told by it again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kznews.record.patches import UnfitPatchError, apply_patch, make_patch
from tests.text.test_differences import CAUSE, DEAD, FIRE, ROAD


def text(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


def test_a_patch_holds_only_what_differs() -> None:
    former = text(FIRE, DEAD, CAUSE, ROAD)
    corrected = text(FIRE, DEAD.replace("5 человек", "7 человек"), CAUSE, ROAD)
    assert make_patch(former, corrected) == [
        [1, 1],
        [2, 35, "5", len(DEAD) - 36],
        [3, 4],
    ]
    assert make_patch(text(FIRE, ROAD), text(CAUSE, ROAD)) == [FIRE, [2, 2]]
    assert make_patch(text(ROAD, FIRE), text(FIRE, ROAD)) == [[2, 2], [1, 1]]


PARAGRAPHS = some.lists(
    some.text(some.sampled_from("аб \n"), max_size=40) | some.sampled_from([FIRE, DEAD, CAUSE]),
    max_size=8,
)


@given(PARAGRAPHS, PARAGRAPHS)
def test_a_patch_gives_the_text_again(one: list[str], other: list[str]) -> None:
    assert apply_patch(make_patch(text(*one), text(*other)), text(*other)) == text(*one)


@pytest.mark.parametrize(
    "patch", [[[1, 3]], [[0, 1]], [[2, 1]], [[1, 40, "а", 40]], [[1, -1, "а", 0]], [None], [[1]]]
)
def test_a_patch_of_another_text_is_told(patch: list[object]) -> None:
    with pytest.raises(UnfitPatchError, match="no part of a text of 2 paragraphs"):
        apply_patch(patch, text(FIRE, DEAD))
