"""What stands before the publication of a work, and why an option stands in a question, in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

POINTS: Mapping[str, str | Promise] = {
    "agree": _("仅涉及一家组织，须由发布人同意以概括形式发布"),
    "empty": _("没有任何内容"),
    "unread": _("页面没有识别出文字，无法检查"),
    "unlooked": _("尚未有人确认图片不涉及身份"),
    "seal": _("印章没有遮盖"),
    "gone": _("页面已不可用"),
    "reference": _("引用的案例未发布，或首次未确认"),
}
REASONS: Mapping[str, str | Promise] = {
    "right": _("正确"),
    "confused": _("曾被误判"),
    "sibling": _("同一章节的相邻条款"),
    "alike": _("相近事实的条款"),
    "grade": _("其他严重程度"),
}
SORTS: Mapping[str, str | Promise] = {
    "family": _("认证类别"),
    "field": _("认证领域"),
    "standard": _("认证依据"),
    "code": _("专业代码"),
}
FAMILIES: Mapping[str, str | Promise] = {
    "system": _("管理体系认证"),
    "product": _("产品认证"),
    "service": _("服务认证"),
}
FIRST_STATES: Mapping[str, str | Promise] = {
    "proposed": _("待确认"),
    "confirmed": _("已确认"),
    "rejected": _("已否决"),
    "superseded": _("已有更早的案卷"),
}
ASKS: Mapping[str, str | Promise] = {
    "clause": _("该事实不符合哪一条款？"),
    "grade": _("该不符合应判为何种严重程度？"),
}
CHANGES: Mapping[str, str | Promise] = {"new": _("新增"), "gone": _("删去"), "changed": _("改动")}
EXHIBITS: Mapping[str, str | Promise] = {
    "page": _("页面图片"),
    "story": _("案例"),
    "first": _("首次"),
    "text": _("文字"),
}
