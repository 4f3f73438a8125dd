"""Scrapyd's pages, over all nodes."""

from __future__ import annotations

from html import escape
from typing import Any

from scrapyd import website

from kznews.mongo.values import Fields
from kznews.nodes.api import InThread
from kznews.nodes.cluster import cluster, node_name
from kznews.nodes.jobs import LISTED
from kznews.nodes.schema import ENDED

# The fields of a job that the page shows, by their headers.
_FIELDS = {
    "Spider": "spider",
    "Job": "_id",
    "State": "state",
    "Node": "node",
    "PID": "pid",
    "Started": "started_at",
    "Ended": "ended_at",
    "Why": "reason",
}


class Root(website.Root):
    """The root of a node's API and pages; its methods are those that `[services]` names."""

    def __init__(self, config: Any, app: Any) -> None:
        self.config = config
        self.allowed_settings = frozenset(config.get("allowed_settings", "").split())
        self.finished_to_keep = config.getint("finished_to_keep", 100)
        super().__init__(config, app)
        self.node_name = node_name(config)
        self.putChild(b"", Home(self))
        self.putChild(b"jobs", Jobs(self))


class Home(InThread, website.Home):
    """The first page."""

    def prepare_projects(self) -> str:
        """List the projects."""
        projects = cluster(self.root.config).eggs.projects()
        return "".join(f"<p>Project: {escape(name)}</p>" for name in projects) or (
            "<p>No project is deployed yet.</p>"
        )


class Jobs(InThread, website.Jobs):
    """All jobs, wherever they run."""

    def __init__(self, root: Root) -> None:
        super().__init__(root)
        self.headers = [*_FIELDS, "Cancel"]

    def prepare_pending(self) -> str:
        """List what is to start, the next first."""
        return self._rows(("pending",), LISTED)

    def prepare_running(self) -> str:
        """List what runs."""
        return self._rows(("running",), LISTED)

    def prepare_finished(self) -> str:
        """List what has ended, the last first."""
        return self._rows(ENDED, self.root.finished_to_keep)

    def _rows(self, states: Any, limit: int) -> str:
        jobs = cluster(self.root.config).jobs.in_state(states, limit=limit)
        return "\n".join(self.prepare_row(self._row(job)) for job in jobs)

    def _row(self, job: Fields) -> dict[str, Any]:
        shown = {header: job[field] for header, field in _FIELDS.items()}
        row = {header: escape(str(value)) for header, value in shown.items() if value is not None}
        if job["state"] not in ENDED:
            row["Cancel"] = self.cancel_button(job["project"], job["_id"])
        return row
