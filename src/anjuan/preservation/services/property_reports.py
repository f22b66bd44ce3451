"""The four-property test as a PDF report."""

from __future__ import annotations

from pathlib import Path

from anjuan.kit.clock import CHINA
from anjuan.preservation.printing import print_pdf
from anjuan.preservation.rules.properties import GROUPS
from anjuan.preservation.selectors.property_tests import PropertyTestView

_TEMPLATE = Path(__file__).with_name("report.typ")
_MOMENTS = {"filing": "归档", "export": "移交与导出", "schedule": "长期保存"}
_RESULTS = {"pass": "通过", "fail": "不通过", "not applicable": "不适用"}


def property_report(test: PropertyTestView) -> bytes:
    """Return the report of a test as a PDF/A file, in Chinese.

    Raises:
        NoFontError: No font with Chinese characters is on this machine.

    """
    groups = [
        {"name": name, "items": [
            {"id": item["id"], "item": item["item"], "mark": " *" if item["certainty"] == "weak" else "",
             "result": _RESULTS[item["result"]], "evidence": item["evidence"]}
            for item in test.items if item["group"] == name
        ]}
        for name in GROUPS
    ]  # fmt: skip
    values = {
        "case": test.case, "title": test.title, "moment": _MOMENTS[test.moment], "result": _RESULTS[test.result],
        "edition": test.edition, "tool": test.tool, "actor": test.actor,
        "at": test.at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M"), "groups": groups,
    }  # fmt: skip
    return print_pdf(_TEMPLATE.read_text(encoding="utf-8"), values, test.at)
