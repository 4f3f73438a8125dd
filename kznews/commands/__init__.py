"""Commands of our own, and Scrapy's `crawl` with clear errors and exit codes.

Scrapy imports this before any command, and little of ours before it.
"""

from __future__ import annotations

from kznews.commands.ending import end_without_traceback

end_without_traceback()
