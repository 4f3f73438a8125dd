"""Signatures of eggs: who may write to the database cannot thereby run code on nodes.

The key is a file on each node, and in no database. A node signs what is deployed through its API,
whose password its deployer knows, and runs nothing that was not signed so.
"""

from __future__ import annotations

import hmac
import os
from hashlib import sha256
from pathlib import Path

KEY_FILE = "KZNEWS_EGG_KEY_FILE"
"""The environment variable that names the file with the key; without, nothing is signed."""

_LEAST_KEY = 32
"""Bytes of the key, at least: fewer can be guessed."""


class EggKeyError(Exception):
    """An error of the key: it cannot be read, or is too short; the message names its file."""


class NotSigned(Exception):  # noqa: N818 - a state of the world
    """An egg is not signed with this node's key, which requires it."""

    def __init__(self, project: str, version: str) -> None:
        super().__init__(
            f"the egg of {project}, version {version}, is not signed with the key of {KEY_FILE}: "
            "it was deployed before there was this key, or something else than a node wrote it to "
            "the database. If it is yours, deploy it again, as a new version"
        )


def check_key() -> None:
    """Raise EggKeyError where this node has a key that it cannot use."""
    _key()


def sign(project: str, version: str, egg: bytes) -> str | None:
    """Sign an egg with this node's key; None where it has none. Raises EggKeyError."""
    key = _key()
    if key is None:
        return None
    # Neither name holds a NUL, so no other egg of another name gives the same bytes.
    signed = b"\0".join([project.encode(), version.encode(), egg])
    return hmac.new(key, signed, sha256).hexdigest()


def check_signature(project: str, version: str, egg: bytes, signature: str | None) -> None:
    """Let an egg pass that this node's key has signed, and any where it has no key.

    Raises NotSigned, EggKeyError.
    """
    expected = sign(project, version, egg)
    given = (signature or "").encode()
    if expected is not None and not hmac.compare_digest(expected.encode(), given):
        raise NotSigned(project, version)


def _key() -> bytes | None:
    name = os.environ.get(KEY_FILE)
    if not name:
        return None
    try:
        key = Path(name).read_bytes().strip()
    except OSError as error:
        raise EggKeyError(f"{KEY_FILE} cannot be read: {error}") from error
    if len(key) < _LEAST_KEY:
        raise EggKeyError(
            f"{KEY_FILE}: {name} holds {len(key)} bytes: a key has at least {_LEAST_KEY}"
        )
    return key
