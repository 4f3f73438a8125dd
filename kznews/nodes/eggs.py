"""The operations on `eggs`: a version is uploaded, activated once it loads, brought back."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from bson import Binary
from pymongo import ASCENDING, DESCENDING
from pymongo.errors import DuplicateKeyError

from kznews.mongo.connection import SyncDatabase
from kznews.mongo.values import Fields
from kznews.nodes.schema import EGGS
from kznews.nodes.signing import EggKeyError, sign

LARGEST_EGG = 15 * 1024 * 1024
"""Bytes: a document of MongoDB holds 16 MiB, and an egg must be one document."""

_BUT_THE_EGG = {"egg": 0}
_ACTIVATED = {"$ne": None}
_LAST_FIRST = [("activated_at", DESCENDING), ("_id", DESCENDING)]


class EggRefused(Exception):  # noqa: N818 - what the deployer gave, not a fault of the code
    """An egg that cannot be stored; the message says why."""


class NoSuchVersion(Exception):  # noqa: N818 - a state of the world
    """There is no such version, or no such project; the message says which."""


class Eggs:
    """All eggs of a database. Methods raise pymongo.errors.PyMongoError where it is away."""

    def __init__(self, database: SyncDatabase) -> None:
        self._eggs = database[EGGS.name]

    def put(self, project: str, version: str, egg: bytes) -> None:
        """Store an egg, inactive: nobody is offered it yet. Raises EggRefused.

        A version that was active once stays what it is: jobs ran it, and may run it again. The
        same egg once more is no error.
        """
        if len(egg) > LARGEST_EGG:
            raise EggRefused(f"the egg has {len(egg)} bytes: at most {LARGEST_EGG} can be stored")
        digest = sha256(egg).hexdigest()
        try:
            signature = sign(project, version, egg)
        except EggKeyError as error:
            raise EggRefused(f"the egg cannot be signed: {error}") from error
        try:
            self._eggs.update_one(
                _one(project, version) | {"activated_at": None},
                {
                    "$set": {
                        "project": project,
                        "version": version,
                        "egg": Binary(egg),
                        "sha256": digest,
                        "signature": signature,
                        "size": len(egg),
                        "spiders": [],
                    },
                    "$currentDate": {"uploaded_at": True},
                },
                upsert=True,
            )
        except DuplicateKeyError:
            known = self._eggs.find_one(_one(project, version), {"sha256": 1})
            if known is None or known["sha256"] != digest:
                raise EggRefused(
                    f"version {version} of {project} is another egg already: deploy this one as "
                    "a new version"
                ) from None

    def activate(self, project: str, version: str, *, spiders: Iterable[str] | None = None) -> None:
        """Make a version the current one, of all nodes at once. Raises NoSuchVersion.

        `spiders` are its spiders' names. Without, it must have been active before.
        """
        asked = _one(project, version)
        change: Fields = {"activated_at": "$$NOW"}
        if spiders is None:
            asked["activated_at"] = _ACTIVATED
        else:
            change["spiders"] = {"$literal": [*spiders]}
        if not self._eggs.update_one(asked, [{"$set": change}]).matched_count:
            raise NoSuchVersion(f"version '{version}' not found")

    def discard(self, project: str, version: str) -> None:
        """Delete a version, unless it was activated."""
        self._eggs.delete_one(_one(project, version) | {"activated_at": None})

    def egg(self, project: str, version: str | None) -> Fields:
        """Give a version, activated or not, with its `egg`; None: the current. NoSuchVersion."""
        asked = (
            {"project": project, "activated_at": _ACTIVATED}
            if version is None
            else _one(project, version)
        )
        found: Fields | None = self._eggs.find_one(asked, sort=_LAST_FIRST)
        if found is None:
            what = f"version {version} of {project} is not deployed"
            if version is None:
                what = f"no version of {project} is deployed yet: run make deploy, once"
            raise NoSuchVersion(what)
        return found

    def versions(self, project: str) -> list[Fields]:
        """List those that were activated, without their eggs, the current one first."""
        asked = {"project": project, "activated_at": _ACTIVATED}
        return list(self._eggs.find(asked, _BUT_THE_EGG, sort=_LAST_FIRST))

    def unproven(self, project: str) -> list[Fields]:
        """List those that were not, without eggs: being deployed now, or left by a crash."""
        asked = {"project": project, "activated_at": None}
        return list(self._eggs.find(asked, _BUT_THE_EGG, sort=[("uploaded_at", ASCENDING)]))

    def find(self, project: str, version: str | None) -> Fields:
        """Give an activated version without its egg; None: the current one. NoSuchVersion."""
        versions = self.versions(project)
        found = [each for each in versions if version in {None, each["version"]}]
        if not found:
            what = f"version '{version}'" if versions else f"project '{project}'"
            raise NoSuchVersion(f"{what} not found")
        return found[0]

    def projects(self) -> list[str]:
        """List those of which a version is current."""
        return sorted(self.current_versions())

    def current_versions(self) -> dict[str, str]:
        """Give the current version of each project, by the project's name."""
        asked = {"activated_at": _ACTIVATED}
        found = self._eggs.find(asked, {"project": True, "version": True}, sort=_LAST_FIRST)
        current: dict[str, str] = {}
        for each in found:
            current.setdefault(each["project"], each["version"])
        return current

    def roll_back(self, project: str) -> str:
        """Activate the version that was deployed before the current one; return its name.

        So twice goes back twice. Raises NoSuchVersion where none is left.
        """
        current = self.find(project, None)
        earlier = [
            each for each in self.versions(project) if each["uploaded_at"] < current["uploaded_at"]
        ]
        if not earlier:
            raise NoSuchVersion(
                f"version {current['version']} of {project} is current, and no version that was "
                "deployed before it is kept: name another with --activate"
            )
        version: str = max(earlier, key=lambda each: each["uploaded_at"])["version"]
        self.activate(project, version)
        return version

    def delete(self, project: str, version: str | None) -> None:
        """Delete a version, or all of a project. Raises NoSuchVersion."""
        asked = {"project": project} if version is None else _one(project, version)
        if not self._eggs.delete_many(asked).deleted_count:
            what = f"project '{project}'" if version is None else f"version '{version}'"
            raise NoSuchVersion(f"{what} not found")


def _one(project: str, version: str) -> Fields:
    return {"_id": f"{project}/{version}"}
