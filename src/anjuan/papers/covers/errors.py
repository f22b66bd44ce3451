"""What can go wrong when a cover sheet is printed."""

from __future__ import annotations

from anjuan.kit.errors import AnjuanError, ExitCode


class CoverError(AnjuanError):
    """A cover sheet cannot be printed."""

    code = "COVER-001"
    exit_code = ExitCode.MISSING_PART
