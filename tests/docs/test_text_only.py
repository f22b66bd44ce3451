"""What others cost is measured honestly: never guessed, never a reason for a benchmark to die."""

from __future__ import annotations

import importlib
import sys

import pytest
from benchmarks import run

SAYS_SO = 'print(\'{"version": "4", "licence": "MIT", "cpu_s": 0.5, "characters": 9}\')'


@pytest.fixture
def text_only(monkeypatch):
    monkeypatch.syspath_prepend(str(run.FOLDER / "speed"))
    return importlib.import_module("text_only")


@pytest.fixture
def a_file(tmp_path):
    path = tmp_path / "a.pdf"
    path.touch()
    return path


def test_an_interpreter_that_is_not_there_leaves_the_figure_open(text_only, a_file):
    figure = text_only.kreuzberg(str(a_file.with_name("no-python")), [a_file], 1)
    assert figure["cpu_ms_a_page"] is None
    assert "could not be run" in figure["note"]


def test_an_interpreter_without_it_says_what_is_missing(text_only, a_file):
    assert "kreuzberg" in text_only.kreuzberg(sys.executable, [a_file], 1)["note"].rpartition(":")[2]


def test_nobody_asked_is_said(text_only, a_file):
    assert "--kreuzberg" in text_only.kreuzberg("", [a_file], 1)["note"]


def test_its_seconds_become_milliseconds_a_page(text_only, a_file, monkeypatch):
    monkeypatch.setattr(text_only, "_PROGRAM", SAYS_SO)
    figure = text_only.kreuzberg(sys.executable, [a_file], 10)
    assert figure["cpu_ms_a_page"] == 50
    assert text_only.ratio(100, figure) == 2


def test_there_is_no_ratio_to_an_open_figure(text_only):
    assert text_only.ratio(100, {"cpu_ms_a_page": None}) is None
