"""Tables of the certificates room."""

from __future__ import annotations

from anjuan.certificates.models.issued import AnnexSite, IssuedCertificate, Printing, StatusChange
from anjuan.certificates.models.keys import SigningKey
from anjuan.certificates.models.numbers import BodyNumbering, NumberGrant, NumberSeries
from anjuan.certificates.models.reporting import AuditNote

__all__ = [
    "AnnexSite", "AuditNote", "BodyNumbering", "IssuedCertificate", "NumberGrant", "NumberSeries", "Printing",
    "SigningKey", "StatusChange",
]  # fmt: skip
