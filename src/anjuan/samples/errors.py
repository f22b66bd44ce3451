"""What can go wrong while samples are made."""

from __future__ import annotations

from anjuan.kit.errors import AnjuanError, ExitCode


class SampleError(AnjuanError):
    """A sample could not be made."""

    code = "SMP-001"


class SampleTableError(SampleError):
    """A table of this room is not what its model says."""

    code = "SMP-003"
    exit_code = ExitCode.MISSING_PART
