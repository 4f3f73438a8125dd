"""What is known of a site's lists where nothing is but the form of its articles' addresses.

No class of its cards is known, so the links to articles stand for them: one with words is a card.
"""

from __future__ import annotations

from kznews.outlets.layouts import ListingLayout


def listing(host: str, condition: str) -> ListingLayout:
    """Give the layout of lists whose links to articles of `host` meet the XPath `condition`.

    A button to share an article has its address, too, but leads to another host.
    """
    whole = 'substring-after(@href, "//")'
    within = (
        f'starts-with({whole}, "{host}/") or starts-with({whole}, "www.{host}/")'
        ' or starts-with(@href, "/") and not(starts-with(@href, "//"))'
    )
    return ListingLayout(
        name="links",
        card=f"//a[{within}][{condition}][normalize-space()]",
        link="./@href",
        title="./self::a",
        unverified=("card", "link", "title"),
    )
