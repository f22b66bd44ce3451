from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from anjuan.kit.errors import NoEditionError, RuleFileError
from anjuan.kit.rulefiles import RuleFile, load, load_editions, read_yaml

TEMPLATE = """\
id: levels
title: 等级
edition: "{edition}"
valid_from: {start}
valid_to: "{end}"
owner: reviewer
source: [{{document: GB/T 27922-2011}}]
code: 01.10
"""


class Levels(RuleFile):
    code: str


def write(folder: Path, name: str, *, edition="1", start="2020-01-01", end="", more="") -> Path:
    path = folder / name
    path.write_text(TEMPLATE.format(edition=edition, start=start, end=end) + more, encoding="utf-8")
    return path


def test_a_code_stays_what_was_written(tmp_path):
    assert load(write(tmp_path, "a.yaml"), Levels).code == "01.10"


@pytest.mark.parametrize(("text", "value"), [("no", "no"), ("12:30", "12:30"), ("1e3", "1e3"), ("null", "null")])
def test_no_scalar_is_given_a_type_by_its_look(tmp_path, text, value):
    path = tmp_path / "x.yaml"
    path.write_text(f"key: {text}", encoding="utf-8")
    assert read_yaml(path) == {"key": value}


def test_a_key_that_stands_twice_is_refused_with_its_line(tmp_path):
    with pytest.raises(RuleFileError, match=r"'code' stands twice, the second time on line 9"):
        load(write(tmp_path, "a.yaml", more="code: 02.20\n"), Levels)


def test_an_unknown_key_is_refused_by_name(tmp_path):
    with pytest.raises(RuleFileError, match="colour"):
        load(write(tmp_path, "a.yaml", more="colour: red\n"), Levels)


def test_a_missing_source_is_refused(tmp_path):
    path = write(tmp_path, "a.yaml")
    path.write_text(path.read_text(encoding="utf-8").replace("source: [{document: GB/T 27922-2011}]\n", ""), "utf-8")
    with pytest.raises(RuleFileError, match="source"):
        load(path, Levels)


def test_the_edition_of_a_day_is_chosen_half_open(tmp_path):
    write(tmp_path, "l-1.yaml", edition="2020", start="2020-01-01", end="2026-01-01")
    write(tmp_path, "l-2.yaml", edition="2026", start="2026-01-01")
    editions = load_editions(tmp_path, Levels)
    assert editions.on(dt.date(2025, 12, 31)).edition == "2020"
    assert editions.on(dt.date(2026, 1, 1)).edition == "2026"
    assert editions.latest.edition == "2026"


def test_a_day_without_an_edition_is_an_error_that_lists_them(tmp_path):
    write(tmp_path, "l-1.yaml", start="2020-01-01")
    with pytest.raises(NoEditionError, match="2020-01-01 to open"):
        load_editions(tmp_path, Levels).on(dt.date(2019, 12, 31))


def test_two_editions_in_force_on_one_day_are_refused(tmp_path):
    write(tmp_path, "l-1.yaml", edition="a", start="2020-01-01", end="2026-01-02")
    write(tmp_path, "l-2.yaml", edition="b", start="2026-01-01")
    with pytest.raises(RuleFileError, match="both in force"):
        load_editions(tmp_path, Levels)


def test_an_example_that_does_not_hold_stops_the_loading(tmp_path):
    class Broken(Levels):
        def check(self):
            yield "01.10 should be 1"

    with pytest.raises(RuleFileError, match=r"01\.10 should be 1"):
        load(write(tmp_path, "a.yaml"), Broken)
