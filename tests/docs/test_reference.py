"""The reference pages name everything there is, and are what the code says."""

from __future__ import annotations

import re

import click
import pytest
from scripts import codewalk, reference

from anjuan.config.options import option_names
from anjuan.kit.explanations import explanations

FOLDER = reference.FOLDER


def page(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def test_no_page_is_stale():
    assert not list(reference.stale_pages()), "Run `make docs` and commit the result."


def test_every_command_is_described():
    headings = set(re.findall(r"^## (anjuan .+)$", page("commands.md"), re.MULTILINE))
    assert headings == {path for path, _ in codewalk.commands()}


def test_every_option_of_every_command_is_described():
    sections = dict(
        re.findall(r"^## (anjuan [^\n]+)\n\n```\n(.*?)\n```$", page("commands.md"), re.MULTILINE | re.DOTALL)
    )
    missing = [
        (path, name)
        for path, command in codewalk.commands()
        for option in command.params
        if isinstance(option, click.Option) and not option.hidden
        for name in option.opts
        if name not in sections[path]
    ]
    assert not missing


def test_every_command_that_reads_has_an_example():
    commands = [(path, command) for path, command in codewalk.commands() if not isinstance(command, click.Group)]
    assert not [path for path, command in commands if "Example:" not in (command.help or "")]


def test_every_setting_is_described():
    text = page("settings.md")
    tables = dict(re.findall(r"^## \[(\w+)\]\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    missing = [name for name in option_names() if f"| `{name.split('.')[1]}` |" not in tables[name.split(".")[0]]]
    assert not missing


@pytest.mark.parametrize(
    ("name", "groups"),
    [("errors.md", ["errors"]), ("notices.md", ["notices", "page_reasons"]), ("deeds.md", ["custody", "journal"])],
)
def test_every_code_is_described(name, groups):
    text = page(name)
    codes = [code for group in groups for code in explanations().latest.groups[group]]
    assert not [code for code in codes if not re.search(rf"^\| `?{re.escape(code)}`? \|", text, re.MULTILINE)]


def test_every_rule_file_is_described():
    text = page("rules.md")
    places = [path.relative_to(codewalk.SOURCE).as_posix() for path in codewalk.rule_files()]
    assert not [place for place in places if f"`{place}`" not in text]


def test_every_rule_file_names_a_source():
    text = page("rules.md")
    entries = re.findall(r"^- `(.+?)`: \*\*.*\n((?:  - Source: .*\n)*)", text, re.MULTILINE)
    assert entries
    assert not [place for place, sources in entries if not sources]


def test_the_overview_links_every_page():
    linked = set(re.findall(r"\]\(([a-z-]+\.md)\)", page("README.md")))
    assert linked == {path.name for path in FOLDER.glob("*.md")} - {"README.md"}
