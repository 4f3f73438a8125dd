"""Links between documents, the files that they name and the excerpts that they show exist."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from tests.crawl.conftest import PROJECT
from tests.docs.documents import DOCUMENTS, anchors, blocks, name_of, prose

FILE = re.compile(r"`((?:kznews|tests|benchmarks|deploy|docs)/[\w./-]*)`")
SOURCES = {"python": "py", "toml": "toml", "html": "html"}
"""Suffix of the files, by the language of an excerpt."""
EACH = pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)


@EACH
def test_links_lead_to_a_file_and_to_a_heading(document: Path) -> None:
    for link in re.findall(r"\]\(([^)]+)\)", prose(document)):
        if "://" in link:
            continue
        file, _, anchor = link.partition("#")
        target = (document.parent / file).resolve() if file else document
        assert target.is_file(), link
        assert PROJECT in target.parents, link
        if anchor:
            assert anchor in anchors(target), link


@EACH
def test_named_files_exist(document: Path) -> None:
    if document.name == "CHANGELOG.md":  # names what is gone
        return
    for name in FILE.findall(prose(document)):
        if not re.search("[A-Z]{4}", name):  # kznews/outlets/NAME.py
            assert (PROJECT / name).exists(), name


def test_every_document_can_be_reached_from_the_readme() -> None:
    seen: set[Path] = set()
    waiting = [PROJECT / "README.md"]
    while waiting:
        document = waiting.pop()
        seen.add(document)
        for link in re.findall(r"\]\(([^)#]+\.md)", prose(document)):
            target = (document.parent / link).resolve()
            if "://" not in link and target not in seen:
                waiting.append(target)
    assert seen == set(DOCUMENTS)


@EACH
def test_excerpts_of_code_are_what_the_code_says(document: Path) -> None:
    excerpts = [code for kind in SOURCES for code in blocks(document, kind)]
    if document.name == "adding-an-outlet.md":
        assert len(excerpts) == 3
    for excerpt in excerpts:
        assert any(stripped(excerpt) in source for source in sources()), excerpt


def stripped(source: str) -> str:
    return "\n".join(line.strip() for line in source.strip().splitlines())


@cache
def sources() -> list[str]:
    files = (file for kind in SOURCES.values() for file in (PROJECT / "kznews").rglob(f"*.{kind}"))
    return [stripped(file.read_text("utf-8")) for file in files]
