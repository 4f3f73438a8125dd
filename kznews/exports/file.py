"""A file that is there when it is whole, and not before."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO


@contextmanager
def whole_file(path: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """Give a file to write and a folder for what is needed meanwhile, both beside `path`.

    At the end of the block the file takes its name in one step, in place of a former one; where the
    block raises, nothing is left. What a killed process leaves is a folder called `….unfinished-…`.
    """
    if path.exists() and not path.is_file():
        raise FileExistsError(f"{path} is there already, and is no file")
    path = path.resolve()
    with TemporaryDirectory(prefix=f"{path.name}.unfinished-", dir=path.parent) as name:
        folder = Path(name)
        unfinished = folder / path.name
        with unfinished.open("wb") as file:
            yield file, folder
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
