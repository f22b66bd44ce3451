"""Values that differ and are all right: former names, several sites, several standards, an old certificate."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from anjuan.judging.comparing.addresses import take_apart
from anjuan.judging.comparing.organisations import identifier_key, is_part_of
from anjuan.judging.comparing.scopes import scope_key
from anjuan.judging.comparing.slips import distance
from anjuan.judging.contradictions.clusters import Cluster
from anjuan.judging.contradictions.conflicts import Statement
from anjuan.judging.contradictions.dates import dated, event_dates
from anjuan.judging.contradictions.strangers import is_chinese, same_client
from anjuan.judging.contradictions.view import CaseView
from anjuan.kit.text.folding import squeeze
from anjuan.papers.facts import DOUBTFUL

_RENEWED = frozenset({"recertification", "special", "transfer", ""})
#: Numbers with more signs different are other numbers, not the same one misprinted.
_MISPRINT = 3
_PAIR = 2
#: So many signs of a sentence may have been taken for the head of a name.
_RUN_ON = 4
#: Papers that a branch has of its own.
_ON_THE_SPOT = frozenset({"A02", "A03", "A07", "D02", "D03", "D04", "D16", "D20"})

#: Labels of an address that may mean either address of the client.
_EITHER_ADDRESS = frozenset(
    {
        "地址",
        "甲方地址",
        "委托方地址",
        "申请方地址",
        "客户地址",
        "受审核方地址",
        "联系地址",
        "通讯地址",
        "通信地址",
        "公司地址",
        "单位地址",
        "企业地址",
        "组织地址",
    }
)
_OF_THE_BODY = frozenset({"contract_no", "project_no"})
_OF_TWO_STAGES = frozenset({"initial", "recertification", "transfer", ""})


Check = Callable[[CaseView, Cluster, Cluster], bool]


def is_permitted(view: CaseView, field: str, group: Cluster, right: Cluster) -> bool:
    """Say whether a deviating value is right as well."""
    row = view.tables.agreement.fields[field]
    return any(check(view, group, right) for check in (*_BY_FIELD.get(field, ()), *_BY_SEVERAL[row.several]))


def _client_name(view: CaseView, group: Cluster, right: Cluster) -> bool:
    return same_client(view, group.first, right.first)


def _runs_on(_view: CaseView, group: Cluster, right: Cluster) -> bool:
    """The client's name as a sentence has it, doubtful and with a word of the sentence before it."""
    name = squeeze(right.first.text)
    return all(
        item.found.confidence < DOUBTFUL
        and item.found.how == "sentence"
        and squeeze(item.text).endswith(name)
        and len(squeeze(item.text)) - len(name) <= _RUN_ON
        for item in group.statements
    )


def _branch(view: CaseView, group: Cluster, right: Cluster) -> bool:
    """A branch or plant of the client, on papers made where it works, or of a case with several sites."""
    if not is_part_of(group.first.text, right.first.text, view.tables.comparing):
        return False
    return view.multi_site or all(paper.kind in _ON_THE_SPOT for paper in group.papers)


def _site(view: CaseView, group: Cluster, _right: Cluster) -> bool:
    names = view.of("site.name", "site.address", "sites")
    return any(_contains(group.first, other, view) for other in names if is_chinese(other.text))


def _other_address(view: CaseView, group: Cluster, _right: Cluster) -> bool:
    """An address under a label that says not which, and that is the client's other address."""
    if not all(item.found.label.strip(" :：") in _EITHER_ADDRESS for item in group.statements):
        return False
    name = group.first.found.name
    others = view.of("registered_address", "operating_address")
    return any(item.found.name != name and view.agrees("address", group.first, item) for item in others)


def _contains(one: Statement, other: Statement, view: CaseView) -> bool:
    left, right = (take_apart(item.text, view.tables.comparing) for item in (one, other))
    short, full = sorted((left.heads + left.rest, right.heads + right.rest), key=len)
    return len(short) > _MISPRINT and (short in full or view.agrees("address", one, other))


def _several_addresses(view: CaseView, group: Cluster, right: Cluster) -> bool:
    """One value lists what the other names, or several papers name another site of a case with several."""
    if _contains(group.first, right.first, view):
        return True
    return len(group.papers) >= _PAIR and view.multi_site


def _scope_of_system(view: CaseView, group: Cluster, right: Cluster) -> bool:
    if not view.combined:
        return False
    left, other = (scope_key(item.first.text, view.tables.comparing) for item in (group, right))
    return len(group.papers) >= _PAIR or left in other or other in left


def _amended(view: CaseView, group: Cluster, _right: Cluster) -> bool:
    """A recorded amendment explains what the papers before it state."""
    early = {"A01", "B01", "B05", "C01", "C02", "C06", "D05"}
    return view.has("B06", "G01") and all(paper.kind in early for paper in group.papers)


def _other_cycle(view: CaseView, group: Cluster, right: Cluster) -> bool:
    """An old and a new certificate of a renewal, a part of a certificate, or one for each standard."""
    left, other = identifier_key(group.first.text), identifier_key(right.first.text)
    if left.startswith(other) or other.startswith(left):
        return True
    apart = distance(left, other) > _MISPRINT
    # Bodies give one project many numbers; what is no misprint is another kind of number.
    if apart and group.first.found.name in _OF_THE_BODY:
        return True
    if view.combined and (apart or len(group.papers) >= _PAIR):
        return True
    if view.case.audit_type not in _RENEWED:
        return False
    old = all(paper.kind in {"D17", "D19", "A01", "G01", "A15"} for paper in group.papers)
    return old or len(group.papers) >= _PAIR


def _stage_1_date(view: CaseView, group: Cluster, _right: Cluster) -> bool:
    """A paper that names both stages states the days of stage 1 as well."""
    day = dated(group.first)
    if day is None:
        return True
    others = [date for name in ("stage1_start", "stage1_report") for date in event_dates(view, name)]
    others += [
        date for item in view.of("audit_start", "audit_end") if item.paper.stage == "1" and (date := dated(item))
    ]
    return any(date.date == day.date for date in others)


def is_other_stage(view: CaseView, group: Cluster, right: Cluster) -> bool:
    """Say whether papers may be of the other stage: each has one of its kind beside it, and none says its stage."""
    kinds = {paper.kind for paper in right.papers}
    return view.case.audit_type in _OF_TWO_STAGES and all(paper.kind in kinds for paper in group.papers)


def _other_count(view: CaseView, group: Cluster, _right: Cluster) -> bool:
    """A number of people that the case knows as its other one: of the effective people, or of a site."""
    others = view.of("effective_headcount", "headcount", "site.headcount")
    return any(
        item.text == group.first.text
        and item.found.name != group.first.found.name
        and item.paper.document not in group.documents
        for item in others
    )


_BY_FIELD: Mapping[str, tuple[Check, ...]] = {
    "organisation": (_runs_on, _client_name, _branch),
    "registered_address": (_other_address,),
    "operating_address": (_other_address,),
    "scope": (_amended,),
    "audit_start": (_stage_1_date, is_other_stage),
    "audit_end": (_stage_1_date, is_other_stage),
    "headcount": (_other_count,),
    "effective_headcount": (_other_count,),
}
_BY_SEVERAL: Mapping[str, tuple[Check, ...]] = {
    "no": (),
    "sites": (_site, _several_addresses),
    "systems": (_scope_of_system,),
    "cycles": (_other_cycle,),
}
