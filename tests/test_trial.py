"""`make trial`: a cluster that works until it is stopped, and leaves nothing."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.crawl.conftest import PROJECT
from tests.mongo.servers import is_open

ENDS_WITHIN = 90


def test_a_cluster_crawls_the_newsroom_until_it_is_stopped() -> None:
    makefile = (PROJECT / "Makefile").read_text()
    assert re.search(r"^trial: .*\n\t\$\(BIN\)/python deploy/trial\.py$", makefile, re.MULTILINE)
    said = ""
    with subprocess.Popen(
        [sys.executable, "deploy/trial.py"],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as trial:
        assert trial.stdout is not None
        try:
            deadline = time.monotonic() + ENDS_WITHIN
            for line in trial.stdout:
                said += line
                assert time.monotonic() < deadline, said
                if re.search(r" [1-9]\d* articles ", line):
                    break
        finally:
            trial.send_signal(signal.SIGINT)
            said += trial.communicate()[0]
    assert trial.returncode == 0, said
    assert said.endswith("The trial has ended; what it stored is gone.\n")
    [folder] = re.findall(r"^The logs +(.+)$", said, re.MULTILINE)
    assert not Path(folder).exists()
    ports = re.findall(r"127\.0\.0\.1:(\d+)", said)
    assert len(ports) == 3  # the newsroom, two nodes
    assert not any(is_open(int(port)) for port in ports)
