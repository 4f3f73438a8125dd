"""What a check is, and how checks judge their subject."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Limits = Mapping[str, float]
"""The limits, by the names of their settings; `kznews/settings.py` says their units."""
SHARE_MINIMUM = "MONITOR_SHARE_MINIMUM"
"""The setting of how many there must be for a share of them to prove anything."""

Subject_contra = TypeVar("Subject_contra", contravariant=True)


@dataclass(frozen=True, kw_only=True)
class Check(Generic[Subject_contra]):
    """A check of a run, an outlet, a node or the queue."""

    name: str
    """The name by which alerts call it."""
    find: Callable[[Subject_contra, float], str | None]
    """Says what is wrong beyond the limit; None where nothing is."""
    setting: str | None = None
    """The setting that holds the limit; the limit of a check without one is 0."""
    can_tell: Callable[[Subject_contra, float], bool] = lambda *_: True
    """Tells whether enough was counted to decide, given MONITOR_SHARE_MINIMUM."""

    def fault(self, subject: Subject_contra, limits: Limits) -> str | None:
        """Say what is wrong with the subject; None where nothing is."""
        return self.find(subject, limits[self.setting] if self.setting else 0)


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What checks say of their subject."""

    failed: dict[str, str]
    """The reasons in words, by the names of the checks that failed."""
    undecided: frozenset[str]
    """Names of the checks for which too little was counted."""

    @property
    def faults(self) -> tuple[str, ...]:
        """All that is wrong, in words."""
        return tuple(self.failed.values())


def judge(
    checks: Iterable[Check[Subject_contra]], subject: Subject_contra, limits: Limits
) -> Verdict:
    """Check the subject. A check that is broken itself fails, and the others are made."""
    failed: dict[str, str] = {}
    undecided = set()
    for check in checks:
        try:
            if not check.can_tell(subject, limits[SHARE_MINIMUM]):
                undecided.add(check.name)
            elif fault := check.fault(subject, limits):
                failed[check.name] = fault
        except Exception as error:  # noqa: BLE001 - of whatever kind, it is told like a fault
            failed[check.name] = f"the check itself failed: {type(error).__name__}: {error}"
    return Verdict(failed=failed, undecided=frozenset(undecided))
