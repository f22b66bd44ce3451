"""Open files packed as one stream: gzip, bzip2, xz, zstd."""

from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from anjuan.reading import media


def _zstd(path: Path) -> Any:  # noqa: ANN401  the library carries no types
    from backports import zstd  # noqa: PLC0415  only for .zst, and absent from Python 3.14 on

    return zstd.open(path)


_OPENERS: dict[str, Callable[[Path], Any]] = {
    media.GZIP: gzip.open,
    media.BZIP2: bz2.open,
    media.XZ: lzma.open,
    media.ZSTD: _zstd,
}

#: The media types that :func:`open_packed` opens.
PACKED_TYPES = tuple(_OPENERS)


def open_packed(path: Path, packing: str) -> BinaryIO:
    """Return the unpacked bytes of a file as a stream.

    Args:
        path: The file.
        packing: The media type of its packing; any other means that it is not packed.

    """
    opener = _OPENERS.get(packing)
    stream: BinaryIO = opener(path) if opener else path.open("rb")
    return stream
