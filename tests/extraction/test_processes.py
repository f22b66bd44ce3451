"""One process from the flows of several papers."""

from __future__ import annotations

from tests.extraction.papers_made import pages_of

from anjuan.extraction import SourcePaper, extract, flow_of


def _facts(*texts, kind="D12"):
    return [fact for text in texts for fact in extract(SourcePaper(kind, "", "", pages_of({"pages": [[text]]})))]


def test_steps_keep_their_order():
    graph = flow_of(_facts("工艺流程：下料→锻造→磨加工→检验"))
    assert [step.name for step in graph.steps] == ["下料", "锻造", "磨加工", "检验"]


def test_a_step_that_one_paper_leaves_out_stands_where_the_other_says():
    graph = flow_of(_facts("工艺流程：下料→锻造→磨加工→检验", "工艺流程：下料→锻造→热处理→磨加工→检验"))
    assert [step.name for step in graph.steps] == ["下料", "锻造", "热处理", "磨加工", "检验"]


def test_support_counts_the_papers():
    graph = flow_of(_facts("工艺流程：下料→锻造→检验", "生产流程：下料→锻造→检验→包装"))
    assert graph.steps[0].support > graph.steps[-1].support


def test_classes_of_steps_are_known():
    graph = flow_of(_facts("工艺流程：下料→锻造→热处理→检验。其中关键过程为锻造，特殊过程为热处理。"))
    assert [step.kind for step in graph.steps] == ["ordinary", "key", "special", "ordinary"]


def test_a_flow_of_something_else_is_not_mixed_in():
    graph = flow_of(_facts("工艺流程：下料→锻造→磨加工→检验→包装", "服务流程：接单→派工→上门→回访"))
    assert len(graph.steps) == 5


def test_names_that_differ_by_a_figure_are_two_steps():
    graph = flow_of(_facts("工艺流程：一次烘烤→调味→二次烘烤→包装"))
    assert len(graph.steps) == 4


def test_branches_are_told_once():
    text = "分支：双面板在回流焊后返回印刷工序。"
    assert flow_of(_facts(text, text, kind="A04")).branches == ("双面板在回流焊后返回印刷工序",)


def test_no_facts_are_no_process():
    assert flow_of(()).steps == ()
