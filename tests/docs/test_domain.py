"""What the code cites of docs/domain.md stands there."""

from __future__ import annotations

import re

from tests.crawl.conftest import PROJECT
from tests.docs.documents import text

SECTIONS = re.findall(r"^## (.+)$", text("docs/domain.md"), re.MULTILINE)
CITED = re.compile(r"domain\.md(?:, |,\s+)\"([^\"]+)\"")


def test_citations_name_the_document_and_a_section() -> None:
    count = 0
    for folder in ("kznews", "tests", "benchmarks"):
        for path in sorted((PROJECT / folder).rglob("*.py")):
            if path.parent.name == "docs":
                continue
            source = " ".join(path.read_text("utf-8").split())
            cited = CITED.findall(source)
            assert source.count("domain.md") == source.count("docs/domain.md") == len(cited), path
            assert set(cited) <= set(SECTIONS), path
            count += len(cited)
    assert count
