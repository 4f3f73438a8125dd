"""Commands of our own, and Scrapy's `crawl` with clear errors and exit codes."""
