"""What metadata state that cannot be what they call it: addresses as names, the site's picture."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

# `/opinion/author/1174`, `//a.kz/tag/1`, `www.a.kz`, `tag/voda`, `author.php?id=5`, `a@a.kz`.
_ADDRESS = re.compile(
    r"(?:https?:|/|www\.).*|[\w.+-]+@[\w-]+\.\w+.*|"
    r"(?-i:[a-z][a-z0-9_-]{2,}(?:/[a-z0-9_-]+)+/?(?:\.\w+)?)|[\w/-]+\.(?:php|html?|aspx?)(?:\?.*)?",
    re.IGNORECASE | re.ASCII,
)
_LOGIN = frozenset({"admin", "administrator", "root", "user", "webmaster", "wpadmin"})
"""Names of accounts under which programs publish."""
_WORDS_OF_STAND_IN = frozenset(
    "logo logotype logotip share sharing social default placeholder opengraph og ogimage "
    "noimage nophoto nopic stub dummy zaglushka favicon".split()
)
_WORD = re.compile(r"[a-z]+", re.IGNORECASE)
_PARTS_OF_STAND_IN = frozenset(
    "fb vk tw facebook twitter site main big small white black new image img picture pic photo no "
    "for cover banner ru kz kk en jpg png w h x".split()
)
"""Words that stand beside those in the name of such a file: `share_fb_1200x630`."""
_NUMBERED_FOLDER = re.compile(r"/\d+(?=/)")


def is_name(text: str) -> bool:
    """Tell whether a text can name a person or a tag: an address, a path or a login does not."""
    return _ADDRESS.fullmatch(text) is None and text.casefold() not in _LOGIN


def is_stand_in(url: str) -> bool:
    """Tell whether a picture's address is that of the site's own: its logo, what it shares.

    By the words of the file's name. Where other words stand among them it may be news of a logo,
    and is one of the site only outside the numbered folders that uploads go to.
    """
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        return False
    folders, _, name = path.rpartition("/")
    words = [word.casefold() for word in _WORD.findall(name.rpartition(".")[0] or name)]
    if _WORDS_OF_STAND_IN.isdisjoint(words):
        return False
    others = [each for each in words if each not in _WORDS_OF_STAND_IN | _PARTS_OF_STAND_IN]
    return not others or _NUMBERED_FOLDER.search(f"{folders}/") is None
