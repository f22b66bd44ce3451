from __future__ import annotations

from pathlib import Path

import pytest

from anjuan.samples.errors import SampleTableError
from anjuan.samples.trades import Control, Trade, common, load_table, trades


def test_at_least_fourteen_industries_are_known() -> None:
    assert len({trade.code for trade in trades()}) >= 14


@pytest.mark.parametrize("trade", trades(), ids=lambda trade: trade.id)
def test_every_trade_knows_its_key_steps(trade: Trade) -> None:
    assert "关键" in {step.kind for step in trade.flow}
    assert len(trade.flow) >= 7


@pytest.mark.parametrize("trade", trades(), ids=lambda trade: trade.id)
def test_every_control_belongs_to_a_step_of_the_flow(trade: Trade) -> None:
    steps = {step.name for step in trade.flow}
    assert {control.step for control in trade.controls} <= steps


@pytest.mark.parametrize("trade", trades(), ids=lambda trade: trade.id)
def test_every_trade_has_findings_for_all_three_fields(trade: Trade) -> None:
    assert {row.field for row in trade.findings} == {"Q", "E", "S"}


@pytest.mark.parametrize("trade", trades(), ids=lambda trade: trade.id)
def test_points_are_asked_in_departments_the_trade_has(trade: Trade) -> None:
    assert {row.dept for row in trade.points} <= {*trade.departments, "行政部", "管理层"}


def test_common_points_cover_the_management_clauses() -> None:
    assert {"4.1", "5.2", "6.1", "9.2", "9.3", "10.2"} <= {row.clause for row in common().points}


def test_a_row_with_a_missing_cell_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text("step: a\nparameter: b\n", "utf-8")
    with pytest.raises(SampleTableError, match=r"broken\.yaml"):
        load_table(path, Control)
