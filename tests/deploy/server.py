"""A Scrapyd under test, seen through its HTTP API and its files."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

USERNAME = "editor"
PASSWORD = 'p%s: $HOME/"\\" x'
"""With what shells, URLs and configuration files trip over."""
PROJECT = "kznews"
STARTS_WITHIN = 30
JOB_ENDS_WITHIN = 60
LOG_NAME = "scrapyd.log"

Fields = Sequence[tuple[str, str | bytes]]
"""What a form sends."""


@dataclass(kw_only=True)
class Scrapyd:
    """One node."""

    folder: Path
    """Where it runs: logs, configuration."""
    port: int
    environment: dict[str, str]
    """Of whoever uses it, and of itself."""
    own_environment: dict[str, str] = field(default_factory=dict)
    """Of itself alone."""
    program: Path
    """deploy/scrapyd.sh."""
    process: subprocess.Popen[bytes] | None = None

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / LOG_NAME

    @property
    def client_environment(self) -> dict[str, str]:
        """What a user exports to use it."""
        return self.environment | {
            "SCRAPYD_URL": self.url,
            "SCRAPYD_USERNAME": USERNAME,
            "SCRAPYD_PASSWORD": PASSWORD,
        }

    def start(self) -> None:
        """Begin to start it; `wait` waits until it answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [self.program],
                env=self.client_environment
                | {"SCRAPYD_DIR": str(self.folder), "SCRAPYD_HTTP_PORT": str(self.port)}
                | {"NODE_NAME": self.name}
                | self.own_environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                # Its own group: its jobs can be ended with it.
                start_new_session=True,
            )

    def wait(self) -> None:
        deadline = time.monotonic() + STARTS_WITHIN
        while not self.answers():
            assert self.process is not None
            assert self.process.poll() is None, f"Scrapyd did not start:\n{self.logs()}"
            assert time.monotonic() < deadline, f"Scrapyd did not start:\n{self.logs()}"
            time.sleep(0.05)

    def kill(self, *, with_its_jobs: bool) -> None:
        """`kill -9`."""
        assert self.process is not None
        if with_its_jobs:
            os.killpg(self.process.pid, signal.SIGKILL)
        else:
            self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """As systemd does: a signal to Scrapyd alone, then patience."""
        assert self.process is not None
        self.process.terminate()
        try:
            self.process.wait(40)
        except subprocess.TimeoutExpired:
            self.kill(with_its_jobs=True)
            raise

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def request(
        self,
        path: str,
        fields: Fields = (),
        *,
        credentials: tuple[str, str] | None = (USERNAME, PASSWORD),
        headers: dict[str, str] | None = None,
    ) -> tuple[int, bytes]:
        """Status and body of a GET, or of a POST where there are fields."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"} | (headers or {})
        if credentials:
            headers["Authorization"] = f"Basic {b64encode(':'.join(credentials).encode()).decode()}"
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(
                "POST" if fields else "GET",
                path,
                urlencode(fields) if fields else None,
                headers,
            )
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def answer(self, path: str, fields: Fields = ()) -> dict[str, Any]:
        """What a method of the API answers, be it an error."""
        answer: dict[str, Any] = json.loads(self.request(path, fields)[1])
        return answer

    def call(self, path: str, fields: Fields = ()) -> dict[str, Any]:
        """What a method of the API answers; it must not be an error."""
        answer = self.answer(path, fields)
        assert answer["status"] == "ok", answer
        return answer

    def refusal(self, path: str, fields: Fields = ()) -> str:
        """The message of a method that must be an error."""
        answer = self.answer(path, fields)
        assert answer["status"] == "error", answer
        return str(answer["message"])

    def schedule(self, spider: str, *more: tuple[str, str], project: str = PROJECT) -> str:
        """The id of a new job."""
        fields: Fields = [("project", project), ("spider", spider), *more]
        return str(self.call("/schedule.json", fields)["jobid"])

    def job(self, job: str) -> dict[str, Any]:
        """What status.json says of a job."""
        answer = self.call(f"/status.json?job={job}")
        assert answer["currstate"] is not None, f"there is no job {job}"
        return dict(answer["job"])

    def wait_for(
        self, job: str, condition: Callable[[dict[str, Any]], bool], what: str
    ) -> dict[str, Any]:
        deadline = time.monotonic() + JOB_ENDS_WITHIN
        while not condition(found := self.job(job)):
            assert time.monotonic() < deadline, f"{what}: {found}"
            time.sleep(0.3)
        return found

    def finished_job(self, job: str, *, project: str = PROJECT) -> dict[str, Any]:
        """What listjobs.json says of the job once it has ended."""
        self.wait_for(job, lambda found: found["end_time"] is not None, "it does not end")
        listed = self.call(f"/listjobs.json?project={project}")["finished"]
        [found] = [each for each in listed if each["id"] == job]
        return dict(found)

    def answers(self) -> bool:
        try:
            return self.request("/daemonstatus.json")[0] == 200
        except (ConnectionRefusedError, ConnectionResetError):
            return False

    def logs(self) -> str:
        """The last 5,000 characters of its own log and of each job's."""
        files = [self.log, *self.folder.glob("logs/*/*/*.log")]
        return "\n".join(f"--- {file}\n{file.read_text()[-5_000:]}" for file in files)


def path_of(url: str) -> str:
    """The path of a URL."""
    return urlsplit(url).path
