"""Fields stated in running text: certificates, letters, contracts, reports."""

from __future__ import annotations

import functools
import re

from anjuan.papers.fields.flow import Flow
from anjuan.papers.fields.gathering import Gathering, Spot
from anjuan.papers.fields.normal.reading import Printed, Reading
from anjuan.papers.fields.tables import PatternRow
from anjuan.papers.fields.values import read
from anjuan.papers.rules.tables import paper_patterns

#: How sure a value is that was taken from a sentence.
SENTENCE = 0.95
_BREAK = re.compile(r"[。;；\n]")


@functools.cache
def _patterns(kind: str) -> tuple[tuple[PatternRow, re.Pattern[str], re.Pattern[str] | None], ...]:
    table = paper_patterns().latest
    rows = [row for row in table.rows if not row.kinds or any(kind.startswith(prefix) for prefix in row.kinds)]
    return tuple((row, table.expression(row), re.compile(row.unless) if row.unless else None) for row in rows)


def take_sentences(flow: Flow, page: int, kind: str, gathering: Gathering) -> None:
    """Read the sentences of a page that state fields."""
    for row, pattern, unless in _patterns(kind):
        if row.pages and page > row.pages:
            continue
        for match in pattern.finditer(flow.text):
            if not (unless and unless.search(_before(flow.text, match.start()))):
                _take(row, match, flow, page, gathering)


def _before(text: str, start: int) -> str:
    breaks = [found.end() for found in _BREAK.finditer(text, max(0, start - 60), start)]
    return text[breaks[-1] if breaks else max(0, start - 60) : start]


def _take(row: PatternRow, match: re.Match[str], flow: Flow, page: int, gathering: Gathering) -> None:
    for group, text in match.groupdict().items():
        if not text:
            continue
        name = group.replace("__", ".")
        printed = flow.printed[slice(*match.span(group))]
        box, sure = flow.place(*match.span(group))
        rank = 1 if row.rank == 1 else row.rank + 1
        spot = Spot(printed.strip(), page, box, sure * SENTENCE, "", "sentence", rank)
        readings = (Reading(int(row.set)),) if row.set else read(name, Printed(printed, sure < 1))
        for reading in readings:
            _keep(name, reading, spot, gathering)


def _keep(name: str, reading: Reading, spot: Spot, gathering: Gathering) -> None:
    if name.startswith("finding."):
        group = f"finding-{max(1, gathering.groups.get('finding', 0))}"
        gathering.groups.setdefault("finding", 1)
        if not gathering.has(name, group):
            gathering.add(name, reading, spot, group)
    elif name == "member.name":
        gathering.member(reading, spot)
    elif name == "team_leader":
        gathering.add(name, reading, spot)
        gathering.member(reading, spot, "leader")
    else:
        gathering.add(name, reading, spot)
