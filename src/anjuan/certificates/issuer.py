"""The body that issues: its names, its approval number, the address that its QR codes lead to."""

from __future__ import annotations

import dataclasses

from django.conf import settings


@dataclasses.dataclass(frozen=True, slots=True)
class Issuer:
    """A certification body as its certificates name it.

    Attributes:
        name: Its name.
        name_en: The same in English; empty when not told.
        approval_number: Its approval number, such as ``CNCA-R-2018-454``.
        address: The body's own address, for the foot of certificates; empty when not told.
        verify_address: Where the public look-up is reached, without a slash at its end; empty when it is not public.

    """

    name: str
    name_en: str = ""
    approval_number: str = ""
    address: str = ""
    verify_address: str = ""

    def qr_text(self, statement: str) -> str:
        """Return what the QR code holds: the address that shows the statement, or the bare statement."""
        return f"{self.verify_address}/verify/q/{statement}" if self.verify_address else statement


def issuer_here() -> Issuer:
    """Return the body that runs this installation."""
    body = settings.ANJUAN_OPTIONS.body
    return Issuer(
        body.name, body.name_en, body.approval_number, body.address, body.verify_address.rstrip("/")
    )  # fmt: skip
