"""A file is whole under its name, or not there."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from kznews.commands.ending import Ended, cleaning_up
from kznews.exports.file import whole_file


def test_a_file_takes_its_name_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "week.csv"
    path.write_text("former")
    with whole_file(path) as (file, scratch):
        file.write(b"new")
        (scratch / "other").touch()
        assert path.read_text() == "former"
        [folder] = {*tmp_path.iterdir()} - {path}
        assert folder.name.startswith("week.csv.unfinished-")
    assert path.read_text() == "new"
    assert [*tmp_path.iterdir()] == [path]


def write_and_end(path: Path, number: signal.Signals) -> None:
    with cleaning_up(), whole_file(path) as (file, scratch):
        file.write(b"half")
        (scratch / "other").touch()
        signal.raise_signal(number)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_nothing_is_left_of_what_a_signal_ends(tmp_path: Path, number: signal.Signals) -> None:
    handlers = [signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGHUP)]
    with pytest.raises((Ended, KeyboardInterrupt)) as ended:
        write_and_end(tmp_path / "week.csv", number)
    assert [*tmp_path.iterdir()] == []
    if isinstance(ended.value, Ended):
        assert ended.value.exit_code == 128 + number
    assert handlers == [signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGHUP)]


def test_what_is_no_file_is_not_replaced(tmp_path: Path) -> None:
    with pytest.raises(FileExistsError, match="is no file"), whole_file(tmp_path):
        pass


def test_a_link_goes_on_leading_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to(tmp_path / "there.csv")
    with whole_file(tmp_path / "link.csv") as (file, _):
        file.write(b"new")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "there.csv").read_text() == "new"
