"""What the archive writes of pages and papers that persons turned, marked, named and moved, in words of the pages."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_TURNED: dict[str, str | Promise] = {
    "0": _("不旋转"),
    "90": _("右转90度"),
    "180": _("旋转180度"),
    "270": _("左转90度"),
}
_MARKED: dict[str, str | Promise] = {
    "none": _("无标记"),
    "blank": _("标记为空白页"),
    "foreign": _("标记为他卷页"),
    "duplicate": _("标记为重复页"),
}


class _Joined:
    """Two words with the pages before them, joined when they are shown."""

    def __init__(self, turn: str | Promise, mark: str | Promise) -> None:
        self._parts = (turn, mark)

    def __str__(self) -> str:
        turn, mark = self._parts
        return str(_("第 %(pages)s 页：")) + f"{turn}；{mark}"


def _cares() -> Iterator[tuple[str, str | Promise]]:
    for turn, turned in _TURNED.items():
        for mark, marked in _MARKED.items():
            pattern = rf"pages (?P<pages>[\d, ]+): turned by {turn} degrees, marked {mark}"
            yield pattern, _Joined(turned, marked)  # type: ignore[misc]  # it is made a text when it is shown


#: Sentences by their pattern, with the words for them.
PAGES: tuple[tuple[str, str | Promise], ...] = (
    *_cares(),
    (r"page (?P<n>\d+) was read again as it was turned", _("第 %(n)s 页旋转后重新识读")),
    (r"title: (?P<before>.*) → (?P<after>.*)", _("题名：%(before)s → %(after)s")),
    (r"(?P<n>\d+) papers were put in order", _("%(n)s 件文件重新排序")),
    (r"moved: (?P<before>\S+) → (?P<after>\S+)", _("由 %(before)s 移至 %(after)s")),
    (r"moved: (?P<before>\S+) → (?P<after>\S+) (?P<title>.+)", _("%(title)s：由 %(before)s 移至 %(after)s")),
    (r"Page (?P<n>\d+) was marked as blank\.", _("第 %(n)s 页已标记为空白页。")),
    (r"Page (?P<n>\d+) was marked as belonging to another file\.", _("第 %(n)s 页已标记为他卷页。")),
    (r"Page (?P<n>\d+) was marked as here twice\.", _("第 %(n)s 页已标记为重复页。")),
)
