"""Imports what a crawl imports, but for the settings, which read the environment."""

import importlib
import pkgutil

import scrapy.cmdline
import scrapy.commands
import scrapy.crawler

import kznews.commands
import kznews.extraction.article
import kznews.spiders

for package in (scrapy.commands, kznews.commands, kznews.spiders):
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)
