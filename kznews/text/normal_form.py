"""The form in which two prints of one thing are the same: a text, a picture, an article's content.

For comparing only. An outlet's programs make «» of straight quotation marks, or put another size
or a new number into the address of a picture: nobody edited the article.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from kznews.items import CONTENT, Article, Image, is_relative_date, marked
from kznews.text.characters import repair_mixed_script

_AS_TYPED = {**dict.fromkeys("«»“”„‟″", '"'), **dict.fromkeys("‘’‚‛ʼ", "'")}
_AS_TYPED |= {**dict.fromkeys("‐‒–—―", "-"), "…": "..."}

_LONGEST_REMEMBERED = 20_000
"""Characters of the longest text whose normal form is remembered."""

_SIZE = r"\d{2,4}[xх×]\d{0,4}|[xх×]\d{2,4}"
_SIZE_BY_LETTERS = r"(?:[wh][_-]?\d{2,4}[,_-]?){1,2}"
# `/thumbs/800x600/`, and Bitrix' `/resize_cache/…/800_600_2/`.
_FOLDER_OF_SIZE = re.compile(
    rf"thumb(?:s|nails?|_\w{{1,2}})?|resized?|resize_cache|{_SIZE}|{_SIZE_BY_LETTERS}"
    r"|\d{2,4}_\d{2,4}(?:_\d)?",
    re.IGNORECASE,
)
# `-300x200.jpg`, `_800x600.jpg`, `-scaled.jpg`, `@2x.jpg`, `.jpg.webp`.
_SIZE_IN_NAME = re.compile(
    rf"(?:[-_](?:{_SIZE}|scaled|thumb)|@[23]x)?(\.(?:jpe?g|png|gif|webp|avif))(?:\.webp|\.avif)?$",
    re.IGNORECASE,
)
_PARAMETER_OF_SIZE = re.compile(
    r"v|ver|version|t|ts|time(?:stamp)?|rev|cb|w|h|q|width|height|size|resize|fit|quality|crop|dpr",
    re.IGNORECASE,
)


def normal_text(text: str) -> str:
    """Give the text with quotation marks, apostrophes, dashes and ellipses as one types them.

    Words of two scripts are repaired: texts that were kept before that was done are the same.
    """
    text = repair_mixed_script(text)
    # One after the other: a table for all takes ten times as long.
    if not text.isascii():
        for printed, typed in _AS_TYPED.items():
            text = text.replace(printed, typed)
    while '""' in text:
        text = text.replace('""', '"')
    return text


@lru_cache(maxsize=256)
def _normal_of_content(text: str) -> str:
    # The content of an article is asked for by the spider and again by the pipelines.
    return normal_text(text)


@lru_cache(maxsize=256)
def normal_picture(url: str) -> str:
    """Give what the addresses of a picture's sizes and versions have in common.

    That is host and path without a size, and the query without size and version; none where the
    path names a file: what stands behind it names a version of it.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    *folders, name = parts.path.split("/")
    folders = [folder for folder in folders if not _FOLDER_OF_SIZE.fullmatch(folder)]
    path = "/".join([*folders, _SIZE_IN_NAME.sub(r"\1", name)])
    host = parts.netloc.lower().removeprefix("www.")
    if _SIZE_IN_NAME.search(name):
        return host + path
    query = parse_qsl(parts.query, keep_blank_values=True)
    kept = [each for each in query if not _PARAMETER_OF_SIZE.fullmatch(each[0])]
    return f"{host}{path}?{urlencode(kept)}"


def normal_content(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Give the normal form of what an outlet says in an article: its fields marked as content.

    A field that is missing is None: a version of kznews that did not know it did not write it.
    A relative date is counted from each fetch anew: only that it is stated belongs to the content.
    """
    content = {name: _normal(fields.get(name)) for name in marked(Article, CONTENT)}
    if is_relative_date(fields.get("published_raw"), fields.get("published_zone")):
        content["published_at"] = "relative"
    return content


def content_digest(article: Article) -> str:
    """Give a digest of the article's content: another one says that the outlet edited it."""
    text = json.dumps(normal_content(vars(article)), default=_plain, ensure_ascii=False)
    return blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()


def _normal(value: object) -> Any:
    match value:
        case str() if len(value) <= _LONGEST_REMEMBERED:
            return _normal_of_content(value)
        case str():
            return normal_text(value)
        case list():
            return [_normal(each) for each in value]
        case Image():
            return _normal(vars(value))
        case {"url": url, **others}:
            picture = normal_picture(url) if url is not None else None
            return {"url": picture} | {name: _normal(each) for name, each in others.items()}
        case _:
            return value


def _plain(value: object) -> str:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).isoformat()
    return repr(value)
