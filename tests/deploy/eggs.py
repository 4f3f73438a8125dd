"""Eggs of a project that is as small as can be, made by hand."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

from tests.deploy.server import Fields, Scrapyd

PROJECT = "small"

_SPIDER = """
import scrapy

class Quick(scrapy.Spider):
    name = "quick"
    async def start(self):
        self.logger.info("This is version %s", "{version}")
        return
        yield
"""


def small_egg(version: str, *, requires: str = "scrapy") -> bytes:
    """An egg whose spider `quick` says its version, and does nothing else."""
    held = BytesIO()
    with ZipFile(held, "w") as archive:
        for name, text in {
            "EGG-INFO/PKG-INFO": f"Metadata-Version: 2.1\nName: small\nVersion: {version}\n",
            "EGG-INFO/requires.txt": f"{requires}\n",
            "EGG-INFO/top_level.txt": "small\n",
            "EGG-INFO/entry_points.txt": "[scrapy]\nsettings = small.settings\n",
            "small/__init__.py": "",
            "small/settings.py": 'SPIDER_MODULES = ["small.spiders"]\nTELNETCONSOLE_ENABLED = 0\n',
            "small/spiders.py": _SPIDER.format(version=version),
        }.items():
            archive.writestr(name, text)
    return held.getvalue()


def upload(node: Scrapyd, version: str, egg: bytes) -> tuple[str, str]:
    """The status and message of addversion.json."""
    fields: Fields = [("project", PROJECT), ("version", version), ("egg", egg)]
    answer = node.answer("/addversion.json", fields)
    return answer["status"], answer.get("message", "")
