"""What is known of a site's lists where nothing is but the form of its articles' addresses.

No class of its cards is known, so the links to articles stand for them: one with words is a card.
"""

from __future__ import annotations

from kznews.outlets.layouts import ListingLayout


def listing(condition: str) -> ListingLayout:
    """Give the layout of lists whose links to articles meet the XPath `condition`."""
    return ListingLayout(
        name="links",
        card=f"//a[{condition}][normalize-space()]",
        link="./@href",
        title="./self::a",
        unverified=("card", "link", "title"),
    )
