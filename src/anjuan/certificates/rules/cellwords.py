"""What is wrong with a cell, in a sentence that names sheet, row, column, value and rule."""

from __future__ import annotations

from collections.abc import Mapping

from anjuan.certificates.rules.reporting import CellFault

_ZH: Mapping[str, str] = {
    "required": "为必填项", "trimmed": "首尾有空格或含不可见字符", "most": "超过 {detail} 个字",
    "code_plain": "代码须大写且无空格，应为 {detail}", "code_known": "不在代码表内，可填 {detail}",
    "pattern": "格式不符合 {detail}", "codes_parted": "多个代码须用全角分号“{detail}”分隔",
    "date": "日期须写作 {detail}", "number": "须为非负数字",
    "issued_before_report": "颁证日期不得晚于上报日期 {detail}",
    "sub_within_main": "子证书到期日不得晚于主证书 {detail}",
}  # fmt: skip
_EN: Mapping[str, str] = {
    "required": "must be filled", "trimmed": "has blanks at its ends or invisible signs",
    "most": "is longer than {detail} characters", "code_plain": "must be capitals without blanks: {detail}",
    "code_known": "is not in the list of codes: {detail}", "pattern": "does not look like {detail}",
    "codes_parted": "several codes are parted by the full-width semicolon {detail}",
    "date": "a day is written {detail}", "number": "must be a number that is not negative",
    "issued_before_report": "may not be after the day of the report, {detail}",
    "sub_within_main": "may not be after that of the main certificate, {detail}",
}  # fmt: skip


def cell_said(fault: CellFault, *, english: bool = False) -> str:
    """Return a fault as a sentence."""
    own = (fault.detail_en or fault.detail) if english else fault.detail
    template = (_EN if english else _ZH).get(fault.rule)
    what = template.format(detail=fault.detail) if template else own
    value = fault.value[:60]
    if english:
        return f"Sheet {fault.sheet}, row {fault.row}, column {fault.column}: “{value}” {what} (rule {fault.rule})."
    return f"“{fault.sheet}”第 {fault.row} 行“{fault.column}”：“{value}”{what}（规则 {fault.rule}）。"
