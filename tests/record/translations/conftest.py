"""A way to run coroutines on a prepared database."""

from tests.record.stories.conftest import run

__all__ = ["run"]
