"""Every sentence of a failure with values in it, of the rooms that pages reach, has its Chinese."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from anjuan.web.faultsentences import fault_said
from anjuan.web.faulttable import TOLD

SOURCE = Path(__file__).resolve().parents[2] / "src" / "anjuan"
#: Rooms whose failures pages show.
ROOMS = ("accounts", "archive", "custody", "figures", "mining", "registry", "web")
SLOT = re.compile(r"\{(\w+)\}")


def raised() -> Iterator[tuple[str, str]]:
    """Yield file and sentence of every failure that is raised with values; each value is an X."""
    for room in ROOMS:
        for path in sorted((SOURCE / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                name = getattr(node, "func", None)
                if isinstance(node, ast.Call) and getattr(name, "id", "").endswith("Error") and node.args:
                    first = node.args[0]
                    if isinstance(first, ast.JoinedStr):
                        yield str(path.relative_to(SOURCE)), "".join(map(_piece, first.values))


def _piece(value: ast.expr) -> str:
    return str(value.value) if isinstance(value, ast.Constant) else "X"


def test_every_failure_with_values_is_said_in_chinese():
    untold = {(path, text) for path, text in raised() if not fault_said(text).is_ours}
    assert sorted(untold) == []


@pytest.mark.parametrize(("english", "chinese"), TOLD)
def test_a_chinese_sentence_names_only_values_that_the_english_one_has(english, chinese):
    assert set(SLOT.findall(chinese)) <= set(SLOT.findall(english))


def test_values_stand_in_the_chinese_sentence_and_codes_are_said_in_words():
    said = fault_said("li may not do this: it needs person.manage or role.grant.")
    assert said.text == "li 没有这样做的权限，需要“管理用户、授予角色”。"


def test_a_sentence_that_nobody_foresaw_is_not_passed_off_as_chinese():
    assert not fault_said("Something new happened.").is_ours


def test_an_english_page_says_what_happened_as_the_room_wrote_it():
    with translation.override("en"):
        assert fault_said("There is no person 7.").text == "There is no person 7."
