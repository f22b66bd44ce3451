"""Papers of somebody else: another organisation's name, or another's credit code, on a paper of this case."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

from anjuan.judging.casefile import Severity
from anjuan.judging.comparing.organisations import is_part_of, is_short_form, name_key
from anjuan.judging.comparing.rulebook import ComparingTable
from anjuan.judging.contradictions.clusters import Cluster, clusters, right_one
from anjuan.judging.contradictions.conflicts import Conflict, Statement, evidence, paper_name
from anjuan.judging.contradictions.view import CaseView
from anjuan.kit.text.folding import squeeze
from anjuan.registry.rules.credit_codes import clean_credit_code, credit_code_faults

#: Names less alike than this, without their legal form and region, mean different organisations.
_ALIKE = 0.5
#: Credit codes with so many signs different are no slip of the pen.
_SIGNS = 5
#: So many papers agree before one can be a stranger, and so many strangers are another question.
_WITNESSES = 3
_MOST = 2
_ENDS = ("股份有限公司", "有限公司", "集团", "公司", "厂", "合作社")
_AUTHORITIES = ("认证中心", "认证有限公司", "认证公司", "检验认证", "监督管理局", "市监局")


def is_chinese(text: str) -> bool:
    """Say whether a text has a Chinese character: others are translations and not compared."""
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)


def same_client(view: CaseView, statement: Statement, right: Statement) -> bool:
    """Say whether a name is one the client may bear: former, of a branch or site, of the body, or no name at all."""
    if not is_chinese(statement.text):
        return is_chinese(right.text)
    others = view.of("former_names", "site.name", "sites", "body")
    if any(_bears(statement, other, view) for other in others if other.text != right.text):
        return True
    return _is_body(statement.text, right.text)


def _bears(statement: Statement, other: Statement, view: CaseView) -> bool:
    name = name_key(other.text, view.tables.comparing)
    mine = name_key(statement.text, view.tables.comparing)
    return len(name) > 1 and (mine in name if other.found.name == "former_names" else mine == name)


def _is_body(name: str, right: str) -> bool:
    return any(word in name for word in _AUTHORITIES) and not any(word in right for word in _AUTHORITIES)


def _core(name: str, table: ComparingTable) -> str:
    core = name_key(name, table)
    for long, short in table.provinces.items():
        if core.startswith((long, short)):
            core = core.removeprefix(long).removeprefix(short)
            break
    for end in _ENDS:
        core = core.removesuffix(end)
    return core


def is_other_name(one: str, other: str, table: ComparingTable) -> bool:
    """Say whether two names are so unlike that they mean different organisations."""
    left, right = _core(one, table), _core(other, table)
    if not left or not right or left in right or right in left:
        return False
    if is_short_form(left, name_key(other, table), table) or is_short_form(right, name_key(one, table), table):
        return False
    return Levenshtein.normalized_similarity(left, right) < _ALIKE


def strangers(view: CaseView) -> list[tuple[Statement, Statement]]:
    """Return the papers of somebody else as pairs of what is right and what the paper states."""
    found: dict[int, tuple[Statement, Statement]] = {}
    table = view.tables.agreement
    known: set[int] = set()
    for field in ("organisation", "credit_code"):
        statements = [item for item in view.of(field) if table.takes_part(field, item.paper.kind)]
        if not statements:
            continue
        groups = clusters(view, statements, table.fields[field].method)
        right = right_one(groups, table.fields[field].best)
        if len(right.papers) < _WITNESSES:
            continue
        for group in groups:
            if group is not right and len(group.papers) <= _MOST and _is_strange(view, field, group, right):
                for statement in group.one_a_paper():
                    if statement.paper.document not in right.documents | known:
                        found.setdefault(statement.paper.document, (right.first, statement))
        known |= right.documents
    return list(found.values())


def _is_strange(view: CaseView, field: str, group: Cluster, right: Cluster) -> bool:
    one, other = group.first, right.first
    if field == "organisation":
        complete = squeeze(one.text).endswith(view.tables.comparing.short_of_name)
        return (
            complete
            and is_other_name(one.text, other.text, view.tables.comparing)
            and not same_client(view, one, other)
        )
    mine, theirs = clean_credit_code(one.text), clean_credit_code(other.text)
    return not credit_code_faults(mine) and Levenshtein.distance(mine, theirs) >= _SIGNS


def of_branches(view: CaseView) -> frozenset[int]:
    """Return the legal papers of branches: their codes, addresses and people are not those of the whole."""
    names = [item for item in view.of("organisation") if is_chinese(item.text)]
    if not names:
        return frozenset()
    right = right_one(clusters(view, names, "organisation"), ("A01", "D12", "F01"))
    mine = [item for item in names if item.paper.kind in {"A02", "A03"} and item.paper.document not in right.documents]
    return frozenset(
        item.paper.document for item in mine if is_part_of(item.text, right.first.text, view.tables.comparing)
    )


def foreign_papers(pairs: list[tuple[Statement, Statement]], view: CaseView) -> Iterator[Conflict]:
    """Yield one conflict for every paper of somebody else (K09)."""
    weak = view.tables.agreement.fields["organisation"].weak
    for right, wrong in pairs:
        doubtful = wrong.paper.kind in weak or not wrong.sure
        yield Conflict(
            "K09",
            "foreign",
            wrong.found.name,
            {"paper": paper_name(wrong.paper), "wrong": wrong.printed, "right": right.printed},
            (evidence(right), evidence(wrong)),
            Severity.WARN if doubtful else Severity.BLOCK,
        )
