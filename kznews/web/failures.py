"""Pages for what went wrong: what was asked is wrong or not there, or what is read is away."""

from __future__ import annotations

import logging

from pymongo.errors import ConnectionFailure, ExecutionTimeout, NetworkTimeout, PyMongoError

from kznews.mongo.driver_errors import brief_reason
from kznews.mongo.errors import DatabaseUnavailable
from kznews.search.cost import PhrasesTooFrequent
from kznews.search.errors import IndexUnusable
from kznews.web.answer import Answer
from kznews.web.asked import Asked
from kznews.web.errors import BadRequest, NotFound

logger = logging.getLogger(__name__)


def failure(error: Exception, asked: Asked) -> Answer:
    """Give the page that says what went wrong; what nobody expected is logged, with the address."""
    match error:
        case BadRequest():
            return _told(asked, 400, "bad_request", error.what, error.where)
        case PhrasesTooFrequent():
            return _told(asked, 400, "bad_request", asked.say("search.too_frequent"), "q")
        case NotFound():
            return _told(asked, 404, "not_found", error.what)
        case ConnectionFailure() | NetworkTimeout() | ExecutionTimeout() | DatabaseUnavailable():
            _log(asked, "MongoDB does not answer", brief_reason(error))
            return _told(asked, 503, "away", asked.say("frame.database_away"))
        case IndexUnusable():
            _log(asked, "the index cannot be used", str(error))
            return _told(asked, 503, "away", asked.say("frame.index_away"))
        case PyMongoError():
            _log(asked, "MongoDB refuses what the page asks", brief_reason(error))
            return _told(asked, 503, "away", asked.say("frame.database_away"))
    logger.error("The page %s failed", asked.here(), exc_info=error)
    return _told(asked, 500, "failed", asked.say("frame.failed_text"))


def _log(asked: Asked, what: str, reason: str) -> None:
    logger.warning("The page %s answers 503, since %s: %s", asked.page.path, what, reason)


def _told(asked: Asked, status: int, kind: str, what: str, where: str | None = None) -> Answer:
    return Answer(
        "failure.html",
        asked.say(f"frame.{kind}"),
        {"error": {"status": status, "kind": kind, "what": what, "where": where}},
        status=status,
    )
