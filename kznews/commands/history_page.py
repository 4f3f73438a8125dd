"""The history of an article as a page of its own: no script, nothing fetched, nothing obeyed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from kznews.commands.history_text import outlet_says, plain
from kznews.commands.removals_text import absence_lines
from kznews.record.absences import Absence
from kznews.record.comparison import FieldChange, ShownVersion
from kznews.text.differences import Piece
from kznews.text.terminal import harmless, write_moment

_STYLE = """
body { font: 16px/1.5 sans-serif; max-width: 50em; margin: 2em auto; padding: 0 1em }
section { border-top: 1px solid #bbb; margin-top: 2em }
del { background: #fdd; color: #700 } ins { background: #dfd; color: #050; text-decoration: none }
.note { color: #666; font-size: 85% } .cut { border-left: 3px solid #c66; padding-left: .7em }
.added { border-left: 3px solid #6a6; padding-left: .7em }
.edited, .moved { border-left: 3px solid #aaa; padding-left: .7em }
"""
# A browser that shows the page runs and fetches nothing, whatever a text holds.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_TAGS = {"same": "", "cut": "del", "added": "ins"}


def history_page(
    url: str,
    outlet: str,
    language: str | None,
    versions: Sequence[ShownVersion],
    absences: Sequence[Absence] = (),
) -> str:
    """Give the page; every text of the outlet stands in it as text."""
    return "\n".join(_lines(url, outlet, language, versions, absences)) + "\n"


def _lines(
    url: str,
    outlet: str,
    language: str | None,
    versions: Sequence[ShownVersion],
    absences: Sequence[Absence],
) -> Iterator[str]:
    yield "<!DOCTYPE html>"
    yield '<html lang="en">'
    yield '<head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="referrer" content="no-referrer">'
    yield '<meta name="viewport" content="width=device-width">'
    yield f"<title>{_text(versions[-1].title)}</title>"
    yield f"<style>{_STYLE}</style></head>"
    yield "<body>"
    of_texts = f' lang="{_text(language)}"' if language else ""
    yield f"<h1{of_texts}>{_isolated(versions[-1].title)}</h1>"
    is_link = url.startswith(("https://", "http://"))
    shown = _isolated(url)
    link = f'<a href="{_text(url)}" rel="noreferrer noopener">{shown}</a>' if is_link else shown
    yield f'<p class="note">{_isolated(outlet)}: {link}</p>'
    left = list(absences)
    for version in versions:
        while left and left[0].last_seen_at < version.first_seen_at:
            yield _absence(left.pop(0))
        yield from _version(version, of_texts)
    yield from map(_absence, left)
    yield "</body></html>"


def _absence(absence: Absence) -> str:
    said = "<br>".join(map(_text, absence_lines(absence)))
    return f'<section><h2>Not at its address</h2><p class="note">{said}</p></section>'


def _version(version: ShownVersion, of_texts: str) -> Iterator[str]:
    yield f"<section><h2>Version {version.number}</h2>"
    page = f", read from the page {_text(version.page)}" if version.page else ""
    yield (
        f'<p class="note">seen from {write_moment(version.first_seen_at)} to '
        f"{write_moment(version.last_seen_at)} UTC{page}</p>"
    )
    if version.not_before is None:
        yield f"<p{of_texts}>{_isolated(version.title)}</p>"
    else:
        told = [f"edited after {write_moment(version.not_before)} UTC", outlet_says(version)]
        yield f'<p class="note">{", ".join(version.kinds)}: {"; ".join(filter(None, told))}</p>'
    for change in version.changes:
        yield from _change(change, of_texts)
    yield "</section>"


def _change(change: FieldChange, of_texts: str) -> Iterator[str]:
    yield f"<h3>{_text(change.name)}</h3>"
    if change.words:
        yield f"<p{of_texts}>{_words(change.words)}</p>"
    for paragraph in change.paragraphs:
        moved = ""
        if paragraph.how == "moved":
            moved = f'<span class="note">(was paragraph {paragraph.before})</span> '
        yield f'<p class="{paragraph.how}"{of_texts}>{moved}{_words(paragraph.words)}</p>'
    if not change.words and not change.paragraphs:
        before, after = (plain(each) for each in (change.before, change.after))
        yield f"<p><del>{_isolated(before)}</del> <ins>{_isolated(after)}</ins></p>"


def _words(pieces: Sequence[Piece]) -> str:
    return " ".join(
        f"<{tag}>{_isolated(piece.text)}</{tag}>"
        if (tag := _TAGS[piece.part])
        else _isolated(piece.text)
        for piece in pieces
    )


def _isolated(text: str) -> str:
    """Write a text that changes the direction of nothing around it."""
    return f"<bdi>{_text(text)}</bdi>"


def _text(text: str) -> str:
    return escape(harmless(text), quote=True)
