"""Items read from fetched pages, without input or output: a stored page can be read again."""

from kznews.extraction.article import extract_article
from kznews.extraction.content import NotAnArticleError
from kznews.extraction.page import UnreadablePageError

__all__ = ["NotAnArticleError", "UnreadablePageError", "extract_article"]
