"""Why a paper is said to begin on a page, in the words of the pages: the clues and remarks of ``papers.splitting``."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: Pattern of the English sentence, and what pages say for it.
SENTENCES = (
    (r"The page begins with a title: (?P<text>.*)\.", "本页以题名开头：%(text)s。"),
    (r"The page has no title\.", "本页没有题名。"),
    (r"The title of the paper before stands here again: (?P<text>.*)\.", "前一文件的题名在此重复：%(text)s。"),
    (
        r"The title of the paper before stands here again after its end: (?P<text>.*)\.",
        "前一文件已结束，其题名在此重新出现：%(text)s。",
    ),
    (
        r"The title of the paper before stands here again, for another one: (?P<text>.*)\.",
        "题名与前一文件相同，但属于另一对象：%(text)s。",
    ),
    (
        r"The page begins with the labels with which forms open, though without a title\.",
        "本页虽无题名，但以表单开头的栏目起始。",
    ),
    (r"The heading is none that papers have: (?P<text>.*)\.", "标题不像文件题名：%(text)s。"),
    (r"The form opens as the one before\.", "表单的开头与前一份相同。"),
    (r"The page is in another language\.", "本页换了语言。"),
    (r"A title that papers of a known kind have stands here: (?P<text>.*)\.", "此处是已知种类文件的题名：%(text)s。"),
    (r"The page begins with signatures\.", "本页以签字开头。"),
    (r"The page holds a few words only\.", "本页只有几个字。"),
    (r"The page before is a front page\.", "前一页是封面。"),
    (r"The page before looks like the last of its paper\.", "前一页像是文件的末页。"),
    (r"The page begins with the labels with which forms open\.", "本页以表单开头的栏目起始。"),
    (r"Another form number stands here: (?P<text>.*)\.", "此处是另一个表单编号：%(text)s。"),
    (r"A form number stands here and none before: (?P<text>.*)\.", "此处出现表单编号，前面没有：%(text)s。"),
    (r"The form number (?P<text>.*) of the page before is gone\.", "前一页的表单编号 %(text)s 不再出现。"),
    (r"The form number stays: (?P<text>.*)\.", "表单编号不变：%(text)s。"),
    (r"The running head is another one: (?P<text>.*)\.", "页眉变了：%(text)s。"),
    (r"The running head stays\.", "页眉不变。"),
    (r"The sheet is turned the other way\.", "纸张方向变了。"),
    (r"The sheet has another size\.", "纸张大小变了。"),
    (
        r"The text comes from elsewhere: recognised here, given there\.",
        "文字来源不同：一页为识别所得，另一页自带文字。",
    ),
    (r"The writing has another size\.", "字号变了。"),
    (r"The sheet has another name: (?P<text>.*)\.", "工作表换了名称：%(text)s。"),
    (r"The sheet has the same name\.", "工作表名称相同。"),
    (r"The page before is full\.", "前一页写满。"),
    (r"The page before ends early\.", "前一页没有写满。"),
    (r"The page before ends with a signature, a seal or a date\.", "前一页以签字、盖章或日期结束。"),
    (r"The table of the page before goes on with the same columns\.", "前一页的表格以相同的栏延续。"),
    (r"The page begins in a table\.", "本页以表格开头。"),
    (r"The sentence of the page before runs on\.", "前一页的句子延续到本页。"),
    (r"The headings go on counting\.", "标题编号连续。"),
    (r"The first heading is not the first of a paper\.", "首个标题不是文件的第一个标题。"),
    (r"The page begins with the heading of a chapter\.", "本页以章标题开头。"),
    (r"The headings begin to count anew\.", "标题重新编号。"),
    (r"A blank page stands before\.", "前面是空白页。"),
    (r"The file is no scan\.", "文件不是扫描件。"),
    (r"The page number begins anew\.", "页码重新开始。"),
    (r"The page number does not begin a paper\.", "页码不是文件的起始页码。"),
    (r"The page number goes on\.", "页码连续。"),
    (r"The page number does not go on\.", "页码不连续。"),
    (r"The page number leaves something out\.", "页码有间断。"),
    (r"The page before is the last by its number\.", "按页码，前一页是末页。"),
    (r"By its number the page before is not the last\.", "按页码，前一页不是末页。"),
    (r"The page number is 1\.", "页码为 1。"),
    (r"The page number is not 1\.", "页码不是 1。"),
    (r"A cover sheet lies before the page: (?P<text>.*)\.", "本页之前有分隔页：%(text)s。"),
    (
        r"Page (?P<n>\d+) names another organisation than the rest of the file: (?P<text>.*)\.",
        "第 %(n)s 页所载组织与本文件其余各页不同：%(text)s。",
    ),
    (
        r"Page (?P<n>\d+) names another credit code than the rest of the file: (?P<text>.*)\.",
        "第 %(n)s 页所载信用代码与本文件其余各页不同：%(text)s。",
    ),
    (
        r"Page (?P<n>\d+) names another project than the rest of the file: (?P<text>.*)\.",
        "第 %(n)s 页所载项目与本文件其余各页不同：%(text)s。",
    ),
)

_TITLE, _LABELS, _FORM, _HEAD = _("题名"), _("栏目"), _("表单编号"), _("页眉")
_SHEET, _SIGNED, _TABLE, _HEADING = _("版面"), _("签章"), _("表格"), _("标题")
_NUMBER, _BEFORE, _WRITING = _("页码"), _("前一页"), _("文字")

#: What a clue looks at, by its code.
CLUES: Mapping[str, str | Promise] = {
    **dict.fromkeys(
        ("no-title", "title-repeats", "title-repeats-after-end", "title-repeats-for-other", "title-unworded",
         "title-repeats-unchanged", "title-of-kind"), _TITLE,
    ),
    **dict.fromkeys(("labels-without-title", "opening-labels"), _LABELS),
    **dict.fromkeys(
        ("form-number-changes", "form-number-appears", "form-number-goes", "form-number-stays"), _FORM
    ),
    **dict.fromkeys(("running-head-changes", "running-head-stays"), _HEAD),
    **dict.fromkeys(
        ("sheet-turns", "sheet-size-changes", "sheet-name-changes", "sheet-name-stays", "slight-page", "digital"),
        _SHEET,
    ),
    **dict.fromkeys(("signatures-first", "signed-off"), _SIGNED),
    **dict.fromkeys(("table-goes-on", "table-first"), _TABLE),
    **dict.fromkeys(("heading-follows", "heading-late", "chapter-begins", "heading-restarts"), _HEADING),
    **dict.fromkeys(
        ("number-starts", "number-misfits", "number-follows", "number-breaks", "number-gap", "number-complete",
         "number-unfinished", "plain-number-starts", "plain-number-misfits", "plain-number-follows",
         "plain-number-gap", "plain-number-breaks"), _NUMBER,
    ),
    **dict.fromkeys(("front-page", "no-title-after-end", "page-full", "page-short", "after-blank"), _BEFORE),
    **dict.fromkeys(("language-changes", "source-changes", "writing-changes", "sentence-runs-on"), _WRITING),
}  # fmt: skip
