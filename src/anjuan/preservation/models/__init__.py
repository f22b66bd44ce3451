"""Tables of the preservation room, by noun."""

from __future__ import annotations

from anjuan.preservation.models.property_tests import PropertyTest, PropertyTestOrder
from anjuan.preservation.models.receipts import Receipt

__all__ = ["PropertyTest", "PropertyTestOrder", "Receipt"]
