"""The methods of a node's API: Scrapyd's, over all nodes, and with what came of each job."""

from __future__ import annotations

import math
import zipfile
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import uuid4

from pymongo import ASCENDING
from scrapyd.webservice import param
from twisted.web.server import Request

from kznews.mongo.values import Fields
from kznews.nodes.api import Method
from kznews.nodes.egg_commands import check_crawl, spiders_of
from kznews.nodes.eggs import EggRefused
from kznews.nodes.jobs import LISTED, NewJob
from kznews.nodes.schema import ENDED, RUNS_NAME, JobState
from kznews.nodes.validation import (
    Invalid,
    check_arguments,
    check_name,
    check_settings,
    check_signal,
)

Answer = dict[str, Any]

_AS_STORED = (
    *("project", "spider", "version", "settings", "args", "priority", "state", "node", "pid"),
    *("start_count", "exit_code", "reason"),
)


class Schedule(Method):
    """`schedule.json`: queue a job, for whichever node is free; its arguments are checked first."""

    @param("project")
    @param("spider")
    @param("_version", dest="version", required=False)
    @param("jobid", dest="job", required=False, default=lambda: uuid4().hex)
    @param("priority", required=False, default=0.0, type=float)
    @param("setting", dest="given", required=False, default=list, multiple=True)
    def render_POST(
        self,
        request: Request,
        project: str,
        spider: str,
        version: str | None,
        job: str,
        priority: float,
        given: list[str],
    ) -> Answer:
        """Return the job's id."""
        egg = self.cluster.eggs.find(project, version)
        if spider not in egg["spiders"]:
            raise Invalid(f"spider '{spider[:64]}' not found")
        if not math.isfinite(priority):
            raise Invalid("the priority must be a number")
        new = NewJob(
            id=check_name("job id", job),
            project=project,
            spider=spider,
            version=version,
            settings=check_settings(given, self.root.allowed_settings),
            args=check_arguments(_texts(request)),
            priority=priority,
        )
        if new.args:  # it takes a second or two
            runner = self.root.runner
            check_crawl(project, egg["version"], spider, args=new.args, runner=runner)
        self.cluster.jobs.add(new)
        return {"jobid": job}


class Cancel(Method):
    """`cancel.json`: end a job, wherever it is."""

    @param("project")
    @param("job")
    @param("signal", required=False, default="INT")
    def render_POST(self, request: Request, project: str, job: str, signal: str) -> Answer:
        """Return its state before: pending, running, or null where it is neither."""
        self.cluster.eggs.find(project, None)
        return {"prevstate": self.cluster.jobs.cancel(project, job, check_signal(signal))}


class Status(Method):
    """`status.json`: what became of a job."""

    @param("job")
    @param("project", required=False)
    def render_GET(self, request: Request, job: str, project: str | None) -> Answer:
        """Return `currstate` (as Scrapyd: null, pending, running, finished) and the job."""
        found = self.cluster.jobs.find(job, project=project)
        if found is None:
            return {"currstate": None}
        state = "finished" if found["state"] in ENDED else found["state"]
        [described] = described_jobs(self, [found])
        return {"currstate": state, "job": described}


class ListJobs(Method):
    """`listjobs.json`: the jobs of all nodes."""

    @param("project", required=False)
    def render_GET(self, request: Request, project: str | None) -> Answer:
        """Return pending, running and finished ones, by Scrapyd's names; see docs/cluster.md."""
        if project is not None:
            self.cluster.eggs.find(project, None)
        jobs = self.cluster.jobs
        groups: dict[str, tuple[tuple[JobState, ...], int]] = {
            "pending": (("pending",), LISTED),
            "running": (("running",), LISTED),
            "finished": (ENDED, self.root.finished_to_keep),
        }
        return {
            name: described_jobs(self, jobs.in_state(states, project=project, limit=limit))
            for name, (states, limit) in groups.items()
        }


class DaemonStatus(Method):
    """`daemonstatus.json`: how many jobs there are, and the nodes."""

    def render_GET(self, request: Request) -> Answer:
        """Return Scrapyd's three numbers, over all nodes; the ends apart; each node."""
        counts = self.cluster.jobs.count()
        shown = ("address", "alive", "running", "slots", "kznews")
        return {
            "pending": counts.get("pending", 0),
            "running": counts.get("running", 0),
            "finished": sum(counts.get(state, 0) for state in ENDED),
            "ended": {state: counts.get(state, 0) for state in ENDED},
            "nodes": [
                {
                    "name": node["_id"],
                    "seen_at": _moment(node["seen_at"]),
                    **{name: node[name] for name in shown},
                }
                for node in self.cluster.node.all_nodes()
            ],
        }


class AddVersion(Method):
    """`addversion.json`: store an egg, and offer it on all nodes if it can be loaded."""

    @param("project")
    @param("version")
    @param("egg", type=bytes)
    def render_POST(self, request: Request, project: str, version: str, egg: bytes) -> Answer:
        """Return how many spiders it has."""
        check_name("project", project)
        check_name("version", version)
        if not zipfile.is_zipfile(BytesIO(egg)):
            raise EggRefused("egg is not a ZIP file (if using curl, use egg=@path not egg=path)")
        eggs = self.cluster.eggs
        eggs.put(project, version, egg)
        try:
            spiders = spiders_of(project, version, runner=self.root.runner)
        except EggRefused:
            eggs.discard(project, version)
            raise
        eggs.activate(project, version, spiders=spiders)
        return {"project": project, "version": version, "spiders": len(spiders)}


class ListProjects(Method):
    """`listprojects.json`."""

    def render_GET(self, request: Request) -> Answer:
        """Return what is deployed."""
        return {"projects": self.cluster.eggs.projects()}


class ListVersions(Method):
    """`listversions.json`."""

    @param("project")
    def render_GET(self, request: Request, project: str) -> Answer:
        """Return a project's versions, the current one last."""
        versions = self.cluster.eggs.versions(project)
        return {"versions": [each["version"] for each in reversed(versions)]}


class ListSpiders(Method):
    """`listspiders.json`."""

    @param("project")
    @param("_version", dest="version", required=False)
    def render_GET(self, request: Request, project: str, version: str | None) -> Answer:
        """Return the spiders of a version, or of the current one."""
        return {"spiders": self.cluster.eggs.find(project, version)["spiders"]}


class DeleteProject(Method):
    """`delproject.json`: its jobs that are pending wait until it is deployed again."""

    @param("project")
    def render_POST(self, request: Request, project: str) -> Answer:
        """Delete all versions."""
        self.cluster.eggs.delete(project, None)
        return {}


class DeleteVersion(Method):
    """`delversion.json`: if it was the current one, the one before is."""

    @param("project")
    @param("version")
    def render_POST(self, request: Request, project: str, version: str) -> Answer:
        """Delete a version."""
        self.cluster.eggs.delete(project, version)
        return {}


def described_jobs(method: Method, jobs: list[Fields]) -> list[Answer]:
    """Describe jobs as the API shows them, with what `runs` says of each one's last run."""
    started = [job["_id"] for job in jobs if job["start_count"]]
    found = method.cluster.database[RUNS_NAME].find({"job": {"$in": started}})
    runs = {run["job"]: run for run in found.sort("started_at", ASCENDING)}
    addresses = {node["_id"]: node["address"] for node in method.cluster.node.all_nodes()}
    return [_described(job, runs.get(job["_id"]), addresses) for job in jobs]


def _described(job: Fields, run: Fields | None, addresses: dict[str, str]) -> Answer:
    log = f"/logs/{job['project']}/{job['spider']}/{job['_id']}.log"
    address = addresses.get(job["node"])
    is_served = address is not None and address.startswith("http")
    return {
        "id": job["_id"],
        **{name: job[name] for name in _AS_STORED},
        "queued_at": _moment(job["queued_at"]),
        "tick": _moment(job["tick"]),
        "start_time": _moment(job["started_at"]),
        "end_time": _moment(job["ended_at"]),
        # Logs stay where they were written; `scrapy run` has no server for them.
        "log_url": f"{address}{log}" if is_served and job["start_count"] else None,
        "items_url": None,
        **{name: run and run[name] for name in ("finish_reason", "errors", "stored")},
    }


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="milliseconds")


def _texts(request: Request) -> dict[str, list[str]]:
    try:
        return {
            name.decode(): [value.decode() for value in values]
            for name, values in (request.args or {}).items()
        }
    except UnicodeDecodeError:
        raise Invalid("the arguments must be UTF-8") from None
