"""Who may do what with certificates."""

from __future__ import annotations

from anjuan.accounts.selectors.people import Viewer
from anjuan.certificates.faults import MayNotCertifyError

READ, ISSUE, CHANGE, KEYS, REPORT = (
    "certificate.read", "certificate.issue", "certificate.change", "certificate.keys", "certificate.report",
)  # fmt: skip


def need_right(viewer: Viewer, *rights: str) -> None:
    """Let only those pass who may do one of these things.

    Raises:
        MayNotCertifyError: The person may do none of them.

    """
    if not any(viewer.may(right) for right in rights):
        raise MayNotCertifyError(
            f"{viewer.name} may not do this with certificates: it needs {' or '.join(rights)}.",
            remedy="Ask the security keeper for a role that allows it.",
        )
