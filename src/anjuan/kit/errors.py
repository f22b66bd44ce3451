"""One family of errors: what happened with which value, why it matters, what to do.

Every failure a person can meet is an :class:`AnjuanError`. A subclass fixes its code,
exit code and HTTP status; the three sentences are given where it is raised. Doors print
``str(error)`` and nothing else; ``error.as_dict()`` is the one JSON shape of a failure.
"""

from __future__ import annotations

import enum
from typing import Any, ClassVar


class ExitCode(enum.IntEnum):
    """What a command returns to the shell. 0 only if all of it worked."""

    OK = 0
    FAILED = 1
    USAGE = 2
    NOT_FOUND = 3
    REFUSED = 4
    INCOMPLETE = 5
    DAMAGED = 6
    MISSING_PART = 7
    INTERRUPTED = 130


class AnjuanError(Exception):
    """A failure told to the person who meets it.

    Args:
        what: What happened, with the value, as a full sentence.
        why: Why it matters, as a full sentence; empty when plain.
        remedy: What to do next, as a full sentence; empty when nothing can be done.

    """

    code: ClassVar[str] = "KIT-000"
    exit_code: ClassVar[ExitCode] = ExitCode.FAILED
    http_status: ClassVar[int] = 500

    def __init__(self, what: str, *, why: str = "", remedy: str = "") -> None:
        super().__init__(what, why, remedy)
        self.what = what
        self.why = why
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.code}: " + " ".join(part for part in (self.what, self.why, self.remedy) if part)

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (type(self), self.what, self.why, self.remedy))

    def as_dict(self) -> dict[str, str]:
        """Return the failure as doors and the journal store it."""
        return {"code": self.code, "what": self.what, "why": self.why, "remedy": self.remedy}


def _rebuild(kind: type[AnjuanError], what: str, why: str, remedy: str) -> AnjuanError:
    return kind(what, why=why, remedy=remedy)


class UsageError(AnjuanError):
    """A command or a request was given words that it cannot follow."""

    code = "KIT-001"
    exit_code = ExitCode.USAGE
    http_status = 400


class NotFoundError(AnjuanError):
    """A thing that was named does not exist, or not for this person."""

    code = "KIT-002"
    exit_code = ExitCode.NOT_FOUND
    http_status = 404


class RefusedError(AnjuanError):
    """A deed is not allowed in the present state or to this person."""

    code = "KIT-003"
    exit_code = ExitCode.REFUSED
    http_status = 403


class RuleFileError(AnjuanError):
    """A rule file is not what its model says, or two editions clash."""

    code = "KIT-010"
    exit_code = ExitCode.MISSING_PART


class NoEditionError(AnjuanError):
    """A table was asked for a day on which none of its editions is in force."""

    code = "KIT-011"
    exit_code = ExitCode.REFUSED
    http_status = 422


class BlobError(AnjuanError):
    """The blob store could not keep or return bytes."""

    code = "KIT-020"
    exit_code = ExitCode.DAMAGED


class BlobMissingError(BlobError):
    """A digest is asked for that the store does not hold."""

    code = "KIT-021"
    http_status = 404


class BlobDamagedError(BlobError):
    """Stored bytes no longer have the digest they were stored under."""

    code = "KIT-022"


class StoreFullError(BlobError):
    """The disk of the data home has no room for the bytes."""

    code = "KIT-023"
    http_status = 507
