"""The recognition engines of this machine.

:func:`default_engine` is what readers use; :func:`available_engines` is what a status page shows.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

from anjuan.kit.errors import UsageError
from anjuan.reading.errors import MissingPartError
from anjuan.reading.protocol import Engine, Recognised
from anjuan.reading.recognition import nets, page, result
from anjuan.reading.recognition.nets import Nets, Precision

CAPABILITIES = frozenset({"upright", "deskew", "seals", "tables", "edges", "confidence"})

_BUILDERS: dict[str, Callable[[], Nets]] = {
    "openvino": nets.openvino_nets,
    "openvino-f32": functools.partial(nets.openvino_nets, Precision.F32),
    "onnxruntime": nets.onnx_nets,
}


class NetEngine:
    """Recognises pictures with the bundled networks, in one thread.

    Attributes:
        name: Models, runtime and number format, such as ``pp-ocrv6-small@3.10.0/openvino/2026.4.1/bf16``.
        capabilities: All that :class:`~anjuan.reading.protocol.Engine` knows.

    """

    def __init__(self, networks: Nets) -> None:
        self._nets = networks
        self.name = f"{nets.model_name()}/{networks.runtime}/{networks.precision}"
        self.capabilities = CAPABILITIES

    def available(self) -> bool:
        """Return True: an engine that could not be built does not exist."""
        return True

    def recognise(self, picture: npt.NDArray[np.uint8], dpi: float) -> Recognised:
        """Return what stands on a picture; see :class:`~anjuan.reading.protocol.Engine`."""
        if picture.size == 0 or page.is_blank(picture):
            return Recognised(())
        with _one_thread():
            upright = page.stand_upright(picture, dpi, self._nets)
            return result.assembled(upright, page.take_apart(upright, self._nets), self._nets)


@dataclasses.dataclass(frozen=True, slots=True)
class EngineState:
    """What is known of one engine on this machine.

    Attributes:
        name: ``openvino`` or ``onnxruntime``.
        available: Whether it can run.
        reason: Why not, as a sentence; empty when it can.
        precision: The number format it computes in; empty when it cannot run.

    """

    name: str
    available: bool
    reason: str = ""
    precision: str = ""


@functools.cache
def default_engine() -> Engine:
    """Return the fastest engine of this machine, built once per process.

    Raises:
        MissingPartError: Neither runtime, or no model, is on this machine.

    """
    try:
        return engine_named("openvino")
    except (MissingPartError, RuntimeError):  # RuntimeError: OpenVINO is there but does not run on this processor
        return engine_named("onnxruntime")


@functools.cache
def engine_named(name: str) -> Engine:
    """Return an engine by name: ``default``, ``openvino``, ``openvino-f32`` or ``onnxruntime``.

    Raises:
        MissingPartError: It is not on this machine.
        UsageError: There is no engine of that name.

    """
    if name == "default":
        return default_engine()
    builder = _BUILDERS.get(name)
    if builder is None:
        raise UsageError(
            f"There is no recognition engine named {name!r}.",
            remedy=f"Choose one of default, {', '.join(_BUILDERS)}.",
        )
    return NetEngine(builder())


def available_engines() -> tuple[EngineState, ...]:
    """Return the state of every engine, the preferred one first. Builds them, which takes about a second."""
    return tuple(_state(name) for name in ("openvino", "onnxruntime"))


def _state(name: str) -> EngineState:
    try:
        built = engine_named(name)
    except MissingPartError as error:
        return EngineState(name, available=False, reason=error.what)
    except RuntimeError as error:
        return EngineState(name, available=False, reason=f"The runtime does not start: {error}.")
    return EngineState(name, available=True, precision=built.name.rpartition("/")[2])


class _one_thread:  # noqa: N801  reads as a statement
    """Keeps OpenCV to one thread while a page is read: processes, not threads, share the cores."""

    def __enter__(self) -> None:
        self._before = cv2.getNumThreads()
        if self._before != 1:
            cv2.setNumThreads(1)

    def __exit__(self, *_: object) -> None:
        if self._before != 1:
            cv2.setNumThreads(self._before)
