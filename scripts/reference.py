"""Write docs/reference from the code, or with --check say whether it is fresh.

Commands, options, error codes and rule files are described where they are defined; these pages
only gather them. Run ``make docs`` after a change.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
FOLDER = REPOSITORY / "docs" / "reference"
NOTICE = "<!-- Written by `make docs`. Change the code, not this page. -->\n\n"
SKIPPED = ("anjuan.config.settings", "anjuan.config.urls", "anjuan.config.wsgi", "anjuan.reading.workshop.child")


def set_up():
    """Make the code importable with a data home of its own."""
    os.environ["ANJUAN_HOME"] = tempfile.mkdtemp(prefix="anjuan-reference-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "anjuan.config.settings"
    import django  # noqa: PLC0415

    django.setup()


def modules():
    """Yield every module of the program."""
    import anjuan  # noqa: PLC0415

    for found in pkgutil.walk_packages(anjuan.__path__, "anjuan."):
        if ".migrations" not in found.name and found.name not in SKIPPED:
            yield importlib.import_module(found.name)


def commands_page():
    """Return the page of commands: the help text of each."""
    import click  # noqa: PLC0415

    from anjuan.cli.program import COMMANDS  # noqa: PLC0415

    lines = [
        NOTICE,
        "# Commands\n\n",
        "Every reading command has `--json`. Results go to standard output, progress to\n",
    ]
    lines.append("standard error. The exit code is 0 only if all of it worked.\n\n")

    def describe(command, path):
        context = click.Context(command, info_name=path)
        lines.append(f"## {path}\n\n```\n{command.get_help(context)}\n```\n\n")
        if isinstance(command, click.Group):
            for name in sorted(command.commands):
                describe(command.commands[name], f"{path} {name}")

    for name, (module, _) in COMMANDS.items():
        describe(importlib.import_module(module).command, f"anjuan {name}")
    return "".join(lines)


def settings_page():
    """Return the page of options."""
    from anjuan.config.options import Options  # noqa: PLC0415

    lines = [
        NOTICE,
        "# Options\n\n",
        "Options stand in `anjuan.toml` in the data home, table by table. An environment variable\n",
    ]
    lines.append("`ANJUAN_<TABLE>_<KEY>` goes before the file. A name that is not listed here refuses the start.\n\n")
    for table, field in Options.model_fields.items():
        model = field.annotation
        lines.append(f"## [{table}]\n\n{(model.__doc__ or '').strip()}\n\n| key | default | meaning |\n|---|---|---|\n")
        for name, option in model.model_fields.items():
            default = list(option.default) if isinstance(option.default, tuple) else option.default
            lines.append(f"| `{name}` | `{default!r}` | {option.description} |\n")
        lines.append("\n")
    return "".join(lines)


def errors_page():
    """Return the page of error codes."""
    from anjuan.kit.errors import AnjuanError  # noqa: PLC0415

    found = {}

    def gather(kind):
        found.setdefault(kind.code, []).append(kind)
        for below in kind.__subclasses__():
            gather(below)

    gather(AnjuanError)
    lines = [
        NOTICE,
        "# Errors\n\n",
        "Each error says what happened with which value, why it matters and what to do.\n\n",
    ]
    lines.append("| code | meaning | exit code | HTTP |\n|---|---|---|---|\n")
    for code in sorted(found):
        kinds = [kind for kind in found[code] if "code" in vars(kind)] or found[code][:1]
        for kind in kinds:
            meaning = (kind.__doc__ or "").strip().splitlines()[0]
            lines.append(f"| {code} | {meaning} | {int(kind.exit_code)} | {kind.http_status} |\n")
    return "".join(lines)


def rules_page():
    """Return the page of rule files."""
    lines = [
        NOTICE,
        "# Rule files\n\n",
        "Rules are tables with editions. The edition in force on a day judges what happened on it.\n\n",
    ]
    for module in list(modules()):
        for rule_set in vars(module).get("RULE_SETS", ()):
            for table in rule_set.load().all:
                lines.append(f"## {table.id}: {table.title} ({table.title_en})\n\n")
                lines.append(f"Edition {table.edition}, in force from {table.valid_from}")
                lines.append(f" until before {table.valid_to}.\n\n" if table.valid_to else ".\n\n")
                for source in table.source:
                    place = f", {source.clause}" if source.clause else ""
                    note = f" {source.note}" if source.note else ""
                    lines.append(f"- Source: {source.document}{place} ({source.certainty}).{note}\n")
                lines.append("\n")
    return "".join(lines)


PAGES = {
    "commands.md": commands_page,
    "settings.md": settings_page,
    "errors.md": errors_page,
    "rules.md": rules_page,
}


def main(arguments):
    """Write the pages, or with --check compare them."""
    set_up()
    list(modules())
    stale = []
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        text = page().rstrip() + "\n"
        path = FOLDER / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if "--check" not in arguments:
                path.write_text(text, encoding="utf-8")
    if stale and "--check" in arguments:
        print(f"Stale pages in docs/reference: {', '.join(stale)}. Run `make docs` and commit the result.")
        return 1
    print(f"docs/reference: {len(PAGES)} pages, {len(stale)} {'stale' if '--check' in arguments else 'written'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
