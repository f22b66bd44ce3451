"""What can go wrong with figures."""

from __future__ import annotations

from anjuan.kit.errors import AnjuanError, ExitCode, NotFoundError, RefusedError, UsageError


class NoSnapshotError(NotFoundError):
    """Nothing was counted, or not on that day."""

    code = "FIG-001"


class NoSuchTableError(NotFoundError):
    """There is no table of figures, or no figure, of the name."""

    code = "FIG-002"


class NoSuchFormError(UsageError):
    """A table cannot be written in this form."""

    code = "FIG-004"


class PrintedUnreadableError(UsageError):
    """A file is no printed statistic that is known."""

    code = "FIG-005"


class NoSuchPrintedError(NotFoundError):
    """There is no such printed statistic."""

    code = "FIG-006"


class NoSuchBulletinError(NotFoundError):
    """There is no such bulletin."""

    code = "FIG-007"


class FigureRightError(RefusedError):
    """The person's roles do not allow this with figures."""

    code = "FIG-008"


class NoSuchQueryError(NotFoundError):
    """There is no such stored query."""

    code = "FIG-009"


class ColumnUnfitError(AnjuanError):
    """A column cannot be written in a form."""

    code = "FIG-010"
    exit_code = ExitCode.REFUSED
    http_status = 422
