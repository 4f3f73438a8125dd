"""What stands among the texts of an outlet's articles and is none of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kznews.extraction.induction.samples import Sample
from kznews.extraction.induction.selectors import outermost

_FEWEST_PAGES = 3
"""Pages on which something is dropped, at least."""
_MOST_CONTENT = 0.1
"""Share of the letters of what is dropped that may be content, at most."""
_FEWEST_LETTERS = 4
"""Letters that an element leaves out on a page, at least, to be worth a selector."""
_MOST_DROPS = 12
_TAGS_ALONE = frozenset({"aside", "footer", "nav", "form", "button"})
_EMBEDS = (
    *("blockquote.twitter-tweet", "blockquote.instagram-media", "blockquote.tiktok-embed"),
    "blockquote.telegram-post",
)
"""What the scripts of social networks put in a text: posts of others."""


@dataclass(frozen=True)
class _Held:
    content: float
    noise: float
    texts: frozenset[tuple[int, int]]
    """The numbers of the page and of the text, of each text that is noise."""


def find_drops(samples: Sequence[Sample], fields: Iterable[Sequence[int]]) -> list[str]:
    """Name the elements inside the body that hold no text of the article.

    `fields` gives, for each page, the elements that other fields of the layout name.
    """
    held = _names_inside(samples, [set(each) for each in fields])
    embeds = [name for name in _EMBEDS if name in held]
    noise = {
        name: each
        for name, each in held.items()
        if name not in embeds
        and len({page for page, _ in each.texts}) >= _FEWEST_PAGES
        and each.content <= _MOST_CONTENT * (each.content + each.noise)
    }
    left = set().union(*(each.texts for each in noise.values()))
    drops: list[str] = []
    while left and len(drops) < _MOST_DROPS:
        best = max(noise, key=lambda name: (len(noise[name].texts & left), -len(name), name))
        if not (taken := noise[best].texts & left):
            break
        drops.append(best)
        left -= taken
    return [*drops, *embeds]


def _names_inside(samples: Sequence[Sample], fields: Sequence[set[int]]) -> dict[str, _Held]:
    content: dict[str, float] = defaultdict(float)
    noise: dict[str, float] = defaultdict(float)
    texts: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for page, sample in enumerate(samples):
        flat, weights = sample.flat, sample.weights
        others = {number for each in fields[page] for number in range(*flat.spans[each])}
        inside = [number for body in sample.body for number in range(body + 1, flat.ends[body])]
        named: dict[str, list[int]] = defaultdict(list)
        for number in inside:
            for name in flat.names[number]:
                if name in _TAGS_ALONE or any(sign in name for sign in ".#["):
                    named[name].append(number)
        for name, numbers in named.items():
            for number in outermost(flat, numbers):
                for text in range(*flat.spans[number]):
                    content[name] += 0 if text in others else weights.content[text]
                    lost = flat.texts[text].letters if text in others else weights.noise[text]
                    noise[name] += lost
                    if lost:
                        texts[name].add((page, text))
    return {
        name: _Held(content[name], noise[name], frozenset(texts[name]))
        for name in {*content, *noise}
    }
