"""What can go wrong when kinds are told apart."""

from __future__ import annotations

from anjuan.kit.errors import AnjuanError, ExitCode


class MappingError(AnjuanError):
    """A body's own mapping of forms to kinds cannot be used."""

    code = "KIND-001"
    exit_code = ExitCode.USAGE
    http_status = 400


class ModelFileError(AnjuanError):
    """The file of the learned model is missing, damaged, or of another make."""

    code = "KIND-002"
    exit_code = ExitCode.DAMAGED
    http_status = 500
