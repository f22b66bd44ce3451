"""Findings of a judgement as persons meet them: told apart by what they say, not by when they were found."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from anjuan.kit.text.folding import squeeze


def miss_key(miss: Mapping[str, Any]) -> str:
    """Return what tells a miss apart from others of its case, whatever day it is found again."""
    return _digest("miss", miss["code"], miss["what"], miss.get("stage", ""), miss.get("document"))


def contradiction_key(found: Mapping[str, Any]) -> str:
    """Return what tells a contradiction apart: its rule and what its evidence says."""
    said = sorted([row["document"], squeeze(str(row["value"]))] for row in found["evidence"])
    return _digest("contradiction", found["rule"], found["name"], said)


#: The columns of a judgement that count its open findings, by severity.
_COUNTED = {"block": "blocking", "warn": "warnings", "near": "near"}
#: What a person says to open a finding again.
REOPENED = "reopened"


def open_counts(
    misses: Sequence[Mapping[str, Any]], contradictions: Sequence[Mapping[str, Any]], verdicts: Mapping[str, str]
) -> dict[str, int]:
    """Return how many findings are open, as ``blocking``, ``warnings`` and ``near``.

    Args:
        misses: The misses of a judgement.
        contradictions: Its contradictions.
        verdicts: What a person said last of a finding, by its key.

    """
    counts = dict.fromkeys(_COUNTED.values(), 0)
    for rows, key in ((misses, miss_key), (contradictions, contradiction_key)):
        for row in rows:
            if not is_ruled(verdicts.get(key(row), "") if verdicts else ""):
                counts[_COUNTED[row["severity"]]] += 1
    return counts


def open_figures(
    misses: Sequence[Mapping[str, Any]], contradictions: Sequence[Mapping[str, Any]], verdicts: Mapping[str, str]
) -> dict[str, int]:
    """Return what lists show of the open findings: ``problems`` (blocking), ``misses`` and ``contradictions``."""
    open_misses = [row for row in misses if not is_ruled(verdicts.get(miss_key(row), ""))]
    clashes = [row for row in contradictions if not is_ruled(verdicts.get(contradiction_key(row), ""))]
    blocking = sum(row["severity"] == "block" for row in (*open_misses, *clashes))
    return {"problems": blocking, "misses": len(open_misses), "contradictions": len(clashes)}


def is_ruled(verdict: str) -> bool:
    """Return whether a person accepted a finding or called it a false alarm, and nobody opened it again."""
    return verdict not in ("", REOPENED)


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
