from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from anjuan.samples import fonts
from anjuan.samples.generate import ArchiveOptions, Manifest, texts, write_archive

OPTIONS = ArchiveOptions(bound=1, scans_beside=0.15, faults_per_case=2, bound_dpi=60, dpi=90, body="TL")


@pytest.fixture(scope="session")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    if not fonts.can_draw():
        pytest.skip("no Chinese font on this machine: install fonts-noto-cjk or pylopdf-fonts-zh-cn")
    return write_archive(tmp_path_factory.mktemp("archive"), seed=11, cases=3, options=OPTIONS)


@pytest.fixture(scope="session")
def rows(manifest: Manifest) -> list[dict[str, Any]]:
    return read_lines(manifest.folder / "files.jsonl")


@pytest.fixture(scope="session")
def truths(manifest: Manifest) -> list[dict[str, Any]]:
    return [json.loads((manifest.folder / f"{case}.truth.json").read_text("utf-8")) for case in manifest.cases]


@pytest.fixture(scope="session")
def clean_cases() -> list[dict[str, Any]]:
    return list(texts(seed=21, cases=90))


@pytest.fixture(scope="session")
def faulty_cases() -> list[dict[str, Any]]:
    return list(texts(seed=5, cases=240, faults_per_case=3))


def read_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
