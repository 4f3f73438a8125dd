"""No command shows a traceback where it is interrupted, or where nobody reads all of its output."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest


def run(program: str, *, reads_nothing: bool = False) -> tuple[int, str]:
    """Runs a program that has imported the commands; gives its exit code and what it complained."""
    with subprocess.Popen(
        [sys.executable, "-E", "-c", f"import kznews.commands\ninput()\n{program}"],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        if reads_nothing:
            process.stdout.close()
        process.stdin.write("\n")
        process.stdin.close()
        complained = process.stderr.read()
        return process.wait(), complained


def test_an_interrupted_one_ends_by_the_signal() -> None:
    assert run("raise KeyboardInterrupt") == (-signal.SIGINT, "")


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("print('short')", 0),
        ("for _ in range(100_000): print('long')", 1),
        ("print('short', flush=True)", 1),
    ],
)
def test_one_whose_output_nobody_reads_complains_of_nothing(program: str, code: int) -> None:
    assert run(program, reads_nothing=True) == (code, "")


@pytest.mark.parametrize("error", ["BrokenPipeError('of a socket')", "ValueError('of our own')"])
def test_any_other_error_is_shown(error: str) -> None:
    code, complained = run(f"raise {error}")
    assert code == 1
    assert complained.startswith("Traceback")
