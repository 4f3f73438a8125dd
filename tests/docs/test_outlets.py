"""docs/outlets.md is what the outlets' modules say now."""

from __future__ import annotations

from kznews.commands.outlets_text import outlets_document
from kznews.outlets import all_outlets
from tests.docs.documents import text

COMMAND = ".venv/bin/scrapy outlets --markdown > docs/outlets.md"


def test_the_document_of_outlets_is_as_their_modules_are() -> None:
    written = "".join(f"{line}\n" for line in outlets_document(all_outlets()))
    assert text("docs/outlets.md") == written, f"write it anew: {COMMAND}"
    assert COMMAND in written
