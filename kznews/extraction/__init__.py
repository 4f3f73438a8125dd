"""Items read from fetched pages, without input or output: a stored page can be read again.

Addresses and texts are as on the page: `kznews.pipelines.normalize` makes addresses canonical and
cleans texts. Only texts that a rule compares are cleaned here before.
"""

from kznews.extraction.article import extract_article
from kznews.extraction.content import NotAnArticleError
from kznews.extraction.page import UnreadablePageError

__all__ = ["NotAnArticleError", "UnreadablePageError", "extract_article"]
