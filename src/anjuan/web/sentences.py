"""Sentences that the rooms below write in English, said in the words of the pages.

The rooms write full English sentences with their values inside. Those that a person meets often are known
here by their pattern; others are shown as they are.
"""

from __future__ import annotations

import dataclasses
import re

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from anjuan.web.cutsentences import SENTENCES as CUTS
from anjuan.web.englishsentences import in_english
from anjuan.web.journalwords import SENTENCES as CUSTODY
from anjuan.web.kindwords import kind_names_english
from anjuan.web.matchsentences import AROUND, SENTENCES
from anjuan.web.pagesentences import PAGES


@dataclasses.dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence for a person, and whether it is in the words of the pages."""

    text: str
    is_ours: bool


def known(pattern: str, text: str | Promise) -> tuple[re.Pattern[str], str | Promise]:
    """Return a pattern of a sentence, ready to be matched, with the words for it."""
    return re.compile(pattern, re.DOTALL), text


_KNOWN = (
    known(r"the end of the certification cycle is not known", _("认证周期截止日期不详")),
    known(r"the end of the certificate's validity is not known", _("证书有效期不详")),
    known(
        r"the end of the certification cycle is known as (?P<text>.*) only", _("认证周期截止日期只知为 %(text)s")
    ),
    known(r"the end of the certificate's validity is known as (?P<text>.*) only", _("证书有效期只知为 %(text)s")),
    known(r"the end of the certificate's validity is no date: (?P<text>.*)", _("证书有效期不是日期：%(text)s")),
    known(r"The query was cut after (?P<n>\d+) characters\.", _("检索式过长，只取前 %(n)s 个字符。")),
    known(
        r"The quote is not closed; it was read to the end as “(?P<text>.*)”\.",
        _("引号没有闭合，已读到末尾：“%(text)s”。"),
    ),
    known(r"The filter “(?P<text>.*)” has no value and was left out\.", _("条件“%(text)s”没有值，已忽略。")),
    known(
        r"“(?P<text>.*)” holds no letter, digit or Chinese character and was left out\.",
        _("“%(text)s”中没有文字或数字，已忽略。"),
    ),
    known(r"A closing bracket had no opening one and was left out\.", _("多出一个右括号，已忽略。")),
    known(r"A bracket is not closed; it was read to the end\.", _("括号没有闭合，已读到末尾。")),
    known(r"Brackets deeper than (?P<n>\d+) were left out\.", _("括号超过 %(n)s 层，更深的已忽略。")),
    known(
        r"(?P<text>AND|OR) has nothing on one of its sides and was left out\.",
        _("%(text)s 的一侧没有内容，已忽略。"),
    ),
    known(r"NOT has nothing behind it and was left out\.", _("NOT 后面没有内容，已忽略。")),
    known(
        r"“(?P<text>.*)” is no number or range for (?P<field>.*) and was left out\.",
        _("“%(text)s”不是%(field)s的数值或范围，已忽略。"),
    ),
    known(
        r"The filter (?P<field>.*) has no value that can be searched and was left out\.",
        _("条件%(field)s没有可检索的值，已忽略。"),
    ),
    known(
        r"More than (?P<n>\d+) pages are similar to “(?P<text>.*)”; only the most similar ones were compared\.",
        _("与“%(text)s”近似的页超过 %(n)s 页，只比较了最近似的部分。"),
    ),
    known(
        r"No page holds these words; the pages listed are described by them\.",
        _("没有一页含有这些词；下列各页在著录信息中含有它们。"),
    ),
    known(r"(?P<n>\d+) files were inside; each stands in this list\.", _("内含 %(n)s 个文件，逐个列在本表中。")),
    known(r"(?P<n>\d+) pages, (?P<inside>\d+) files inside", _("%(n)s 页，内含 %(inside)s 个文件")),
    known(
        r"(?P<n>\d+) bytes, SHA-256 (?P<sha256>\w+), SM3 (?P<sm3>\w+), read back and equal",
        _("%(n)s 字节，已回读一致；SHA-256 %(sha256)s；SM3 %(sm3)s"),
    ),
    known(r"Page (?P<n>\d+) is blank\.", _("第 %(n)s 页是空白页。")),
    known(r"Page (?P<n>\d+) is page (?P<m>\d+) once more\.", _("第 %(n)s 页与第 %(m)s 页重复。")),
    known(r"Page (?P<n>\d+) was scanned upside down\.", _("第 %(n)s 页倒置。")),
    known(r"Page (?P<n>\d+) was scanned lying on its side\.", _("第 %(n)s 页横置。")),
    known(
        r"Between page (?P<n>\d+) and page (?P<m>\d+) the paper lacks its pages? (?P<what>.+)\.",
        _("第 %(n)s 页与第 %(m)s 页之间缺文件的第 %(what)s 页。"),
    ),
    known(
        r"The paper that begins on page (?P<n>\d+) lacks its pages? (?P<what>.+)\.",
        _("从第 %(n)s 页开始的文件缺第 %(what)s 页。"),
    ),
    known(
        r"The paper that ends on page (?P<n>\d+) lacks its pages? (?P<what>.+)\.",
        _("到第 %(n)s 页为止的文件缺第 %(what)s 页。"),
    ),
    known(r"The file begins here\.", _("文件从这里开始。")),
    known(r"The kind (?P<kind>\w+) was given\.", _("种类 %(kind)s 由人工或清单给定。")),
    known(r"the names are the same but for their style", _("名称相同，只是写法不同")),
    known(r"one of the names leaves out its legal form", _("其中一个名称省略了企业形式")),
    known(r"the names are the same, and one leaves out its place", _("名称相同，其中一个省略了地名")),
    known(
        r"the names are the same but for the place they begin with", _("名称除开头的地名外相同")
    ),
    known(r"the names are the same but for their places, which differ", _("名称除地名外相同，而地名不同")),
    known(r"the names differ by characters that look alike: (?P<text>.*)", _("名称只差形近字：%(text)s")),
    known(r"(?P<text>\S+) may be short for the other name", _("“%(text)s”可能是另一名称的简称")),
    known(r"it may have been renamed", _("可能已更名")),
    known(r"(?P<n>\d+) papers?, (?P<m>\d+) remarks?", _("%(n)s 件文件，%(m)s 条提示")),
    known(r"schedule:\s*", _("定期检测，全部通过")),
    known(r"filing:\s*", _("归档检测，全部通过")),
    known(r"export:\s*", _("移交检测，全部通过")),
    known(r"schedule: (?P<what>.+)", _("定期检测，未通过：%(what)s")),
    known(r"filing: (?P<what>.+)", _("归档检测，未通过：%(what)s")),
    known(r"export: (?P<what>.+)", _("移交检测，未通过：%(what)s")),
    known(r"kind: (?P<before>\w*) → (?P<after>\w*)", _("种类：%(before)s → %(after)s")),
    known(r"cut: (?P<before>.*) → (?P<after>.*)", _("切分起始页：%(before)s → %(after)s")),
    *(known(pattern, text) for pattern, text in (*SENTENCES, *CUTS, *CUSTODY)),
    *(known(pattern, text) for pattern, text in PAGES),
    known(r"The batch was cancelled before this file was read\.", _("这一批在识读此文件之前已停止。")),
)  # fmt: skip

_AROUND = tuple(known(pattern, text) for pattern, text in AROUND)


#: A sentence that begins so was written in Chinese.
CHINESE = re.compile(r"^[^A-Za-z]*[\u3400-\u9fff]")


def _of_chinese(sentence: str) -> Spoken | None:
    """Return a sentence that was written in Chinese for the page: in English only where it is known."""
    if get_language() != "en":
        return Spoken(sentence, is_ours=True) if sentence.endswith("。") else None
    english = in_english(sentence, kind_names_english())
    return Spoken(english, is_ours=True) if english else None


def spoken(sentence: str) -> Spoken:
    """Return a sentence in the words of the pages when it is known, else as it is."""
    if CHINESE.search(sentence) and (told := _of_chinese(sentence)):
        return told
    if get_language() == "en":
        return Spoken(sentence, is_ours=True)
    for pattern, text in _KNOWN:
        found = pattern.fullmatch(sentence)
        if found:
            return Spoken(str(text) % found.groupdict() if found.groupdict() else str(text), is_ours=True)
    for pattern, text in _AROUND:
        found = pattern.fullmatch(sentence)
        rest = spoken(found["rest"]) if found else None
        if rest and rest.is_ours:
            return Spoken(str(text) % {"rest": rest.text}, is_ours=True)
    return Spoken(sentence, is_ours=False)
