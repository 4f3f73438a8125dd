from tests.record.stories.conftest import run

__all__ = ["run"]
