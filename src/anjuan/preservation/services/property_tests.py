"""Making the four-property test of a case, and keeping what came of it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import logging
from collections.abc import Callable, Mapping, Sequence

from django.conf import settings

from anjuan import __version__
from anjuan.accounts.deeds import Deed
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.archive.models import Case
from anjuan.archive.places import places
from anjuan.archive.services.custody import custody_write
from anjuan.jobs.protocol import LeaseLostError, RetryLater
from anjuan.preservation.models import PropertyTest
from anjuan.preservation.rules import tables
from anjuan.preservation.rules.exhibit import Exhibit, Surroundings
from anjuan.preservation.rules.properties import Finding, Moment, Outcome, PropertyItem, PropertyTable, failed, overall
from anjuan.preservation.rules.property_checks_more import CHECKS, Check
from anjuan.preservation.selectors.exhibits import Pulse, exhibit_gather, surroundings_look, unheard

log = logging.getLogger(__name__)
TOOL = f"anjuan/{__version__}"


@dataclasses.dataclass(frozen=True, slots=True)
class ItemResult:
    """The outcome of one item.

    Attributes:
        group: 真实性, 完整性, 可用性 or 安全性.
        item: What was tested, in Chinese.
        result: ``pass``, ``fail`` or ``not applicable``; a check that crashed has failed.
        evidence: The sentence that shows it.
        id: Number of the item in the table.
        at: When it was tested, ISO 8601.
        tool: What tested it.
        certainty: ``weak`` for items whose wording in the standard could not be checked.

    """

    group: str
    item: str
    result: str
    evidence: str
    id: str
    item_en: str
    at: str
    tool: str
    certainty: str
    crashed: bool = False


def properties_test(
    *, deed: Deed, case: Case, moment: Moment, package: Sequence[tuple[str, str]] | None = None,
    surroundings: Surroundings | None = None, pulse: Pulse = unheard,
) -> PropertyTest:  # fmt: skip
    """Test a case and return what was stored.

    Args:
        deed: Who and when.
        case: The case.
        moment: On which occasion; some items are asked on some occasions only.
        package: What is wrong with the case's package, as code and sentence; None when there is no package.
        surroundings: What is the same for many cases; looked up when not given, which reads the whole journal.
        pulse: Told how many originals were read and how many there are; may raise to stop.

    """
    table = tables.properties().on(deed.now.date())
    results = _results(table, moment, deed.now, lambda: _gather(case, deed, package, surroundings, pulse))
    outcome = overall([(one.group, Outcome(one.result)) for one in results])
    fails = [one.id for one in results if one.result == Outcome.FAIL]
    with durable_transaction():
        test = PropertyTest.objects.create(
            case=case, moment=moment, result=outcome, failed=len(fails), edition=f"{table.id} {table.edition}",
            items=[dataclasses.asdict(one) for one in results], tool=TOOL, actor=deed.actor, at=deed.now,
        )  # fmt: skip
        custody_write(
            deed=deed, event="four-property test", about=case, tool=TOOL,
            outcome="failure" if outcome is Outcome.FAIL else "success", detail=f"{moment}: {', '.join(fails)}",
        )  # fmt: skip
        journal_write(
            deed=deed, action="case.properties_test", subject=f"archive.case:{case.pk}", label=str(case),
            detail={"moment": str(moment), "result": str(outcome), "failed": fails},
        )  # fmt: skip
    return test


def _gather(
    case: Case, deed: Deed, package: Sequence[tuple[str, str]] | None, around: Surroundings | None, pulse: Pulse
) -> Exhibit:
    around = around or surroundings_look(settings.ANJUAN_HOME, deed.now)
    return exhibit_gather(case, around, places().blobs, package, pulse)


def _results(table: PropertyTable, moment: Moment, now: dt.datetime, gather: Callable[[], Exhibit]) -> list[ItemResult]:
    """Return the outcome of every item; when nothing could be gathered, every item has failed and says why."""
    items = table.at(moment)
    try:
        shown = gather()
    except (LeaseLostError, RetryLater):  # the job stops or moves: no word on the case
        raise
    except Exception as error:  # a test that could not be made must be stored as failed
        log.exception("The four-property test could not gather a case.")
        finding = failed(f"检测未能进行：{type(error).__name__}: {error}")
        return [_result(item, finding, now, crashed=True) for item in items]
    return [item_test(item, shown, table, now) for item in items]


def item_test(
    item: PropertyItem, shown: Exhibit, table: PropertyTable, now: dt.datetime, checks: Mapping[str, Check] = CHECKS
) -> ItemResult:
    """Return the outcome of one item; a check that crashes has failed, and says how."""
    try:
        return _result(item, checks[item.check](shown, table), now)
    except Exception as error:  # one item's crash must not hide the others
        log.exception("The check %s crashed.", item.check)
        return _result(item, failed(f"检测程序出错，按不通过处理：{type(error).__name__}: {error}"), now, crashed=True)


def _result(item: PropertyItem, finding: Finding, now: dt.datetime, *, crashed: bool = False) -> ItemResult:
    return ItemResult(
        group=item.group,
        item=item.zh,
        result=str(finding.result),
        evidence=finding.evidence,
        id=item.id,
        item_en=item.en,
        at=now.isoformat(timespec="seconds"),
        tool=TOOL,
        certainty=item.certainty,
        crashed=crashed,
    )
