"""Serves the newsroom in the foreground: `python -m kznews.newsroom --help`."""

from __future__ import annotations

import argparse
import logging
import sys
import threading

from kznews.newsroom.server import Newsroom, PortTakenError
from kznews.newsroom.site import Site


def main() -> int:
    """Serve until Ctrl-C; each request is logged."""
    parser = argparse.ArgumentParser(
        prog="python -m kznews.newsroom",
        description="Play exclusive.kz and standard.kz on loopback, until Ctrl-C.",
    )
    parser.add_argument("--port", type=int, default=8000, help="0 for any free one (%(default)s)")
    parser.add_argument("--old-pages", type=int, default=16, help="of the old layout (%(default)s)")
    parser.add_argument(
        "--new-pages", type=int, default=12, help="of the present one (%(default)s)"
    )
    options = parser.parse_args()
    logging.basicConfig(level=logging.DEBUG, format="%(asctime)s %(message)s", stream=sys.stdout)
    log = logging.getLogger("kznews.newsroom")
    try:
        site = Site(old_pages=options.old_pages, new_pages=options.new_pages)
        with Newsroom(site, port=options.port) as newsroom:
            log.info(
                "Open at %s with %d articles. "
                "Try: curl -H 'Host: exclusive.kz' %s/expertiza/daily/",
                newsroom.address,
                len(site.articles),
                newsroom.address,
            )
            threading.Event().wait()
    except (PortTakenError, ValueError) as error:
        parser.error(str(error))
    except KeyboardInterrupt:
        log.info("Closed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
