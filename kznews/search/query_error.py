"""What is wrong with a question, and where."""

from __future__ import annotations

from typing import Any, Final

_WIDTH = 72
"""Characters of the question that are shown around the place."""
MESSAGES: Final = {
    "too_long": "A question has at most {most} characters: shorten it.",
    "too_many": "A question has at most {most} words and filters: leave some out.",
    "too_deep": "More than {most} parentheses are open here: write it with fewer.",
    "empty": "The question has no word to search for.",
    "no_opening": "No parenthesis is open here: delete this one.",
    "no_closing": "This parenthesis is never closed: write ) behind it.",
    "empty_parentheses": "These parentheses have no word in them.",
    "before_or": "Before OR a word is missing.",
    "behind_or": "Behind OR a word is missing.",
    "before_and": "Before AND a word is missing.",
    "behind_and": "Behind AND a word is missing.",
    "behind_not": "Behind NOT or - a word is missing.",
    "star": "A word is found in all its forms without *: delete the *.",
    "no_opening_quote": "No « is open here: delete this sign.",
    "no_closing_quote": "This quotation mark is never closed: write another behind the phrase, or "
    "delete it.",
    "empty_quotes": "These quotation marks have no word in them.",
    "no_distance": 'Behind ~ the number of words is missing: for example "курс тенге"~5.',
    "far": "A distance is at most {most} words: write ~{most}.",
    "unknown_field": "There is no field {field}. The fields are {fields}. Where you mean the "
    "words, write a space behind the colon.",
    "unknown_field_near": "There is no field {field}. Did you mean {near}:? The fields are "
    "{fields}. Where you mean the words, write a space behind the colon.",
    "no_value": "Behind {field}{sign} a value is missing, without a space before it: for example "
    "{example}.",
    "no_word": "{field}: needs a word: {example}.",
    "no_name": "A name is missing: for example {example}.",
    "colon": "{field} takes a colon: for example {example}.",
    "no_moment": "This is no moment. Write one of {moments}.",
    "no_money": 'This is no amount of money. Write one of 1e9, 500млн, $5m, "1,5 млрд тенге".',
    "choice": "{field}: is one of {choices}.",
    "choice_near": "{field}: is one of {choices}. Did you mean {near}?",
}
"""What can be wrong, by the name of its kind; names in braces stand for values."""


class QueryError(ValueError):
    """A question that cannot be understood; its text shows the place, and what would be right."""

    def __init__(self, kind: str, question: str, position: int, **values: Any) -> None:
        start = max(0, position - _WIDTH // 2)
        shown = "".join(sign if sign.isprintable() else " " for sign in question)
        line = shown[start : start + _WIDTH]
        message = MESSAGES[kind].format(**values)
        super().__init__(f"{message}\n  {line}\n  {' ' * (position - start)}^")
        self.message = message
        """What is wrong and what would be right, without the place."""
        self.kind = kind
        """One of MESSAGES."""
        self.values = values
        """What stands in the message."""
        self.position = position
        """Index of the character of the question at which it is wrong, from 0."""
