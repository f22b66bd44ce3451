"""A guide as PDF/A, set with Typst."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from anjuan.mining.rendering.markdown import head_lines, rate_said, sources, support, title_of, variants_said
from anjuan.mining.rendering.view import TOLD, GroupView, GuideView, LineView, SectionView
from anjuan.mining.rendering.words import WORDS
from anjuan.preservation.printing import print_pdf

_TEMPLATE = Path(__file__).with_name("guide.typ")
#: How wide a column is against the others; columns that are not named count 3.
_WIDTHS: Mapping[str, int] = {
    "name": 3, "step": 2, "parameter": 2, "value": 3, "method": 4, "record": 3, "number": 3, "title": 6,
    "department": 2, "class": 2, "detail": 6, "ask": 6, "seen": 7, "sample": 3, "model": 3, "process": 3,
    "control": 5, "what": 4, "effect": 3,
}  # fmt: skip


def guide_pdf(view: GuideView, *, now: dt.datetime, language: str = "zh", body: str = "") -> bytes:
    """Return a guide as a PDF/A-2b file.

    Args:
        view: The guide as shown.
        now: The moment that stands in the file as its making.
        language: ``zh`` or ``en``.
        body: The certification body, for the foot of the page; empty when not known.

    Raises:
        NoFontError: No font with Chinese characters is on this machine.
        CopyFailedError: The pages could not be set.

    """
    return print_pdf(_TEMPLATE.read_text(encoding="utf-8"), printed_values(view, language, body), now)


def printed_values(view: GuideView, language: str, body: str) -> dict[str, Any]:
    """Return what the template needs, as plain values."""
    words = WORDS[language]
    head = head_lines(view, language)
    is_preview = view.state == "preview"
    return {
        "title": title_of(view, language),
        "kicker": words["kicker"],
        "body": body,
        "language": language,
        "edition": "" if is_preview else words["edition"].format(number=view.edition),
        "head": head[:-1] if is_preview else head,
        "warning": head[-1] if is_preview else "",
        "foot": body or words["foot"],
        "legend": words["legend"],
        "note": words["note"],
        "support-word": words["column_support"],
        "sections": [_section(section, language) for section in view.sections],
    }


def _section(section: SectionView, language: str) -> dict[str, Any]:
    names = [name for name, _ in section.columns]
    return {
        "title": section.title,
        "columns": [label for _, label in section.columns],
        "widths": [_WIDTHS.get(name, 3) for name in names],
        "is-table": section.is_table,
        "told-by": names.index(section.told_by),
        "flow": [
            {"name": node.name, "class": node.step_class, "support": str(node.clients)}
            for node in section.diagram.nodes
        ],
        "groups": [_group(group, section, language) for group in section.groups],
    }


def _group(group: GroupView, section: SectionView, language: str) -> dict[str, Any]:
    figures = group.lines[0].figures
    return {
        "heading": group.heading,
        "note": rate_said(figures, language) if "of" in figures else "",
        "lines": [_line(line, section, language) for line in group.lines],
    }


def _line(line: LineView, section: SectionView, language: str) -> dict[str, Any]:
    labels = dict(section.columns)
    return {
        "cells": [line.cells.get(name, "") for name, _ in section.columns],
        "told": [["" if name in TOLD else labels[name], text] for name, text in line.cells.items() if name in labels],
        "variants": variants_said(line, language),
        "support": support(line, language),
        "sources": sources(line, most=3),
    }
