"""Scrapyd's egg storage, in MongoDB."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any, BinaryIO

from scrapyd.exceptions import EggNotFoundError, ProjectNotFoundError
from scrapyd.interfaces import IEggStorage
from zope.interface import implementer

from kznews.nodes.cluster import cluster
from kznews.nodes.deployment import NoSuchVersion


@implementer(IEggStorage)
class MongoEggStorage:
    """What all nodes offer; a version that was never activated is not there."""

    def __init__(self, config: Any) -> None:
        self._eggs = cluster(config).eggs

    def put(self, eggfile: BinaryIO, project: str, version: str) -> None:
        """Store an egg, inactive (see Eggs.put)."""
        self._eggs.put(project, version, eggfile.read())

    def get(
        self, project: str, version: str | None = None
    ) -> tuple[str, BinaryIO] | tuple[None, None]:
        """A version's name and egg; the current version's."""
        try:
            egg = self._eggs.egg(project, version)
        except NoSuchVersion:
            return None, None
        return egg["version"], BytesIO(egg["egg"])

    def list(self, project: str) -> Sequence[str]:
        """All versions, the current one last."""
        return [each["version"] for each in reversed(self._eggs.versions(project))]

    def list_projects(self) -> Sequence[str]:
        """All projects."""
        return self._eggs.projects()

    def delete(self, project: str, version: str | None = None) -> None:
        """Delete a version or a project. Raises Scrapyd's errors."""
        try:
            self._eggs.delete(project, version)
        except NoSuchVersion as error:
            raise (ProjectNotFoundError if version is None else EggNotFoundError) from error
