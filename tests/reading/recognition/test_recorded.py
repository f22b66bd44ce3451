from __future__ import annotations

import numpy as np
import pytest

from anjuan.reading.pages import Cell, Line, Seal, Table
from anjuan.reading.protocol import Recognised
from anjuan.reading.recognition.recorded import (
    NotRecordedError,
    RecordedEngine,
    RecordingEngine,
    RecordingError,
    key_of,
)

ANSWER = Recognised(
    lines=(Line("认证证书", (0.1, 0.2, 0.3, 0.4), 0.98, (0.1, 0.15, 0.2, 0.25, 0.3), block=2),),
    rotation=90,
    skew=-1.5,
    seals=(Seal((0.5, 0.5, 0.7, 0.7), "中心", 0.9),),
    tables=(Table((0, 0, 1, 1), (Cell(0, 0, "甲", (0, 0, 1, 1), 1, 2),)),),
)
PICTURE = np.arange(48, dtype=np.uint8).reshape(4, 4, 3)


class _Constant:
    name = "constant/1"
    capabilities = frozenset({"edges"})

    def __init__(self):
        self.calls = 0

    def available(self):
        return True

    def recognise(self, picture, dpi):  # noqa: ARG002  the seam has them
        self.calls += 1
        return ANSWER


@pytest.fixture
def store(tmp_path):
    path = tmp_path / "answers.jsonl"
    RecordingEngine(_Constant(), path).recognise(PICTURE, 200.0)
    return path


def test_recorded_answer_comes_back_unchanged(store):
    assert RecordedEngine(store).recognise(PICTURE, 200.0) == ANSWER


def test_missing_picture_is_named_with_its_size(store):
    with pytest.raises(NotRecordedError, match="5 × 4 pixels"):
        RecordedEngine(store).recognise(np.zeros((4, 5, 3), dtype=np.uint8), 200.0)


def test_a_picture_is_stored_once(store):
    RecordingEngine(_Constant(), store).recognise(PICTURE, 200.0)
    assert len(store.read_text(encoding="utf-8").splitlines()) == 1


def test_recording_speaks_for_the_other_engine(tmp_path):
    recording = RecordingEngine(_Constant(), tmp_path / "new.jsonl")
    assert (recording.name, recording.capabilities, recording.available()) == ("constant/1", {"edges"}, True)


def test_recorded_engine_promises_only_what_it_is_told(store):
    assert RecordedEngine(store, frozenset({"tables"})).capabilities == {"tables"}


def test_recorded_engine_bears_the_name_of_its_file(store):
    assert RecordedEngine(store).name == "recorded/answers"


def test_key_depends_on_the_shape_as_well():
    assert key_of(PICTURE) != key_of(PICTURE.reshape(2, 8, 3))


def test_key_of_a_view_is_that_of_its_copy():
    assert key_of(PICTURE[::-1]) == key_of(PICTURE[::-1].copy())


def test_missing_file_is_told(tmp_path):
    with pytest.raises(RecordingError, match=r"nothing\.jsonl"):
        RecordedEngine(tmp_path / "nothing.jsonl")


@pytest.mark.parametrize("row", ["{", '{"key": "a"}', '{"key": "a", "recognised": {"lines": 1}}', "[]"])
def test_damaged_line_is_named(store, row):
    store.write_text(store.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")
    with pytest.raises(RecordingError, match=r"Line 2 of answers\.jsonl"):
        RecordedEngine(store)
