"""Entry names: decoded from bytes of an unstated encoding, and cleaned to be shown."""

from __future__ import annotations

import dataclasses
import functools
import re
import unicodedata
from collections.abc import Callable, Sequence

import opencc

_LONGEST_PART = 200
_LONGEST_NAME = 900
_DRIVE = re.compile(r"^[A-Za-z]:")
_INVISIBLE = frozenset("\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_LEVEL_ONE_ROWS = range(0xB0, 0xD8)
_LEAST_COMMON_SHARE = 0.5
_PAIR = re.compile(rb"[\xa1-\xfe]{2}")
_CLEARLY_BETTER = 0.2
_JUNK_FOLDERS = ("__macosx/", ".git/", "$recycle.bin/")
_JUNK_NAMES = frozenset({"thumbs.db", "ehthumbs.db", ".ds_store", "desktop.ini", ".localized", "._.ds_store"})


@dataclasses.dataclass(frozen=True, slots=True)
class CleanName:
    """A name as a person should see it.

    Attributes:
        text: Folders and file with ``/`` between them; never empty, absolute or leaving its folder.
        reasons: What had to be changed, as parts of a sentence; empty when nothing.

    """

    text: str
    reasons: tuple[str, ...] = ()


def clean(raw: str) -> CleanName:
    """Return a name that cannot lead anywhere, and what was taken from it."""
    reasons: list[str] = []
    text = "".join(sign for sign in raw if sign not in _INVISIBLE and unicodedata.category(sign) not in ("Cc", "Cs"))
    if text != raw:
        reasons.append("it held control characters")
    text = text.replace("\\", "/")
    if _DRIVE.match(text):
        text = text[2:]
        reasons.append("it named a drive")
    if text.startswith("/"):
        reasons.append("it was an absolute path")
    parts = [part for part in text.split("/") if part not in ("", ".")]
    if ".." in parts:
        parts = [part for part in parts if part != ".."]
        reasons.append("it led out of its folder")
    short = [_shorten(part) for part in parts]
    if short != parts:
        reasons.append("it was too long")
    text = "/".join(short)
    if len(text) > _LONGEST_NAME:
        text = short[-1]
        reasons.append("it was too long")
    return CleanName(text or "unnamed", tuple(dict.fromkeys(reasons)) if text else (*reasons, "it had no name"))


def _shorten(part: str) -> str:
    if len(part) <= _LONGEST_PART:
        return part
    stem, dot, suffix = part.rpartition(".")
    if dot and len(suffix) <= 10:  # noqa: PLR2004  a longer one is no suffix
        return stem[: _LONGEST_PART - len(suffix) - 1] + dot + suffix
    return part[:_LONGEST_PART]


def is_junk(name: str) -> bool:
    """Say whether a cleaned name is a by-product of an operating or office system, without content of its own."""
    lower = name.lower()
    last = lower.rsplit("/", 1)[-1]
    in_junk = any(lower.startswith(folder) or f"/{folder}" in lower for folder in _JUNK_FOLDERS)
    return in_junk or last in _JUNK_NAMES or last.startswith(("~$", ".~lock."))


class NameKeeper:
    """Gives each member of one container a name of its own."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def own(self, name: str) -> str:
        """Return the name, with a number before its suffix when another member has it already."""
        candidate, number = name, 1
        stem, dot, suffix = name.rpartition(".")
        if not dot or "/" in suffix:
            stem, suffix = name, ""
        while candidate.casefold() in self._taken:
            number += 1
            candidate = f"{stem} ({number}){dot if suffix else ''}{suffix}"
        self._taken.add(candidate.casefold())
        return candidate


def encoding_of_names(names: Sequence[bytes]) -> str:
    """Return the encoding that best explains the names of one archive, as Python names it.

    Windows packers in China write GBK without saying so; GBK therefore wins a tie. The measure is the
    share of signs outside ASCII that are among the 3,755 common characters of GB 2312, level 1.
    """
    foreign = [name for name in names if not name.isascii()]
    if not foreign:
        return "ascii"
    if _all_decode(foreign, "utf-8"):
        return "utf-8"
    joined = b"\n".join(foreign)
    chinese, traditional = _common_share(joined, "gb18030"), _common_share(joined, "big5")
    if chinese >= max(_LEAST_COMMON_SHARE, traditional - _CLEARLY_BETTER):
        return "gb18030"
    return "big5" if traditional >= _LEAST_COMMON_SHARE else _western(joined)


def _western(joined: bytes) -> str:
    """Decide between rare Chinese characters and the accented letters of old DOS names, which seldom adjoin."""
    letters = [sign for sign in joined.decode("cp437") if not sign.isascii()]
    chinese = _PAIR.search(joined) is not None or sum(map(str.isalpha, letters)) < _LEAST_COMMON_SHARE * len(letters)
    return "gb18030" if chinese else "cp437"


def _all_decode(names: Sequence[bytes], encoding: str) -> bool:
    try:
        for name in names:
            name.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


@functools.cache
def _simplify() -> Callable[[str], str]:
    converter: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return converter


def _common_share(joined: bytes, encoding: str) -> float:
    """Return the share of common characters among those outside ASCII; -1 when the bytes do not decode."""
    try:
        text = joined.decode(encoding)
        # What GBK calls a traditional character is more often a pair of foreign letters.
        signs = [sign for sign in (text if encoding == "gb18030" else _simplify()(text)) if not sign.isascii()]
    except UnicodeDecodeError:
        return -1.0
    return sum(_is_common(sign) for sign in signs) / len(signs) if signs else -1.0


def _is_common(sign: str) -> bool:
    try:
        return sign.encode("gb2312")[0] in _LEVEL_ONE_ROWS or sign in "，。、《》（）【】—－·：；“”"
    except UnicodeEncodeError:
        return False
