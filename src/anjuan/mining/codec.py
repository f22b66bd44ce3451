"""Facts and guides as plain objects for JSON, and back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from anjuan.compiling.guide import Citation, Diagram, FlowEdge, FlowNode, Guide, Line, Section, Variant
from anjuan.compiling.passages import as_rows, of_rows
from anjuan.extraction.facts import Fact, Slot
from anjuan.kit.text.folding import squeeze

#: Places after the decimal point that a box keeps: a tenth of a millimetre on A4.
_BOX_PLACES = 4


def fact_key(fact: Fact) -> str:
    """Return what tells a fact from all others of its document, the same when it is mined again."""
    said = "|".join((fact.kind, str(fact.spot.page), squeeze(fact.spot.quote), *(slot.name for slot in fact.slots)))
    values = "|".join(squeeze(slot.value) or slot.value for slot in fact.slots)
    return hashlib.sha256(f"{said}|{values}".encode()).hexdigest()


def slots_to_json(slots: Sequence[Slot]) -> list[dict[str, Any]]:
    """Return slots as objects."""
    return [
        {
            "name": slot.name, "value": slot.value, "quote": slot.spot.quote, "page": slot.spot.page,
            "start": slot.spot.start, "end": slot.spot.end, "boxes": boxes_to_json(slot.spot.boxes),
        }
        for slot in slots
    ]  # fmt: skip


def boxes_to_json(boxes: Sequence[Sequence[float]]) -> list[list[float]]:
    """Return boxes with as many places as are worth keeping."""
    return [[round(value, _BOX_PLACES) for value in box] for box in boxes]


def guide_to_json(guide: Guide) -> dict[str, Any]:
    """Return a compiled guide as an object."""
    return {
        "cases": guide.cases, "clients": guide.clients, "facts": guide.facts, "made_with": guide.made_with,
        "sections": [_section_to_json(section) for section in guide.sections],
    }  # fmt: skip


def guide_from_json(row: Mapping[str, Any]) -> Guide:
    """Return the guide that :func:`guide_to_json` wrote."""
    sections = tuple(_section_from_json(section) for section in row["sections"])
    return Guide(row["cases"], row["clients"], row["facts"], sections, row["made_with"])


def _section_to_json(section: Section) -> dict[str, Any]:
    plain: dict[str, Any] = {"id": section.id, "lines": [line_to_json(line) for line in section.lines]}
    if section.diagram.nodes:
        plain["nodes"] = [[node.line, node.name, node.step_class, node.clients] for node in section.diagram.nodes]
        plain["edges"] = [[edge.before, edge.after, edge.clients] for edge in section.diagram.edges]
    return plain


def _section_from_json(row: Mapping[str, Any]) -> Section:
    nodes = tuple(
        FlowNode(line, name, step_class, clients, rank)
        for rank, (line, name, step_class, clients) in enumerate(row.get("nodes", ()))
    )
    edges = tuple(FlowEdge(before, after, clients) for before, after, clients in row.get("edges", ()))
    return Section(row["id"], tuple(line_from_json(line) for line in row["lines"]), Diagram(nodes, edges))


def line_to_json(line: Line) -> dict[str, Any]:
    """Return a line as an object; what is empty is left out."""
    plain: dict[str, Any] = {
        "key": line.key,
        "cells": [[name, as_rows(passage)] for name, passage in line.cells],
        "clients": line.clients,
        "cases": line.cases,
        "citations": [[citation.fact, citation.case] for citation in line.citations],
    }
    more = {
        "heading": line.heading,
        "variants": [
            [as_rows(one.text), one.clients, [[citation.fact, citation.case] for citation in one.citations]]
            for one in line.variants
        ],
        "figures": [list(figure) for figure in line.figures],
        "order": line.order,
    }
    return plain | {name: value for name, value in more.items() if value}


def line_from_json(row: Mapping[str, Any]) -> Line:
    """Return the line that :func:`line_to_json` wrote."""
    return Line(
        key=row["key"],
        heading=row.get("heading", ""),
        cells=tuple((name, of_rows(pieces)) for name, pieces in row["cells"]),
        clients=row["clients"],
        cases=row["cases"],
        citations=tuple(Citation(*one) for one in row["citations"]),
        variants=tuple(
            Variant(of_rows(text), clients, tuple(Citation(*one) for one in citations))
            for text, clients, citations in row.get("variants", ())
        ),
        figures=tuple((name, value) for name, value in row.get("figures", ())),
        order=row.get("order", 0.0),
    )
