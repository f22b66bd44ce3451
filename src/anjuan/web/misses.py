"""Why a paper is missed, in Chinese: said from the rule's id and the facts inside the English sentence."""

from __future__ import annotations

import re

from django.utils import translation

from anjuan.archive.selectors.findings import FindingRow
from anjuan.web.words import said

#: A fact inside the English sentence, and how it is said.
_FACTS = (
    (r"the audit type is not known", "审核类型未知，而各类审核都要求此文件"),
    (r" is expected in ", "通常应有此文件"),
    (r"if the condition \S+ \((?P<name>[^)]+)\) holds, but ", "若“{name}”成立即须有此文件，卷内未能确定"),
    (r"because (?P<why>.+?) \(condition \S+, (?P<name>[^)]+)\)", "本卷“{name}”，须有此文件"),
    (r"; (?P<code>[A-Z]\d\d)(?P<title>[^;(]*) may hold it", "{code}{title}中可能已包含"),
    (r"holds (?P<n>\d+) paper\(s\) of unknown or doubtful kind", "卷内有 {n} 件种类未定或存疑的文件可能就是它"),
    (r"is marked for the other stage", "卷内同类文件都属另一阶段"),
    (r" with (?P<name>[^,]+), and no \S+ of the case shows that part", "卷内没有其中的“{name}”"),
    (r"shows an empty place for the signature", "文件上签字处空白"),
    (r"shows an empty place for the seal", "文件上盖章处空白"),
    (r"shows an empty place for the date", "文件上日期处空白"),
    (r"says that it is a copy", "文件注明为复印件"),
    (r"another paper of the same kind carries it", "同类的另一份已有，这一份可能是草稿"),
    (r"the case states no date", "案卷没有日期，按最新版规则判断"),
)  # fmt: skip
_TOLD = re.compile(r"(?P<paper>[A-Z]\d\d[^;]*?) states on page (?P<page>\d+) ")


def why_said(row: FindingRow) -> str:
    """Return why a paper or a mark is missed, in the language of the page."""
    if translation.get_language() == "en":
        return row.why
    column = row.rule.split("/")[2] if row.rule.count("/") > 1 else ""
    demand = f"{said('audit_column', column)}：" if column else ""
    facts = [text.format(**found.groupdict()) for pattern, text in _FACTS if (found := re.search(pattern, row.why))]
    told = _TOLD.search(row.why)
    if told:
        facts.append(f"依据 {told['paper'].removeprefix('because ').strip()} 第 {told['page']} 页")
    if row.what == "paper" and not any(sign in row.why for sign in (" is expected in ", "condition", "not known, and")):
        facts.insert(0, "必须有此文件")
    return demand + "；".join(dict.fromkeys(facts)) + "。"
