"""Sentences about workbooks that a person loads, in the words of the pages: what changes, which cell is wrong."""

from __future__ import annotations

import re

from django.utils.translation import get_language

from anjuan.web.sentences import Spoken, known

KNOWN = (
    known(r"(?P<what>.+): new, row (?P<row>\d+|None)", "新增 %(what)s（第 %(row)s 行）"),
    known(r"(?P<what>.+): asked for no more", "不再要求 %(what)s"),
    known(r"(?P<what>.+): new kind", "新增种类 %(what)s"),
    known(r"(?P<what>.+): is called (?P<name>.+)", "%(what)s 改称 %(name)s"),
    known(r"(?P<what>.+): title (?P<name>.+)", "%(what)s 增加标题 %(name)s"),
    known(r"(?P<what>.+): form number (?P<name>.+)", "%(what)s 增加表单编号 %(name)s"),
    known(r"(?P<what>.+): label (?P<name>.+)", "字段 %(what)s 增加标签 %(name)s"),
    known(r"This code stands twice\.", "这个代码出现了两次。"),
    known(r"Keep one of the two rows\.", "两行只留一行。"),
    known(r"This column stands twice\.", "这一列出现了两次。"),
    known(r"Remove one of the two\.", "删去其中一列。"),
    known(r"The sheet has no row under its headers\.", "表头下面没有内容。"),
    known(r"List the papers there\.", "请在表头下逐行列出文件。"),
    known(r"List the forms there\.", "请在表头下逐行列出表单。"),
    known(
        r"No row holds the headers 代码 and 名称 and at least one audit type\.",
        "没有一行同时含有表头“代码”“名称”和至少一种审核类型。",
    ),
    known(r"Use (?:at least )?the headers (?P<what>.+)\.", "请使用表头：%(what)s。"),
    known(r"No row among the first ten holds the headers of this table\.", "前十行中没有本表的表头。"),
    known(r"This is no code of a (?:paper|kind)\.", "这不是文件种类的代码。"),
    known(
        r"Write a code such as B05, or one of your own such as Z01\.",
        "请写 B05 这样的代码，或自编的 Z01 这样的代码。",
    ),
    known(r"The name is empty\.", "名称为空。"),
    known(r"Write what the paper is called\.", "请写文件的名称。"),
    known(r"There is no such condition\.", "没有这个条件。"),
    known(r"Use one of: (?P<what>.+)\.", "可用的有：%(what)s。"),
    known(r"The paper depends on a condition, and the row names none\.", "这份文件视条件而定，但本行没有写条件。"),
    known(r"Name the condition in the column 条件\.", "请在“条件”列写明。"),
    known(r"This is no demand\.", "看不懂这个要求。"),
    known(r"Write 必备, 提示, 条件, C:nc, or leave the cell empty\.", "请写“必备”“提示”“条件”或 C:nc，或留空。"),
    known(
        r"The table of kinds has no such code, and the row gives it no name\.",
        "种类表中没有这个代码，本行也没有给出名称。",
    ),
    known(
        r"Use a code of the table, or write what the new kind is called in the column 种类名称\.",
        "请改用种类表中的代码，或在“种类名称”列写明新种类的名称。",
    ),
    known(r"This is no stage of an audit\.", "这不是审核阶段。"),
    known(r"Write 1 or 2, or leave the cell empty\.", "请写 1 或 2，或留空。"),
    known(r"The title '(?P<what>.+)' is too short to be told\.", "标题“%(what)s”太短，无法辨认。"),
    known(r"Write it in full\.", "请写全。"),
    known(
        r"The form number '(?P<what>.+)' has fewer than (?P<n>\d+) letters and digits\.",
        "表单编号“%(what)s”的字母和数字不足 %(n)s 个。",
    ),
    known(r"Write the number as the form bears it\.", "请照表单上的编号写。"),
    known(
        r"(?P<what>.+) stands in row (?P<row>\d+) for (?P<kind>\w+) already\.",
        "%(what)s 已在第 %(row)s 行用于 %(kind)s。",
    ),
    known(r"Keep it in one of the two rows\.", "两行只留一处。"),
    known(r"The label is empty or one sign long\.", "标签为空或只有一个字。"),
    known(r"There is no such field\.", "没有这个字段。"),
    known(r"There is no kind (?P<what>.+)\.", "没有种类 %(what)s。"),
    known(r"Write codes such as B05 or B, or leave the cell empty\.", "请写 B05 或 B 这样的代码，或留空。"),
    known(r"This cell holds a formula, of which only its result could be used\.", "单元格里是公式，只能使用它的结果。"),
    known(r"Copy the cell and paste its value\.", "请复制单元格后只粘贴数值。"),
    known(r"This cell holds an error\.", "单元格里是错误值。"),
    known(r"Write what is meant\.", "请写明实际内容。"),
)
#: A row that changed: code and name, then each column with what it was and is.
_CHANGED = re.compile(r"(?P<what>.+): (?P<changes>.+ → .+), row (?P<row>\d+|None)")
_COLUMNS: dict[str, str] = {
    "name": "名称", "IN1": "初审一阶段", "IN2": "初审二阶段", "SV": "监督", "RC": "再认证",
    "SP": "特殊审核", "TR": "转换", "marks": "签章要求",
}  # fmt: skip
_VALUES: dict[str, str] = {"R": "必备", "W": "提示", "-": "不要求"}


def table_said(sentence: str) -> Spoken:
    """Return a sentence about a workbook in the words of the pages; in English as the rooms wrote it."""
    if get_language() == "en":
        return Spoken(sentence, is_ours=True)
    changed = _CHANGED.fullmatch(sentence)
    if changed:
        told = "；".join(_change(part) for part in changed["changes"].split(", "))
        row = "" if changed["row"] == "None" else f"（第 {changed['row']} 行）"
        return Spoken(f"{changed['what']}：{told}{row}", is_ours=True)
    for pattern, text in KNOWN:
        found = pattern.fullmatch(sentence)
        if found:
            return Spoken(str(text) % found.groupdict() if found.groupdict() else str(text), is_ours=True)
    return Spoken(sentence, is_ours=False)


def _change(part: str) -> str:
    column, _blank, values = part.partition(" ")
    was, _arrow, now = values.partition(" → ")
    return f"{_COLUMNS.get(column, column)} {_VALUES.get(was, was)} → {_VALUES.get(now, now)}"
