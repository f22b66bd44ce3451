"""Scopes of guides: a field and a professional code, and the coarser codes above it."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True, slots=True)
class Scope:
    """What a guide is about.

    Attributes:
        field_code: Certification field, such as ``A01``; its subfields belong to it.
        professional_code: Professional code, such as ``17.10.02``, or the beginning of one; empty for the whole field.

    """

    field_code: str
    professional_code: str = ""

    @property
    def coarser(self) -> Scope | None:
        """The scope above: one group of the code less, at last the whole field; None above that."""
        if not self.professional_code:
            return None
        return Scope(self.field_code, ".".join(self.professional_code.split(".")[:-1]))

    @property
    def told(self) -> str:
        """The scope in a few signs."""
        return f"{self.field_code} {self.professional_code or '*'}"
