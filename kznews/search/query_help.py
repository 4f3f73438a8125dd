"""The language of questions in a few lines, for a command's help."""

from __future__ import annotations

from kznews.search.query_fields import FIELDS
from kznews.search.query_moments import MOMENTS

_LANGUAGE = """\
A word is found in all its forms, Kazakh and Russian: президент finds президенттің.
  бюджет мектеп         both words; also AND, И, ЖӘНЕ
  нефть OR мұнай        either; also ИЛИ, НЕМЕСЕ
  нефть -газ            the first without the second; also NOT, НЕ, ЕМЕС
  (нефть OR газ) баға   parentheses come first, then NOT, AND, OR
  "курс тенге"          these words in this order
  "курс тенге"~5        with up to five other words between them
Fields:
"""
_WIDTH = 36


def describe_language() -> str:
    """Describe how a question is written, with an example of each field."""
    fields = (f"  {field.example.ljust(_WIDTH)}{field.meaning}" for field in FIELDS.values())
    return f"{_LANGUAGE}{chr(10).join(fields)}\nMoments: {MOMENTS}.\n"
