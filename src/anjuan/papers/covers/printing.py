"""Cover sheets as PDF, one page each: a QR code, and the same in Chinese for people."""

from __future__ import annotations

import functools
import importlib.util
import json
from collections.abc import Sequence
from pathlib import Path

import segno
import typst

from anjuan.papers.covers.codes import CoverCode, written
from anjuan.papers.covers.errors import CoverError

#: A package of fonts under the SIL Open Font License that may be installed beside this program.
_PACKAGE = "pylopdf_fonts_zh_cn"
_FAMILIES = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "Noto Serif CJK SC", "Noto Serif SC", "SimSun",
    "SimHei", "Microsoft YaHei", "PingFang SC", "Songti SC", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei",
)  # fmt: skip

_TEMPLATE = """
#let given = json(bytes(sys.inputs.given))
#set document(title: "案卷分隔页", date: none)
#set page(paper: "a4", margin: (x: 2.5cm, y: 3cm))
#set text(font: given.fonts, lang: "zh", region: "cn", size: 14pt, cjk-latin-spacing: none)
#set align(center)
#for (at, sheet) in given.sheets.enumerate() {
  if at > 0 { pagebreak() }
  text(size: 30pt, weight: "bold")[案卷分隔页]
  v(1.2cm)
  image(bytes(sheet.picture), format: "svg", width: 9cm)
  v(1cm)
  text(size: 20pt)[案卷号：#sheet.case]
  linebreak()
  if sheet.kind != "" { text(size: 20pt)[文件种类：#sheet.kind #sheet.name] } else { text(size: 20pt)[仅作分隔] }
  v(1.2cm)
  text(size: 12pt, fill: luma(90))[扫描时请将本页放在该份文件的首页之前，正面与文件同向。本页不归入案卷。]
}
"""


def cover_sheets(codes: Sequence[CoverCode], names: Sequence[str] = ()) -> bytes:
    """Return a PDF with one cover sheet a page.

    Args:
        codes: What each sheet says.
        names: The name of each kind for people, such as ``审核报告``; may be shorter or empty.

    Raises:
        CoverError: There is nothing to print, or no font with Chinese characters is on this machine.

    """
    if not codes:
        raise CoverError("No cover sheet was asked for.", remedy="Name at least one case and kind.")
    fonts = _chinese_families()
    if not fonts:
        raise CoverError(
            "No font with Chinese characters was found on this machine.",
            why="The sheet would show empty boxes.",
            remedy="Install the package fonts-noto-cjk or the Python package pylopdf-fonts-zh-cn.",
        )
    padded = [*names, *[""] * (len(codes) - len(names))]
    sheets = [
        {"case": code.case, "kind": code.kind, "name": name, "picture": _picture(code)}
        for code, name in zip(codes, padded, strict=False)
    ]
    given = json.dumps({"fonts": fonts, "sheets": sheets}, ensure_ascii=False)
    made = typst.compile(_TEMPLATE.encode(), sys_inputs={"given": given}, font_paths=_fonts())
    return bytes(made)


def _picture(code: CoverCode) -> str:
    # High correction: a punched hole or a stamp must not make the sheet unreadable.
    return segno.make(written(code), error="q", micro=False).svg_inline(border=4, light="#fff")


def _chinese_families() -> tuple[str, ...]:
    there = set(_fonts().families())
    return tuple(name for name in _FAMILIES if name in there)


@functools.cache
def _fonts() -> typst.Fonts:
    spec = importlib.util.find_spec(_PACKAGE)
    folders = [Path(place) for place in (spec.submodule_search_locations or [])] if spec else []
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True, font_paths=folders)
