from __future__ import annotations

from tests.papers.splitting.made import RULES, line, page

from anjuan.papers.splitting.foreign import foreign_pages

OWN, OTHER = "安恒凯机械有限公司", "南川绿野食品有限公司"


def named(number, name, *, project="", also=""):
    lines = [line("受审核方", y=0.15), line(name, x=0.3, y=0.15)]
    lines += [line("项目编号：" + project, y=0.18)] if project else []
    lines += [line(also, y=0.3)] if also else []
    return page(number, *lines)


def foreign(pages):
    return [(remark.pages[0], remark.text) for remark in foreign_pages(pages, RULES.foreign)]


def test_a_page_of_another_organisation_is_named_with_it():
    pages = [*(named(at, OWN) for at in range(1, 7)), named(7, OTHER)]
    assert foreign(pages) == [(7, f"Page 7 names another organisation than the rest of the file: {OTHER}.")]


def test_a_page_of_another_project_is_named():
    pages = [*(named(at, OWN, project="QMS-2024-0017") for at in range(1, 7)), named(7, OWN, project="EMS-2023-1952")]
    assert [number for number, _ in foreign(pages)] == [7]


def test_a_name_read_with_a_slip_is_the_same():
    pages = [*(named(at, OWN) for at in range(1, 7)), named(7, OWN.replace("恒", "垣"))]
    assert foreign(pages) == []


def test_a_page_that_names_the_usual_organisation_as_well_is_not_foreign():
    pages = [*(named(at, OWN) for at in range(1, 7)), named(7, OTHER, also=f"供方{OTHER}为{OWN}供货")]
    assert foreign(pages) == []


def test_a_file_of_many_organisations_has_no_strangers():
    pages = [named(at, f"{'甲乙丙丁'[at % 4] * 4}机械有限公司") for at in range(1, 13)]
    assert foreign(pages) == []


def test_too_few_pages_say_nothing():
    assert foreign([named(1, OWN), named(2, OWN), named(3, OTHER)]) == []


def test_a_value_behind_the_label_counts_as_well():
    pages = [page(at, line(f"组织名称：{OWN}")) for at in range(1, 7)] + [page(7, line(f"组织名称：{OTHER}"))]
    assert [number for number, _ in foreign(pages)] == [7]


def coded(number, code, name=""):
    return page(number, line("统一社会信用代码：" + code), *([line(name, y=0.3)] if name else []))


def test_a_page_with_another_credit_code_is_named():
    pages = [*(coded(at, "91330206MA2AB3C477") for at in range(1, 7)), coded(7, "91530112MK9PT6XW2Q")]
    assert [number for number, _ in foreign(pages)] == [7]


def test_another_credit_code_beside_the_own_name_is_no_page_from_elsewhere():
    own = [page(at, line(f"组织名称：{OWN}"), line("信用代码：91330206MA2AB3C477", y=0.3)) for at in range(1, 7)]
    assert foreign([*own, coded(7, "91530112MK9PT6XW2Q", OWN)]) == []
