from __future__ import annotations

import pytest

from anjuan.papers.forms.marks import marks
from anjuan.reading.pages import Cell, Line, Page, Seal, Table, TextSource


def page(*texts: str, source: TextSource = TextSource.TEXT, seals: tuple[Seal, ...] = ()) -> Page:
    confidence = 0.98 if source is TextSource.OCR else None
    lines = tuple(
        Line(text, (0.1, 0.1 + 0.03 * at, 0.1 + 0.018 * len(text), 0.12 + 0.03 * at), confidence, block=at)
        for at, text in enumerate(texts)
    )
    return Page(1, 595, 842, source=source, lines=lines, seals=seals)


SEAL = Seal((0.6, 0.1, 0.78, 0.23), "甲公司", 0.9)


def test_name_and_date_at_their_places_are_a_signed_and_dated_paper() -> None:
    found = marks([page("审核组长（签字）：赵明    日期：2023年5月9日")])
    assert (found.signed, found.dated) == (True, True)


def test_empty_signature_place_is_unsigned() -> None:
    assert marks([page("审核组长（签字）：            日期：2023年5月9日")]).signed is False


def test_empty_date_of_a_signature_is_undated() -> None:
    assert marks([page("审核组长（签字）：赵明    日期：    年   月   日")]).dated is False


def test_date_without_a_label_belongs_to_the_signature_above() -> None:
    assert marks([page("批准：李国强", "2023年5月9日")]).dated is True


def test_blank_date_without_a_label_is_undated() -> None:
    assert marks([page("法定代表人（签字）：李国强", "      年    月    日")]).dated is False


def test_signature_without_any_date_is_undated() -> None:
    assert (
        marks([page("审核日期：2023年5月8日", "说明", "说明", "说明", "审核员：赵明", "受审核方代表：李国强")]).dated
        is False
    )


def test_paper_without_a_place_for_a_signature_is_neither_signed_nor_unsigned() -> None:
    assert marks([page("组织概况", "公司成立于2003年，主要生产阀门。")]).signed is None


def test_last_signer_decides_where_no_word_asks_for_a_signature() -> None:
    assert marks([page("编制：赵明    审核：孙晓丽    批准：        ")]).signed is False


def test_place_of_a_technical_expert_may_stay_empty() -> None:
    found = marks([page("审核组长（签字）：赵明   日期：2023.5.9", "技术专家（签字）：       ")])
    assert found.signed is True


def test_auditor_named_in_the_head_of_a_form_is_no_signature() -> None:
    cells = (Cell(0, 0, "审核员", (0.1, 0.1, 0.2, 0.12)), Cell(0, 1, "", (0.2, 0.1, 0.4, 0.12)))
    form = Page(1, 595, 842, tables=(Table((0.1, 0.1, 0.4, 0.12), cells),))
    assert marks([form]).signed is None


@pytest.mark.parametrize(("name", "signed"), [("赵明", True), ("", False)])
def test_sign_in_sheet_is_signed_by_its_column(name: str, *, signed: bool) -> None:
    texts = [["序号", "姓名", "签名"], ["1", "赵明", name]]
    cells = tuple(
        Cell(row, column, text, (0.1 + 0.2 * column, 0.1 + 0.03 * row, 0.3 + 0.2 * column, 0.13 + 0.03 * row))
        for row, line in enumerate(texts)
        for column, text in enumerate(line)
    )
    assert marks([Page(1, 595, 842, tables=(Table((0.1, 0.1, 0.7, 0.16), cells),))]).signed is signed


def test_seal_found_is_a_sealed_paper_with_its_text() -> None:
    found = marks([page("甲方（盖章）：", source=TextSource.OCR, seals=(SEAL,))])
    assert (found.sealed, found.seals) == (True, ("甲公司",))


def test_picture_with_a_place_for_a_seal_and_none_is_unsealed() -> None:
    assert marks([page("申请组织（盖章）：", source=TextSource.OCR)]).sealed is False


def test_sentence_about_seals_is_no_place_for_one() -> None:
    assert marks([page("本合同经双方签字盖章后生效，有效期三年。", source=TextSource.OCR)]).sealed is None


def test_text_file_cannot_tell_of_seals() -> None:
    found = marks([page("申请组织（盖章）：")])
    assert (found.sealed, found.asks_seal) == (None, True)


def test_text_page_with_a_seal_is_sealed() -> None:
    assert marks([page("申请组织（盖章）：", seals=(SEAL,))]).sealed is True


def test_issued_pdf_without_its_seal_is_unsealed() -> None:
    assert marks([page("申请组织（盖章）：")], fixed=True).sealed is False


def test_list_signed_by_its_writer_needs_no_date() -> None:
    assert marks([page("编制：采购部    批准：管理者代表")]).dated is None


def test_handwriting_that_reaches_over_its_place_is_a_signature() -> None:
    lines = (
        Line("认证决定人员：", (0.43, 0.5, 0.57, 0.52), 0.98, block=1),
        Line("傅玉梅", (0.55, 0.495, 0.65, 0.522), 0.9, block=2),
        Line("日期：2022-02-21", (0.43, 0.53, 0.58, 0.55), 0.98, block=3),
    )
    assert marks([Page(1, 595, 842, source=TextSource.OCR, lines=lines)]).signed is True


def test_empty_seal_place_of_a_party_is_no_missing_signature() -> None:
    assert marks([page("组长：赵明", "客户确认（盖章）：          日期：2023年5月9日")]).signed is True


def test_empty_seal_place_of_a_person_is_a_missing_signature() -> None:
    assert marks([page("认证决定人员（盖章）：          日期：2023年5月9日")]).signed is not True
