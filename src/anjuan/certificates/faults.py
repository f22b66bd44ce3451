"""What can go wrong with certificates."""

from __future__ import annotations

from anjuan.kit.errors import AnjuanError, ExitCode, NotFoundError, RefusedError, UsageError


class CertificateUnknownError(NotFoundError):
    """This body has issued no certificate of this number."""

    code = "CERT-001"


class CertificateFactsError(UsageError):
    """A certificate cannot be issued with these facts."""

    code = "CERT-002"


class NumberRuleError(RefusedError):
    """The number rule gives no number for these facts."""

    code = "CERT-003"
    http_status = 422


class StatusRefusedError(RefusedError):
    """Something stands against a change of state."""

    code = "CERT-004"
    http_status = 409


class SigningKeyError(AnjuanError):
    """A signing key cannot be read or is not there."""

    code = "CERT-005"
    exit_code = ExitCode.MISSING_PART
    http_status = 503


class NumberPatternError(UsageError):
    """A pattern of the body's own cannot be meant."""

    code = "CERT-006"


class ReportNoteError(UsageError):
    """What was told of an audit is not what the sheet needs."""

    code = "CERT-007"


class ReportTemplateError(UsageError):
    """A workbook given as the platform's template cannot be used."""

    code = "CERT-008"


class TooManyNumbersError(UsageError):
    """More certificates are to be verified at once than is allowed."""

    code = "CERT-009"


class ListUnreadableError(UsageError):
    """A list of certificates to verify cannot be read."""

    code = "CERT-010"


class SignerMissingError(AnjuanError):
    """PDF files cannot be signed: the package or the key is not there."""

    code = "CERT-011"
    exit_code = ExitCode.MISSING_PART
    http_status = 503


class MayNotCertifyError(RefusedError):
    """A person may not do this with certificates."""

    code = "CERT-012"
