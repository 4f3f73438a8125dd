"""Scrapyd's launcher: starts this node's jobs, keeps them its own, and records how they end."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from time import monotonic
from typing import Any, ClassVar

from pymongo.errors import PyMongoError
from scrapyd.interfaces import IEnvironment, IPoller
from scrapyd.launcher import get_crawl_args
from twisted.application.service import Service
from twisted.internet.defer import Deferred, inlineCallbacks
from twisted.internet.error import ReactorNotRunning
from twisted.internet.task import LoopingCall, deferLater
from twisted.logger import Logger
from twisted.python.failure import Failure

from kznews.mongo.driver_errors import brief_reason
from kznews.nodes.cluster import cluster
from kznews.nodes.egg_commands import SECRETS_OF_THE_API
from kznews.nodes.node import Heartbeat, NameTaken
from kznews.nodes.process import JobProcess
from kznews.nodes.runner import NODE_PID
from kznews.nodes.thread_pool import in_own_thread, reactor

_RETRY_SECONDS = 1.0
"""Seconds between two attempts to record a job's end while the database is away."""
_TERM_SECONDS = 20.0
"""Seconds that jobs have to end after TERM; systemd and Docker must wait longer to kill."""
_KILL_SECONDS = 5.0
"""Seconds that jobs have to end after KILL."""
_POLL_SECONDS = 0.1
"""Seconds between two looks whether all jobs have ended."""


def _emptied(slot: int) -> str:
    """Give a slot's folder for temporary files, without what a job left that was killed there."""
    folder = Path("tmp", str(slot)).absolute()
    rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    return str(folder)


class Launcher(Service):
    """Scrapyd's launcher: runs as many jobs at once as this node has slots."""

    name: ClassVar = "launcher"  # type: ignore[misc]
    _log = Logger()

    def __init__(self, config: Any, app: Any) -> None:
        self._node = cluster(config).node
        self._app = app
        self._runner = config.get("runner", "kznews.nodes.runner")
        self.processes: dict[int, JobProcess] = {}
        """The processes that run, by slot."""
        self._unsettled: set[Deferred[None]] = set()
        self._is_stopping = False
        self._loops = [
            (LoopingCall(self._beat), self._node.lease.total_seconds() / 3),
            (LoopingCall(self._cancel), config.getfloat("poll_interval", 5.0)),
        ]

    def startService(self) -> None:
        """Enter the cluster, once the API's port is bound, and begin to take jobs."""
        super().startService()
        reaped = self._node.join()
        self._log.info(
            "Node {name} has entered the cluster: {slots} jobs at once, leases of {lease:g} s",
            name=self._node.name,
            slots=self._node.slots,
            lease=self._node.lease.total_seconds(),
        )
        self._tell(Heartbeat(lost=frozenset(), reaped=tuple(reaped)))
        for loop, interval in self._loops:
            loop.start(interval, now=False).addErrback(self._die)
        for slot in range(self._node.slots):
            self._wait_for_a_job(slot)

    @inlineCallbacks
    def stopService(self) -> Generator[Deferred[Any], Any, None]:
        """End the jobs that run, as well as they can be, and leave them to the other nodes."""
        super().stopService()
        self._is_stopping = True
        self._app.getComponent(IPoller).close()
        for signal, within in (("TERM", _TERM_SECONDS), ("KILL", _KILL_SECONDS)):
            for process in self.processes.values():
                process.signal(signal)
            yield self._all_settled(within)
        for loop, _ in self._loops:  # until then its jobs are its own
            if loop.running:
                loop.stop()
        try:
            yield in_own_thread(self._node.leave)
        except PyMongoError as error:
            self._log.error(
                "The node left the cluster without saying so: {why}", why=brief_reason(error)
            )

    def _wait_for_a_job(self, slot: int) -> None:
        self._app.getComponent(IPoller).next().addCallback(self._start, slot).addErrback(self._die)

    def _start(self, message: dict[str, Any], slot: int) -> None:
        environment = self._app.getComponent(IEnvironment)
        message["settings"] = message["settings"] | environment.get_settings(message)
        arguments = [sys.executable, "-m", self._runner, "crawl", *get_crawl_args(message)]
        variables = environment.get_environment(message, slot) | {NODE_PID: str(os.getpid())}
        for name in SECRETS_OF_THE_API:
            variables.pop(name, None)
        variables["TMPDIR"] = _emptied(slot)
        process = JobProcess(message["_project"], message["_spider"], message["_job"], arguments)
        process.deferred.addCallback(self._ended, slot).addErrback(self._die)
        reactor.spawnProcess(process, sys.executable, args=arguments, env=variables)
        self.processes[slot] = process
        if self._is_stopping:
            process.signal("TERM")
        in_own_thread(self._node.note_process, process.job, process.pid).addErrback(
            self._note_absence
        )

    def _ended(self, process: JobProcess, slot: int) -> None:
        del self.processes[slot]
        if not self._is_stopping:
            self._wait_for_a_job(slot)
        settled = self._settle(process)
        self._unsettled.add(settled)
        settled.addErrback(self._die).addBoth(lambda _: self._unsettled.discard(settled))

    @inlineCallbacks
    def _settle(self, process: JobProcess) -> Generator[Deferred[Any], Any, None]:
        """Record a job's end, as soon as the database answers."""
        while True:
            try:
                state = yield in_own_thread(
                    self._node.conclude,
                    process.job,
                    exit_code=process.exit_code,
                    reason=process.why_it_failed,
                    is_stopping=self._is_stopping,
                )
            except PyMongoError as error:
                self._note_absence(Failure(error))
                yield deferLater(reactor, _RETRY_SECONDS)
            else:
                break
        if state == "pending":
            return
        outcome = state or "another node has it, it was lost here while the database was away"
        self._log.info("Job {job} has ended: {outcome}", job=process.job, outcome=outcome)

    @inlineCallbacks
    def _beat(self) -> Generator[Deferred[Any], Any, None]:
        try:
            beat = yield in_own_thread(self._node.beat)
        except PyMongoError as error:
            self._log.error("The node's heartbeat failed: {why}", why=brief_reason(error))
            return
        self._tell(beat)
        for process in self.processes.values():
            if process.job in beat.lost and process.sent is None:
                self._log.warn(
                    "Job {job} is stopped here: another node has it now", job=process.job
                )
                process.signal("TERM")

    @inlineCallbacks
    def _cancel(self) -> Generator[Deferred[Any], Any, None]:
        try:
            asked = yield in_own_thread(self._node.asked_to_end)
        except PyMongoError:
            return  # the heartbeat logs it
        for process in self.processes.values():
            signal = asked.get(process.job)
            if signal is not None and signal != process.sent:
                process.signal(signal)

    def _tell(self, beat: Heartbeat) -> None:
        for job in beat.reaped:
            self._log.warn(
                "Job {job} of node {node} was lost: it is {state} now",
                job=job.id,
                node=job.node,
                state=job.state,
            )

    @inlineCallbacks
    def _all_settled(self, within: float) -> Generator[Deferred[Any], Any, None]:
        """Wait, at most `within` seconds, until no job runs and all ends are recorded."""
        deadline = monotonic() + within
        while (self.processes or self._unsettled) and monotonic() < deadline:
            yield deferLater(reactor, _POLL_SECONDS)

    def _note_absence(self, failure: Failure) -> None:
        failure.trap(PyMongoError)
        self._log.error("The database is away: {why}", why=failure.getErrorMessage())

    def _die(self, failure: Failure) -> None:
        """End Scrapyd: a node that cannot look after its jobs must leave them to others."""
        if failure.check(NameTaken):
            self._log.critical("{why}", why=str(failure.value))
        else:
            self._log.failure("This node cannot go on", failure)
        with suppress(ReactorNotRunning):
            reactor.stop()
