"""What can be wrong with a scheme, its points or the marks given."""

from __future__ import annotations

from anjuan.kit.errors import NotFoundError, RefusedError, UsageError


class SchemeUnknownError(NotFoundError):
    """There is no such scheme."""

    code = "EVAL-001"


class SchemeFaultyError(UsageError):
    """A scheme contradicts itself: its points do not add up, or it names what it does not hold."""

    code = "EVAL-002"
    http_status = 422


class MarksFaultyError(UsageError):
    """Marks do not fit the scheme they are given by."""

    code = "EVAL-003"
    http_status = 422


class ScoreFileError(UsageError):
    """A file of marks cannot be understood."""

    code = "EVAL-004"
    http_status = 422


class PointsSheetError(UsageError):
    """A sheet of points cannot be taken in."""

    code = "EVAL-005"
    http_status = 422


class UploadRefusedError(RefusedError):
    """The body would write papers of the client."""

    code = "EVAL-006"
