"""Links between documents, and the files that they name, exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.crawl.conftest import PROJECT
from tests.docs.documents import DOCUMENTS, anchors, blocks, name_of, prose

FILE = re.compile(r"`((?:kznews|tests|benchmarks|deploy|docs)/[\w./-]*)`")
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


def test_no_example_is_of_a_language_that_is_not_tested() -> None:
    assert not [document.name for document in DOCUMENTS if blocks(document, "python")]
