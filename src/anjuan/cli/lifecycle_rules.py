"""``anjuan lifecycle``: audit time, sampling, dates, what is due and who can do an audit, computed by the rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import click

from anjuan.cli.lifecycle_given import adjustments, fraction, groups, site_groups, standards
from anjuan.cli.lifecycle_told import DAY, JSON, KIND, LANGUAGE, on_day, print_steps, print_verdicts
from anjuan.cli.output import print_json
from anjuan.kit.errors import ExitCode, UsageError
from anjuan.lifecycle.rules import tables
from anjuan.lifecycle.rules.asked_time import Asked, AuditTime
from anjuan.lifecycle.rules.audit_time import audit_time
from anjuan.lifecycle.rules.integrated import Integration
from anjuan.lifecycle.rules.personnel import Personnel, effective_personnel
from anjuan.lifecycle.rules.sampling import Sample, SampleAsked, draw, site_sample
from anjuan.lifecycle.rules.verdicts import Verdict, number_text


@click.command("audit-time")
@KIND
@click.option(
    "--standard",
    "given",
    multiple=True,
    required=True,
    metavar="FIELD[:RISK][:PEOPLE]",
    help="A standard: QMS:120, EMS:medium:120. Without people those of --group count. Repeat it for more.",
)
@click.option(
    "--factor",
    "factors",
    multiple=True,
    metavar="[FIELD:]KEY=PERCENT=REASON",
    help="A factor of the table with its percentage and reason; of every standard unless a field stands.",
)
@click.option(
    "--group",
    "people",
    multiple=True,
    metavar="NAME=PEOPLE[=PERCENT[=REASON]]",
    help="People in scope, their share of a full day, and a reason when they all do the same task.",
)
@click.option("--hours", default="8", show_default=True, help="Hours of a day that the client offers.")
@click.option("--extra-days", default="0", show_default=True, help="Days for sampled temporary sites.")
@click.option("--level", help="Level of integration, 0 to 100: an integrated audit.")
@click.option("--auditor", "auditors", multiple=True, type=int, help="How many of the standards one auditor can audit.")
@click.option("--own-reduction", help="The body's own reduction for integration, in percent.")
@click.option("--stage1", help="Share of stage 1 in percent; the configured one when not given.")
@click.option("--onsite", help="Days on site that are planned, to be checked.")
@DAY
@LANGUAGE
@JSON
def audit_time_command(
    *, kind: str, given: tuple[str, ...], factors: tuple[str, ...], people: tuple[str, ...], hours: str,
    extra_days: str, level: str | None, auditors: tuple[int, ...], own_reduction: str | None, stage1: str | None,
    onsite: str | None, day: dt.datetime | None, language: str, as_json: bool,
) -> int:  # fmt: skip
    """Compute audit time from personnel, class and factors, step by step.

    Example: anjuan lifecycle audit-time --standard QMS:120 --factor mature=10=体系运行六年
    """
    book_tables = tables.time_tables(given[0].split(":")[0], on_day(day))
    staff = effective_personnel(book_tables.book, groups(people)) if people else Personnel(0, (), ())
    integration = None
    if level is not None or own_reduction is not None:
        own = None if own_reduction is None else fraction(own_reduction)
        integration = Integration(fraction(level or "0"), auditors, own)
    asked = Asked(
        kind, standards(given, staff.people, adjustments(factors)), fraction(hours), fraction(extra_days), integration,
        None if stage1 is None else fraction(stage1), None if onsite is None else fraction(onsite),
    )  # fmt: skip
    found = audit_time(book_tables, asked)
    refusals = (*staff.refusals, *found.refusals) if staff.refusals else found.refusals
    if as_json:
        print_json(_time_json(found, staff, refusals))
    else:
        print_steps((*staff.steps, *found.steps), language)
        print_verdicts((*refusals, *found.notes), language)
        if found.days is not None and not refusals:
            click.echo(_told(found))
    return ExitCode.REFUSED if refusals else ExitCode.OK


def _time_json(found: AuditTime, staff: Personnel, refusals: Sequence[Verdict]) -> dict[str, object]:
    named = {"days": found.days, "onsite_days": found.onsite_days, "stage1_days": found.stage1_days,
             "stage2_days": found.stage2_days}  # fmt: skip
    return {name: None if value is None or refusals else float(value) for name, value in named.items()} | {
        "people": staff.people,
        "edition": found.edition,
        "steps": [step.as_dict() for step in (*staff.steps, *found.steps)],
        "refusals": [one.as_dict() for one in refusals],
        "notes": [one.as_dict() for one in found.notes],
        "weak_rules": [basis.rule for basis in found.weak],
    }


def _told(found: AuditTime) -> str:
    parts = [("days", found.days), ("on site at least", found.onsite_days), ("stage 1", found.stage1_days),
             ("stage 2", found.stage2_days)]  # fmt: skip
    text = ", ".join(f"{name} {number_text(value)}" for name, value in parts if value is not None)
    weak = f" (weak rules: {', '.join(basis.rule for basis in found.weak)})" if found.weak else ""
    return f"{text}{weak}"


@click.command("sampling")
@KIND
@click.option(
    "--sites",
    "given",
    multiple=True,
    required=True,
    metavar="[NAME=]COUNT[=EXTRA=REASON]",
    help="Sites that are alike, without the central function; more sites for risk with a reason.",
)
@click.option("--effective", is_flag=True, help="The system proved effective over the cycle (recertification).")
@click.option("--lacks", multiple=True, help="A condition of sampling that is not met, such as similar.")
@click.option(
    "--site",
    "names",
    multiple=True,
    metavar="NAME[=TIMES]",
    help="A site and how often it was audited in this cycle: draws which are audited.",
)
@click.option("--seed", default="", help="The seed of the draw; needed with --site and kept with the case.")
@DAY
@LANGUAGE
@JSON
def sampling_command(
    *, kind: str, given: tuple[str, ...], effective: bool, lacks: tuple[str, ...], names: tuple[str, ...], seed: str,
    day: dt.datetime | None, language: str, as_json: bool,
) -> int:  # fmt: skip
    """Compute how many sites are audited, and draw them.

    Example: anjuan lifecycle sampling --kind surveillance --sites 门店=25 --sites 仓库=4
    """
    on = on_day(day)
    table = tables.site_sampling().on(on)
    unknown = sorted(set(lacks) - {one.key for one in table.conditions})
    if unknown:
        known = ", ".join(one.key for one in table.conditions)
        raise UsageError(f"There is no condition {unknown[0]!r}.", remedy=f"Name one of {known}.")
    if names and not seed:
        raise UsageError("A draw needs a seed.", why="Without it nobody can repeat it.", remedy="Give --seed.")
    asked = SampleAsked(kind, site_groups(given), effective, dict.fromkeys(lacks, False))
    found = site_sample(tables.book_on("QMS", on), table, asked)
    drawn = None
    if names and found.size is not None:
        pairs = [one.partition("=") for one in names]
        drawn = draw({name: int(times or 0) for name, _, times in pairs}, found.size, found.random, seed)
    if as_json:
        print_json(_sample_json(found) | ({"draw": drawn} if drawn else {}))
    else:
        print_steps(found.steps, language)
        print_verdicts((*found.refusals, *found.notes), language)
        if drawn:
            click.echo(f"by lot: {', '.join(drawn.by_lot)}; to spread: {', '.join(drawn.by_spread)}")
        if found.size is not None:
            click.echo(f"sites {found.size}, of them by lot {found.random}, and the central function")
    return ExitCode.REFUSED if found.refusals else ExitCode.OK


def _sample_json(found: Sample) -> dict[str, object]:
    return {
        "size": found.size,
        "groups": [{"name": name, "size": size} for name, size in found.by_group.items()],
        "random": found.random,
        "sampled": found.is_sampled,
        "edition": found.edition,
        "steps": [step.as_dict() for step in found.steps],
        "refusals": [one.as_dict() for one in found.refusals],
        "notes": [one.as_dict() for one in found.notes],
    }
