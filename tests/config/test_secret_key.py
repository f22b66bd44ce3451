from __future__ import annotations

import stat
from pathlib import Path

import pytest

from anjuan.config import settings as module


def test_the_key_is_made_once_and_nobody_else_may_read_it(tmp_path: Path):
    key = module._secret_key(tmp_path / "home")
    path = tmp_path / "home" / "secret.key"
    assert module._secret_key(tmp_path / "home") == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [left.name for left in path.parent.iterdir()] == ["secret.key"]


def test_a_process_that_dies_while_it_makes_the_key_leaves_no_half_key(tmp_path: Path, monkeypatch):
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(module.os, "fsync", die)
        with pytest.raises(KeyboardInterrupt):
            module._secret_key(tmp_path)
    assert not (tmp_path / "secret.key").exists()
    assert module._secret_key(tmp_path)


def test_two_processes_that_start_at_once_have_one_key(tmp_path: Path, monkeypatch):
    real = module.os.link

    def late(fresh: Path, path: Path) -> None:
        if not path.exists():
            path.write_text("first", encoding="ascii")
        real(fresh, path)

    monkeypatch.setattr(module.os, "link", late)
    assert module._secret_key(tmp_path) == "first"
