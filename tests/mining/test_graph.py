"""The graph says what stands together in how many cases, and names nobody to who may not read the cases."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.mining.made import EDITOR, NOW, READER, LineExtractor, made_case

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Case, CaseReader
from anjuan.mining.models import CaseEdge, GraphEdge, GraphNode, MinedFact
from anjuan.mining.rules.graph import Edge, GraphFact, Node, edges_of, named
from anjuan.mining.selectors.graph import MOST_NODES, NodeUnknownError, edge_places, graph_around, nodes_named
from anjuan.mining.selectors.guides import KnowledgeMayNotError
from anjuan.mining.services.running import case_mine, facts_drop
from anjuan.mining.services.tallying import cases_count, trends_update

pytestmark = pytest.mark.django_db
SYSTEM = Deed("system", NOW)
STEP = "step: name=淬火"
FINDING = "finding: number=NC-2; grade=major; clause=8.5.1; fact=淬火油温无记录"
OVEN = "equipment: name=网带炉"


def _fact(key: int, kind: str, quote: str = "", **slots: str) -> GraphFact:
    return GraphFact(key, kind, tuple(slots.items()), quote)


def _edges(*facts: GraphFact, standards=()) -> set[tuple[str, str, str, str, int]]:
    found = edges_of(organisation="7", codes=["17.10"], standards=standards, facts=facts)
    return {(one.first.kind, one.first.name, one.second.kind, one.second.name, one.fact) for one in found}


@pytest.mark.parametrize(
    ("fact", "edge"),
    [
        (_fact(1, "step", name="淬 火"), ("code", "17.10", "process", "淬火", 1)),
        (_fact(1, "flow", step="下料"), ("code", "17.10", "process", "下料", 1)),
        (_fact(1, "control", step="磨削"), ("code", "17.10", "process", "磨削", 1)),
        (_fact(1, "equipment", name="数控车床"), ("code", "17.10", "equipment", "数控车床", 1)),
        (_fact(1, "reference", number="GB/T 307.1-2017"), ("code", "17.10", "law", "GB/T 307.1-2017", 1)),
        (_fact(1, "reference", title="产品质量法"), ("code", "17.10", "law", "产品质量法", 1)),
        (_fact(1, "finding", clause="8.5.1"), ("code", "17.10", "clause", "8.5.1", 1)),
        (_fact(1, "finding", clause="8.5.1"), ("finding", "1", "clause", "8.5.1", 1)),
    ],
)
def test_a_fact_joins_the_things_it_names(fact, edge):
    assert edge in _edges(fact)


def test_a_finding_belongs_to_the_process_that_it_names():
    told = _edges(_fact(1, "step", name="淬火"), _fact(2, "finding", clause="8.5.1", fact="淬火油温无记录"))
    assert {("process", "淬火", "finding", "2", 2), ("process", "淬火", "clause", "8.5.1", 2)} <= told


def test_a_finding_that_names_no_process_belongs_to_none():
    told = _edges(_fact(1, "step", name="淬火"), _fact(2, "finding", clause="7.2", fact="培训无记录"))
    assert not [one for one in told if one[0] == "process" and one[2] == "finding"]


@pytest.mark.parametrize(
    ("standards", "laws"),
    [(["GB/T 19001-2016/ISO 9001:2015"], 1), (["GB/T 19001-2016", "GB/T 24001-2016"], 0), ([], 0)],
)
def test_a_clause_belongs_to_a_standard_only_when_there_is_one(standards, laws):
    told = _edges(_fact(2, "finding", clause="8.5.1"), standards=standards)
    assert sum(one[0] == "clause" and one[2] == "law" for one in told) == laws


def test_equipment_belongs_to_the_process_that_its_sentence_names():
    told = _edges(_fact(1, "step", name="淬火"), _fact(2, "equipment", "淬火工序用网带炉", name="网带炉"))
    assert ("process", "淬火", "equipment", "网带炉", 2) in told


def test_a_finding_without_a_clause_adds_nothing():
    assert _edges(_fact(2, "finding", fact="无记录")) == {("organisation", "7", "code", "17.10", 0)}


def test_no_case_adds_more_than_so_many_things():
    many = [_fact(n, "step", name=f"工序{n}") for n in range(500)]
    assert len(_edges(*many)) < 100


@pytest.mark.parametrize(("text", "name"), [("淬 火", "淬火"), ("ＣＮＣ车床", "cnc车床"), ("", "")])
def test_one_thing_has_one_name(text, name):
    assert named(text) == name


def _mined(number: str, firm: str, *lines: str, state: str = "accepted", at: dt.datetime = NOW) -> Case:
    case = made_case(number, firm, *lines)
    case_mine(deed=Deed("system", at), case_id=case.pk, extractor=LineExtractor())
    MinedFact.objects.filter(case=case).update(state=state)
    return case


def _update() -> None:
    list(trends_update(deed=SYSTEM))


def _node(kind: str, name: str = "") -> GraphNode:
    return GraphNode.objects.get(kind=kind, **({"name": name} if name else {}))


def _weights() -> dict[tuple[str, str], tuple[int, int]]:
    rows = (
        GraphEdge.objects.exclude(first__kind="organisation")
        .exclude(first__kind="finding")
        .exclude(second__kind="finding")
    )
    return {
        (one.first.name, one.second.name): (one.cases_count, one.clients_count)
        for one in rows.select_related("first", "second")
    }


def test_edges_weigh_cases_and_clients():
    _mined("C1", "宁波海棠轴承有限公司", STEP, FINDING)
    _mined("C2", "宁波海棠轴承有限公司", STEP)
    _mined("C3", "洛阳云帆轴承有限公司", STEP)
    _update()
    assert _weights() == {("17.10.02", "淬火"): (3, 2), ("17.10.02", "8.5.1"): (1, 1), ("淬火", "8.5.1"): (1, 1)}


def test_counting_again_changes_no_weight():
    case = _mined("C1", "宁波海棠轴承有限公司", STEP, FINDING)
    _update()
    before = _weights()
    cases_count(deed=SYSTEM, case_ids=[case.pk])
    assert _weights() == before


def test_unreviewed_facts_are_not_in_the_graph_but_findings_are():
    _mined("C1", "宁波海棠轴承有限公司", STEP, FINDING, state="proposed")
    _update()
    assert set(_weights()) == {("17.10.02", "8.5.1")}


def test_a_destroyed_case_leaves_no_edge_and_no_thing():
    case = _mined("C1", "宁波海棠轴承有限公司", STEP, FINDING)
    _update()
    Case.objects.filter(pk=case.pk).update(state="destroyed")
    facts_drop(case_ids=[case.pk])
    _update()
    assert (GraphEdge.objects.count(), GraphNode.objects.count(), CaseEdge.objects.count()) == (0, 0, 0)


def test_a_case_that_changed_its_client_changes_the_clients():
    _mined("C1", "宁波海棠轴承有限公司", STEP)
    case = _mined("C2", "洛阳云帆轴承有限公司", STEP)
    _update()
    Case.objects.filter(pk=case.pk).update(organisation=Case.objects.get(number="C1").organisation)
    cases_count(deed=SYSTEM, case_ids=[case.pk])
    assert _weights()["17.10.02", "淬火"] == (2, 1)


def _three() -> list[Case]:
    cases = [_mined(f"C{n}", f"第{n}轴承有限公司", STEP, FINDING) for n in range(3)]
    _update()
    return cases


def test_who_reads_all_sees_organisations_and_findings():
    _three()
    view = graph_around(EDITOR, [_node("code").pk])
    assert {node.kind for node in view.nodes} == {"organisation", "code", "process", "clause"}


def test_others_see_what_enough_clients_have_and_no_organisation():
    _three()
    view = graph_around(READER, [_node("code").pk])
    assert ([node.kind for node in view.nodes], view.hidden) == (["code", "process", "clause"], 3)


def test_others_see_the_organisation_whose_case_they_may_read():
    cases = _three()
    CaseReader.objects.create(case=cases[0], token="user:3", granted_at=NOW, granted_by="x")
    view = graph_around(READER, [_node("code").pk])
    assert [node.label for node in view.nodes if node.kind == "organisation"] == ["第0轴承有限公司"]


@pytest.mark.parametrize("kind", ["organisation", "finding"])
def test_what_names_somebody_is_not_there_for_others(kind):
    _three()
    for node in GraphNode.objects.filter(kind=kind):
        with pytest.raises(NodeUnknownError):
            graph_around(READER, [node.pk])
    assert nodes_named(READER, "", kind) == ()


def test_things_of_few_clients_are_not_there_for_others():
    _mined("C1", "宁波海棠轴承有限公司", STEP)
    _update()
    with pytest.raises(NodeUnknownError):
        graph_around(READER, [_node("process").pk])


def test_an_edge_opens_only_pages_one_may_read():
    cases = _three()
    edge = GraphEdge.objects.get(first__kind="code", second__kind="process")
    assert (len(edge_places(EDITOR, edge.pk).sources), edge_places(READER, edge.pk).sources) == (3, ())
    CaseReader.objects.create(case=cases[2], token="user:3", granted_at=NOW, granted_by="x")
    [source] = edge_places(READER, edge.pk).sources
    assert source.case == "C2"


def test_an_edge_of_an_organisation_is_not_there_for_others():
    _three()
    with pytest.raises(NodeUnknownError):
        edge_places(READER, GraphEdge.objects.filter(first__kind="organisation").first().pk)


def test_the_graph_is_for_who_may_read_what_was_compiled():
    nobody = Viewer(9, "x", frozenset(), frozenset({"case.read_all"}), frozenset())
    with pytest.raises(KnowledgeMayNotError):
        graph_around(nobody, [1])


def test_an_unknown_thing_is_told_so():
    with pytest.raises(NodeUnknownError):
        graph_around(EDITOR, [10**14])


def test_kinds_and_weights_narrow_the_neighbours():
    _three()
    code = _node("code").pk
    assert {node.kind for node in graph_around(EDITOR, [code], kinds=["clause"]).nodes} == {"code", "clause"}
    assert {node.kind for node in graph_around(EDITOR, [code], least=2).nodes} == {"code", "process", "clause"}


def test_things_are_found_by_a_part_of_their_name():
    _three()
    assert [node.label for node in nodes_named(EDITOR, "第1轴承")] == ["第1轴承有限公司"]
    assert [node.label for node in nodes_named(READER, "淬")] == ["淬火"]


def test_never_more_things_are_shown_than_fit():
    hubs = [GraphNode.objects.create(kind="code", name=f"{n}", cases_count=1) for n in range(16)]
    for hub in hubs:
        for n in range(30):
            leaf = GraphNode.objects.create(kind="process", name=f"{hub.name}-{n}")
            GraphEdge.objects.create(first=hub, second=leaf, cases_count=30 - n, clients_count=5)
    view = graph_around(EDITOR, [hub.pk for hub in hubs])
    assert len(view.nodes) == MOST_NODES
    assert view.hidden > 0


def test_the_same_view_is_the_same_again():
    _three()
    assert graph_around(EDITOR, [_node("code").pk]) == graph_around(EDITOR, [_node("code").pk])


def test_edges_are_values():
    assert Edge(Node("code", "1"), Node("process", "2")) == Edge(Node("code", "1"), Node("process", "2"), 0)
