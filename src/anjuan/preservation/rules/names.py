"""Names of files that every system takes, and that a person still recognises."""

from __future__ import annotations

import re
import unicodedata

#: What some system refuses in a name, and the full-width sign of the same look.
_WIDE = str.maketrans('<>:"/\\|?*%', "＜＞：＂／＼｜？＊％")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")
_LONGEST_BYTES = 150
_LONGEST_EXTENSION = 10


def safe_name(name: str, number: int) -> str:
    """Return a file name made of a running number and what is left of a name, at most 160 bytes in UTF-8.

    Two names of one folder never clash, because their numbers differ.
    """
    cleaned = unicodedata.normalize("NFC", _UNSEEN.sub("", name)).translate(_WIDE)
    cleaned = re.sub(r"\s+", " ", cleaned).strip(" .")
    stem, dot, extension = cleaned.rpartition(".")
    if not dot or not stem or len(extension) > _LONGEST_EXTENSION:
        stem, extension = cleaned, ""
    end = f".{extension}" if extension else ""
    room = _LONGEST_BYTES - len(end.encode())
    stem = stem.encode()[:room].decode(errors="ignore").strip(" .") or "file"
    return f"{number:04d} {stem}{end}"
