"""WordPress: what its core and its own themes make.

A site of a theme of its own differs in its cards and in the class of the text, seldom in its
addresses, feeds and sitemaps. Source: developer.wordpress.org (feeds, sitemaps, `body_class`,
`paginate_links`).
"""

from __future__ import annotations

import re

from kznews.outlets.discovery import Feed, Sitemap
from kznews.outlets.layouts import ArticleLayout, ListingLayout

LISTING = ListingLayout(
    name="wordpress",
    card="article.post",
    link=".entry-title a::attr(href)",
    title=".entry-title",
    published=".entry-date",
    next_page="a.next.page-numbers::attr(href)",
    unverified=("card", "link", "title", "published", "next_page"),
)
"""Listing in WordPress's own themes."""

ARTICLE = ArticleLayout(
    name="wordpress",
    mark="body.single-post",
    title="h1.entry-title",
    body="div.entry-content",
    published=".entry-date",
    section="a[rel='category tag']",
    tags="a[rel='tag']",
    unverified=("mark", "title", "body", "published", "section", "tags"),
)
"""Article in WordPress's own themes."""

ARTICLE_URL = re.compile(
    r"^/(?!(?:category|tag|author|page|feed|comments|wp-[a-z]+)/)(?:[^/]+/)*[^/]*[\d-][^/]*/?$"
)
"""Address of an article whose form is not known: none of WordPress's own lists, and its last part
holds a hyphen or a digit, as slugs do."""

NEVER_FOLLOW = re.compile(r"[?&](?:s|p|replytocom)=|^/(?:tag|author|wp-[a-z]+)/|/feed/?$")
"""Links to searches, short addresses, answers to comments, tags, authors and feeds."""


def feed(site: str, evidence: str | None = None) -> Feed:
    """Give the feed of the site at the address `site`, unverified where there is no evidence."""
    return Feed(
        section="feed",
        url=f"{site}feed/",
        evidence=evidence,
        unverified=() if evidence else ("url",),
    )


def sitemap(site: str, evidence: str | None = None) -> Sitemap:
    """Give the index of sitemaps that the core makes (since 5.5), of which some hold posts."""
    return Sitemap(
        section="sitemap",
        url=f"{site}wp-sitemap.xml",
        members="-posts-post-",
        evidence=evidence,
        unverified=() if evidence else ("url", "members"),
    )
