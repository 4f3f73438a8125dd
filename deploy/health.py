"""Ends with 0 where the Scrapyd of this machine answers and may be used, else with 1 and why."""

from __future__ import annotations

import json
import os
import sys
from base64 import b64encode
from http.client import HTTPConnection, HTTPException
from pathlib import Path

_PATIENCE = 5.0  # seconds


def main() -> None:
    """Ask `daemonstatus.json`, as SCRAPYD_USERNAME, SCRAPYD_PASSWORD(_FILE), SCRAPYD_HTTP_PORT."""
    file = os.environ.get("SCRAPYD_PASSWORD_FILE")
    password = Path(file).read_text().strip() if file else os.environ.get("SCRAPYD_PASSWORD", "")
    login = f"{os.environ.get('SCRAPYD_USERNAME', '')}:{password}"
    port = int(os.environ.get("SCRAPYD_HTTP_PORT", "6800"))
    connection = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    try:
        basic = {"Authorization": f"Basic {b64encode(login.encode()).decode()}"}
        connection.request("GET", "/daemonstatus.json", headers=basic)
        response = connection.getresponse()
        body = response.read()
        answer = json.loads(body) if response.status == 200 else {"message": response.reason}
    except (OSError, HTTPException, ValueError) as error:
        sys.exit(f"Scrapyd at port {port} does not answer: {error}")
    finally:
        connection.close()
    if answer.get("status") != "ok":
        sys.exit(f"Scrapyd at port {port} is not well: {answer.get('message')}")


if __name__ == "__main__":
    main()
