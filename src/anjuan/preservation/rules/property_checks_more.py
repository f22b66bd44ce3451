"""Usability and security: one small function for each item of the four-property test."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from anjuan.preservation.rules import property_checks as first
from anjuan.preservation.rules.exhibit import Exhibit
from anjuan.preservation.rules.properties import Finding, PropertyTable, failed, is_among, not_applicable, passed
from anjuan.preservation.rules.property_checks import named, reading_said

Check = Callable[[Exhibit, PropertyTable], Finding]


def metadata_readable(shown: Exhibit, _: PropertyTable) -> Finding:
    """Can what was read of the pages still be read?"""
    if shown.pages_unreadable:
        return failed(f"无法读取的页：{named(shown.pages_unreadable)}。")
    return passed(f"{shown.pages_recorded} 页的文字与位置均可读取，著录可解析。")


def findable(shown: Exhibit, _: PropertyTable) -> Finding:
    """Can every page be found?"""
    if shown.pages_waiting:
        return failed(f"{shown.pages_waiting} 页尚未进入检索。")
    return passed("各页均已进入检索。")


def allowed_format(shown: Exhibit, table: PropertyTable) -> Finding:
    """Is every file of a format that may be filed?"""
    faults = [f"{one.name}（{one.recorded_type or '类型不明'}）" for one in shown.originals
              if not is_among(one.recorded_type, table.allowed)]  # fmt: skip
    return failed(f"格式不在归档范围：{named(faults)}。") if faults else passed("各文件格式均可归档。")


def opens(shown: Exhibit, _: PropertyTable) -> Finding:
    """Does every file open?"""
    faults = [f"{one.name}（{reading_said(one)}）" for one in shown.originals
              if one.reading not in ("read", "partial")]  # fmt: skip
    partial = sum(one.reading == "partial" for one in shown.originals)
    if faults:
        return failed(f"不能打开：{named(faults)}。")
    return passed(
        f"{len(shown.originals)} 份均可打开" + (f"，其中 {partial} 份部分内容未能识读。" if partial else "。")
    )


def lasting_format(shown: Exhibit, table: PropertyTable) -> Finding:
    """Can every file be read for long as it is?"""
    faults = [f"{one.name}（{one.recorded_type}）" for one in shown.originals
              if not is_among(one.recorded_type, table.lasting)]  # fmt: skip
    return failed(f"宜另存 PDF/A：{named(faults)}。") if faults else passed("各文件均为长期保存格式。")


def environment_recorded(shown: Exhibit, _: PropertyTable) -> Finding:
    """Is it recorded which program opened each file?"""
    faults = [one.name for one in shown.originals if not one.reader]
    if faults:
        return failed(f"没有记录打开文件的软件：{named(faults)}。")
    readers = sorted({one.reader for one in shown.originals})
    return passed(f"打开文件的软件已记录：{named(readers)}。")


def not_locked(shown: Exhibit, _: PropertyTable) -> Finding:
    """Is nothing encrypted or packed in a private way?"""
    faults = [one.name for one in shown.originals if one.protected]
    return failed(f"有密码保护：{named(faults)}。") if faults else passed("没有加密文件，信息包不加密、不用专有压缩。")


def restorable(shown: Exhibit, _: PropertyTable) -> Finding:
    """Is the archive backed up well enough?"""
    around = shown.surroundings
    return passed(f"备份：{around.backup}。") if around.backup_good else failed(f"备份：{around.backup}。")


def scanner_present(shown: Exhibit, _: PropertyTable) -> Finding:
    """Is there a virus scanner?"""
    found = shown.surroundings.scanner
    return passed(f"已安装 {found}。") if found else not_applicable("警告：没有配置病毒查杀软件。")


def no_malware(shown: Exhibit, _: PropertyTable) -> Finding:
    """Is every file free of malware?"""
    if shown.malware is None:
        return not_applicable("警告：没有配置病毒查杀软件，未查杀。")
    if shown.malware:
        return failed(f"查杀结果：{named(shown.malware)}。")
    return passed(f"{shown.surroundings.scanner} 查杀 {len(shown.originals)} 份，未发现病毒。")


def no_foreign_files(shown: Exhibit, _: PropertyTable) -> Finding:
    """Does the package hold nothing but what belongs to it?"""
    if shown.package is None:
        return not_applicable("本次检测没有信息包。")
    faults = [what for code, what in shown.package if code in ("extra", "link")]
    return failed(f"信息包内有多余文件：{named(faults)}。") if faults else passed("信息包内没有多余文件。")


def carrier(shown: Exhibit, _: PropertyTable) -> Finding:  # noqa: ARG001  the shape that all checks have
    """Is the carrier sound? Only a person can say."""
    return not_applicable("存储载体的外观与读取速度由人工登记。")


def controlled_process(shown: Exhibit, _: PropertyTable) -> Finding:
    """Is everything that was done recorded, and recorded by whom?"""
    around = shown.surroundings
    nameless = sum(not event.actor for event in shown.events)
    faults = [fault for fault in (around.journal, around.officers) if fault]
    if nameless:
        faults.append(f"{nameless} 条过程记录没有责任人")
    return (
        failed(f"过程失控：{named(faults)}。")
        if faults
        else passed("操作日志链条完整，过程记录均有责任人，没有人兼任三员中的两员。")
    )


#: Every check by the name that the table calls it.
CHECKS: Mapping[str, Check] = {
    check.__name__: check
    for check in (
        first.fixity, first.metadata_shape, first.code_lists, first.plausible_values, first.forbidden_signs,
        first.reference_code_form, first.no_duplicates, first.electronic_properties, first.linked_content,
        first.description_form, first.package_form, first.package_identical, first.counts_as_declared,
        first.bytes_as_declared, first.mandatory_elements, first.process_information, first.running_numbers,
        first.content_present, first.attachments_present, first.filing_scope, metadata_readable, findable,
        allowed_format, opens, lasting_format, environment_recorded, not_locked, restorable, scanner_present,
        no_malware, no_foreign_files, carrier, controlled_process,
    )
}  # fmt: skip
