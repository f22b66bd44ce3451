"""Which document an OLE compound file is."""

from __future__ import annotations

import functools
from pathlib import Path

import olefile

from anjuan.kit.rulefiles import Strict, read_yaml
from anjuan.reading import media
from anjuan.reading.sniffers.sniffed import Sniffed

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class _Kind(Strict):
    streams: tuple[str, ...]
    media_type: str
    detail: str = ""
    starts: str = ""


class _Kinds(Strict):
    kinds: tuple[_Kind, ...]


@functools.cache
def _kinds() -> tuple[_Kind, ...]:
    return _Kinds.model_validate(read_yaml(Path(__file__).parents[1] / "tables" / "compound_kinds.yaml")).kinds


def by_streams(path: Path, head: bytes) -> Sniffed:
    """Return which document a compound file is by the streams inside it."""
    try:
        with olefile.OleFileIO(str(path)) as compound:
            return next(
                (Sniffed(kind.media_type, kind.detail) for kind in _kinds() if _fits(compound, kind)), _unknown()
            )
    except Exception:  # noqa: BLE001  olefile raises whatever a damaged table makes of it
        return _by_names(path, head)


def _unknown() -> Sniffed:
    return Sniffed(media.OLE)


def _fits(compound: olefile.OleFileIO, kind: _Kind) -> bool:
    if not all(compound.exists(stream) for stream in kind.streams):
        return False
    start = bytes.fromhex(kind.starts)
    if not start:
        return True
    with compound.openstream(kind.streams[0]) as stream:
        return bool(stream.read(len(start)) == start)


def _by_names(path: Path, head: bytes) -> Sniffed:
    """Tell a damaged compound file by the stream names that still stand in it, as UTF-16."""
    with path.open("rb") as stream:
        content = head + stream.read(8 << 20)
    for kind in _kinds():
        if not kind.starts and all(_as_entry(stream) in content for stream in kind.streams):
            return Sniffed(kind.media_type, "broken")
    return Sniffed(media.OLE, "broken")


def _as_entry(stream: str) -> bytes:
    return (stream.rsplit("/", 1)[-1] + "\0").encode("utf-16-le")
