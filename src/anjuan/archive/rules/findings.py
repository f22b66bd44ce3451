"""Findings of a judgement as persons meet them: told apart by what they say, not by when they were found."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from anjuan.kit.text.folding import squeeze


def miss_key(miss: Mapping[str, Any]) -> str:
    """Return what tells a miss apart from others of its case, whatever day it is found again."""
    return _digest("miss", miss["code"], miss["what"], miss.get("stage", ""), miss.get("document"))


def contradiction_key(found: Mapping[str, Any]) -> str:
    """Return what tells a contradiction apart: its rule and what its evidence says."""
    said = sorted([row["document"], squeeze(str(row["value"]))] for row in found["evidence"])
    return _digest("contradiction", found["rule"], found["name"], said)


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
