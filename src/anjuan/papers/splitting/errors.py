"""What can go wrong when a person moves a cut."""

from __future__ import annotations

from anjuan.kit.errors import AnjuanError, ExitCode


class CutError(AnjuanError):
    """A cut cannot be made, moved or taken away there."""

    code = "SPLIT-001"
    exit_code = ExitCode.REFUSED
    http_status = 422
