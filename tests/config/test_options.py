from __future__ import annotations

from pathlib import Path

import pytest

from anjuan.config.options import OptionError, home_folder, load_options, option_names


def write(home: Path, text: str) -> Path:
    (home / "anjuan.toml").write_text(text, encoding="utf-8")
    return home


def test_without_a_file_everything_has_its_default(tmp_path):
    assert load_options(tmp_path, {}).web.port == 8321


def test_the_file_says_otherwise(tmp_path):
    options = load_options(write(tmp_path, '[web]\nport = 9000\n[body]\nfonds_number = "J019"'), {})
    assert (options.web.port, options.body.fonds_number) == (9000, "J019")


def test_the_environment_goes_before_the_file(tmp_path):
    write(tmp_path, "[web]\nport = 9000")
    environment = {"ANJUAN_WEB_PORT": "9001", "ANJUAN_READING_PASSWORDS": "a,b"}
    options = load_options(tmp_path, environment)
    assert (options.web.port, options.reading.passwords) == (9001, ("a", "b"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[web]\nprot = 1", "Did you mean 'web.port'"),
        ("[wbe]\nport = 1", "'wbe'"),
        ("[web]\nport = 0", "web.port"),
        ('[web]\nlanguage = "fr"', "web.language"),
        ("[web\n", "no valid TOML"),
    ],
)
def test_a_setting_that_is_not_understood_refuses_the_start(tmp_path, text, told):
    with pytest.raises(OptionError, match=told):
        load_options(write(tmp_path, text), {})


def test_every_option_says_what_it_means():
    from anjuan.config.options import Options  # noqa: PLC0415

    for name in option_names():
        table, key = name.split(".")
        assert Options.model_fields[table].annotation.model_fields[key].description


def test_the_home_is_what_the_environment_names():
    assert home_folder({"ANJUAN_HOME": "/srv/anjuan"}) == Path("/srv/anjuan")
    assert home_folder({}).name == "anjuan-home"
