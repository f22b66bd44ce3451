"""``anjuan registry verify``: whether certificates of this body are what they say."""

from __future__ import annotations

from pathlib import Path

import click

from anjuan.certificates.documents.lists import pairs_of_file
from anjuan.certificates.selectors.keys import keys_known
from anjuan.certificates.selectors.verification import (
    MOST_STAFF,
    answer_json,
    verify_list,
    verify_number,
    verify_statement,
)
from anjuan.cli.output import print_json, print_table
from anjuan.kit.clock import SystemClock, today_in_china
from anjuan.kit.errors import ExitCode

_POINTS = 2


@click.command()
@click.argument("number", required=False, metavar="CERT_NO")
@click.option("--holder", default="", help="The holder's name, as a second thing that is known.")
@click.option(
    "--list", "file", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="A csv or xlsx file."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def verify(*, number: str | None, holder: str, file: Path | None, as_json: bool) -> int:
    """Verify a certificate of this body by its number or by the text of its QR code, or a list of them.

    Answers as the public page does: not found does not mean false.

    Example: anjuan registry verify 45426Q00001R0M
    """
    clock = SystemClock()
    now, today = clock.now(), today_in_china(clock)
    if file:
        answers = verify_list(pairs_of_file(file.read_bytes(), file.name, most=MOST_STAFF), now=now, today=today)
    elif number and number.count(".") == _POINTS:
        answers = [verify_statement(number, keys_known(), holder=holder, now=now, today=today)]
    elif number:
        answers = [verify_number(number, holder, now=now, today=today)]
    else:
        raise click.UsageError("Give a number, the text of a QR code, or --list FILE.")
    found = [answer_json(one) for one in answers]
    if as_json:
        print_json({"certificates": found} if file else found[0])
    else:
        print_table(
            ("number", "found", "status", "holder", "until"),
            [
                (one.asked or "-", "yes" if one.told else one.statement or "no", one.told.status if one.told else "",
                 one.told.holder if one.told else "", one.told.expires_on if one.told else "")
                for one in answers
            ],
        )  # fmt: skip
    return ExitCode.OK if all(one.told for one in answers) else ExitCode.NOT_FOUND
