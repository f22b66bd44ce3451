"""Chinese fonts on this machine: what pictures are drawn with and what a PDF can embed."""

from __future__ import annotations

import dataclasses
import functools
import importlib.util
import os
import sys
from pathlib import Path

from PIL import ImageFont

PACKAGE = "pylopdf_fonts_zh_cn"
"""A package that carries Noto Sans SC and Noto Serif SC (SIL Open Font License 1.1) and nothing else."""


@dataclasses.dataclass(frozen=True, slots=True)
class Face:
    """A font file and the number of the face in it; truetype says whether its outlines can be embedded."""

    path: Path
    index: int
    truetype: bool


# File name, index of the simplified Chinese face, TrueType outlines, in order of liking for each role.
_KNOWN: dict[str, tuple[tuple[str, int, bool], ...]] = {
    "song": (
        ("NotoSerifCJK-Regular.ttc", 2, False),
        ("NotoSerifCJKsc-Regular.otf", 0, False),
        ("SourceHanSerifSC-Regular.otf", 0, False),
        ("NotoSerifSC-Regular.otf", 0, False),
        ("uming.ttc", 0, True),
    ),
    "hei": (
        ("NotoSansCJK-Regular.ttc", 2, False),
        ("NotoSansCJKsc-Regular.otf", 0, False),
        ("SourceHanSansSC-Regular.otf", 0, False),
        ("NotoSansSC-Regular.otf", 0, False),
        ("wqy-zenhei.ttc", 0, True),
        ("wqy-microhei.ttc", 0, True),
        ("DroidSansFallbackFull.ttf", 0, True),
    ),
    "hei_bold": (
        ("NotoSansCJK-Bold.ttc", 2, False),
        ("NotoSansCJKsc-Bold.otf", 0, False),
        ("SourceHanSansSC-Bold.otf", 0, False),
    ),
    "kai": (("ukai.ttc", 0, True), ("LXGWWenKai-Regular.ttf", 0, True), ("LXGWWenKaiGB-Regular.ttf", 0, True)),
}
_STAND_IN = {"song": ("hei",), "hei": ("song",), "hei_bold": ("hei", "song"), "kai": ("song", "hei")}


def _folders() -> list[Path]:
    home = Path.home()
    places = [
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        home / ".fonts",
        home / ".local/share/fonts",
        home / "Library/Fonts",
        Path("/Library/Fonts"),
    ]
    if sys.platform == "win32":
        places.append(Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts")
    spec = importlib.util.find_spec(PACKAGE)
    if spec and spec.submodule_search_locations:
        places.extend(Path(place) for place in spec.submodule_search_locations)
    return [place for place in places if place.is_dir()]


@functools.lru_cache(maxsize=1)
def _files() -> dict[str, Path]:
    wanted = {name for faces in _KNOWN.values() for name, _, _ in faces}
    found: dict[str, Path] = {}
    for folder in _folders():
        for path in sorted(folder.rglob("*")):
            if path.name in wanted:
                found.setdefault(path.name, path)
    return found


def _first(role: str, *, truetype: bool) -> Face | None:
    files = _files()
    for name, index, outlines in _KNOWN[role]:
        if name in files and (outlines or not truetype):
            return Face(files[name], index, outlines)
    return None


@functools.lru_cache(maxsize=16)
def face(role: str, *, truetype: bool = False) -> Face | None:
    """Return the face for a role (song, hei, hei_bold, kai), a stand-in, or None when there is none.

    Args:
        role: The role.
        truetype: Whether only faces count whose outlines a PDF can embed.

    """
    for name in (role, *_STAND_IN[role]):
        found = _first(name, truetype=truetype)
        if found:
            return found
    return None


def can_draw() -> bool:
    """Return whether pictures with Chinese text can be drawn on this machine."""
    return face("song") is not None


@functools.lru_cache(maxsize=128)
def drawn(role: str, pixels: int) -> ImageFont.FreeTypeFont:
    """Return the font of a role at a height in pixels.

    Raises:
        LookupError: No font with Chinese characters was found; ask :func:`can_draw` first.

    """
    found = face(role)
    if found is None:
        raise LookupError(role)
    return ImageFont.truetype(str(found.path), pixels, index=found.index)
