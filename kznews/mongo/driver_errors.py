"""The reasons in pymongo's errors, in a line."""

from __future__ import annotations

from pymongo.errors import BulkWriteError

_LONGEST = 300
"""Characters of a reason, at most."""
# What pymongo prints after the reason: the server's whole answer, its own timeouts and topology.
_APPENDED = (", full error:", ", Timeout:", " (configured timeouts")


def brief_reason(error: Exception) -> str:
    """Give the reason in `error`, without the documents and the topology that pymongo adds."""
    if isinstance(error, BulkWriteError):
        faults = error.details["writeErrors"] + error.details["writeConcernErrors"]
        reason = "; ".join(sorted({str(fault["errmsg"]) for fault in faults}))
    else:
        reason = str(error)
        for appended in _APPENDED:
            reason = reason.split(appended)[0]
    return reason[:_LONGEST]
