"""What the reading process says to its parent, as bytes that cannot do harm.

The parent must not trust a process that chews foreign bytes. A plain pickle could run code in the
parent, so only the dataclasses of :mod:`anjuan.reading.pages` are accepted, by name.
"""

from __future__ import annotations

import io
import pickle
from typing import Any

from anjuan.kit.errors import AnjuanError
from anjuan.reading import errors, pages
from anjuan.reading.errors import ReaderCrashedError, ReadError

#: More than any page; a frame beyond it is a fault of the reading process.
LARGEST_FRAME_BYTES = 256 << 20

READY = "ready"
EVENT = "event"
FAILED = "failed"
ENDED = "ended"

_PAGE_TYPES = frozenset(
    {"Box", "Cell", "Line", "Member", "Notice", "Opened", "Page", "Role", "Seal", "Table", "TextSource"}
)
_ERRORS: dict[str, type[ReadError]] = {
    name: kind for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, ReadError)
}


class _Unpickler(pickle.Unpickler):
    """Builds dataclasses of pages and nothing else."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401  the interface of pickle
        if module == pages.__name__ and name in _PAGE_TYPES:
            return getattr(pages, name)
        raise pickle.UnpicklingError(f"{module}.{name} is not expected from a reading process")


def pack(kind: str, content: object = None) -> bytes:
    """Return one frame."""
    return pickle.dumps((kind, content), protocol=pickle.HIGHEST_PROTOCOL)


def pack_error(error: AnjuanError) -> bytes:
    """Return the frame of a failure: the name of its class and its three sentences."""
    return pack(FAILED, (type(error).__name__, error.what, error.why, error.remedy))


def unpack(frame: bytes) -> tuple[str, Any]:
    """Return the kind and the content of one frame.

    Raises:
        ReaderCrashedError: The bytes are no frame.

    """
    try:
        kind, content = _Unpickler(io.BytesIO(frame)).load()
    except Exception as fault:
        raise ReaderCrashedError(
            f"The process that reads files said something that is no answer ({type(fault).__name__}).",
            why="Its memory was probably damaged by the file it was reading.",
            remedy="The file is kept; read it again, and report it if it happens again.",
        ) from fault
    return kind, content


def rebuild_error(content: tuple[str, str, str, str]) -> ReadError:
    """Return the failure that a reading process met."""
    name, what, why, remedy = content
    return _ERRORS.get(name, ReadError)(what, why=why, remedy=remedy)
