"""Authenticity and integrity: one small function for each item of the four-property test.

Each takes what is shown and the table, and returns a finding with its evidence. None reads a clock, a file or a table
of the database. The evidence is Chinese: it is printed in the report that goes with the case.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Sequence

from anjuan.preservation.rules.describing import COLUMNS, OPENNESS
from anjuan.preservation.rules.exhibit import Exhibit, OriginalShown
from anjuan.preservation.rules.properties import Finding, PropertyTable, failed, not_applicable, passed

_TITLE_SIGNS = 300
_COMPACT_DATE = re.compile(r"^(\d{4}(\d{2}(\d{2})?)?)?$")
#: Source: DA/T 13-2022 as cited by the field: a capital and three digits, levels joined by a hyphen, parts by a dot.
_REFERENCE_CODE = re.compile(r"^[A-Z]\d{3}-[A-Z]{2}(·[A-Za-z0-9]+)*(·\d{4})(·(Y|D\d{1,3}))(·[A-Za-z0-9]+)*-\d{3,6}$")
_RETENTION = re.compile(r"^(永久|\d{1,3}年)?$")
_IN_ORDER = ("audit_start", "audit_end", "decision_date", "issued_on", "expires_on")
_KIND = re.compile(r"^[A-Z]\d{2}$")
_MOST_NAMED = 5


def named(things: Iterable[str]) -> str:
    """Return the first of some names as a list for a sentence."""
    listed = list(things)
    rest = len(listed) - _MOST_NAMED
    return "、".join(listed[:_MOST_NAMED]) + (f" 等 {len(listed)} 项" if rest > 0 else "")


#: How far the reading of a file is, in words.
_READINGS = {
    "waiting": "尚未识读",
    "reading": "正在识读",
    "failed": "识读失败",
    "refused": "已拒收",
    "partial": "识读不全",
}


def reading_said(one: OriginalShown) -> str:
    """Return why a file was not read as a whole, in words."""
    return one.trouble or _READINGS.get(one.reading, "未读完")


def _judged(faults: Sequence[str], good: str, bad: str) -> Finding:
    return failed(f"{bad}：{named(faults)}。") if faults else passed(good)


def fixity(shown: Exhibit, _: PropertyTable) -> Finding:
    """Are the stored bytes what was received?"""
    if not shown.originals:
        return not_applicable("卷内没有文件。")
    faults = [f"{one.name}（{one.fixity}）" for one in shown.originals if one.fixity]
    return _judged(
        faults, f"重新读取 {len(shown.originals)} 份原文，SHA-256 与 SM3 均与接收时一致。", "摘要不符或无法读取"
    )


def metadata_shape(shown: Exhibit, _: PropertyTable) -> Finding:
    """Do titles and dates have the length and form they must have?"""
    faults = [
        f"题名为空或过长（{row['题名'][:20]}）" for row in shown.description if not 0 < len(row["题名"]) <= _TITLE_SIGNS
    ]
    faults += [f"日期格式 {row['日期']}" for row in shown.description if not _COMPACT_DATE.match(row["日期"])]
    return _judged(faults, f"{len(shown.description)} 条著录的题名长度与日期格式符合要求。", "元数据长度或格式不符")


def code_lists(shown: Exhibit, _: PropertyTable) -> Finding:
    """Do values of code lists stand in them?"""
    faults = [f"开放标识 {row['开放标识']}" for row in shown.description if row["开放标识"] not in OPENNESS]
    faults += [f"保管期限 {row['保管期限']}" for row in shown.description if not _RETENTION.match(row["保管期限"])]
    faults += [
        f"第 {one.sequence} 件类型 {one.kind}" for one in shown.standing if one.kind and not _KIND.match(one.kind)
    ]
    return _judged(faults, "开放标识、保管期限与文件类型均在代码表内。", "取值不在代码表内")


def plausible_values(shown: Exhibit, _: PropertyTable) -> Finding:
    """Are dates possible and in order?"""
    today = shown.surroundings.today.isoformat()
    faults = [f"{name} {value} 晚于检测日" for name, value in shown.dates.items()
              if name not in ("expires_on", "licence_until") and value > today]  # fmt: skip
    order = [(name, shown.dates[name]) for name in _IN_ORDER
             if shown.dates.get(name)]  # fmt: skip
    for (first, before), (second, after) in itertools.pairwise(order):
        size = min(len(before), len(after))
        if after[:size] < before[:size]:
            faults.append(f"{second} {after} 早于 {first} {before}")
    return _judged(faults, f"{len(shown.dates)} 个日期合理且先后有序。", "日期不合理")


def forbidden_signs(shown: Exhibit, _: PropertyTable) -> Finding:
    """Are names free of signs that cannot be shown or kept?"""
    texts = [shown.title, *(one.title for one in shown.standing), *(one.filename for one in shown.standing)]
    faults = [text[:30] for text in texts if any(_is_forbidden(sign) for sign in text)]
    return _judged(faults, f"{len(texts)} 个题名与文件名不含禁用字符。", "含控制字符、替换符或专用区字符")


def _is_forbidden(sign: str) -> bool:
    return sign == "\ufffd" or unicodedata.category(sign) in ("Cc", "Cs", "Co", "Cn")


def reference_code_form(shown: Exhibit, _: PropertyTable) -> Finding:
    """Is the reference code well formed?"""
    if not shown.reference_code:
        return not_applicable("尚未编制档号。")
    good = _REFERENCE_CODE.match(shown.reference_code)
    return (
        passed(f"档号 {shown.reference_code} 结构正确。")
        if good
        else failed(f"档号 {shown.reference_code} 结构不正确。")
    )


def no_duplicates(shown: Exhibit, _: PropertyTable) -> Finding:
    """Does each code and each file stand once?"""
    spans = [(one.sha256, one.first_page) for one in shown.standing]
    faults = [f"第 {one.sequence} 件与另一件为同一文件的同一页" for one in shown.standing
              if spans.count((one.sha256, one.first_page)) > 1]  # fmt: skip
    if shown.twins:
        faults.append(f"档号 {shown.reference_code} 另有 {shown.twins} 卷使用")
    return _judged(faults, "档号与卷内文件均无重复。", "有重复")


def electronic_properties(shown: Exhibit, _: PropertyTable) -> Finding:
    """Do the recorded size and format agree with the real file?"""
    faults = [f"{one.name} 登记 {one.recorded_bytes} 字节，实为 {one.found_bytes}" for one in shown.originals
              if one.found_bytes != one.recorded_bytes]  # fmt: skip
    faults += [f"{one.name} 登记为 {one.recorded_type}，实为 {one.found_type}" for one in shown.originals
               if one.found_type and one.recorded_type and one.found_type != one.recorded_type]  # fmt: skip
    return _judged(faults, "登记的大小与格式同实际文件一致。", "电子属性与实际文件不符")


def linked_content(shown: Exhibit, _: PropertyTable) -> Finding:
    """Does every description lead to its file?"""
    held = {one.sha256 for one in shown.originals if one.found_bytes is not None}
    faults = [f"第 {one.sequence} 件《{one.title}》" for one in shown.standing if one.sha256 not in held]
    return _judged(faults, f"{len(shown.standing)} 件均可由著录找到原文。", "著录找不到原文")


def description_form(shown: Exhibit, _: PropertyTable) -> Finding:
    """Is the description well formed: one volume, then its items, all columns?"""
    levels = [row.get("著录层级") for row in shown.description]
    good = levels[:1] == ["案卷级"] and set(levels[1:]) <= {"文件级"} and len(levels) - 1 == len(shown.standing)
    whole = all(tuple(row) == COLUMNS for row in shown.description)
    if good and whole:
        return passed(f"著录为 1 条案卷级、{len(levels) - 1} 条文件级，栏目齐全。")
    return failed(f"著录结构不正确：{len(levels)} 条，应为 1 条案卷级与 {len(shown.standing)} 条文件级。")


def package_form(shown: Exhibit, _: PropertyTable) -> Finding:
    """Is the package built as the profile says?"""
    if shown.package is None:
        return not_applicable("本次检测没有信息包。")
    faults = [what for code, what in shown.package if code not in ("changed", "forged", "extra")]
    return _judged(faults, "信息包结构符合 BagIt（RFC 8493）与本系统的配置。", "信息包结构不符")


def package_identical(shown: Exhibit, _: PropertyTable) -> Finding:
    """Does the package hold what the archive holds, byte for byte?"""
    if shown.package is None:
        return not_applicable("本次检测没有信息包。")
    faults = [what for code, what in shown.package if code in ("changed", "forged")]
    return _judged(faults, "信息包内各文件摘要与档案库一致。", "信息包与档案库不一致")


def counts_as_declared(shown: Exhibit, _: PropertyTable) -> Finding:
    """Are there as many items and pages as declared?"""
    found = len(shown.standing)
    pages = sum(one.pages_found for one in shown.standing)
    faults = []
    if found != shown.documents_recorded:
        faults.append(f"登记 {shown.documents_recorded} 件，实有 {found} 件")
    if pages != shown.pages_recorded:
        faults.append(f"登记 {shown.pages_recorded} 页，实有 {pages} 页")
    if shown.unread_items:
        faults.append(f"{shown.unread_items} 个文件尚未处理完")
    return _judged(faults, f"登记与实有均为 {found} 件、{pages} 页。", "数量不符")


def bytes_as_declared(shown: Exhibit, _: PropertyTable) -> Finding:
    """Are there as many bytes as declared?"""
    declared = sum(one.recorded_bytes for one in shown.originals)
    found = sum(one.found_bytes or 0 for one in shown.originals)
    said = f"登记 {declared} 字节，实有 {found} 字节。"
    return passed(said) if declared == found else failed(said)


def mandatory_elements(shown: Exhibit, _: PropertyTable) -> Finding:
    """Are the mandatory elements of the description filled?"""
    elements = sorted({element for _, element in shown.description_gaps})
    if not elements:
        return passed(f"{len(shown.description)} 条著录的必著项齐全。")
    counts = [f"{name}（{sum(element == name for _, element in shown.description_gaps)} 条）" for name in elements]
    return failed(f"必著项缺失：{named(counts)}。")


def process_information(shown: Exhibit, _: PropertyTable) -> Finding:
    """Does the history tell how each document came in?"""
    if any(event.event == "package import" for event in shown.events):
        return passed(f"{len(shown.events)} 条过程记录，全卷由信息包导入。")
    sequences = {event.sequence for event in shown.events if event.event == "filing"}
    # A paper that was cut out of a bound scan came in with that scan.
    filed = {one.sha256 for one in shown.documents if one.sequence in sequences}
    faults = [f"第 {one.sequence} 件《{one.title}》" for one in shown.standing if one.sha256 not in filed]
    return _judged(faults, f"{len(shown.events)} 条过程记录，各件均有归档记录。", "没有归档过程记录")


def running_numbers(shown: Exhibit, _: PropertyTable) -> Finding:
    """Do item numbers run without gaps?"""
    numbers = {one.sequence for one in shown.documents}
    last = max(numbers, default=0)
    gaps = [str(number) for number in range(1, last + 1) if number not in numbers]
    return _judged(gaps, f"件号 1 至 {last} 连续。", "件号缺")


def content_present(shown: Exhibit, _: PropertyTable) -> Finding:
    """Was every file read to its end?"""
    faults = [f"{one.name}（{reading_said(one)}）" for one in shown.originals
              if one.reading in ("waiting", "reading", "failed", "refused")
              or (one.pages_expected is not None and one.pages_read < one.pages_expected)]  # fmt: skip
    faults += [f"第 {one.sequence} 件登记 {one.pages_recorded} 页，实有 {one.pages_found} 页" for one in shown.standing
               if one.pages_recorded != one.pages_found]  # fmt: skip
    return _judged(faults, f"{len(shown.standing)} 件内容齐全。", "内容缺失或未读完")


def attachments_present(shown: Exhibit, _: PropertyTable) -> Finding:
    """Is everything that lay inside a file filed as well?"""
    if not shown.members:
        return not_applicable("没有带附件或打包的文件。")
    return _judged(shown.members_lost, f"{shown.members} 个附件均已归档。", "附件未能归档")


def filing_scope(shown: Exhibit, _: PropertyTable) -> Finding:
    """Does the case hold every paper that it must hold?"""
    if shown.blocking is None:
        return not_applicable("尚未做齐全性检查。")
    if shown.blocking:
        return failed(f"齐全性检查有 {shown.blocking} 项必须处理。")
    return passed("齐全性检查没有必须处理的缺项。")
