"""What the pages of figures, of the graph and of questions call things."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anjuan.mining.rules.counting import DIMENSIONS
from anjuan.web.lists.case_columns import province
from anjuan.web.templatetags.anjuan import facet_said

#: The views of the figures in the order of their tabs.
VIEWS: dict[str, str | Promise] = {
    "clause": gettext_lazy("按条款"),
    "code": gettext_lazy("按专业代码"),
    "field": gettext_lazy("按认证领域"),
    "province": gettext_lazy("按地区"),
    "audit_type": gettext_lazy("按审核类型"),
    "quarter": gettext_lazy("按季度"),
    "change": gettext_lazy("变化趋势"),
    "pairs": gettext_lazy("同时出现"),
}
HEADS: dict[str, str | Promise] = {
    "clause": gettext_lazy("条款"),
    "code": gettext_lazy("专业代码"),
    "field": gettext_lazy("认证领域"),
    "province": gettext_lazy("地区"),
    "audit_type": gettext_lazy("审核类型"),
    "quarter": gettext_lazy("季度"),
}
GRADES: dict[str, str | Promise] = {
    "major": gettext_lazy("严重不符合"),
    "minor": gettext_lazy("一般不符合"),
    "observation": gettext_lazy("观察项"),
}
NODES: dict[str, str | Promise] = {
    "organisation": gettext_lazy("组织"),
    "code": gettext_lazy("专业代码"),
    "process": gettext_lazy("过程"),
    "finding": gettext_lazy("不符合"),
    "clause": gettext_lazy("条款"),
    "law": gettext_lazy("法规标准"),
    "equipment": gettext_lazy("设备"),
}
REASONS: dict[str, str | Promise] = {
    "no_citation": gettext_lazy("没有注明出处"),
    "unknown_citation": gettext_lazy("出处不存在"),
    "figure": gettext_lazy("数字、日期或条款号与出处不符"),
    "turned": gettext_lazy("否定、限定或前后文与出处不符"),
    "words": gettext_lazy("出处没有这样说"),
    "name": gettext_lazy("名称不在出处中"),
    "stand_in": gettext_lazy("含有不认识的代号"),
    "empty": gettext_lazy("没有内容"),
    "long": gettext_lazy("过长"),
}
PLACES: dict[str, str | Promise] = {
    "few": gettext_lazy("样本不足"),
    "within": gettext_lazy("在随机波动之内"),
    "outside": gettext_lazy("超出 95% 界限"),
    "far": gettext_lazy("超出 99.8% 界限"),
}
_SAID: dict[str, Callable[[str], str]] = {
    "field": lambda key: facet_said(key, "field"),
    "province": province,
    "audit_type": lambda key: facet_said(key, "audit_type"),
}


def value_said(key: str, dimension: str) -> str:
    """Return what a value of a dimension is called; a word for what the papers do not say."""
    if not key:
        return _("未注明")
    return _SAID[dimension](key) if dimension in _SAID else key


def is_dimension(view: str) -> bool:
    """Say whether a view counts by one dimension."""
    return view in DIMENSIONS
