"""What the code names: error classes, codes, notices, page reasons, custody events, journal actions, commands.

Read from the modules themselves, so that pages and tests cannot forget one.
"""

from __future__ import annotations

import ast
import functools
import importlib
import os
import pkgutil
import re
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
SOURCE = REPOSITORY / "src" / "anjuan"
_SKIPPED = ("anjuan.config.settings", "anjuan.config.urls", "anjuan.config.wsgi", "anjuan.reading.workshop.child")
_CODE = re.compile(r"(?:^|')([A-Z]{3,5}-\d{3})(?=$|:)")
_KEBAB = re.compile(r"^[a-z]+(-[a-z]+)*$")


def set_up():
    """Make the code importable, with a data home of its own unless there is one."""
    sys.path.insert(0, str(REPOSITORY / "src"))
    if not os.environ.get("DJANGO_SETTINGS_MODULE"):
        os.environ["ANJUAN_HOME"] = tempfile.mkdtemp(prefix="anjuan-reference-")
        os.environ["DJANGO_SETTINGS_MODULE"] = "anjuan.config.settings"
    import django  # noqa: PLC0415  needs the settings named above

    django.setup()


@functools.cache
def modules():
    """Return every module of the program, imported."""
    import anjuan  # noqa: PLC0415  importable only after set_up

    found = pkgutil.walk_packages(anjuan.__path__, "anjuan.")
    names = [item.name for item in found if ".migrations" not in item.name and item.name not in _SKIPPED]
    return tuple(importlib.import_module(name) for name in names)


def error_classes():
    """Return the classes of AnjuanError that have a code of their own, by code."""
    from anjuan.kit.errors import AnjuanError  # noqa: PLC0415

    modules()
    found = {}

    def gather(kind):
        if "code" in vars(kind) and kind.__module__.startswith("anjuan."):
            found.setdefault(kind.code, []).append(kind)
        for below in kind.__subclasses__():
            gather(below)

    gather(AnjuanError)
    return {code: found[code] for code in sorted(found)}


@functools.cache
def _trees():
    return tuple((path, ast.parse(path.read_text(encoding="utf-8"))) for path in sorted(SOURCE.rglob("*.py")))


def _nodes(room=""):
    for path, tree in _trees():
        if path.is_relative_to(SOURCE / room):
            for node in ast.walk(tree):
                yield path, node


def codes():
    """Return every code that stands in the source, with or without a class."""
    texts = (node.value for _, node in _nodes() if isinstance(node, ast.Constant) and isinstance(node.value, str))
    found = {match[1] for text in texts for match in _CODE.finditer(text)}
    return found | _codes_of_damage()


def _codes_of_damage():
    from anjuan.archive.rules import tables  # noqa: PLC0415  importable only after set_up

    return {kind.code for kind in tables.damage().latest.kinds}


def _calls(names, room=""):
    for path, node in _nodes(room):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in names:
            yield path, node


def notice_codes():
    """Return the code of every notice that a reader can give."""
    found = set()
    for path, call in _calls(("Notice", "_say"), "reading"):
        first = call.args[0] if call.args else None
        if isinstance(first, ast.Constant):
            found.add(first.value)
        elif ast.unparse(call) != "Notice(code, text, partial=partial)":  # a method that passes on its own argument
            raise ValueError(f"{path.name}:{call.lineno}: the code of a notice is not written where it is given")
    return found


def _named(keyword, functions):
    values = [
        item.value for _, call in _calls(functions) for item in call.keywords if item.arg == keyword
    ]  # fmt: skip
    return {value.value for value in values if isinstance(value, ast.Constant)}


def custody_events():
    """Return the name of every custody event that the code writes."""
    return _named("event", ("custody_write",))


def journal_actions():
    """Return every action that the code writes into the journal."""
    writers = ("journal_write", "journal_write_once", "_journal", "edition_journal", "work_journal", "journal")
    return _named("action", writers)


def page_reasons():
    """Return every code that a reader puts into ``Page.reason`` as it stands in the code, without those of tables."""
    found = set()
    for path, call in _calls(("Page", "replace", "page"), "reading"):
        for item in call.keywords:
            if item.arg == "reason":
                found |= _texts(path, item.value)
    for path, node in _nodes("reading"):
        if isinstance(node, ast.Assign) and any(getattr(t, "id", "") == "reason" for t in node.targets):
            found |= _texts(path, node.value)
    return {text for text in found if _KEBAB.match(text)}


def _texts(path, expression):
    names = {node.id for node in ast.walk(expression) if isinstance(node, ast.Name)}
    constants = [node.value for node in ast.walk(expression) if isinstance(node, ast.Constant)]
    for other, tree in _trees():
        if other == path:
            for node in tree.body:
                if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                    constants += [node.value.value for t in node.targets if getattr(t, "id", "") in names]
    return {text for text in constants if isinstance(text, str)}


def commands():
    """Return every command with its full name, groups included, in the order of the pages."""
    import click  # noqa: PLC0415

    from anjuan.cli.program import COMMANDS  # noqa: PLC0415

    found = []

    def gather(command, path):
        found.append((path, command))
        if isinstance(command, click.Group):
            context = click.Context(command)
            for name in sorted(command.list_commands(context)):
                gather(command.get_command(context, name), f"{path} {name}")

    # Not asked of the program itself, which would make a data home ready.
    for name, place in COMMANDS.items():
        gather(getattr(importlib.import_module(place.module), place.name), f"anjuan {name}")
    return found


def rule_files():
    """Return every YAML file of the program, by path."""
    return sorted(SOURCE.rglob("*.yaml"))
