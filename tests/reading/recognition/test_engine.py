from __future__ import annotations

import numpy as np
import pytest
from tests.contracts import ocr
from tests.contracts.ocr import EngineContract

from anjuan.kit.errors import UsageError
from anjuan.reading.recognition import engine, nets


@pytest.mark.engine
class TestDefaultEngine(EngineContract):
    @pytest.fixture(scope="class")
    @classmethod
    def engine(cls):
        return engine.default_engine()


@pytest.mark.engine
def test_default_engine_is_built_once():
    assert engine.default_engine() is engine.default_engine()


@pytest.mark.engine
def test_default_engine_names_models_runtime_and_precision():
    parts = engine.default_engine().name.split("/")
    assert (parts[0].startswith("pp-ocrv6-small@"), parts[-1] in set(nets.Precision)) == (True, True)


@pytest.mark.engine
def test_status_names_both_engines():
    states = engine.available_engines()
    assert [(state.name, bool(state.precision)) for state in states] == [
        ("openvino", True),
        ("onnxruntime", True),
    ]


@pytest.mark.engine
def test_fall_back_reads_the_same_text():
    found = engine.engine_named("onnxruntime").recognise(ocr.printed_page(), ocr.DPI)
    assert [line.text.replace(" ", "") for line in found.lines] == [line.replace(" ", "") for line in ocr.LINES]


@pytest.mark.engine
def test_red_head_stays_on_the_page():
    picture, pen = ocr.sheet(900, 500)
    pen.text((150, 80), "华信认证中心有限公司文件", fill=(210, 20, 20), font=ocr.font(48))
    pen.line((100, 180, 800, 180), fill=(210, 20, 20), width=4)
    found = engine.default_engine().recognise(np.asarray(picture), 130.0)
    assert ([line.text for line in found.lines], found.seals) == (["华信认证中心有限公司文件"], ())


@pytest.mark.engine
def test_filled_check_box_is_read():
    picture, pen = ocr.sheet(900, 400)
    pen.text((100, 100), "评审结论：■受理  □不受理", fill="black", font=ocr.font(26))
    found = engine.default_engine().recognise(np.asarray(picture), 130.0)
    assert "".join(line.text.replace(" ", "") for line in found.lines) == "评审结论：■受理□不受理"


@pytest.mark.engine
def test_slash_in_a_cell_is_doubtful_rather_than_a_digit():
    picture, pen = ocr.sheet(900, 500)
    for x in (100, 400, 700):
        pen.line((x, 100, x, 220), fill="black", width=2)
    for y in (100, 160, 220):
        pen.line((100, y, 700, y), fill="black", width=2)
    for place, text in (((114, 112), "不适用项目"), ((414, 112), "/"), ((114, 172), "序号"), ((414, 172), "1")):
        pen.text(place, text, fill="black", font=ocr.font(24))
    found = engine.default_engine().recognise(np.asarray(picture), 130.0)
    signs = [(line.text, (line.confidence or 0) < 0.85) for line in found.lines if len(line.text) == 1]
    assert signs in ([("/", True), ("1", False)], [("/", False), ("1", False)])


def test_unknown_engine_is_refused_by_name():
    with pytest.raises(UsageError, match="tesseract"):
        engine.engine_named("tesseract")


def test_missing_runtime_is_told_with_its_reason(monkeypatch):
    def missing():
        raise nets.EngineMissingError("OpenVINO cannot be loaded: no such library.")

    monkeypatch.setitem(engine._BUILDERS, "openvino", missing)
    engine.engine_named.cache_clear()
    state = engine._state("openvino")
    engine.engine_named.cache_clear()
    assert (state.available, state.reason) == (False, "OpenVINO cannot be loaded: no such library.")


def test_missing_models_are_told_before_anything_runs(monkeypatch):
    monkeypatch.setattr(nets, "_PACKAGE", "no_such_package_here")
    with pytest.raises(nets.EngineMissingError, match="not on this machine"):
        nets.model_folder()
