"""Which Chromium shows pages, and how it is started."""

from __future__ import annotations

import os
import shutil
import sys
from typing import Any

from scrapy.settings import BaseSettings

# No GPU, no QUIC, and nothing that Chromium would fetch for itself.
_ARGUMENTS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Hosts that Chromium asks at each start, whatever is disabled.
_CHROMIUM_HOSTS = ("update.googleapis.com", "accounts.google.com", "clients2.google.com")


class BrowserUnavailableError(Exception):
    """A page needs a browser and none can be started; the message says what to install."""


def launch_options(settings: BaseSettings, newsroom: str | None) -> dict[str, Any]:
    """Compose Playwright's options for starting Chromium.

    The browser is the one that the setting CHROMIUM names, else the system's `chromium`, else the
    one that Playwright installed. `newsroom`: HOST:PORT that stands for every host and port.
    """
    # The first rule that fits a host holds.
    rules = [f"MAP {host} ~NOTFOUND" for host in _CHROMIUM_HOSTS]
    arguments = list(_ARGUMENTS)
    if newsroom is not None:
        rules.append(f"MAP * {newsroom}")
        arguments.append("--no-proxy-server")
    arguments.append(f"--host-resolver-rules={', '.join(rules)}")
    return {
        "executable_path": settings.get("CHROMIUM") or shutil.which("chromium"),
        "args": arguments,
        # Chromium does not start with its sandbox where root starts it.
        "chromium_sandbox": sys.platform == "win32" or os.geteuid() != 0,
        # Ctrl-C is Scrapy's: pages that are under way end first, then the browser.
        "handle_sigint": False,
        "handle_sigterm": False,
        "handle_sighup": False,
    }
