"""Runs of words in files whose form is not known: the last resort, and said to be one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anjuan.reading.blocks import Paragraph

_WIDE = re.compile(rb"(?:[\x20-\x7e\t\r\n]\x00|[\x01-\xff][\x4e-\x9f\x30\xff]|\x00\x4e|[\x18-\x1d\x26]\x20){4,}")
_NARROW = re.compile(rb"(?:[\x20-\x7e\t\r\n]|[\x81-\xfe][\x40-\xfe]){6,}")
_LETTERS = re.compile(r"[A-Za-z\u4e00-\u9fff]")
_LEAST_SHARE = 0.55


def salvaged_paragraphs(data: bytes) -> Iterator[Paragraph]:
    """Yield what reads like text in some bytes, as UTF-16 or in the Chinese code page, whichever gives more."""
    wide = [match.group().decode("utf-16-le", "ignore") for match in _WIDE.finditer(data)]
    narrow = [match.group().decode("gb18030", "ignore") for match in _NARROW.finditer(data)]
    runs = wide if _letters(wide) >= _letters(narrow) else narrow
    for run in runs:
        for line in re.split(r"[\r\n]+", run):
            text = line.strip()
            if len(text) > 1 and len(_LETTERS.findall(text)) >= len(text) * _LEAST_SHARE:
                yield Paragraph(text)


def _letters(runs: list[str]) -> int:
    return sum(len(_LETTERS.findall(run)) for run in runs)
