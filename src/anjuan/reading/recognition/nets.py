"""The two networks of recognition, run by OpenVINO or by ONNX Runtime.

The model files lie inside the installed ``rapidocr`` package and are opened by their path there;
nothing is ever fetched. Importing ``rapidocr`` itself is avoided: it is slow and reads settings.
"""

from __future__ import annotations

import dataclasses
import enum
import importlib.metadata
import importlib.util
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from anjuan.kit.errors import ExitCode
from anjuan.reading.errors import MissingPartError

Tensor = npt.NDArray[np.float32]

_PACKAGE = "rapidocr"
_DETECTOR = "PP-OCRv6_det_small.onnx"
_RECOGNISER = "PP-OCRv6_rec_small.onnx"


class Precision(enum.StrEnum):
    """The number format in which a network is computed."""

    BF16 = "bf16"
    F16 = "f16"
    F32 = "f32"


class EngineMissingError(MissingPartError):
    """No runtime or no model for recognition is on this machine."""

    code = "READ-021"
    exit_code = ExitCode.MISSING_PART


class Net(Protocol):
    """One network: a batch of pictures in, a batch of scores out."""

    def run(self, batch: Tensor) -> Tensor:
        """Return the scores for a batch of shape (1, 3, height, width)."""
        ...


@dataclasses.dataclass(frozen=True)
class Nets:
    """Both networks, ready to run.

    Attributes:
        detector: Finds where text stands.
        recogniser: Reads one line, 48 pixels high.
        alphabet: The sign of every class of the recogniser; class 0 is "nothing" and stands as an empty text.
        runtime: Name and version of what runs them, such as ``openvino/2026.4.1``.
        precision: The number format it chose.

    """

    detector: Net
    recogniser: Net
    alphabet: tuple[str, ...]
    runtime: str
    precision: Precision


def model_folder() -> Path:
    """Return the folder of the model files.

    Raises:
        EngineMissingError: The package is not installed, or one of the two files is not in it.

    """
    spec = importlib.util.find_spec(_PACKAGE)
    places = spec.submodule_search_locations if spec is not None else None
    folder = Path(next(iter(places))) / "models" if places else None
    if folder is None or not all((folder / name).is_file() for name in (_DETECTOR, _RECOGNISER)):
        raise EngineMissingError(
            f"The recognition models {_DETECTOR} and {_RECOGNISER} are not on this machine.",
            why="Scanned pages cannot be read without them.",
            remedy="Install the package rapidocr 3.10 or later, which brings them, and start again.",
        )
    return folder


def model_name() -> str:
    """Return the name of the models with the version of the package that brings them."""
    return f"pp-ocrv6-small@{importlib.metadata.version(_PACKAGE)}"


class _OpenVinoNet:
    def __init__(self, compiled: Any) -> None:  # noqa: ANN401  the library carries no types
        self._request = compiled.create_infer_request()

    def run(self, batch: Tensor) -> Tensor:
        self._request.infer({0: batch}, share_inputs=True, share_outputs=True)
        return np.asarray(self._request.get_output_tensor(0).data)


class _OnnxNet:
    def __init__(self, session: Any) -> None:  # noqa: ANN401  the library carries no types
        self._session = session
        self._name = session.get_inputs()[0].name

    def run(self, batch: Tensor) -> Tensor:
        return np.asarray(self._session.run(None, {self._name: batch})[0])


def openvino_nets(precision: Precision | None = None) -> Nets:
    """Return both networks on OpenVINO.

    One thread, not pinned to a core (two pinned processes would share one core). Without a
    precision the runtime takes the fastest one that the processor computes itself.

    Args:
        precision: The number format to force; None for the runtime's choice.

    Raises:
        EngineMissingError: OpenVINO or the models are missing.

    """
    folder = model_folder()
    try:
        import openvino  # noqa: PLC0415  heavy, and optional: ONNX Runtime stands in for it
    except ImportError as error:
        raise EngineMissingError(
            f"OpenVINO cannot be loaded: {error}.",
            why="It is the fastest way to read scanned pages here.",
            remedy="Install the package openvino; until then ONNX Runtime is used.",
        ) from error
    core = openvino.Core()
    settings: dict[str, Any] = {
        "PERFORMANCE_HINT": "LATENCY",
        "INFERENCE_NUM_THREADS": 1,
        "NUM_STREAMS": 1,
        "ENABLE_CPU_PINNING": False,
    }
    if precision is not None:
        settings["INFERENCE_PRECISION_HINT"] = str(precision)
    detector = core.compile_model(core.read_model(folder / _DETECTOR), "CPU", settings)
    model = core.read_model(folder / _RECOGNISER)
    recogniser = core.compile_model(model, "CPU", settings)
    chosen = recogniser.get_property("INFERENCE_PRECISION_HINT").to_string()
    return Nets(
        detector=_OpenVinoNet(detector),
        recogniser=_OpenVinoNet(recogniser),
        alphabet=_alphabet(model.get_rt_info(["framework", "character"]).astype(str)),
        runtime=f"openvino/{importlib.metadata.version('openvino')}",
        precision={"bf16": Precision.BF16, "f16": Precision.F16}.get(chosen, Precision.F32),
    )


def onnx_nets() -> Nets:
    """Return both networks on ONNX Runtime, one thread, 32-bit numbers.

    Raises:
        EngineMissingError: ONNX Runtime or the models are missing.

    """
    folder = model_folder()
    try:
        import onnxruntime  # noqa: PLC0415  heavy, and only the fall-back
    except ImportError as error:
        raise EngineMissingError(
            f"ONNX Runtime cannot be loaded: {error}.",
            why="It reads scanned pages where OpenVINO does not run.",
            remedy="Install the package onnxruntime.",
        ) from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    sessions = [
        onnxruntime.InferenceSession(folder / name, sess_options=options, providers=["CPUExecutionProvider"])
        for name in (_DETECTOR, _RECOGNISER)
    ]
    return Nets(
        detector=_OnnxNet(sessions[0]),
        recogniser=_OnnxNet(sessions[1]),
        alphabet=_alphabet(sessions[1].get_modelmeta().custom_metadata_map["character"]),
        runtime=f"onnxruntime/{importlib.metadata.version('onnxruntime')}",
        precision=Precision.F32,
    )


def _alphabet(listed: str) -> tuple[str, ...]:
    return ("", *listed.split("\n"), " ")
