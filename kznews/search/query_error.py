"""What is wrong with a question, and where."""

from __future__ import annotations

_WIDTH = 72
"""Characters of the question that are shown around the place."""


class QueryError(ValueError):
    """A question that cannot be understood; its text shows the place, and what would be right."""

    def __init__(self, message: str, question: str, position: int) -> None:
        start = max(0, position - _WIDTH // 2)
        shown = "".join(sign if sign.isprintable() else " " for sign in question)
        line = shown[start : start + _WIDTH]
        super().__init__(f"{message}\n  {line}\n  {' ' * (position - start)}^")
        self.message = message
        """What is wrong and what would be right, without the place."""
        self.position = position
        """Index of the character of the question at which it is wrong, from 0."""
