from __future__ import annotations

import pytest

from anjuan.config.options import OptionError, load_options
from anjuan.config.showing import options_shown, options_write
from anjuan.web import optionwords


def rows(home, environment=None):
    shown = options_shown(load_options(home, environment or {}), home, environment or {})
    return {f"{row.table}.{row.key}": row for _table, part in shown for row in part}


def test_an_option_tells_where_its_value_comes_from(tmp_path):
    (tmp_path / "anjuan.toml").write_text("[web]\nport = 9000\n", encoding="utf-8")
    found = rows(tmp_path, {"ANJUAN_WEB_HOST": "0.0.0.0"})  # noqa: S104
    sources = [found[f"web.{key}"].source for key in ("port", "host", "language")]
    assert sources == ["file", "environment", "default"]
    assert found["web.port"].value == "9000"


def test_a_secret_is_never_shown(tmp_path):
    (tmp_path / "anjuan.toml").write_text('[reading]\npasswords = ["hush"]\n', encoding="utf-8")
    row = rows(tmp_path)["reading.passwords"]
    assert (row.value, row.is_set) == ("", True)


def test_a_change_of_the_file_waits_for_the_next_start(tmp_path):
    running = load_options(tmp_path, {})
    (tmp_path / "anjuan.toml").write_text("[web]\nport = 9000\n", encoding="utf-8")
    found = {f"{row.table}.{row.key}": row for _table, part in options_shown(running, tmp_path, {}) for row in part}
    assert found["web.port"].waits and not found["web.upload_mb"].waits  # noqa: PT018


def test_bounds_are_told(tmp_path):
    assert rows(tmp_path)["web.port"].bounds == "≥ 1, ≤ 65535"
    assert rows(tmp_path)["web.language"].bounds == "zh-hans / en"


def test_writing_an_option_keeps_all_else_of_the_file(tmp_path):
    path = tmp_path / "anjuan.toml"
    path.write_text('# ours\n[body]\nname = "旧"  \n\n[web]\nport = 9000\n', encoding="utf-8")
    options_write(tmp_path, {"body.name": '华信"中心', "body.fonds_number": "J012", "intake.folder": "/in"})
    found = load_options(tmp_path, {})
    assert (found.body.name, found.body.fonds_number, found.intake.folder) == ('华信"中心', "J012", "/in")
    assert found.web.port == 9000
    assert path.read_text("utf-8").startswith("# ours")


def test_a_value_that_cannot_be_meant_leaves_the_file_as_it_was(tmp_path):
    with pytest.raises(OptionError):
        options_write(tmp_path, {"body.fonds_number": "12"})
    assert list(tmp_path.iterdir()) == []


def test_every_option_has_its_meaning_in_chinese(tmp_path):
    assert set(optionwords.MEANINGS) == set(rows(tmp_path))
    assert set(optionwords.TABLES) == {name.split(".")[0] for name in optionwords.MEANINGS}
