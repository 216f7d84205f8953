"""What the status of something says: that it failed, that it goes on, that it is done.

Told by the words in the name of a value. AWS has no rule for these names; the words are those of
the enumerations in its API models (`STOPPING`, `UPDATE_IN_PROGRESS`, `TimedOut`, `create-failed`).
"""

from __future__ import annotations

import re

FAILED = "failed"
"""It has ended badly, and nothing more will come."""
ENDED = "ended"
"""It has ended, be it that somebody wanted it to. Beside a value of success that is none."""
DONE = "done"
UNFINISHED = "unfinished"
"""Something is still going on."""
OTHER = "other"

_FAILED = frozenset(
    ("ABORT", "ABORTED", "ERROR", "ERRORED", "ERRORS", "FAIL", "FAILED", "FAILURE", "FAILURES")
)
_BY_FAULT = "FAULT"  # of CodeBuild
_ENDED = frozenset(("STOPPED", "CANCELED", "CANCELLED", "TERMINATED", "DELETED", "EXPIRED"))
_DONE = ("SUCCE", "COMPLET", "FINISH")
_GOING_ON = frozenset((
    "INPROGRESS", "PENDING", "PROGRESS", "QUEUED", "REQUESTED", "RUNNABLE", "SCHEDULED",
    "SUBMITTED",
))  # fmt: skip
_LASTING = frozenset((
    "ADVERTISING", "BILLING", "EXISTING", "INCOMING", "MISSING", "MONITORING", "WARNING",
))  # fmt: skip
_UNDECIDED = frozenset(("NOT", "RETRYABLE", "TEMPORARY", "TRANSIENT"))
_OPERATIONS = frozenset((
    "CREATE", "CREATION", "DELETE", "DELETION", "DISABLE", "ENABLE", "EXPORT", "IMPORT", "MODIFY",
    "PAUSE", "RESTART", "RESUME", "ROLLBACK", "START", "STOP", "UPDATE", "UPGRADE",
))  # fmt: skip


def words(value: str) -> list[str]:
    """The words of a value, in capitals: `TIMED`, `OUT` of `TimedOut`, `timed-out`, `TIMED_OUT`."""
    return [word.upper() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+", value)]


def kind_of(value: str) -> str:
    """What a value says, by itself: `FAILED`, `ENDED`, `DONE`, `UNFINISHED` or `OTHER`."""
    found = words(value)
    if not found or not _UNDECIDED.isdisjoint(found[:-1]):
        return OTHER
    last = found[-1]
    in_progress = "PROGRESS" in found
    if not in_progress and last == "FAILED" and not _is_done(found):
        return FAILED
    if not in_progress and _is_done([last]):
        return DONE
    if any(_goes_on(word) for word in found):
        return UNFINISHED
    return _how_it_ended(found)


def _how_it_ended(found: list[str]) -> str:
    if "".join(found).endswith(("TIMEOUT", "TIMEDOUT")) or found == [_BY_FAULT]:
        return FAILED
    if not _FAILED.isdisjoint(found):
        # Done with some errors: that may be good enough.
        return OTHER if _is_done(found) or ("WITH" in found and found[0] not in _ENDED) else FAILED
    if _is_done(found):
        return DONE
    return ENDED if found[-1] in _ENDED else OTHER


def failing(values: frozenset[str]) -> frozenset[str]:
    """Those values of an enumeration with which something has ended, and not well."""
    kinds = {value: kind_of(value) for value in values}
    bad = (FAILED, ENDED) if DONE in kinds.values() else (FAILED,)
    return frozenset(value for value, kind in kinds.items() if kind in bad)


def unfinished(values: frozenset[str]) -> frozenset[str]:
    """Those values of an enumeration with which something is still going on."""
    return frozenset(value for value in values if kind_of(value) == UNFINISHED)


def operation_of(value: str) -> str:
    """What is being done, where the value says it: `CREATE` of `CREATE_FAILED`; else nothing."""
    found = words(value)
    return found[0] if len(found) > 1 and found[0] in _OPERATIONS else ""


def _is_done(found: list[str]) -> bool:
    return any(word.startswith(_DONE) and not word.endswith("ING") for word in found)


def _goes_on(word: str) -> bool:
    return word in _GOING_ON or (len(word) > 4 and word.endswith("ING") and word not in _LASTING)
