"""Sentences that the rooms below write in Chinese, said in English: four-property test, reasons of kinds.

Both are kept with what they are about, as they were written. A page in English says those it knows by their
pattern; a name inside a sentence stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_TOLD = (
    (
        r"题名“(?P<a>.*)”表明是(?P<b>.*?)（按(?P<n>\d+)处识读误差校正）。",
        "The title “{a}” tells {b}, mending {n} slips of recognition.",
    ),
    (r"题名“(?P<a>.*)”表明是(?P<b>.*)。", "The title “{a}” tells {b}."),
    (r"表单编号“(?P<a>.*)”在本机构的对照表中是(?P<b>.*)。", "The form number “{a}” is {b} in the body's own table."),
    (r"正文出现“(?P<a>.*)”，常见于(?P<b>.*)。", "The text holds “{a}”, as is common in {b}."),
    (r"行文像(?P<b>.*)（模型把握 (?P<a>.*)）。", "The writing is like {b} (the model is {a} sure)."),
    (r"与人工更正为(?P<b>.*)的文件相似。", "It resembles papers that persons corrected to {b}."),
    (r"文件名“(?P<a>.*)”提示是(?P<b>.*)。", "The file name “{a}” hints at {b}."),
    (r"文件夹名“(?P<a>.*)”提示是(?P<b>.*)。", "The folder name “{a}” hints at {b}."),
    (r"工作表名“(?P<a>.*)”提示是(?P<b>.*)。", "The sheet name “{a}” hints at {b}."),
    (r"一张表兼作(?P<b>.*)。", "One form serves as {b}."),
    (r"卷内没有文件。", "The case has no papers."),
    (
        r"重新读取 (?P<n>\d+) 份原文，SHA-256 与 SM3 均与接收时一致。",
        "{n} originals read again; SHA-256 and SM3 equal those at receipt.",
    ),
    (
        r"(?P<n>\d+) 条著录的题名长度与日期格式符合要求。",
        "Titles and dates of {n} descriptions have the length and form required.",
    ),
    (r"开放标识、保管期限与文件类型均在代码表内。", "Openness, retention and kinds are all within their code lists."),
    (r"(?P<n>\d+) 个日期合理且先后有序。", "{n} dates are plausible and in order."),
    (r"(?P<n>\d+) 个题名与文件名不含禁用字符。", "{n} titles and file names hold no forbidden characters."),
    (r"尚未编制档号。", "No reference code was given yet."),
    (r"档号 (?P<a>\S+) 结构正确。", "The reference code {a} is well formed."),
    (r"档号 (?P<a>\S+) 结构不正确。", "The reference code {a} is not well formed."),
    (r"档号与卷内文件均无重复。", "Neither the reference code nor a paper occurs twice."),
    (r"登记的大小与格式同实际文件一致。", "Recorded sizes and formats equal the files."),
    (r"(?P<n>\d+) 件均可由著录找到原文。", "The description leads to the originals of all {n} papers."),
    (
        r"著录为 1 条案卷级、(?P<n>\d+) 条文件级，栏目齐全。",
        "One description of the case and {n} of papers, with all elements.",
    ),
    (
        r"著录结构不正确：(?P<n>\d+) 条，应为 1 条案卷级与 (?P<m>\d+) 条文件级。",
        "The description has a wrong shape: {n} rows, but it should be one of the case and {m} of papers.",
    ),
    (r"本次检测没有信息包。", "No package belongs to this test."),
    (
        r"信息包结构符合 BagIt（RFC 8493）与本系统的配置。",
        "The package follows BagIt (RFC 8493) and this system's profile.",
    ),
    (r"信息包内各文件摘要与档案库一致。", "The digests in the package equal those of the archive."),
    (r"登记与实有均为 (?P<n>\d+) 件、(?P<m>\d+) 页。", "{n} papers and {m} pages, as recorded."),
    (r"登记 (?P<n>\d+) 字节，实有 (?P<m>\d+) 字节。", "{n} bytes recorded, {m} bytes found."),
    (r"(?P<n>\d+) 条著录的必著项齐全。", "The required elements of {n} descriptions are all there."),
    (r"必著项缺失：(?P<a>.*)。", "Required elements are missing: {a}."),
    (r"(?P<n>\d+) 条过程记录，全卷由信息包导入。", "{n} events; the whole case came from a package."),
    (r"(?P<n>\d+) 条过程记录，各件均有归档记录。", "{n} events; each paper has one of its filing."),
    (r"件号 1 至 (?P<n>\d+) 连续。", "The papers are numbered 1 to {n} without a gap."),
    (r"(?P<n>\d+) 件内容齐全。", "The content of {n} papers is whole."),
    (r"没有带附件或打包的文件。", "No file had attachments or was an archive."),
    (r"(?P<n>\d+) 个附件均已归档。", "All {n} attachments were filed."),
    (r"尚未做齐全性检查。", "Completeness was not checked yet."),
    (r"齐全性检查有 (?P<n>\d+) 项必须处理。", "The check of completeness has {n} points that must be dealt with."),
    (r"齐全性检查没有必须处理的缺项。", "The check of completeness has nothing that must be dealt with."),
    (r"无法读取的页：(?P<a>.*)。", "Pages that cannot be read: {a}."),
    (
        r"(?P<n>\d+) 页的文字与位置均可读取，著录可解析。",
        "Text and places of {n} pages can be read; the description can be parsed.",
    ),
    (r"(?P<n>\d+) 页尚未进入检索。", "{n} pages are not in the search index yet."),
    (r"各页均已进入检索。", "All pages are in the search index."),
    (r"格式不在归档范围：(?P<a>.*)。", "Formats that are not archived: {a}."),
    (r"各文件格式均可归档。", "All formats may be archived."),
    (r"不能打开：(?P<a>.*)。", "Cannot be opened: {a}."),
    (
        r"(?P<n>\d+) 份均可打开，其中 (?P<m>\d+) 份部分内容未能识读。",
        "All {n} can be opened; of {m} a part could not be read.",
    ),
    (r"(?P<n>\d+) 份均可打开。", "All {n} can be opened."),
    (r"宜另存 PDF/A：(?P<a>.*)。", "Better kept as PDF/A besides: {a}."),
    (r"各文件均为长期保存格式。", "All files are in formats for long keeping."),
    (r"没有记录打开文件的软件：(?P<a>.*)。", "The software that opened them is not recorded: {a}."),
    (r"打开文件的软件已记录：(?P<a>.*)。", "The software that opened the files is recorded: {a}."),
    (r"有密码保护：(?P<a>.*)。", "Protected by a password: {a}."),
    (
        r"没有加密文件，信息包不加密、不用专有压缩。",
        "No file is encrypted; packages are neither encrypted nor packed in a proprietary way.",
    ),
    (r"备份：尚无备份。", "Backup: none yet."),
    (r"备份：最近一次为 (?P<a>.*)，缺 (?P<n>\d+) 份原文。", "Backup: the last one of {a} lacks {n} originals."),
    (r"已安装 (?P<a>.*)。", "{a} is installed."),
    (
        r"警告：没有配置病毒查杀软件(?:，未查杀)?(?:（no scanner configured）)?。",
        "Warning: no virus scanner is configured.",
    ),
    (r"查杀结果：(?P<a>.*)。", "Found by the scanner: {a}."),
    (r"(?P<a>.*) 查杀 (?P<n>\d+) 份，未发现病毒。", "{a} scanned {n} files and found nothing."),
    (r"信息包内有多余文件：(?P<a>.*)。", "The package holds files that do not belong to it: {a}."),
    (r"信息包内没有多余文件。", "The package holds nothing that does not belong to it."),
    (r"存储载体的外观与读取速度由人工登记。", "Look and reading speed of the carrier are recorded by persons."),
    (r"过程失控：(?P<a>.*)。", "The process is out of control: {a}."),
    (
        r"操作日志链条完整，过程记录均有责任人，没有人兼任三员中的两员。",
        "The chain of the journal is whole, every event names who did it, and nobody holds two officer roles.",
    ),
    (r"数量不符：(?P<a>.*)。", "The numbers differ: {a}."),
    (r"摘要不符或无法读取：(?P<a>.*)。", "Digests differ or cannot be read: {a}."),
    (r"元数据长度或格式不符：(?P<a>.*)。", "Length or form of the description is wrong: {a}."),
    (r"取值不在代码表内：(?P<a>.*)。", "Values outside of their code lists: {a}."),
    (r"日期不合理：(?P<a>.*)。", "Dates that cannot be: {a}."),
    (r"含控制字符、替换符或专用区字符：(?P<a>.*)。", "Control, replacement or private characters: {a}."),
    (r"有重复：(?P<a>.*)。", "Doubled: {a}."),
    (r"电子属性与实际文件不符：(?P<a>.*)。", "Recorded properties differ from the files: {a}."),
    (r"著录找不到原文：(?P<a>.*)。", "The description does not lead to the original: {a}."),
    (r"信息包结构不符：(?P<a>.*)。", "The package has a wrong shape: {a}."),
    (r"信息包与档案库不一致：(?P<a>.*)。", "Package and archive differ: {a}."),
    (r"没有归档过程记录：(?P<a>.*)。", "No event of filing: {a}."),
    (r"件号缺：(?P<a>.*)。", "Numbers of papers are missing: {a}."),
    (r"内容缺失或未读完：(?P<a>.*)。", "Content is missing or not read to the end: {a}."),
    (r"附件未能归档：(?P<a>.*)。", "Attachments could not be filed: {a}."),
)
_KNOWN = tuple((re.compile(pattern, re.DOTALL), text) for pattern, text in _TOLD)
#: Before a reason that speaks against a kind.
_AGAINST = "不一致："
#: Pieces that stand inside of the sentences above.
_PIECES = (
    (re.compile(r"(\d+) 个文件尚未处理完"), r"\1 files are not dealt with yet"),
    (re.compile(r"登记 (\d+) 件，实有 (\d+) 件"), r"\1 papers recorded, \2 found"),
    (re.compile(r"登记 (\d+) 页，实有 (\d+) 页"), r"\1 pages recorded, \2 found"),
    (re.compile(r"第 (\d+) 件"), r"paper \1 "),
    (re.compile(r"（(\d+) 条）"), r" (\1)"),
    (re.compile(r"、"), ", "),
    (re.compile(r"(\d+) 条过程记录没有责任人"), r"\1 events name nobody"),
    (re.compile(r" 等 (\d+) 项"), r" and others, \1 in all"),
    (re.compile(r"保管期限"), "retention"),
    (re.compile(r"责任者"), "creator"),
    (re.compile(r"档号"), "reference code"),
    (re.compile(r"日期"), "date"),
    (re.compile(r"题名"), "title"),
)

#: What the groups of the four-property test are called in English.
GROUPS = {"真实性": "Authenticity", "完整性": "Integrity", "可用性": "Usability", "安全性": "Security"}


def in_english(sentence: str, names: Mapping[str, str]) -> str:
    """Return a Chinese sentence of the rooms below in English when it is known, else nothing.

    Args:
        sentence: The sentence.
        names: English names of kinds by their Chinese ones.

    """
    if sentence.startswith(_AGAINST):
        rest = in_english(sentence.removeprefix(_AGAINST), names)
        return f"Against it: {rest}" if rest else ""
    for pattern, text in _KNOWN:
        found = pattern.fullmatch(sentence)
        if found:
            return text.format(**{key: names.get(value) or _pieces(value) for key, value in found.groupdict().items()})
    return ""


def _pieces(text: str) -> str:
    for pattern, english in _PIECES:
        text = pattern.sub(english, text)
    return text
