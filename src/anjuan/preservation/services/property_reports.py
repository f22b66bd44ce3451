"""The four-property test as a PDF report."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from pathlib import Path

from anjuan.kit.clock import CHINA
from anjuan.preservation.printing import print_pdf
from anjuan.preservation.rules.properties import GROUPS
from anjuan.preservation.selectors.property_tests import PropertyTestView

_TEMPLATE = Path(__file__).with_name("report.typ")


@dataclasses.dataclass(frozen=True, slots=True)
class ReportWords:
    """The words of a report in one language.

    Attributes:
        lang: Language and region of the text, as type setting names them.
        labels: Headings by key.
        moments: When a case is tested, by code.
        results: Outcomes, by code.
        said: Gives a sentence or a group's name, which are written in Chinese, in this language.
        item: Which name of an item is printed.

    """

    lang: tuple[str, str]
    labels: Mapping[str, str]
    moments: Mapping[str, str]
    results: Mapping[str, str]
    said: Callable[[str], str] = str
    item: str = "item"


CHINESE = ReportWords(
    ("zh", "cn"),
    {
        "heading": "电子档案四性检测报告", "case": "案卷编号", "at": "检测时间", "title": "题名", "moment": "检测环节",
        "actor": "检测人", "basis": "检测依据", "tool": "检测工具", "result": "检测结论", "number": "编号",
        "item": "检测项目", "outcome": "结果", "evidence": "证据",
        "note": (
            "注：真实性或完整性有一项不通过，即退回并说明原因。编号为本系统自编；带 * 的项目，标准原文的表述尚未核对，"
            "结果仅供参考。"
        ),
    },
    {"filing": "归档", "export": "移交与导出", "schedule": "长期保存"},
    {"pass": "通过", "fail": "不通过", "not applicable": "不适用"},
)  # fmt: skip


def property_report(test: PropertyTestView, words: ReportWords = CHINESE) -> bytes:
    """Return the report of a test as a PDF/A file, in Chinese unless other words are given.

    Raises:
        NoFontError: No font with Chinese characters is on this machine.

    """
    groups = [
        {"name": words.said(name), "items": [
            {"id": item["id"], "item": item.get(words.item) or item["item"],
             "mark": " *" if item["certainty"] == "weak" else "",
             "result": words.results[item["result"]], "evidence": words.said(item["evidence"])}
            for item in test.items if item["group"] == name
        ]}
        for name in GROUPS
    ]  # fmt: skip
    values = {
        "case": test.case, "title": test.title, "moment": words.moments[test.moment],
        "result": words.results[test.result], "edition": test.edition, "tool": test.tool, "actor": test.actor,
        "at": test.at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M"), "groups": groups, "words": dict(words.labels),
        "lang": words.lang[0], "region": words.lang[1],
    }  # fmt: skip
    return print_pdf(_TEMPLATE.read_text(encoding="utf-8"), values, test.at)
