"""A layout as the source of an outlet's module: for a person to read, mend and keep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields

from kznews.outlets.layouts import ArticleLayout


def draft_lines(
    layout: ArticleLayout, agreement: Mapping[str, float] | None = None
) -> Iterator[str]:
    """Give the lines of `ArticleLayout(…)` that state the layout, indented as in a module.

    A comment says how far a field agrees with what is known otherwise, where it does not wholly.
    """
    yield "        ArticleLayout("
    for field in fields(layout):
        value = getattr(layout, field.name)
        if value in (None, ()):
            continue
        share = (agreement or {}).get(field.name, 1)
        if share < 1:
            fits = "Fits the pages' texts by" if field.name == "body" else "Right on the pages by"
            yield f"            # {fits} {share:.0%}."
        if isinstance(value, tuple) and len(value) > 1:
            yield f"            {field.name}=("
            yield from (f"                {_quoted(each)}," for each in value)
            yield "            ),"
        elif isinstance(value, tuple):
            yield f"            {field.name}=({_quoted(value[0])},),"
        else:
            yield f"            {field.name}={_quoted(value)},"
    yield "        ),"


def _quoted(text: str) -> str:
    """Write a text as Python does, in double quotes where that needs no escapes."""
    return repr(text) if '"' in text or "\\" in text else f'"{text}"'
