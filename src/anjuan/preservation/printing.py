"""Setting pages as PDF with Typst, in whatever Chinese font the machine has."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import importlib.util
import json
from pathlib import Path
from typing import Any

import typst

from anjuan.preservation.faults import CopyFailedError, NoFontError

#: A package of fonts under the SIL Open Font License that may be installed beside this program.
_PACKAGE = "pylopdf_fonts_zh_cn"
#: Families with simplified Chinese, those with the widest range of characters first.
_FAMILIES = (
    "Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC", "Noto Sans CJK SC", "Source Han Sans SC",
    "Noto Sans SC", "Songti SC", "SimSun", "PingFang SC", "Microsoft YaHei", "AR PL UMing CN", "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei", "Droid Sans Fallback",
)  # fmt: skip

_REGULAR = 400


@functools.cache
def _fonts() -> typst.Fonts:
    spec = importlib.util.find_spec(_PACKAGE)
    folders = [Path(place) for place in (spec.submodule_search_locations or [])] if spec else []
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True, font_paths=folders)


@functools.cache
def chinese_families() -> tuple[str, ...]:
    """Return the families with Chinese characters that are on this machine, the best first; empty when none is."""
    there = set(_fonts().families())
    return tuple(name for name in _FAMILIES if name in there)


@dataclasses.dataclass(frozen=True, slots=True)
class Face:
    """A font file and the number of the face in it."""

    path: str
    index: int


@functools.cache
def chinese_face() -> Face | None:
    """Return the upright face of the best family with Chinese characters, or None when there is none."""
    known = [font for font in _fonts().fonts() if font.path and font.style == "normal"]
    for family in chinese_families():
        faces = [font for font in known if font.family == family]
        if faces:
            best = min(faces, key=lambda font: abs(font.weight - _REGULAR))
            return Face(str(best.path), best.index)
    return None


def print_pdf(template: str, values: dict[str, Any], now: dt.datetime) -> bytes:
    """Return a PDF/A-2b file set from a template with some values.

    Args:
        template: Typst source; finds the values as the dictionary ``given``.
        values: Plain JSON values; ``fonts`` is added.
        now: The moment that stands in the file as its making.

    Raises:
        NoFontError: No font with Chinese characters is on this machine.
        CopyFailedError: The page could not be set.

    """
    families = chinese_families()
    if not families:
        raise NoFontError(
            "No font with Chinese characters was found on this machine.",
            why="The page would show empty boxes.",
            remedy="Install Noto CJK (fonts-noto-cjk) or run `pip install pylopdf-fonts-zh-cn`.",
        )
    given = json.dumps({**values, "fonts": list(families)}, ensure_ascii=True)
    source = "#let given = json(bytes(sys.inputs.given))\n" + template
    compiler = typst.Compiler(source.encode(), font_paths=_fonts(), sys_inputs={"given": given})
    try:
        made = compiler.compile(format="pdf", pdf_standards="a-2b", timestamp=int(now.timestamp()))
    except typst.TypstError as error:
        raise CopyFailedError(
            f"The pages could not be set: {error.message}", remedy="Report it with the document it happened with."
        ) from error
    if not isinstance(made, bytes):
        raise CopyFailedError("The pages could not be set: nothing came of it.")
    return made
