"""An engine that repeats stored answers, so that what is built on recognition is tested fast.

The store is a file of JSON lines: ``key`` (SHA-256 of the picture's size and pixels), ``engine``
(who gave the answer) and ``recognised`` (the answer).
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pydantic

from anjuan.kit.errors import ExitCode
from anjuan.reading.errors import ReadError
from anjuan.reading.protocol import Engine, Recognised


class NotRecordedError(ReadError):
    """A stored answer was asked for that is not in the file."""

    code = "READ-022"
    exit_code = ExitCode.NOT_FOUND


class RecordingError(ReadError):
    """A file of stored answers cannot be understood."""

    code = "READ-023"
    exit_code = ExitCode.DAMAGED


def key_of(picture: npt.NDArray[np.uint8]) -> str:
    """Return the key of a picture: equal pixels and size, equal key."""
    digest = hashlib.sha256(repr(picture.shape).encode())
    digest.update(np.ascontiguousarray(picture).tobytes())
    return digest.hexdigest()


class RecordedEngine:
    """Answers from a file; promises what was recorded.

    Attributes:
        name: ``recorded`` and the name of the file.
        capabilities: Those given, by default none: what is stored is not known beforehand.

    """

    def __init__(self, path: Path, capabilities: frozenset[str] = frozenset()) -> None:
        self._path = path
        self._answers = _load(path)
        self.name = f"recorded/{path.stem}"
        self.capabilities = capabilities

    def available(self) -> bool:
        """Return True: the answers are loaded."""
        return True

    def recognise(self, picture: npt.NDArray[np.uint8], dpi: float) -> Recognised:  # noqa: ARG002  the seam has it
        """Return the stored answer for a picture.

        Raises:
            NotRecordedError: The file has no answer for it.

        """
        key = key_of(picture)
        found = self._answers.get(key)
        if found is None:
            height, width = picture.shape[:2]
            raise NotRecordedError(
                f"{self._path.name} has no answer for the picture {key[:12]} of {width} × {height} pixels.",
                why="The recorded engine does not recognise anything itself.",
                remedy="Record the picture with a RecordingEngine, or use the real engine.",
            )
        return found


class RecordingEngine:
    """Passes pictures on to another engine and appends its answers to a file.

    Attributes:
        name: That of the other engine.
        capabilities: Those of the other engine.

    """

    def __init__(self, engine: Engine, path: Path) -> None:
        self._engine = engine
        self._path = path
        self._known = set(_load(path)) if path.exists() else set()
        self.name = engine.name
        self.capabilities = engine.capabilities

    def available(self) -> bool:
        """Say whether the other engine can run."""
        return self._engine.available()

    def recognise(self, picture: npt.NDArray[np.uint8], dpi: float) -> Recognised:
        """Return the other engine's answer, stored once per picture."""
        answer = self._engine.recognise(picture, dpi)
        key = key_of(picture)
        if key not in self._known:
            self._known.add(key)
            row = {"key": key, "engine": self.name, "recognised": dataclasses.asdict(answer)}
            with self._path.open("a", encoding="utf-8") as store:
                store.write(json.dumps(row, ensure_ascii=False) + "\n")
        return answer


@functools.cache
def _shape() -> pydantic.TypeAdapter[Recognised]:
    return pydantic.TypeAdapter(Recognised)


def _load(path: Path) -> dict[str, Recognised]:
    try:
        rows = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise RecordingError(
            f"The file of stored answers {path} cannot be opened: {error.strerror}.",
            remedy="Give the path of a file that a RecordingEngine has written.",
        ) from error
    return dict(_answer(path, number, row) for number, row in enumerate(rows, start=1) if row.strip())


def _answer(path: Path, number: int, row: str) -> tuple[str, Recognised]:
    try:
        content: dict[str, Any] = json.loads(row)
        return str(content["key"]), _shape().validate_python(content["recognised"])
    except (ValueError, KeyError, TypeError) as error:
        raise RecordingError(
            f"Line {number} of {path.name} is no stored answer: {error}.",
            remedy="Remove the line, or record the file again.",
        ) from error
