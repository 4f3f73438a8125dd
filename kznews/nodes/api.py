"""How a node's API and pages answer: in a thread, with what MongoDB says within seconds."""

from __future__ import annotations

from typing import Any

from pymongo.errors import PyMongoError
from scrapyd.webservice import WsResource
from twisted.internet.threads import deferToThread
from twisted.logger import Logger
from twisted.python.failure import Failure
from twisted.web import error, http
from twisted.web.resource import Resource
from twisted.web.server import NOT_DONE_YET, Request

from kznews.mongo.driver_errors import brief_reason
from kznews.nodes.cluster import Cluster, cluster
from kznews.nodes.eggs import EggRefused, NoSuchVersion
from kznews.nodes.jobs import DuplicateJob
from kznews.nodes.validation import Invalid

_log = Logger()


class InThread(Resource):
    """Answers in a thread: a database that is away must not hold up the node's other work."""

    def __init__(self, root: Any) -> None:
        super().__init__(root)  # type: ignore[call-arg]  # the next class is one of Scrapyd's

    def render(self, request: Request) -> int:
        """Answer, later, with what the next class says."""
        gone: list[Failure] = []
        request.notifyFinish().addErrback(gone.append)

        def answer(body: bytes) -> None:
            if not gone:
                request.write(body)
                request.finish()

        def fail(failure: Failure) -> None:
            _log.failure("{path} failed", failure, path=request.path)
            request.setResponseCode(http.INTERNAL_SERVER_ERROR)
            answer(b"")

        deferToThread(super().render, request).addCallbacks(answer, fail)
        return NOT_DONE_YET


class _Guard(Resource):
    """Comes between Scrapyd's answer in JSON and the method: makes known errors Scrapyd's own."""

    def render(self, request: Request) -> Any:
        # A page elsewhere could make a browser that knows the password send forms here.
        if request.getHeader("Sec-Fetch-Site") == "cross-site":
            raise error.Error(http.FORBIDDEN, b"not from another site's page")
        try:
            return super().render(request)
        except (Invalid, EggRefused, NoSuchVersion, DuplicateJob) as refusal:
            # With this status, as Scrapyd's own refusals.
            raise error.Error(http.OK, str(refusal).encode()) from None
        except PyMongoError as away:
            reason = f"MongoDB does not answer: {brief_reason(away)}"
            raise error.Error(http.SERVICE_UNAVAILABLE, reason.encode()) from None


class Method(InThread, WsResource, _Guard):
    """A method of the API: a subclass has `render_GET` or `render_POST`, which return JSON.

    They raise Invalid, EggRefused, NoSuchVersion or DuplicateJob for what cannot be done (status
    200, as Scrapyd has it), and PyMongoError where the database is away (503).
    """

    @property
    def cluster(self) -> Cluster:
        """The database and this node."""
        return cluster(self.root.config)
