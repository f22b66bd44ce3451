"""What can go wrong with a file, told to the person who brought it."""

from __future__ import annotations

from anjuan.kit.errors import AnjuanError, ExitCode


class ReadError(AnjuanError):
    """A file could not be read."""

    code = "READ-001"
    http_status = 422


class PasswordNeededError(ReadError):
    """The file is protected and no given password opens it."""

    code = "READ-002"
    exit_code = ExitCode.REFUSED


class BrokenFileError(ReadError):
    """Nothing of the file can be read: empty, cut short or not what it claims."""

    code = "READ-003"
    exit_code = ExitCode.DAMAGED


class UnknownTypeError(ReadError):
    """The bytes are of no type that a reader knows."""

    code = "READ-004"
    exit_code = ExitCode.REFUSED


class LimitReachedError(ReadError):
    """The file would cost more than the limits allow: a bomb, or simply too large."""

    code = "READ-005"
    exit_code = ExitCode.REFUSED


class ReaderCrashedError(ReadError):
    """The process that read the file died or was stopped."""

    code = "READ-006"


class ReaderSilentError(ReadError):
    """The reader said nothing for longer than a page may take, and was stopped."""

    code = "READ-007"


class MissingPartError(ReadError):
    """A program or package that this type of file needs is not on this machine."""

    code = "READ-008"
    exit_code = ExitCode.MISSING_PART
