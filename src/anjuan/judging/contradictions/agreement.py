"""K07 to K11, T05: one value, stated alike by every paper that states it."""

from __future__ import annotations

from collections.abc import Iterator

from anjuan.judging.casefile import Severity
from anjuan.judging.comparing.likeness import Comparison, Likeness, Why
from anjuan.judging.comparing.organisations import is_part_of
from anjuan.judging.contradictions.clusters import Cluster, clusters, right_one
from anjuan.judging.contradictions.conflicts import (
    Conflict,
    Statement,
    Words,
    evidence,
    heavier,
    lighter,
    paper_names,
)
from anjuan.judging.contradictions.permitted import is_permitted
from anjuan.judging.contradictions.rulebook import Agreement
from anjuan.judging.contradictions.strangers import is_chinese
from anjuan.judging.contradictions.view import CaseView
from anjuan.kit.text.folding import squeeze
from anjuan.registry.rules.credit_codes import clean_credit_code, credit_code_faults

_PIECES = 6
#: Methods that compare words: a translation is not compared with them.
_WORDED = frozenset({"organisation", "address", "scope", "person"})
_OLDER = frozenset({"surveillance", "special"})


def stated(view: CaseView, field: str) -> list[Statement]:
    """Return the statements of a field that take part, in the order of the case."""
    table = view.tables.agreement
    row = table.fields[field]
    found = view.of_stage_2(field) if row.stage2 else view.of(field)
    statements = [item for item in found if table.takes_part(field, item.paper.kind)]
    if row.method in _WORDED and any(is_chinese(item.text) for item in statements):
        statements = [item for item in statements if is_chinese(item.text)]
    return statements


def disagreements(view: CaseView, field: str) -> Iterator[Conflict]:
    """Yield one conflict for every value of a field that papers state against the one taken as right."""
    row = view.tables.agreement.fields[field]
    statements = stated(view, field)
    if len({item.paper.document for item in statements}) < row.least:
        return
    groups = clusters(view, statements, row.method)
    right = right_one(groups, row.best)
    slips: list[Statement] = []
    for group in groups:
        if group is right or is_permitted(view, field, group, right):
            continue
        answer = view.compare(row.method, group.first, right.first)
        if answer.why is Why.LOOK_ALIKE or _is_cut_off(row, group, right) or _fails_as_recognised(field, group, answer):
            slips.extend(group.one_a_paper())
            continue
        severity = _severity(view, row, group, right, answer)
        if severity is not Severity.NEAR:
            yield _conflict(field, row, right, group.one_a_paper(), severity)
    if slips:
        yield _conflict(field, row, right, slips, Severity.NEAR)


def _is_cut_off(row: Agreement, group: Cluster, right: Cluster) -> bool:
    """Say whether a recognised value is the beginning of the right one: its last line was not found."""
    if row.method not in _WORDED or not all(item.recognised for item in group.statements):
        return False
    cut, whole = squeeze(group.first.text), squeeze(right.first.text)
    return whole.startswith(cut) and len(cut) * 2 > len(whole)


def _fails_as_recognised(field: str, group: Cluster, answer: Comparison) -> bool:
    """Say whether recognised codes fail their check and are nearly the right one: a slip, not another code."""
    if field != "credit_code" or answer.why is not Why.FEW_SIGNS:
        return False
    code = clean_credit_code(group.first.text)
    return bool(credit_code_faults(code)) and all(item.recognised for item in group.statements)


def _severity(view: CaseView, row: Agreement, group: Cluster, right: Cluster, answer: Comparison) -> Severity:
    """Return what a deviation weighs: as much as its weightiest paper."""
    weights = [_weight(view, row, item, right) for item in group.one_a_paper()]
    heaviest = heavier(*weights)
    if answer.likeness is Likeness.NEAR:
        return Severity.NEAR
    if row.method == "organisation" and is_part_of(group.first.text, right.first.text, view.tables.comparing):
        return lighter(heaviest, Severity.WARN)
    if answer.why is Why.FEW_SIGNS and len(group.statements) == 1:
        return lighter(heaviest, Severity.WARN)
    return lighter(heaviest, row.severity)


def _weight(view: CaseView, row: Agreement, item: Statement, right: Cluster) -> Severity:
    kind = item.paper.kind
    if item.paper.document in right.documents:
        # The paper states the right value too: in recognised text a slip, in given text worth a look.
        return Severity.NEAR if item.recognised or row.stage2 else Severity.WARN
    if kind in row.weak or not item.sure:
        return Severity.WARN
    if kind in row.earlier and (view.case.audit_type in _OLDER or view.has("G01", "B06")):
        return Severity.WARN
    return Severity.BLOCK


def _conflict(field: str, row: Agreement, right: Cluster, wrong: list[Statement], severity: Severity) -> Conflict:
    witness = right.one_a_paper()
    best = sorted(witness, key=lambda item: row.best.index(item.paper.kind) if item.paper.kind in row.best else 99)
    say = "slip" if severity is Severity.NEAR else "differs"
    if field == "credit_code" and say == "differs" and credit_code_faults(clean_credit_code(wrong[0].text)):
        say = "differs_and_fails"
    return Conflict(
        row.rule,
        say,
        field,
        {
            "field": Words(row.name, row.name_en),
            "right": right.first.printed,
            "right_papers": paper_names(item.paper for item in best),
            "wrong": "、".join(dict.fromkeys(item.printed for item in wrong[:_PIECES])),
            "wrong_papers": paper_names(item.paper for item in wrong),
        },
        (evidence(best[0]), *(evidence(item) for item in wrong), *(evidence(item) for item in best[1:_PIECES])),
        severity,
    )


def failing_codes(view: CaseView) -> Iterator[Conflict]:
    """Yield the credit code that all papers print alike when it fails its check signs (GB 32100, GB 11714)."""
    statements = stated(view, "credit_code")
    if not statements:
        return
    row = view.tables.agreement.fields["credit_code"]
    right = right_one(clusters(view, statements, row.method), row.best)
    code = clean_credit_code(right.first.text)
    faults = credit_code_faults(code)
    # Papers from before October 2015 carry the nine signs of the organisation code.
    if not faults or len(code) == 9 or not code:  # noqa: PLR2004
        return
    given = [item for item in right.one_a_paper() if not item.recognised and item.sure]
    yield Conflict(
        "K09",
        "check_sign",
        "credit_code",
        {"papers": paper_names(right.papers), "code": code, "fault": Words(*_FAULTS[faults[0]])},
        tuple(evidence(item) for item in right.one_a_paper()[:_PIECES]),
        Severity.BLOCK if given else Severity.WARN,
    )


_FAULTS = {
    "shape": ("不是18位或含有不允许的字符", "not 18 signs of its alphabet"),
    "check_sign": ("第18位校验码不符", "the 18th sign is wrong"),
    "inner_check_sign": ("第17位组织机构代码校验位不符", "the 17th sign is wrong"),
}
