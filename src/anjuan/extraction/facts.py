"""What extraction returns: facts with slots, and the places on the pages where they stand."""

from __future__ import annotations

import dataclasses
import enum

from anjuan.reading.pages import Box


class FactKind(enum.StrEnum):
    """What a fact is about; the slots of each kind stand in the table ``fact-kinds``."""

    PRODUCT = "product"
    FEATURE = "feature"
    FLOW = "flow"
    STEP = "step"
    BRANCH = "branch"
    CONTROL = "control"
    AUDIT_POINT = "audit_point"
    REFERENCE = "reference"
    EQUIPMENT = "equipment"
    MEASURING_DEVICE = "measuring_device"
    OUTSOURCED = "outsourced"
    ASPECT = "aspect"
    HAZARD = "hazard"
    FINDING = "finding"
    PRACTICE = "practice"
    COMPLAINT = "complaint"
    RISK = "risk"


@dataclasses.dataclass(frozen=True, slots=True)
class Spot:
    """Where a text stands on a page.

    Attributes:
        page: 1 for the first page of the paper.
        boxes: One for each piece (line or cell), in page fractions; never empty.
        quote: The characters as printed, pieces joined without the line breaks.
        start: First character in the page's lines joined by line feeds; inclusive.
        end: Exclusive; ``start == end`` when the text stands in cells that no line repeats.

    """

    page: int
    boxes: tuple[Box, ...]
    quote: str
    start: int = 0
    end: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Slot:
    """One value of a fact: its name, the value as normalised, and where it stands."""

    name: str
    value: str
    spot: Spot


@dataclasses.dataclass(frozen=True, slots=True)
class Fact:
    """One fact of one paper.

    Attributes:
        kind: What it is about.
        slots: Its values; a name may repeat (the steps of a flow stand in their order).
        spot: The whole sentence, row or list that it was taken from.
        confidence: 0 to 1.
        rule: The extractor and its edition, such as ``controls.table/2026-01``.

    """

    kind: FactKind
    slots: tuple[Slot, ...]
    spot: Spot
    confidence: float
    rule: str

    def value(self, name: str) -> str:
        """Return the first value of that name; empty when the paper does not say."""
        return next((slot.value for slot in self.slots if slot.name == name), "")

    def values(self, name: str) -> tuple[str, ...]:
        """Return all values of that name in their order."""
        return tuple(slot.value for slot in self.slots if slot.name == name)
