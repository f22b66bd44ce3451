"""What can go wrong when pages are indexed or searched."""

from __future__ import annotations

from anjuan.kit.errors import AnjuanError, ExitCode


class SearchError(AnjuanError):
    """A search or an index operation failed."""

    code = "SRCH-001"


class UnsupportedQueryError(SearchError):
    """A backend was asked for something that it does not declare among its capabilities."""

    code = "SRCH-002"
    http_status = 422


class IndexVersionError(SearchError):
    """The index on disk was made by other rules than those of this program."""

    code = "SRCH-003"
    exit_code = ExitCode.MISSING_PART
    http_status = 503


class IndexBusyError(SearchError):
    """Another process is writing to the index."""

    code = "SRCH-004"
    http_status = 503


class IndexDamagedError(SearchError):
    """The files of the index cannot be read."""

    code = "SRCH-005"
    exit_code = ExitCode.DAMAGED
    http_status = 503


class RecordError(SearchError):
    """A record does not fit the schema it is indexed under."""

    code = "SRCH-006"
    exit_code = ExitCode.USAGE
    http_status = 422


class SchemaError(SearchError):
    """The fields that an application declares clash with each other."""

    code = "SRCH-007"
    exit_code = ExitCode.MISSING_PART


class UnknownFieldError(SearchError):
    """A filter, a facet or a sort order names a field that the schema does not have."""

    code = "SRCH-008"
    exit_code = ExitCode.USAGE
    http_status = 400
