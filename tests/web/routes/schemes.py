"""The routes of scored schemes and the scope of a certificate, for the tests of who may open them."""

from __future__ import annotations

from fractions import Fraction

from tests.web.made import NOW, Shelf

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.evaluation.models import Assessment
from anjuan.evaluation.rules.marks import Mark
from anjuan.evaluation.services.assessments import Draft, assessment_open, mark_set

#: Route → key of ``ALLOWS``.
POLICY: dict[str, str] = {
    **dict.fromkeys(("evaluations", "evaluation", "evaluation_report", "evaluation_file"), "reads scores"),
    **dict.fromkeys(("evaluation_new", "evaluation_points", "evaluation_template"), "manages scores"),
    **dict.fromkeys(
        ("evaluation_mark", "evaluation_settle", "evaluation_special", "evaluation_visit", "evaluation_sign"),
        "marks scores",
    ),
    "evaluation_decide": "decides scores",
    **dict.fromkeys(("scope", "scope_text"), "checks scopes"),
}
#: Key of a policy → the capabilities of which one is needed; none for everybody.
ALLOWS: dict[str, set[str]] = {
    "reads scores": {"evaluation.read", "evaluation.mark", "evaluation.manage", "evaluation.decide"},
    "manages scores": {"evaluation.manage"},
    "marks scores": {"evaluation.mark"},
    "decides scores": {"evaluation.decide"},
    "checks scopes": {"scope.check"},
}
#: Routes that answer to POST alone.
POSTED: set[str] = {
    "evaluation_mark", "evaluation_settle", "evaluation_special", "evaluation_visit", "evaluation_sign",
    "evaluation_decide", "scope_text",
}  # fmt: skip
#: POST routes whose arguments name a thing that the person does not have: 404 is an answer.
MISSES: set[str] = set()
#: Routes that are no page to look at: files, fragments, steps.
NO_PAGES: set[str] = {"evaluation_file", "evaluation_template"}
OF_ASSESSMENT = {name for name in POLICY if name.startswith("evaluation_")} - {
    "evaluation_new", "evaluation_points", "evaluation_template",
} | {"evaluation"}  # fmt: skip


def hand(name: str, *capabilities: str) -> dict[str, object]:
    """Return a person with some capabilities, as services want them."""
    viewer = Viewer(
        user_id=1, name=name, roles=frozenset({"test"}), capabilities=frozenset(capabilities), tokens=frozenset()
    )
    return {"deed": Deed(name, NOW), "viewer": viewer}


def made_assessment(leader: str = "u-auditor", *others: str) -> Assessment:
    """Return an open assessment with the groups of its scheme partly marked."""
    draft = Draft("built-in:gbt27922", "宁波示例电器有限公司", NOW.date(), leader, others, scope="空调的售后服务")
    row = assessment_open(**hand("u-project_manager", "evaluation.manage"), draft=draft)
    for mark in (Mark("5.1", "deducted", points=Fraction(4)), Mark("5.2", "met")):
        mark_set(**hand(leader, "evaluation.mark"), number=row.number, mark=mark)
    return row


def words(name: str, shelf: Shelf) -> list[object]:
    """Return the words of a route's address; none for routes without any."""
    del shelf
    if name == "evaluation_template":
        return ["gbt27922"]
    if name not in OF_ASSESSMENT:
        return []
    number = made_assessment().number
    return [number, "svg"] if name == "evaluation_file" else [number]


def sent(name: str) -> dict[str, str]:
    """Return what is sent to a route; nothing for routes of other parts."""
    return {
        "evaluation_mark": {"item": "5.3", "state": "met"},
        "evaluation_settle": {"item": "5.1", "assessor": "u-auditor"},
        "evaluation_special": {"reason": "未明示收费", "kind": "off"},
        "evaluation_visit": {"form": "mystery", "day": "2026-03-01", "q-waiting": "4"},
        "scope_text": {"scope": "轴承的生产", "business_scope": "轴承制造"},
    }.get(name, {})


def visited(shelf: Shelf) -> dict[str, dict[str, object]]:
    """Return route → the named arguments of its address, for the visit in a browser; makes what it names."""
    del shelf
    number = made_assessment().number
    return {name: {"number": number} for name in ("evaluation", "evaluation_report")}
