"""The form of a site's articles' addresses, from examples."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from urllib.parse import unquote, urlsplit

from kznews.text.page_kinds import kind_of_address

_EDITION = re.compile(r"^/(?:ru|kz|kk|en|qaz|kaz|rus|eng)(?=/)")
_EXTENSION = re.compile(r"\.[a-z]{2,5}$")
_FORMS = (
    (re.compile(r"(?:19|20)\d\d"), r"(?:19|20)\d\d"),
    (re.compile(r"\d\d"), r"\d\d"),
    (re.compile(r"\d{4}-\d\d-\d\d"), r"\d{4}-\d\d-\d\d"),
    (re.compile(r"\d+"), r"\d+"),
    (re.compile(r"\d{3,}-[^/]+"), r"\d{3,}-[^/]+"),
    (re.compile(r"[^/]+[-_]\d{3,}"), r"[^/]+[-_]\d{3,}"),
    (re.compile(r"[^/]+[-_][0-9a-f]{6,8}"), r"[^/]+[-_][0-9a-f]{6,8}"),
    (re.compile(r"[^/]*[-_\d][^/]*"), r"[^/]*[-_\d][^/]*"),
    (re.compile(r"[^/]+"), r"[^/]+"),
)
"""Forms of a part of a path, the narrowest first, and their patterns."""
_ANY_FORM = _FORMS[-1][1]
_FEWEST = 2
"""Examples of a form, at least: one link may lead anywhere."""
_MOST_NAMES = 12
"""Names of sections in one place of a path that are listed one by one."""
_NO_ARTICLES = "tags?|tegi?|category|authors?|avtor|search|page|feed|rss|users?|login|wp-[a-z]+"
"""Parts of a path above which no article is, where its first part may be anything."""


def induce_article_url(
    examples: Collection[str], others: Iterable[str] = (), trusted: Collection[str] = ()
) -> re.Pattern[str] | None:
    """Find the pattern of the paths of `examples`, which are articles'; None without two alike.

    Of those that are `trusted`, in a feed or among a list's cards, one is enough.

    `others` are addresses of the same site that are no articles': where the pattern would fit one,
    it names the sections instead of taking any, or else names what it does not fit.
    """
    groups: dict[tuple[object, ...], list[list[str]]] = defaultdict(list)
    for url in examples:
        segments = _segments(url)
        if segments:
            extension = _EXTENSION.search(segments[-1])
            ended = extension[0] if extension else "/" if urlsplit(url).path.endswith("/") else ""
            groups[len(segments), "" if ended == "/" else ended].append(segments)
    sure = [_segments(url) for url in trusted]
    paths = [unquote(urlsplit(url).path) for url in others]
    alternatives = [
        pattern
        for (_, extension), those in sorted(groups.items(), key=lambda group: -len(group[1]))
        if len(those) >= max(_FEWEST, len(examples) // 50) or any(each in sure for each in those)
        for pattern in _alternatives(those, str(extension), paths, sure)
    ]
    if not alternatives:
        return None
    edition = "(?:/(?:ru|kz|kk|en|qaz|kaz|rus|eng))?" if any(map(_has_edition, examples)) else ""
    whole = f"{edition}(?:{'|'.join(dict.fromkeys(alternatives))})/?$"
    # Lists that are named as articles are: `/last-news`.
    lists = [path for path in dict.fromkeys(paths) if re.fullmatch(whole[:-1], path)]
    but = "|".join(re.escape(path.rstrip("/")) for path in lists[:_MOST_NAMES])
    return re.compile(f"^(?!(?:{but})/?$){whole}" if but else f"^{whole}")


def _segments(url: str) -> list[str]:
    path = _EDITION.sub("", unquote(urlsplit(url).path).rstrip("/"))
    return path.split("/")[1:]


def _has_edition(url: str) -> bool:
    return _EDITION.match(unquote(urlsplit(url).path)) is not None


def _alternatives(
    examples: Sequence[Sequence[str]],
    extension: str,
    others: Sequence[str],
    sure: Collection[Sequence[str]],
) -> Iterable[str]:
    """Give patterns of paths that have as many parts: one, or one for each form of the last."""
    by_form: dict[str, list[Sequence[str]]] = defaultdict(list)
    for each in examples:
        by_form[_form([_stem(each[-1], extension)])].append(each)
    most = max(map(len, by_form.values()))
    for form, those in by_form.items():
        is_sure = form != _ANY_FORM and any(each in sure for each in those)
        if not is_sure and (len(those) < _FEWEST or len(those) * 30 < most):
            continue
        parts = [
            _part({each[place] for each in those}, names=False)
            for place in range(len(those[0]) - 1)
        ]
        pattern = _joined(parts, form, extension)
        if any(re.fullmatch(pattern + "/?", other) for other in others):
            parts = [
                _part({each[place] for each in those}, names=True)
                for place in range(len(those[0]) - 1)
            ]
            pattern = _joined(parts, form, extension)
        yield pattern


def _joined(parts: Sequence[str], last: str, extension: str) -> str:
    pattern = "".join(f"/{part}" for part in (*parts, last)) + re.escape(extension)
    is_general = (parts[0] if parts else last).startswith("[^/]")
    return f"/(?!(?:{_NO_ARTICLES})/){pattern[1:]}" if is_general else pattern


def _part(values: Collection[str], *, names: bool) -> str:
    """Give the pattern of one part of a path, before the last."""
    first = next(iter(values))
    if len(values) == 1 and not first[0].isdigit():  # a year, or a number of its own
        return re.escape(first)
    if names and len(values) <= _MOST_NAMES and not any(each.isdecimal() for each in values):
        return f"(?:{'|'.join(sorted(map(re.escape, values)))})"
    return _form(values)


def _form(values: Collection[str]) -> str:
    return next(
        pattern for form, pattern in _FORMS if all(form.fullmatch(value) for value in values)
    )


def _stem(segment: str, extension: str) -> str:
    return segment.removesuffix(extension) if extension else segment


def may_be_article(url: str) -> bool:
    """Tell whether an address may be an article's, of a site of which nothing is known."""
    return kind_of_address(url) is None
