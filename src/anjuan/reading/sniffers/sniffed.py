"""The answer of the gate: a media type and what else the bytes say."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True, slots=True)
class Sniffed:
    """What a file is, by its bytes.

    Attributes:
        media_type: One of :mod:`anjuan.reading.media`.
        detail: What else the bytes say, such as ``BIFF4``, ``encrypted``, ``gb18030`` or ``broken``; else empty.

    """

    media_type: str
    detail: str = ""
