"""What every page needs to know."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from anjuan import __version__
from anjuan.accounts.selectors.people import role_words
from anjuan.kit.clock import today_in_china
from anjuan.web.language import HTML_LANG
from anjuan.web.lists.habits import habits, saved_views
from anjuan.web.lists.registry import address_of
from anjuan.web.navigation import FILES, READS, groups_for
from anjuan.web.visitor import CLOCK, viewer

#: When the dark colours count, by the person's choice.
THEME_MEDIA = {"dark": "all", "light": "not all", "": "(prefers-color-scheme: dark)"}
THEME_COOKIE = "aj_theme"
FOLD_COOKIE = "aj_folded"
#: So many saved views stand in the navigation; the rest on their lists.
MOST_NAV_VIEWS = 8


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the values of the page frame."""
    user = getattr(request, "user", None)
    known = user is not None and user.is_authenticated
    theme = (user.theme if user is not None and known else "") or request.COOKIES.get(THEME_COOKIE, "")
    theme = theme if theme in THEME_MEDIA else ""
    return {
        "html_lang": HTML_LANG.get(translation.get_language() or "", "zh-Hans"),
        "theme": theme,
        "theme_media": THEME_MEDIA[theme],
        "nav_folded": request.COOKIES.get(FOLD_COOKIE) == "1",
        "body_name": settings.ANJUAN_OPTIONS.body.name,
        "version": __version__,
        "script_words": _script_words(),
        **(_navigation(request) if known else {"nav_groups": ()}),
    }


def _navigation(request: HttpRequest) -> dict[str, Any]:
    views = [view for view in saved_views(request) if view.is_own][:MOST_NAV_VIEWS]
    may_file = viewer(request).may(*FILES)
    return {
        "drop_bytes": settings.ANJUAN_OPTIONS.web.upload_mb << 20 if may_file else 0,
        "nav_groups": groups_for(request, viewer(request)),
        "may_search": any(viewer(request).may(need) for need in READS),
        "person_roles": [name for _key, name in role_words(viewer(request), today_in_china(CLOCK), english=_english())],
        "nav_shut": habits(request).get("nav.folded", "").split(),
        "nav_views": [(view, address_of(view.list, f"{view.query}&view={view.id}".lstrip("&"))) for view in views],
    }


def _english() -> bool:
    return translation.get_language() == "en"


def _script_words() -> dict[str, str]:
    return {
        "everywhere": _("通用"),
        "closes": _("关闭或取消"),
        "copied": _("已复制"),
        "chooseFile": _("选择文件"),
        "noFile": _("未选择文件"),
        "failed": _("操作没有完成，请重试。"),
        "offline": _("连接中断，请检查网络后重试。"),
        "loggedOut": _("登录已过期，请重新登录后再发送。"),
        "tooLarge": _("文件超出大小限制："),
        "notSent": _("未能发送："),
        "waiting": _("连接中断，恢复后自动接着发送"),
    }
