"""A score as plain values: what programs and printed reports get of it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from anjuan.evaluation.rules.assessors import Agreement
from anjuan.evaluation.rules.marks import Mark
from anjuan.evaluation.rules.results import Line, Score, shown
from anjuan.evaluation.rules.schemes import Scheme, plain


def score_dict(scheme: Scheme, score: Score) -> dict[str, Any]:
    """Return a score as JSON shows it: shown numbers beside exact ones."""
    return {
        "scheme": score.scheme, "standard": scheme.standard, "edition": score.edition, "total": plain(score.total),
        "complete": score.is_complete, "passed": score.level is not None if score.is_complete else None,
        "score": None if score.value is None else shown(score.value, scheme),
        "exact": None if score.value is None else plain(score.value),
        "base": None if score.base is None else shown(score.base, scheme),
        "least": shown(score.least, scheme), "most": shown(score.most, scheme),
        "obtained": plain(score.obtained), "applicable": plain(score.applicable),
        "special_deductions": [one.reason for one in score.deductions],
        "bonuses": [one.reason for one in score.bonuses],
        "level": None if score.level is None else score.level.code,
        "level_name": None if score.level is None else score.level.name,
        "stars": 0 if score.level is None else score.level.stars,
        "failed": [one.as_dict() for one in score.failed],
        "open_items": list(score.open_items),
        "explanation": [one.as_dict() for one in score.why],
        "warnings": [one.as_dict() for one in score.warnings],
        "items": [line_dict(line) for line in score.lines],
    }  # fmt: skip


def line_dict(line: Line) -> dict[str, Any]:
    """Return one item of a score as JSON shows it."""
    return {
        "code": line.code, "name": line.name, "depth": line.depth,
        "points": None if line.points is None else plain(line.points), "applicable": plain(line.applicable),
        "obtained": plain(line.obtained), "lost": plain(line.lost), "state": line.state,
        "share": None if line.share is None else shown(line.share), "samples": line.samples, "bad": line.bad,
        "why": line.why.as_dict(), "evidence": [_evidence(mark) for mark in line.marks if mark.evidence],
    }  # fmt: skip


def _evidence(mark: Mark) -> dict[str, Any]:
    return {
        "site": mark.site, "assessor": mark.assessor,
        "places": [{"document": one.document, "page": one.page, "words": one.words} for one in mark.evidence],
    }  # fmt: skip


def agreement_dict(found: Agreement) -> dict[str, Any]:
    """Return how assessors agree as JSON shows it."""
    return {
        "agreement": None if found.share is None else shown(found.share),
        "unsettled": list(found.unsettled),
        "items": [
            {"item": one.item, "name": one.name, "agrees": one.agrees, "spread": plain(one.spread),
             "points": {name: _points(value) for name, value in one.points.items()}}
            for one in found.differences
        ],
    }  # fmt: skip


def _points(value: Fraction | None) -> str | None:
    return None if value is None else plain(value)
