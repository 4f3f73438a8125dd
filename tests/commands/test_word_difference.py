"""What words a text loses and gets."""

from __future__ import annotations

import pytest

from kznews.commands.output import say_difference
from kznews.commands.word_difference import marked, word_difference


def shown(before: str, after: str) -> str:
    return " ".join(map(marked, word_difference(before, after)))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "жаңа сөз", "{+жаңа сөз+}"),
        ("ескі", "", "[-ескі-]"),
        ("a b c", "a x c", "a [-b-] {+x+} c"),
        ("a  b\n\nc", "a b c", "a b c"),
    ],
)
def test_words_that_change_are_marked(before: str, after: str, expected: str) -> None:
    assert shown(before, after) == expected


def test_long_runs_are_cut_short() -> None:
    same = " ".join(map(str, range(20)))
    assert shown(same, f"{same} new") == "0 1 2 … 17 18 19 {+new+}"
    put = shown("", " ".join(map(str, range(100))))
    assert put.startswith("{+0 1 2 ")
    assert put.endswith(" 98 99+}")
    assert len(put.split()) == 31
    assert len(shown("", "a" * 9999)) < 300


def test_it_is_coloured_on_a_terminal_alone(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    difference = word_difference("a \x1b[2J", "a b")
    say_difference(difference)
    assert capsys.readouterr().out == "  a [-\ufffd[2J-] {+b+}\n"
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    say_difference(difference)
    assert capsys.readouterr().out == ("  a \x1b[31m[-\ufffd[2J-]\x1b[0m \x1b[32m{+b+}\x1b[0m\n")
    monkeypatch.setenv("NO_COLOR", "1")
    say_difference(difference)
    assert "\x1b" not in capsys.readouterr().out
