"""1C-Bitrix: what its own components make.

Sites differ in their cards and articles, not in how listings go on: the component's pager numbers
pages in the parameter `PAGEN_1` (`PAGEN_2` is of another list on the same page), and in its
template `modern` the link to the next one has the class `modern-page-next`. Source: two scrapers of
kaztag.kz, of 2025 and 2026.
"""

from __future__ import annotations

import re

NEXT_PAGE = "a.modern-page-next::attr(href)"
"""Link to the next page in the pager's template `modern`."""

NEVER_FOLLOW = re.compile(
    r"[?&](?:PAGEN_(?:[2-9]|1\d)|SHOWALL_\d|SIZEN_\d|print|sort|back_url|log(?:in|out)|register"
    r"|forgot_password|clear_cache|bitrix_include_areas|action)=|^/(?:bitrix|auth|search)/|/search/"
)
"""Links to pages of other lists, to copies for printing, logins, actions and searches."""
