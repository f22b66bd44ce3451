"""Write docs/reference and the list of decisions, or with --check say whether they are fresh.

Commands, options, codes and rule files are described where they are defined; these pages
only gather them. Run ``make docs`` after a change.
"""

from __future__ import annotations

import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY))

from scripts import codewalk  # noqa: E402  the folder above must be importable first

FOLDER = REPOSITORY / "docs" / "reference"
NOTICE = "<!-- Written by `make docs`: change what it is made of, not this page. -->\n\n"
_HELP_WIDTH = 100

_COMMANDS = """# Commands

Every reading command has `--json`; its shapes stand in [json-shapes.md](json-shapes.md). Results go to standard output,
progress to standard error. The exit code is 0 only if all of it worked; the others stand in [errors.md](errors.md).

With `anjuan --home DIR …` another data home than `$ANJUAN_HOME` or `./anjuan-home` is used.

"""
_OPTIONS = """# Options

Options stand in `anjuan.toml` in the data home, table by table. An environment variable `ANJUAN_<TABLE>_<KEY>` goes
before the file; lists are parted by commas there. A name that is not listed here refuses the start.

"""
_ERRORS = """# Errors

Each error says what happened with which value, why it matters and what to do. A code without an exit code is the
outcome of one file of an intake, or a refusal of the database.

"""
_NOTICES = """# Notices

## On files

What a reader says of a file that it could read. A notice that a part is missing makes the file *partial*.

"""
_CUSTODY = """# Deeds

## Custody events 保管事件

What was done to an original, a document or a case, with outcome `success` or `failure`.

"""
_JOURNAL = """## Journal actions 日志动作

Who did what and when, in a chain of hashes that [a script](../how-to/prove-nothing-changed.md) checks.

"""
_API = """# The interface for programs

Programs ask under `/api/v1/` with `Authorization: Bearer <token>`. A token acts as its owner: what the owner may not
see does not exist for the program, and a scope never adds a right. [openapi.json](openapi.json) describes every value;
the running program serves the same under `/api/v1/openapi.json`. How to use it: [how-to](../how-to/use-the-api.md).

- Every failure has one shape: `code` (see [errors](errors.md)), `what`, `why`, `remedy`, `detail`, `field`, `problems`,
  in the language of the token's owner. 401 is a token that opens nothing, 403 a scope or a role that lacks, 404 a thing
  that does not exist or is not for this person, 422 a value that is not what it should be, 429 too many requests.
- Lists take `offset` and `limit` and tell `total`.
- A POST with an `Idempotency-Key` may be sent again for a day and is done once.
- Looking into case files is noted in the journal, and so is the use of a token, once an hour.

## Scopes

"""
_TYPES_READ = """# File types

The type is told by the bytes; the suffix only shows what is usual. What this machine can read, and with what, is
printed by `anjuan reading engines`.

## Read

"""
_TYPES_NAMED = """## Told by name and refused

Their bytes are kept; their content is not read. The refusal says what they are.

"""
_DECISIONS = """# Decisions

Choices that a newcomer would question: the context, what was chosen, what it costs.

"""
_RULES = """# Rule files

Rules are tables with editions. The edition in force on a day judges what happened on it. Tables without an edition are
parts of the program that judge nothing by date.
"""


def _table(headers, rows):
    lines = [f"| {' | '.join(headers)} |\n", f"|{'---|' * len(headers)}\n"]
    for row in rows:
        cells = (str(cell).replace("\n", " ").replace("|", "\\|") for cell in row)
        lines.append(f"| {' | '.join(cells)} |\n")
    return "".join(lines) + "\n"


def commands_page():
    """Return the page of commands: the help text of each."""
    import click  # noqa: PLC0415

    lines = [NOTICE, _COMMANDS]
    for path, command in codewalk.commands():
        context = click.Context(command, info_name=path, terminal_width=_HELP_WIDTH, max_content_width=_HELP_WIDTH)
        lines.append(f"## {path}\n\n```\n{command.get_help(context)}\n```\n\n")
    return "".join(lines)


def settings_page():
    """Return the page of options."""
    from anjuan.config.options import Options  # noqa: PLC0415

    lines = [NOTICE, _OPTIONS]
    for table, field in Options.model_fields.items():
        rows = []
        for name, option in field.annotation.model_fields.items():
            default = list(option.default) if isinstance(option.default, tuple) else option.default
            rows.append((f"`{name}`", f"`{_toml(default)}`", option.description))
        lines.append(f"## [{table}]\n\n{(field.annotation.__doc__ or '').strip()}\n\n")
        lines.append(_table(("key", "default", "meaning"), rows))
    return "".join(lines)


def _toml(value):
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"'
    return str(value).replace("'", '"')


def errors_page():
    """Return the page of error codes."""
    from anjuan.kit.errors import ExitCode  # noqa: PLC0415
    from anjuan.kit.explanations import explanations  # noqa: PLC0415

    classes = codewalk.error_classes()
    rows = []
    for code, words in explanations().latest.errors.items():
        kinds = classes.get(code, ())
        meaning = (kinds[0].__doc__ or "").strip().splitlines()[0] if kinds else f"{words.en}."
        exits = f"{int(kinds[0].exit_code)} | {kinds[0].http_status}" if kinds else "|"
        rows.append(f"| {code} | {words.zh} | {words.remedy} | {meaning} | {exits} |\n")
    exits = [(int(code), code.name.lower().replace("_", " ")) for code in ExitCode]
    return "".join(
        [
            NOTICE,
            _ERRORS,
            "| code | 含义 | 处理 | meaning | exit | HTTP |\n|---|---|---|---|---|---|\n",
            *rows,
            "\n## Exit codes\n\n",
            _table(("exit code", "meaning"), exits),
        ]
    )


def notices_page():
    """Return the page of notices on files and of reasons of pages."""
    from anjuan.kit.explanations import explanations  # noqa: PLC0415
    from anjuan.reading.pdf.text_layer import reasons  # noqa: PLC0415

    table = explanations().latest
    notices = [(f"`{code}`", words.zh, words.remedy, words.en) for code, words in sorted(table.notices.items())]
    pages = [(f"`{code}`", words.zh.rstrip("。"), words.en.rstrip(".")) for code, words in reasons().items()]
    pages += [(f"`{code}`", words.zh, words.en) for code, words in table.page_reasons.items()]
    return "".join(
        [
            NOTICE,
            _NOTICES,
            _table(("code", "含义", "处理", "meaning"), notices),
            "## On pages\n\nWhy the text layer of a page was not used, or not alone.\n\n",
            _table(("code", "含义", "meaning"), sorted(pages)),
        ]
    )


def deeds_page():
    """Return the page of custody events and journal actions."""
    from anjuan.kit.explanations import explanations  # noqa: PLC0415

    table = explanations().latest
    custody = [(f"`{code}`", words.zh, words.en) for code, words in sorted(table.custody.items())]
    journal = [(f"`{code}`", words.zh, words.en) for code, words in sorted(table.journal.items())]
    return "".join(
        [
            NOTICE,
            _CUSTODY,
            _table(("event", "含义", "meaning"), custody),
            _JOURNAL,
            _table(("action", "含义", "meaning"), journal),
        ]
    )


def roles_page():
    """Return the page of roles and what they may do."""
    from anjuan.accounts.rules.tables import roles  # noqa: PLC0415

    table = roles().latest
    officers = "、".join(f"{role.name} ({role.name_en})" for role in table.roles if role.officer)
    names = list(table.capabilities)
    rows = [
        (f"`{role.key}`", role.name, role.name_en, *("✓" if name in role.capabilities else "" for name in names))
        for role in table.roles
    ]
    return "".join(
        [
            NOTICE,
            f"# Roles\n\nEdition {table.edition}. One person holds at most one of the three officers: {officers}.\n\n",
            _table(("role", "角色", "name", *(f"`{name}`" for name in names)), rows),
            "## Capabilities\n\n",
            _table(("capability", "权限"), [(f"`{key}`", name) for key, name in table.capabilities.items()]),
        ]
    )


def file_types_page():
    """Return the page of file types: which are told, which are read, and by what."""
    from anjuan.reading import media  # noqa: PLC0415
    from anjuan.reading.catalogue import default_catalogue  # noqa: PLC0415
    from anjuan.reading.errors import MissingPartError, UnknownTypeError  # noqa: PLC0415

    catalogue = default_catalogue()
    known = [type(reader) for reader in catalogue._readers]  # noqa: SLF001  also those that cannot run here
    readers = {kind.lower(): reader.__name__ for reader in reversed(known) for kind in reader.media_types}
    read, named = [], []
    for row in media.known_types().values():
        try:
            reader = type(catalogue.reader_for(row.media_type)).__name__
        except MissingPartError:
            reader = readers.get(row.media_type, "")
        except UnknownTypeError:
            reader = ""
        words = (
            row.name,
            row.name_en.split(" ", 1)[-1],
            f"`{row.suffix}`" if row.suffix else "",
            f"`{row.media_type}`",
        )
        if row.media_type == media.ENCRYPTED_OFFICE:
            reader = "the reader of what is inside, once a password opens it"
        (read if reader else named).append((*words, str(row.family), reader) if reader else words)
    return "".join(
        [
            NOTICE,
            _TYPES_READ,
            _table(("类型", "type", "suffix", "media type", "family", "reader"), read),
            _TYPES_NAMED,
            _table(("类型", "type", "suffix", "media type"), named),
        ]
    )


def rules_page():
    """Return the page of rule files: every table of the program with its edition and sources."""
    from anjuan.kit.rulefiles import read_yaml  # noqa: PLC0415

    lines = [NOTICE, _RULES]
    room = ""
    for path in codewalk.rule_files():
        place = path.relative_to(codewalk.SOURCE)
        if place.parts[0] != room:
            room = place.parts[0]
            lines.append(f"\n## {room}\n\n")
        lines.append(_rule_file(place.as_posix(), read_yaml(path)))
    return "".join(lines)


def _rule_file(place, content):
    if "edition" not in content:
        return f"- `{place}`\n"
    title = content["title"] + (f" ({content['title_en']})" if content.get("title_en") else "")
    until = f" until before {content['valid_to']}" if content.get("valid_to") else ""
    force = f"Edition {content['edition']}, in force from {content['valid_from']}{until}"
    lines = [f"- `{place}`: **{content['id']}**, {title}. {force}.\n"]
    for source in content["source"]:
        clause = f", {source['clause']}" if source.get("clause") else ""
        note = f" {source['note']}" if source.get("note") else ""
        lines.append(f"  - Source: {source['document']}{clause} ({source.get('certainty', 'fair')}).{note}\n")
    return "".join(lines)


def decisions_page():
    """Return the list of decisions."""
    folder = REPOSITORY / "docs" / "decisions"
    pages = sorted(path for path in folder.glob("*.md") if path.name != "README.md")
    titles = [(path.read_text(encoding="utf-8").splitlines()[0].lstrip("# "), path.name) for path in pages]
    return "".join([NOTICE, _DECISIONS, *(f"- [{title}]({name})\n" for title, name in titles)])


def openapi_page():
    """Return the description of the interface for programs."""
    import json  # noqa: PLC0415

    from anjuan.api.door import description  # noqa: PLC0415

    return json.dumps(description(), ensure_ascii=False, indent=1, sort_keys=True)


def api_page():
    """Return the page of addresses of the interface for programs."""
    from anjuan.accounts.rules.tables import scopes  # noqa: PLC0415
    from anjuan.api.door import description  # noqa: PLC0415

    told = description()
    rows = [
        (f"`{method.upper()} {path}`", f"`{operation['x-scope']}`" if operation["x-scope"] else "any", _line(operation))
        for path, operations in told["paths"].items()
        for method, operation in operations.items()
    ]
    meanings = [(f"`{scope.key}`", scope.zh, scope.en) for scope in scopes().latest.scopes]
    return "".join(
        [
            NOTICE,
            _API,
            _table(("scope", "含义", "meaning"), meanings),
            "## Addresses\n\n",
            _table(("address", "scope", "what it does"), rows),
        ]
    )


def _line(operation):
    return operation.get("description", "").strip().split("\n")[0]


PAGES = {
    "commands.md": commands_page,
    "settings.md": settings_page,
    "errors.md": errors_page,
    "notices.md": notices_page,
    "deeds.md": deeds_page,
    "roles.md": roles_page,
    "file-types.md": file_types_page,
    "rules.md": rules_page,
    "api.md": api_page,
    "openapi.json": openapi_page,
    "../decisions/README.md": decisions_page,
}


def stale_pages():
    """Return the pages that are not what the code says, with their fresh text."""
    stale = {}
    for name, page in PAGES.items():
        text = page().rstrip() + "\n"
        path = FOLDER / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale[name] = text
    return stale


def main(arguments):
    """Write the pages, or with --check compare them."""
    codewalk.set_up()
    codewalk.modules()
    stale = stale_pages()
    if "--check" in arguments:
        if stale:
            print(f"Stale pages: {', '.join(stale)}. Run `make docs` and commit the result.")
            return 1
    else:
        FOLDER.mkdir(parents=True, exist_ok=True)
        for name, text in stale.items():
            (FOLDER / name).write_text(text, encoding="utf-8")
    print(f"{len(PAGES)} pages, {len(stale)} {'stale' if '--check' in arguments else 'written'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
