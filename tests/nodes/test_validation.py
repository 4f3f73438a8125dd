from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kznews.nodes.validation import (
    Invalid,
    check_arguments,
    check_name,
    check_settings,
    check_signal,
)

NAMES = ("project", "version", "job id")


@pytest.mark.parametrize("what", NAMES)
@given(name=st.text(max_size=120))
def test_a_name_that_passes_is_a_harmless_name_of_a_file(what: str, name: str) -> None:
    try:
        passed = check_name(what, name)
    except Invalid:
        return
    assert passed == name
    assert name.isascii()
    assert not name.startswith((".", "-"))
    assert not {*name} & {*"/\\\0\n\r\t $%*?:'\"`"}
    assert 1 <= len(name) <= 100


@pytest.mark.parametrize("name", ["../../etc/passwd", "..", ".hidden", "a/b", "", "-rf", "a\n"])
@pytest.mark.parametrize("what", NAMES)
def test_a_path_is_no_name(what: str, name: str) -> None:
    with pytest.raises(Invalid):
        check_name(what, name)


@pytest.mark.parametrize("name", ["exclusive-20261122T172000Z", "6d1f0c", "r12", "1700000000"])
def test_what_clients_and_the_schedule_use_passes(name: str) -> None:
    assert check_name("job id", name) == name


@pytest.mark.parametrize("name", ["SPIDER_MODULES", "LOG_FILE", "MONGODB_URI", "log_level", ""])
def test_a_setting_that_is_not_allowed_is_refused_and_its_value_not_repeated(name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_settings([f"{name}=mongodb://user:secret@host"], {"LOG_LEVEL"})
    assert "secret" not in str(refusal.value)
    assert "LOG_LEVEL" in str(refusal.value)


def test_settings_are_read() -> None:
    assert check_settings(["A=1=2", "B="], {"A", "B"}) == {"A": "1=2", "B": ""}
    for wrong in ("A", "A=1\n2", "A=" + "x" * 1001):
        with pytest.raises(Invalid):
            check_settings([wrong], {"A", "B"})


def test_arguments_are_read() -> None:
    assert check_arguments({"since": ["2026-04-01"]}) == {"since": "2026-04-01"}
    assert check_arguments({"sections": ["Қоғам"]}) == {"sections": "Қоғам"}
    for wrong in ({"_job": ["x"]}, {"a.b": ["x"]}, {"$a": ["x"]}, {"a": ["1", "2"]}, {"a": ["\0"]}):
        with pytest.raises(Invalid):
            check_arguments(wrong)


def test_only_signals_that_end_are_sent() -> None:
    assert check_signal("TERM") == "TERM"
    for wrong in ("STOP", "9", "", "KILL\n"):
        with pytest.raises(Invalid):
            check_signal(wrong)
