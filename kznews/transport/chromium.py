"""Which Chromium shows pages, and how it is started."""

from __future__ import annotations

import os
import shutil
import sys
from typing import Any

from scrapy.settings import BaseSettings

# No GPU, no QUIC, and nothing that Chromium would fetch for itself. QUIC and WebRTC would go past a
# proxy.
_ARGUMENTS = (
    "--disable-gpu",
    "--disable-quic",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",  # its name in older ones
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# What it may know of the environment, which may hold passwords: of the database, of alerts, of
# a proxy. All else stays with the worker.
_VARIABLES = ("HOME", "LANG", "LANGUAGE", "LD_LIBRARY_PATH", "PATH", "TMPDIR", "TZ")
_FAMILIES_OF_VARIABLES = ("FONTCONFIG_", "LC_", "XDG_")
# Hosts that Chromium asks at each start, whatever is disabled.
_CHROMIUM_HOSTS = ("update.googleapis.com", "accounts.google.com", "clients2.google.com")
# The name under which Chromium knows its proxy.
_PROXY = "proxy.invalid"


class BrowserUnavailableError(Exception):
    """A page needs a browser and none can be started; the message says what to install."""


def launch_options(
    settings: BaseSettings, *, newsroom: str | None, proxy: str | None
) -> dict[str, Any]:
    """Compose Playwright's options for starting Chromium.

    The browser is the one that the setting CHROMIUM names, else the system's `chromium`, else the
    one that Playwright installed. `newsroom`: HOST:PORT that stands for every host and port;
    `proxy`: HOST:PORT through which all goes where there is no newsroom.
    """
    # The first rule that fits a host holds.
    if newsroom is not None:
        rules = [*(f"MAP {host} ~NOTFOUND" for host in _CHROMIUM_HOSTS), f"MAP * {newsroom}"]
        way = ["--no-proxy-server"]
    else:
        rules = [f"MAP {_PROXY} {proxy}", "MAP * ~NOTFOUND"]
        # Loopback, too, which a proxy is not asked for by default.
        way = [f"--proxy-server=http://{_PROXY}", "--proxy-bypass-list=<-loopback>"]
    arguments = [*_ARGUMENTS, *way, f"--host-resolver-rules={', '.join(rules)}"]
    return {
        "executable_path": settings.get("CHROMIUM") or shutil.which("chromium"),
        "args": arguments,
        "env": {
            name: value
            for name, value in os.environ.items()
            if name in _VARIABLES or name.startswith(_FAMILIES_OF_VARIABLES)
        },
        # Chromium does not start with its sandbox where root starts it.
        "chromium_sandbox": sys.platform == "win32" or os.geteuid() != 0,
        # Ctrl-C is Scrapy's: pages that are under way end first, then the browser.
        "handle_sigint": False,
        "handle_sigterm": False,
        "handle_sighup": False,
    }
