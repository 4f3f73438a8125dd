"""Next.js: the data that a page was made from stands as JSON in a script of the page.

Source: nextjs.org (`__NEXT_DATA__` of the pages router), tanstack.com/query (dehydrated state).
"""

from __future__ import annotations

DATA = "script#__NEXT_DATA__"
"""Selector of the script that holds a page's data."""

QUERIES = "props.pageProps.dehydratedState.queries[].state.data"
"""Expression of the answers of the queries that the page was made from, by TanStack Query."""
