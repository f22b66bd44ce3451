"""A guide as one JSON object."""

from __future__ import annotations

from typing import Any

from anjuan.mining.rendering.view import GuideView, LineView, SectionView


def guide_json(view: GuideView) -> dict[str, Any]:
    """Return a guide as plain values; lines keep their order, citations are keys of facts."""
    return {
        "field": {"code": view.field[0], "name": view.field[1]},
        "code": {"code": view.code[0], "name": view.code[1]},
        "scope_code": view.scope_code,
        "edition": view.edition,
        "state": view.state,
        "cases": view.cases,
        "clients": view.clients,
        "facts": view.facts,
        "unreviewed": view.waiting,
        "compiled_at": view.compiled_at.isoformat(),
        "published_at": view.published_at.isoformat() if view.published_at else None,
        "made_with": view.made_with,
        "sections": [_section(section) for section in view.sections],
    }


def _section(section: SectionView) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "id": section.id,
        "title": section.title,
        "columns": dict(section.columns),
        "lines": [_line(line, group.heading) for group in section.groups for line in group.lines],
    }
    if section.diagram.nodes:
        plain["flow"] = {
            "nodes": [
                {"line": node.line, "name": node.name, "class": node.step_class, "clients": node.clients}
                for node in section.diagram.nodes
            ],
            "edges": [
                {"from": edge.before, "to": edge.after, "clients": edge.clients} for edge in section.diagram.edges
            ],
        }
    return plain


def _line(line: LineView, heading: str) -> dict[str, Any]:
    return {
        "key": line.key,
        "heading": heading,
        "cells": line.cells,
        "clients": line.support,
        "cases": line.cases,
        "figures": line.figures,
        "variants": [{"text": text, "clients": clients} for text, clients in line.variants],
        "citations": list(line.citations),
        "marks": list(line.marks),
    }
