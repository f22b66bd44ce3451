"""What can go wrong with packages, copies, backups and tests, as errors with a code each."""

from __future__ import annotations

from anjuan.kit.errors import AnjuanError, ExitCode, RefusedError


class PackageDamagedError(AnjuanError):
    """A package is not what its manifests say, or would do harm."""

    code = "PRES-001"
    exit_code = ExitCode.DAMAGED
    http_status = 422


class PackageForeignError(RefusedError):
    """A package is none of ours, or was made by a later version."""

    code = "PRES-002"
    http_status = 422


class PackageClashError(RefusedError):
    """The archive holds the case of a package already, with other content."""

    code = "PRES-003"
    http_status = 409


class TargetTakenError(RefusedError):
    """A package, a copy or a backup would have to overwrite something."""

    code = "PRES-004"
    http_status = 409


class ExportRefusedError(RefusedError):
    """The person may read the case but not take it out."""

    code = "PRES-005"


class CaseUnreadError(RefusedError):
    """A case cannot leave while its files are being read."""

    code = "PRES-006"
    http_status = 409


class BackupBusyError(RefusedError):
    """Another backup writes to the same folder."""

    code = "PRES-010"


class BackupDamagedError(AnjuanError):
    """A backup, or what should be backed up, is damaged."""

    code = "PRES-011"
    exit_code = ExitCode.DAMAGED


class NoBackupError(AnjuanError):
    """The folder holds no whole backup."""

    code = "PRES-012"
    exit_code = ExitCode.NOT_FOUND


class NewerVersionError(RefusedError):
    """A backup was made by a later version of the program."""

    code = "PRES-013"


class HomeInUseError(RefusedError):
    """The data home to restore into is not empty."""

    code = "PRES-014"


class PassphraseError(RefusedError):
    """The sealed settings of a backup cannot be opened with this passphrase."""

    code = "PRES-015"


class RestoreIncompleteError(AnjuanError):
    """The restored data home is not what the backup says."""

    code = "PRES-016"
    exit_code = ExitCode.DAMAGED


class BackupUnsupportedError(RefusedError):
    """The records are in a database that has its own backup tools."""

    code = "PRES-017"


class NoFontError(AnjuanError):
    """Nothing on this machine can print Chinese characters."""

    code = "PRES-020"
    exit_code = ExitCode.MISSING_PART
    http_status = 503


class CopyFailedError(AnjuanError):
    """A document could not be turned into a valid PDF/A file."""

    code = "PRES-021"
    exit_code = ExitCode.INCOMPLETE
    http_status = 422


class ReceiptStateError(RefusedError):
    """A case waits for no check of where it came from, or nothing is said of it."""

    code = "PRES-018"
    http_status = 409
