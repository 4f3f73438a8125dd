"""A Scrapyd under test, seen through its HTTP API and its files."""

from __future__ import annotations

import json
import time
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

USERNAME = "editor"
PASSWORD = 'p%s: $HOME/"\\" x'
"""With what shells, URLs and configuration files trip over."""
JOB_ENDS_WITHIN = 60
LOG_NAME = "scrapyd.log"


@dataclass(frozen=True, kw_only=True)
class Scrapyd:
    folder: Path
    """Where it runs: eggs, logs, queue."""
    port: int
    environment: dict[str, str]
    database: str = "scrapyd"
    """Where its jobs store."""

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

    def request(
        self,
        path: str,
        fields: Sequence[tuple[str, str]] = (),
        *,
        credentials: tuple[str, str] | None = (USERNAME, PASSWORD),
    ) -> tuple[int, bytes]:
        """Status and body of a GET, or of a POST where there are fields."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if credentials:
            headers["Authorization"] = f"Basic {b64encode(':'.join(credentials).encode()).decode()}"
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
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

    def call(self, path: str, fields: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
        """What a method of the API answers; it must not be an error."""
        status, body = self.request(path, fields)
        answer: dict[str, Any] = json.loads(body)
        assert (status, answer["status"]) == (200, "ok"), answer
        return answer

    def answers(self) -> bool:
        try:
            return self.request("/daemonstatus.json")[0] == 200
        except ConnectionRefusedError:
            return False

    def finished_job(self, job: str) -> dict[str, Any]:
        """What listjobs.json says of the job once it is there as finished."""
        deadline = time.monotonic() + JOB_ENDS_WITHIN
        while time.monotonic() < deadline:
            for found in self.call("/listjobs.json?project=kznews")["finished"]:
                if found["id"] == job:
                    return dict(found)
            time.sleep(0.2)
        raise AssertionError(f"job {job} did not end within {JOB_ENDS_WITHIN} s")

    def logs(self) -> str:
        """The last 5,000 characters of its own log and of each job's."""
        files = [self.log, *self.folder.glob("logs/*/*/*.log")]
        return "\n".join(f"--- {file}\n{file.read_text()[-5_000:]}" for file in files)
