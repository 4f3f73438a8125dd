"""The record of Kazakhstan's news: crawl, keep, and answer what was published."""

__version__ = "0.1.0"
