"""Why two organisations may be one, in the words of the pages: the sentences of ``judging.matching``."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

#: Pattern of the English sentence, and what pages say for it.
SENTENCES = (
    (r"the names are the same", _("名称相同")),
    (r"the names are different", _("名称不同")),
    (r"the names are different, and a branch stands in one of them", _("名称不同，且其中一个是分支机构")),
    (r"the branches differ by characters that look alike: (?P<text>.*)", _("分支机构名称只差形近字：%(text)s")),
    (r"they are two branches of one head office: (?P<text>.*)", _("是同一总部的两个分支机构：%(text)s")),
    (r"one is a branch of the other \((?P<text>.*)\)", _("其中一个是另一个的分支机构（%(text)s）")),
    (
        r"one name says 集团 and the other does not; the two are often two companies",
        _("一个名称有“集团”而另一个没有，常为两家公司"),
    ),
    (r"the names differ in their legal form", _("名称只是企业形式不同")),
    (r"the names differ by (?P<text>\S+/\S.*)", _("名称相差：%(text)s")),
    (r"one of the records has no name", _("其中一个没有名称")),
    (r"the name of one is a former name of the other", _("一个的名称是另一个的曾用名")),
    (r"the name of one is a short name of the other", _("一个的名称是另一个的简称")),
    (
        r"both have the credit code (?P<text>\w+), whose check characters are right",
        _("信用代码相同且校验正确：%(text)s"),
    ),
    (r"their credit codes differ, and both are right: (?P<text>.*)", _("信用代码不同且都正确：%(text)s")),
    (r"both have the legal representative (?P<text>.*)", _("法定代表人相同：%(text)s")),
    (r"both have the telephone number (?P<text>.*)", _("电话相同：%(text)s")),
    (r"both have the same address", _("地址相同")),
    (
        r"both have the code (?P<text>\w+), whose check characters are wrong",
        _("信用代码相同但校验有误：%(text)s"),
    ),
    (
        r"their credit codes differ by (?P<n>\d+) character\(s\), and one of them is no right code: (?P<text>.*)",
        _("信用代码相差 %(n)s 位，且其中一个校验有误：%(text)s"),
    ),
    (r"(?P<n>\d+) known records would be the same organisation", _("已登记的组织中有 %(n)s 个都可能是同一组织")),
)
#: Words set before or after another of these sentences: pattern, and how it is said with ``%(rest)s``.
AROUND = (
    (r"but (?P<rest>.*)", _("但%(rest)s")),
    (r"(?P<rest>.*), but name and address lie in different provinces", _("%(rest)s，但名称与地址不在同一省份")),
    (r"(?P<rest>.*) by characters that look alike", _("%(rest)s，只差形近字")),
)
