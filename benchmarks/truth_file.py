"""Captured pages whose truth stands in a file beside them, read by other means than ours."""

from __future__ import annotations

import gzip
import json
from datetime import datetime
from typing import Any

from benchmarks.labelled import CAPTURES, LabelError, Labelled, Truth, title_digest
from kznews.transport.warc import Record, list_records, read_answer

_SOFT_HYPHEN = "\u00ad"
"""Where a long word may break: the truth has them, and no reader sees them."""


def pages_with_truth(name: str, every: int = 1) -> list[Labelled]:
    """The pages of `NAME.warc.gz` that `NAME.truth.jsonl.gz` tells of, in its order.

    Of `every` so many the first. None where the files are not here. Raises LabelError where a page
    is missing.
    """
    warc, truth = (CAPTURES / f"{name}.{end}" for end in ("warc.gz", "truth.jsonl.gz"))
    if not (warc.exists() and truth.exists()):
        return []
    records = {record.url: record for record in list_records(warc) if record.type == "response"}
    with gzip.open(truth, "rt", encoding="utf-8") as lines:
        facts = [json.loads(line) for line in lines][::every]
    missing = [each["url"] for each in facts if each["url"] not in records]
    if missing:
        raise LabelError(f"{missing[0]} is not in {warc}")
    return [_page(each, records[each["url"]]) for each in facts]


def _page(facts: dict[str, Any], record: Record) -> Labelled:
    return Labelled(
        name=facts["url"].rpartition("/")[2],
        url=facts["url"],
        body=read_answer(record, 0).body,
        fetched_at=record.captured_at,
        truth=Truth(
            title=title_digest(facts["title"]),
            text="\n\n".join(facts["body"]).replace(_SOFT_HYPHEN, ""),
            published=datetime.fromisoformat(facts["published"]),
            precision="minute",
            # The pages name no authors.
            authors=(),
            tags=tuple(facts["tags"]),
        ),
    )
