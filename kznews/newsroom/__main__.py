"""Serves the newsroom in the foreground: `python -m kznews.newsroom --help`."""

from __future__ import annotations

import argparse
import logging
import sys
import threading

from kznews.newsroom.layout import UnknownLayoutError, all_layouts
from kznews.newsroom.server import Newsroom, PortTakenError
from kznews.newsroom.site import Site


def main() -> int:
    """Serve until Ctrl-C; each request is logged."""
    known = ", ".join(all_layouts())
    parser = argparse.ArgumentParser(
        prog="python -m kznews.newsroom",
        description="Play outlets on loopback, until Ctrl-C.",
    )
    parser.add_argument(
        "--port",
        type=int,
        default=8000,
        help="port to listen on; 0 takes any free one (default: %(default)s)",
    )
    parser.add_argument(
        "--pages",
        type=int,
        default=2,
        help="number of pages of each listing (default: %(default)s)",
    )
    parser.add_argument(
        "layouts",
        nargs="*",
        help=f"layouts to play (default: all): {known}",
        metavar="OUTLET/LAYOUT",
    )
    options = parser.parse_args()
    logging.basicConfig(level=logging.DEBUG, format="%(asctime)s %(message)s", stream=sys.stdout)
    log = logging.getLogger("kznews.newsroom")
    try:
        site = Site(dict.fromkeys(options.layouts or all_layouts(), options.pages))
        with Newsroom(site, port=options.port) as newsroom:
            log.info(
                "Open at %s with %d articles of %s. Try: curl -H 'Host: %s' %s%s",
                newsroom.address,
                len(site.articles),
                ", ".join(site.hosts),
                site.hosts[0],
                newsroom.address,
                site.targets(site.hosts[0])[1],
            )
            threading.Event().wait()
    except (PortTakenError, ValueError, UnknownLayoutError) as error:
        parser.error(str(error))
    except KeyboardInterrupt:
        log.info("Closed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
