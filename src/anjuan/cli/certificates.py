"""``anjuan certificates``: issue, look at, change, print, report, and the keys that sign."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import system_viewer
from anjuan.certificates.documents.certificate import Paper, certificate_pdf
from anjuan.certificates.documents.signing import PdfSigner, pdf_signed
from anjuan.certificates.issuer import issuer_here
from anjuan.certificates.rules.facts import HolderFacts, IssueFacts, SiteRow
from anjuan.certificates.selectors.issued import CertificateFilter, certificate_get, certificate_list
from anjuan.certificates.selectors.numbering import number_rule, numbering_rows, series_gaps
from anjuan.certificates.selectors.rights import ISSUE, need_right
from anjuan.certificates.services.issuing import certificate_issue
from anjuan.certificates.services.numbering import Pattern, numbering_set
from anjuan.certificates.services.status import StatusWish, certificates_expire, status_change
from anjuan.cli.acting import acting, person_options
from anjuan.cli.certificates_keys import keys
from anjuan.cli.certificates_report import report
from anjuan.cli.output import print_json, print_rows, print_table
from anjuan.kit.clock import SystemClock, today_in_china
from anjuan.kit.errors import UsageError
from anjuan.kit.rulefiles import read_yaml
from anjuan.registry.services.organisations import organisation_register

_DAY = click.DateTime(["%Y-%m-%d"])


@click.group("certificates")
def command() -> None:
    """Certificates: issue, change, print, report; keys that sign."""


command.add_command(report)
command.add_command(keys)


class FactsFileError(UsageError):
    """A file with the facts of a certificate cannot be understood."""

    code = "CERT-013"


def _today() -> dt.date:
    return today_in_china(SystemClock())


def _deed() -> Deed:
    return Deed("system", SystemClock().now())


def _mapping(file: Path) -> dict[str, Any]:
    told = read_yaml(file)
    if not isinstance(told, dict):
        raise FactsFileError(f"{file.name} holds no facts.", remedy="Write name and value, one a line.")
    return told


@command.command("list")
@click.option("--status", type=click.Choice(["01", "02", "03", "04", "05"]), help="Only those in this state.")
@click.option("--words", default="", help="Part of number or holder, or the credit code.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000), help="How many at most.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(*, status: str | None, words: str, limit: int, as_json: bool) -> None:
    """List the certificates of this body.

    Example: anjuan certificates list --status 02
    """
    asked = CertificateFilter(words=words, status=status or "")
    found = certificate_list(system_viewer(), asked, today=_today(), limit=limit)
    if as_json:
        print_json({"total": found.total, "states": found.states, "certificates": found.rows})
    else:
        print_rows(found.rows, ("number", "holder", "standard", "status", "issued_on", "expires_on"))


@command.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@person_options
def issue(*, file: Path, name: str, dry_run: bool, as_json: bool) -> None:
    """Issue a certificate with the facts of a YAML file, after a decision that is on record elsewhere.

    Example: anjuan certificates issue facts.yaml --as decision_maker --dry-run
    """
    act = acting(name, dry_run=dry_run, as_json=as_json)
    need_right(act.viewer, ISSUE)
    organisation, facts = _facts(_mapping(file))

    def done() -> dict[str, Any]:
        holder = organisation_register(deed=act.hand["deed"], name=organisation[0], credit_code=organisation[1])
        row = certificate_issue(deed=act.hand["deed"], organisation=holder, facts=facts)
        return {"number": row.certificate.number, "expires_on": str(row.expires_on)}

    act.do(done, "Issued {number}, valid until {expires_on}.")


def _facts(told: dict[str, Any]) -> tuple[tuple[str, str], IssueFacts]:
    try:
        return _understood(told)
    except (TypeError, ValueError) as fault:
        raise FactsFileError(
            f"The facts cannot be understood: {fault}.",
            remedy="See docs/how-to/verify-a-certificate.md for the names of the facts.",
        ) from fault


def _understood(told: dict[str, Any]) -> tuple[tuple[str, str], IssueFacts]:
    holder = HolderFacts(**told.pop("holder", {}))
    sites = tuple(SiteRow(**site) for site in told.pop("sites", ()))
    days: dict[str, Any] = {
        key: dt.date.fromisoformat(told.pop(key))
        for key in ("issued_on", "decided_on", "expires_on", "first_issued_on")
        if told.get(key)
    }
    counts: dict[str, Any] = {key: int(told.pop(key)) for key in ("persons", "renewals") if told.get(key)}
    return (holder.name, holder.credit_code), IssueFacts(holder=holder, sites=sites, **days, **counts, **told)


@command.command()
@click.argument("number")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def status(*, number: str, as_json: bool) -> None:
    """Show the state of a certificate and how it came about.

    Example: anjuan certificates status 45426Q00001R0M
    """
    shown = certificate_get(system_viewer(), number, today=_today())
    changes = [
        {"on": str(one.on), "before": one.before, "after": one.after, "reason": one.reason, "by": one.actor}
        for one in shown.changes
    ]
    if as_json:
        print_json({"certificate": shown.row, "changes": changes, "blocked_until": shown.blocked_until})
        return
    click.echo(f"{shown.row.number}  {shown.row.holder}  {shown.row.status}  until {shown.row.expires_on}")
    print_table(("on", "before", "after", "reason", "by"), [list(one.values()) for one in changes])


@command.command()
@click.argument("number")
@click.argument("deed", type=click.Choice(["suspend", "restore", "withdraw", "cancel"]))
@click.option("--reason", default="", help="Code of the reason.")
@click.option("--on", "first", type=_DAY, help="The day from which it holds; today if left out.")
@click.option("--until", type=_DAY, help="Last day of a suspension.")
@click.option("--resolved", is_flag=True, help="It is on record that the cause is resolved.")
@click.option("--note", default="", help="What else is to be said.")
@person_options
def change(
    *, number: str, deed: str, reason: str, first: dt.datetime | None, until: dt.datetime | None, resolved: bool,
    note: str, name: str, dry_run: bool, as_json: bool,
) -> None:  # fmt: skip
    """Suspend, restore, withdraw or cancel a certificate.

    Example: anjuan certificates change 45426Q00001R0M suspend --reason 0116 --until 2026-09-01 --as head
    """
    act = acting(name, dry_run=dry_run, as_json=as_json)
    wish = StatusWish(
        deed, reason, first.date() if first else None, until.date() if until else None, resolved, note
    )  # fmt: skip

    def done() -> dict[str, Any]:
        row = status_change(**act.hand, number=number, wish=wish)
        return {"number": row.certificate.number, "status": row.status}

    act.do(done, "{number} is now {status}.")


@command.command("print")
@click.argument("number")
@click.option("--to", "target", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The PDF file.")
@click.option("--printing", type=click.IntRange(1), help="An earlier printing; the last one if left out.")
@click.option("--sign-with", type=click.Path(path_type=Path, exists=True), help="PKCS #12 file of the body's own key.")
@click.option("--password", envvar="ANJUAN_SIGNING_PASSWORD", default="", help="Its password.")
def print_(*, number: str, target: Path, printing: int | None, sign_with: Path | None, password: str) -> None:
    """Write a certificate as PDF/A.

    Example: anjuan certificates print 45426Q00001R0M --to certificate.pdf
    """
    shown = certificate_get(system_viewer(), number, today=_today())
    found = [one for one in shown.printings if printing in (None, one.number)]
    if not found:
        raise click.BadParameter(f"{number} has no printing {printing}.")
    issuer = issuer_here()
    content = certificate_pdf(found[0], Paper(issuer))
    if sign_with:
        content = pdf_signed(content, PdfSigner(sign_with, password), name=issuer.name)
    target.write_bytes(content)
    click.echo(str(target))


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def expire(*, as_json: bool) -> None:
    """Set certificates whose last day is over to expired; workers do this every day by themselves.

    Example: anjuan certificates expire
    """
    number = certificates_expire(deed=_deed())
    if as_json:
        print_json({"expired": number})
    else:
        click.echo(f"{number} certificates expired.")


@command.command()
@click.option("--name", "pattern_name", help="Name of a new pattern of the body's own.")
@click.option("--category", default="A", show_default=True, help="What the certification fields begin with.")
@click.option("--template", help="The number with its parts in braces, such as {body}{year2}{system}{serial}.")
@click.option("--from", "first", type=_DAY, help="First day in force.")
@click.option("--body-digits", default=3, show_default=True, type=click.IntRange(1, 6), help="Digits of the body.")
@click.option("--serial-digits", default=5, show_default=True, type=click.IntRange(3, 9), help="Width of the serial.")
@click.option("--restart", default="year_system", show_default=True, help="What a series of serials belongs to.")
@click.option("--letters", default="", help="System letters by field, such as A05=IS,A09=EN.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def numbering(
    *, pattern_name: str | None, category: str, template: str | None, first: dt.datetime | None, body_digits: int,
    serial_digits: int, restart: str, letters: str, as_json: bool,
) -> None:  # fmt: skip
    """Show how numbers are made, or set a pattern of the body's own from a day on.

    Example: anjuan certificates numbering --name 2026 --template "{body}{year2}{system}{serial}" --from 2026-01-01
    """
    if pattern_name and template and first:
        pattern = Pattern(
            pattern_name, category, template, first.date(), body_digits, serial_digits, restart=restart, letters=letters
        )
        numbering_set(deed=_deed(), pattern=pattern)
    rule = number_rule(_today(), category)
    gaps = [f"{gap.series} {gap.serial}" for gap in series_gaps()]
    own = [{"name": row.name, "template": row.template, "from": str(row.valid_from)} for row in numbering_rows()]
    if as_json:
        print_json({"edition": rule.edition if rule else "", "template": rule.scheme.template if rule else "",
                    "warning": rule.warning_en if rule else "", "own": own, "gaps": gaps})  # fmt: skip
        return
    if rule:
        click.echo(f"{rule.edition}: {rule.scheme.template}")
        if rule.warning_en:
            click.secho(rule.warning_en, err=True, fg="yellow")
    print_table(("name", "template", "from"), [list(one.values()) for one in own])
    click.echo(f"Serials left out: {', '.join(gaps) or 'none'}.")
