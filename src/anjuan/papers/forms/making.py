"""Entries made from a label, a value and where the two stand."""

from __future__ import annotations

import dataclasses
import re

from anjuan.papers.facts import Entry, Layout
from anjuan.papers.forms import inline, labels, ticks
from anjuan.papers.forms.labels import Vocabulary
from anjuan.papers.forms.places import View
from anjuan.reading.pages import Box

#: How sure a tick is that was inferred from a word without a box.
_GUESS = 0.5
_DATE = "日期"
_SIGNATURE_WITH_DATE = re.compile(
    r"(?P<name>[\u3400-\u9fff·、 \u3000]{2,20})[\s\u3000]+"
    r"(?P<date>(?:19|20)\d{2}\s*[年./-]\s*\d{1,2}\s*(?:[月./-]\s*(?:\d{1,2}\s*日?)?)?)"
)


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


def entries(label: str, value: str, spot: Spot, view: View, words: Vocabulary) -> tuple[Entry, ...]:
    """Return the entry of a label, and one more, called 日期, for a date that stands bare behind a signature."""
    made = _entry(label, value, spot, view, words)
    if spot.row or made.choices or not words.is_person(made.label):
        return (made,)
    signature = _SIGNATURE_WITH_DATE.fullmatch(made.value)
    if signature is None:
        return (made,)
    date = dataclasses.replace(made, label=_DATE, value=signature["date"], label_box=made.value_box)
    return dataclasses.replace(made, value=signature["name"].strip()), date


def _entry(label: str, value: str, spot: Spot, view: View, words: Vocabulary) -> Entry:
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
        confidence=min(spot.confidence, _GUESS) if chosen and chosen.guessed else spot.confidence,
        row=spot.row,
        table=spot.table,
        ticked=chosen.ticked if chosen else (),
        choices=chosen.choices if chosen else (),
        section=spot.section,
    )
