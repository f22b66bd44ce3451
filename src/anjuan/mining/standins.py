"""What a client is called in a guide: a firm of the field's trade, never itself."""

from __future__ import annotations

from anjuan.mining.scopes import Scope
from anjuan.registry.rules.tables import sectors


def stand_in(scope: Scope) -> str:
    """Return the word for a client of a scope, from the name of its sector; empty when the sector is not known."""
    sector = scope.professional_code.split(".")[0]
    if not sector:
        return ""
    row = next((row for row in sectors().latest.rows if row.code.zfill(2) == sector.zfill(2)), None)
    return f"某企业（{row.name}）" if row else ""
