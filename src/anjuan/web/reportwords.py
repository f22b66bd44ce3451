"""The words of printed reports in English; the rooms below print in Chinese."""

from __future__ import annotations

from anjuan.preservation.services.property_reports import ReportWords
from anjuan.web.englishsentences import GROUPS, in_english


def _said(text: str) -> str:
    return GROUPS.get(text) or in_english(text, {}) or text


ENGLISH = ReportWords(
    ("en", "gb"),
    {
        "heading": "Report of the four-property test", "case": "Case", "at": "Tested at", "title": "Title",
        "moment": "Occasion", "actor": "Tested by", "basis": "Basis", "tool": "Tool", "result": "Result",
        "number": "No.", "item": "Item", "outcome": "Outcome", "evidence": "Evidence",
        "note": (
            "A failure of authenticity or integrity sends the case back with its reason. The numbers are this system's"
            " own; for items marked * the wording of the standard was not compared yet, so they are hints only."
        ),
    },
    {"filing": "Filing", "export": "Handing over", "schedule": "Long-term keeping"},
    {"pass": "Pass", "fail": "Fail", "not applicable": "Not applicable"},
    _said,
    "item_en",
)  # fmt: skip
