"""Where the embedded MongoDB listens: sockets in a folder that its user alone may enter.

A port of loopback could be used by every user of the machine. Standard library only, for the
supervisor's sake.
"""

from __future__ import annotations

import os
import re
import stat
from hashlib import sha256
from pathlib import Path

# MongoDB and its driver take the path for a host's name: they lower it, and read `:`, `,` and `%`.
# The kernel takes 103 bytes (macOS) or 107.
_FIT_FOLDER = re.compile(r"/[a-z0-9_./-]{,88}")


class Sockets:
    """The sockets of the embedded server with its data in a folder."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self.folder = data_dir
        """The data folder, or, where its name is unfit for MongoDB, one below /tmp."""
        if not _FIT_FOLDER.fullmatch(str(data_dir)):
            name = sha256(os.fsencode(data_dir)).hexdigest()[:16]
            self.folder = Path("/tmp") / f"kznews-{os.geteuid()}-{name}"  # noqa: S108 - see prepare

    @property
    def mongod(self) -> Path:
        """The socket of mongod."""
        return self.folder / "mongod.sock"

    @property
    def supervisor(self) -> Path:
        """The socket of the process that looks after it."""
        return self.folder / "supervisor.sock"

    def prepare(self) -> None:
        """Make the folders, for this user alone. Raises OSError."""
        if self.folder != self._data_dir and os.path.lexists(self.folder):
            # Anybody may make it in /tmp.
            status = self.folder.lstat()
            if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
                raise PermissionError(f"{self.folder} is not this user's folder: delete it")
        for folder in {self._data_dir, self.folder}:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if stat.S_IMODE(folder.stat().st_mode) & 0o077:
                folder.chmod(0o700)
