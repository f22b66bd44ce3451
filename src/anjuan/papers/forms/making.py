"""Entries made from a label, a value and where the two stand."""

from __future__ import annotations

import dataclasses

from anjuan.papers.facts import Entry, Layout
from anjuan.papers.forms import inline, labels, ticks
from anjuan.papers.forms.labels import Vocabulary
from anjuan.papers.forms.places import View
from anjuan.reading.pages import Box


@dataclasses.dataclass(frozen=True, slots=True)
class Spot:
    """Where a label and its value stand; what each part means is told at :class:`anjuan.papers.facts.Entry`."""

    label_box: Box
    value_box: Box
    layout: Layout
    confidence: float = 1.0
    row: int = 0
    table: int = 0
    section: str = ""


def entry(label: str, value: str, spot: Spot, view: View, words: Vocabulary) -> Entry:
    """Return an entry: the label without blanks, the value cleaned or read as ticked boxes."""
    chosen = ticks.read(value, recognised=view.recognised)
    layout = Layout.TICK if chosen is not None and not spot.row else spot.layout
    return Entry(
        label=labels.printed(label),
        value=chosen.value if chosen else inline.clean(value, words),
        page=view.number,
        label_box=spot.label_box,
        value_box=spot.value_box,
        layout=layout,
        confidence=spot.confidence,
        row=spot.row,
        table=spot.table,
        ticked=chosen.ticked if chosen else (),
        choices=chosen.choices if chosen else (),
        section=spot.section,
    )
