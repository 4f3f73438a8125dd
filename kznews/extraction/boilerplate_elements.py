"""Elements of a page that hold no running text: told by their tag, their name and their links.

An element's name is what its `class`, `id`, `role` and the like call it: `div.related-posts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from lxml import etree

_TAGS = frozenset({"aside", "footer", "menu", "nav"})
_UNNAMED = frozenset({"a", "article", "body", "head", "html", "main"})
"""Elements whose names are not asked: those of links say where they lead."""
_ROLES = frozenset(
    "alert alertdialog banner complementary contentinfo dialog menu menubar navigation search "
    "toolbar".split()
)
# Words of names, in English and in transcribed Russian, `_` read as `-`.
_WORDS = re.compile(
    r"(?:^|[\s-])(?:"
    # Other articles
    r"(?:see-?|you-?may-?)?also(?:-?(?:read|like))?|read-?(?:more|next|also|on)"
    r"|more-?(?:news|posts|articles|stories|from|in|on|links)|up-?next|recirc\w*"
    r"|(?:most|top|best|other|last|recent|latest)-?(?:read|viewed|popular|news|stories|posts|articles)"
    r"|popular\w*|trending|latest|hot-?news|related\w*|recommend(?!ation-)\w*|similar\w*"
    r"|outbrain|taboola|mgid|zergnet|carousel\w*|lenta|pohozh\w*|populyar\w*|chitayt?e\w*|po-?teme"
    # Readers
    r"|comments?(?:-?\w+)?|disqus\w*|replies|kommentar\w*|rating|polls?|quiz"
    r"|social(?:s|-(?!media-embed)\w+)?|share|sharing|shar(?:e|es|er)-?(?:bar|box|block|buttons?|links?|tools?|this)|addthis\w*"
    r"|ya-share2?|follow-?us|likes"
    r"|news-?letters?\w*|(?:email|news)-?(?:signup|alert)\w*|subscri(?:be|ption|ptions)\w*|podpis\w*"
    r"|cookies?\w*|gdpr|consent\w*|pop-?ups?|modal|lightbox|login\w*|signin|sign-?up"
    # The frame of the page
    r"|(?<!with-)(?<!has-)side-?bar\w*|right-?col\w*|widget\w*|navbar\w*|navigation|nav|menus?|bread-?crumbs?|crumbs?"
    r"|pager|paginat\w+|prev-?next|(?:site|page|main|global)-?(?:footer|header)|footer|masthead"
    r"|tag-?(?:list|cloud|links)|(?:post|entry|article|news)-?tags|tags-?(?:list|links|block|wrap\w*)"
    r"|skip-?link\w*|back-?to-?top|copyright|ticker|weather"
    # Adverts
    r"|adverts?|advertis\w+|ad-?(?:slot|unit|box|container|wrapper|block|label|text)|adsbygoogle|banners?"
    r"|sponsor\w*|partners?|reklam\w*|dfp|yandex-?rtb\w*|adfox\w*|donat(?:e|ion)s?"
    # About the article
    r"|(?:author|writer)-?(?:bio|box|info|card|profile|block|content|desc\w*|about|details)|about-?(?:the-?)?author"
    r"|by-?line|(?:post|entry|article|news)-?(?:meta|date|tools|utility)|meta-?(?:data|info)"
    r")(?:$|[\s-])"
)
# Names that as a part of another name may mean something else: `field--label-hidden`.
_WHOLE_NAMES = re.compile(
    r"(?:^|\s)(?:hidden|d-none|is-hidden|hide|toc|(?:table-of-)?contents|toc-\w+|tools?|toolbar|tags?|categories"
    r"|keywords|ads?|ad-\d+|rail|bio|cta|vote|promo|teasers?|discussion|responses|meta|meta-?info|slider|topics?"
    r"|print-?only|no-?print|sr-?only|screen-?reader-?text|visually-?hidden|element-invisible|disclaimer"
    r"|post-?info|article-?info|entry-?footer|article-?footer|post-?footer|trc-\w+|ob-widget\w*)(?:$|\s)"
)
_TEXT = re.compile(
    r"(?:^|[\s-])(?:article|post|entry|story|news)-?(?:body|content|text)(?!-?(?:sidebar|footer|related|meta|tags|bottom|ad))"
)
_CERTAIN = re.compile(
    r"(?:^|[\s-])(?:comments?|disqus|kommentar\w*|cookies?|gdpr|consent|cli-\w+|modal"
    r"|(?:author|writer)-?(?:bio|box|info|card|profile)|about-?(?:the-?)?author)(?:$|[\s-])"
    r"|(?:^|\s)(?:sidebar|related|recommended|popular)(?:$|\s)"
)
# Editors' blocks of links, in which paragraphs of the text sometimes end up.
_OF_LINKS = re.compile(r"(?:^|[\s-])(?:read-?(?:more|also)|chitayt?e\w*)(?:$|[\s-])")
_FEWEST_LETTERS_OF_PARAGRAPH = 60
_DASHES = re.compile(r"[-_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_POST = re.compile(r"twitter-|instagram-|tiktok-|fb-post|telegram-|bluesky-|reddit-")
_LONGEST_NAME = 300
"""Characters of a name that are looked at; utility frameworks make longer ones."""


def boilerplate_elements(
    root: etree._Element, kept: Set[etree._Element], texts: Set[etree._Element]
) -> Iterator[etree._Element]:
    """Find the outermost elements inside `root` whose tag or name says that they hold no text.

    `kept` elements (which hold the title, or most of the page's prose) are never among them, and
    `texts`, which hold little else than prose, only where their name leaves no doubt.
    """
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        if element in kept or element is root:
            continue
        name = _name(element)
        if (
            element.tag in _TAGS
            or _CERTAIN.search(name)
            or _is_embedded_post(element)
            or (element not in texts and _is_boilerplate(element, name))
        ):
            yield from without_paragraphs(element)
            walk.skip_subtree()


def without_paragraphs(element: etree._Element) -> Iterator[etree._Element]:
    """Give an element that holds no text; of an editor's block of links only what is no paragraph.

    A tag that was never closed makes paragraphs of the text parts of such a block.
    """
    if _OF_LINKS.search(_name(element)) and next(element.iter("img"), None) is None:
        yield from (part for part in element if not _is_paragraph(part))
    else:
        yield element


def embedded_posts(root: etree._Element) -> Iterator[etree._Element]:
    """Find the posts of social networks that the text inside `root` shows."""
    return (element for element in root.iter("blockquote") if _is_embedded_post(element))


def _is_paragraph(element: etree._Element) -> bool:
    return (
        element.tag in ("p", "blockquote")
        and next(element.iter("a"), None) is None
        and sum(map(len, element.itertext())) >= _FEWEST_LETTERS_OF_PARAGRAPH
    )


def certain_boilerplate(elements: Set[etree._Element]) -> set[etree._Element]:
    """Return those whose name leaves no doubt, but what stands in another one."""
    found = {element for element in elements if _CERTAIN.search(_name(element))}
    return {element for element in found if found.isdisjoint(element.iterancestors())}


def _name(element: etree._Element) -> str:
    """Return what the element is called, in lower case, its words set apart by dashes."""
    if element.tag in _UNNAMED:
        return ""
    name = f"{element.get('class') or ''} {element.get('id') or ''}"[:_LONGEST_NAME]
    return _DASHES.sub("-", _CAMEL.sub("-", name).lower()) if name != " " else ""


def _is_boilerplate(element: etree._Element, name: str) -> bool:
    if element.tag in _UNNAMED or _TEXT.search(name):
        return False
    if element.get("role") in _ROLES or element.get("aria-hidden") == "true":
        return True
    if element.get("hidden") is not None or _HIDDEN_STYLE.search(element.get("style") or ""):
        return True
    return _WORDS.search(name) is not None or _WHOLE_NAMES.search(name) is not None


def _is_embedded_post(element: etree._Element) -> bool:
    """Tell whether the element is a post of a social network that the text shows."""
    return element.tag == "blockquote" and _POST.search(element.get("class") or "") is not None
