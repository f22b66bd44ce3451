"""What can be wrong with an application that is to be checked."""

from __future__ import annotations

from anjuan.kit.errors import NotFoundError, UsageError


class ApplicationFileError(UsageError):
    """An application of a scope cannot be understood."""

    code = "SCOPE-001"
    http_status = 422


class ScopeNotApprovedError(UsageError):
    """A scope text would hold what was not approved."""

    code = "SCOPE-002"
    http_status = 422


class NoScopeError(NotFoundError):
    """There was no scope on that day."""

    code = "SCOPE-003"
