"""Brings the index of articles up to date before it is asked."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from kznews.commands.output import say_on_stderr
from kznews.mongo.connection import SyncDatabase

if TYPE_CHECKING:
    from kznews.search.index_folder import IndexFolder

_CATCH_UP_SECONDS = 30.0
"""Seconds for which a question waits until the index is up to date, where nobody else follows."""


def bring_up_to_date(database: SyncDatabase, folder: IndexFolder) -> None:
    """Bring the index up to date, for a bounded time, where nobody else does."""
    from kznews.search.changes import NoChangesTold  # noqa: PLC0415
    from kznews.search.errors import IndexDamaged, IndexLocked, IndexUnwritable  # noqa: PLC0415
    from kznews.search.upkeep import Progress, Upkeep  # noqa: PLC0415

    is_told = False

    def tell(progress: Progress) -> None:
        nonlocal is_told
        if not is_told:
            is_told = True
            say_on_stderr(
                f"The index is built: {progress.done + progress.left:,} articles and headlines"
            )

    try:
        with folder.writing():
            upkeep = Upkeep(database, folder, tell)
            try:
                is_all = upkeep.catch_up(time.monotonic() + _CATCH_UP_SECONDS)
            finally:
                upkeep.close(finish=False)  # nobody waits for that here
    except IndexLocked:
        return  # whoever writes it brings it up to date
    except (IndexUnwritable, IndexDamaged, NoChangesTold) as error:
        # It may still be read: what is there answers, or says what is wrong.
        say_on_stderr(f"The index is not brought up to date: {error}")
        return
    if not is_all:
        say_on_stderr(
            f"The index is not up to date after {_CATCH_UP_SECONDS:.0f} s: what was stored last "
            "may be missing. `scrapy index` brings it up to date"
        )
