from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.papers.fields.normal import amounts, codes, names, standards, times
from anjuan.papers.fields.normal.reading import Printed, Reading
from anjuan.papers.fields.values import fields_of_standard, read, same_standard
from anjuan.papers.rules.tables import paper_fields
from anjuan.registry.rules.credit_codes import ALPHABET, check_sign, credit_code_faults, inner_check_sign


def values(readings):
    return [reading.value for reading in readings]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2023年4月12日至2023年4月13日", "2023-04-12", "2023-04-13"),
        ("2017-09-11至13日", "2017-09-11", "2017-09-13"),
        ("2017年9月11日—13日", "2017-09-11", "2017-09-13"),
        ("2017年9月11-13日", "2017-09-11", "2017-09-13"),
        ("2024年9月30日至10月2日", "2024-09-30", "2024-10-02"),
        ("2024.6.3-6.4", "2024-06-03", "2024-06-04"),
        ("2023年12月31日至1月2日", "2023-12-31", "2024-01-02"),
        ("2023年6月12日上午至2023年6月14日下午", "2023-06-12", "2023-06-14"),
        ("二〇二三年四月二十五日", "2023-04-25", "2023-04-25"),
        ("２０２３年４月５日", "2023-04-05", "2023-04-05"),
    ],
)
def test_ranges_of_dates_give_first_and_last_day(text, start, end):
    assert values(times.span(Printed(text))) == [start, end]


def test_a_date_that_is_no_day_of_the_calendar_is_no_date():
    assert times.date(Printed("2023年4月31日")) == ()


def test_an_end_before_the_start_is_doubtful():
    assert times.span(Printed("2023年4月13日至2023年4月12日"))[0].sure < 0.75


def test_a_licence_without_an_end_says_so():
    assert values(read("licence.valid_until", Printed("长期"))) == ["long-term"]


def test_one_date_of_a_validity_is_its_end():
    assert [(one.name, one.value) for one in read("validity", Printed("2026年7月19日"))] == [
        ("expires_on", "2026-07-19")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GB/T19001—2016 idt ISO9001：2015", ["GB/T 19001-2016/ISO 9001:2015"]),
        ("GB/T 19001-2016、GB/T24001-2016/ISO14001:2015", ["GB/T 19001-2016", "GB/T 24001-2016/ISO 14001:2015"]),
        ("GB/T 19001-2016/ISO\n9001:2015；GB/T\n50430-2017", ["GB/T 19001-2016/ISO 9001:2015", "GB/T 50430-2017"]),
        ("GB/T19001-2016和GB/T50430-2017", ["GB/T 19001-2016", "GB/T 50430-2017"]),
        ("ISO/IEC 27001:2022", ["ISO/IEC 27001:2022"]),
        ("IATF 16949:2016", ["IATF 16949:2016"]),
        ("GB/T 19001-2016（ISO 9001:2015）及体系文件、GB/T 19011-2021", ["GB/T 19001-2016/ISO 9001:2015"]),
        ("适用的法律法规", []),
    ],
)  # fmt: skip
def test_standards_are_folded_with_their_editions(text, expected):
    assert values(standards.standards(Printed(text))) == expected


def test_a_standard_without_its_edition_is_less_sure():
    assert standards.standards(Printed("ISO9001"))[0].sure < 1


def test_a_standard_is_the_same_under_both_its_names():
    assert same_standard("ISO 9001:2015") == same_standard("GB/T 19001-2016/ISO 9001:2015")


def test_a_standard_tells_its_field():
    assert fields_of_standard("GB/T 24001-2016/ISO 14001:2015") == "A02"


def coded(middle):
    body = "91330100" + middle + inner_check_sign(middle)
    return body + check_sign(body)


CODES = st.text(alphabet=ALPHABET, min_size=8, max_size=8).map(coded).filter(lambda code: not credit_code_faults(code))


@given(CODES)
def test_a_right_credit_code_is_kept_and_sure(code):
    assert [(one.value, one.sure) for one in codes.credit_code(Printed(code))] == [(code, 1.0)]


def test_a_slip_of_recognition_is_mended_when_the_check_signs_prove_it():
    assert values(codes.credit_code(Printed("9133O400MA2B8T0K7P", recognised=True))) == ["91330400MA2B8T0K7P"]


def test_a_typed_code_is_never_mended():
    reading = codes.credit_code(Printed("9133O400MA2B8T0K7P"))[0]
    assert (reading.value, reading.sure < 0.75) == ("9133O400MA2B8T0K7P", True)


def test_a_code_with_a_wrong_check_sign_stays_as_printed_and_doubtful():
    reading = codes.credit_code(Printed("91330400MA2B8T0K9X", recognised=True))[0]
    assert (reading.value, reading.sure < 0.75) == ("91330400MA2B8T0K9X", True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("17.10.02", ["17.10.02"]),
        ("17.12.03；29.09.01", ["17.12.03", "29.09.01"]),
        ("17．10．02", ["17.10.02"]),
        ("2017.10.02", []),
    ],
)
def test_professional_codes_have_three_parts(text, expected):
    assert values(codes.professional_codes(Printed(text))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8.5.1", ["8.5.1"]),
        ("GB/T 19001-2016 8.5.1条款", ["8.5.1"]),
        ("A.12.1.2", ["A.12.1.2"]),
        ("Q:8.5.1; E:8.1", ["8.5.1、8.1"]),
        ("7.1.5.2", ["7.1.5.2"]),
        ("见附页", []),
    ],
)
def test_clauses_are_found_without_the_standard(text, expected):
    assert values(codes.clauses(Printed(text))) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("无", [""]), ("8.3", ["8.3"]), ("8.3、7.1.5.2", ["8.3", "7.1.5.2"]), ("", [])]
)
def test_no_exclusions_is_a_statement_and_a_blank_is_none(text, expected):
    assert values(codes.exclusions(Printed(text))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("64人", [64]),
        ("共86人，其中管理人员12人", [86]),
        ("１２０", [120]),
        ("叁拾人", [30]),
        ("/", []),
        ("1,200人", [1200]),
    ],
)
def test_counts_are_whole_numbers(text, expected):
    assert values(amounts.count(Printed(text))) == expected


def test_about_so_many_is_less_sure():
    assert amounts.count(Printed("约120人"))[0].sure < 1


@pytest.mark.parametrize(
    ("text", "expected"), [("3.5人日", 3.5), ("7（人·天）", 7.0), ("三天半", 3.5), ("共7人日，其中现场6", 7.0)]
)
def test_days_are_the_first_number(text, expected):
    assert values(amounts.days(Printed(text))) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "组长：霍启明  组员：易婷、方大同（专家）",
            [("霍启明", "leader"), ("易婷", "auditor"), ("方大同", "auditor")],
        ),
        ("霍启明（组长），易婷，方大同（技术专家）", [("霍启明", "leader"), ("易婷", ""), ("方大同", "expert")]),
        ("易 婷", [("易婷", "")]),
        ("张伟 李娜 王磊", [("张伟", ""), ("李娜", ""), ("王磊", "")]),
        ("买买提·艾力", [("买买提·艾力", "")]),
        ("无", []),
        ("审核员", []),
    ],
)
def test_people_come_with_the_roles_printed(text, expected):
    assert [(one.value, dict(one.extra).get("role", "")) for one in names.persons(Printed(text))] == expected


def test_names_without_separators_are_doubtful_or_left_out():
    assert all(one.sure < 0.75 for one in names.persons(Printed("张建国李小明王伟")))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("宁波海棠精密模具有限公司（盖章）", ["宁波海棠精密模具有限公司"]),
        ("巴斯夫(上海)有限公司", ["巴斯夫（上海）有限公司"]),
        ("重庆渝岭园林工程有限公司，附照片8张", ["重庆渝岭园林工程有限公司"]),
        ("无", []),
        ("本公司于2020年成立。", []),
    ],
)
def test_organisations_lose_notes_on_seals(text, expected):
    assert values(names.organisation(Printed(text))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("☑初次认证 □监督审核 □再认证", "initial"),
        ("第一次监督", "surveillance"),
        ("年度监督审核（第二次）", "surveillance"),
        ("再认证", "recertification"),
        ("换证审核", "recertification"),
        ("扩大范围审核", "special"),
        ("机构转换", "transfer"),
        ("初审", "initial"),
    ],
)
def test_kinds_of_audit_are_told_from_ticks_and_words(text, expected):
    assert values(read("audit_type", Printed(text))) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("初次（ ）再认证（√）扩大范围（ ）", "recertification"),
        ("初次（）监督", "surveillance"),
        ("（ ）初次 （√）监督", "surveillance"),
    ],
)
def test_brackets_behind_a_word_are_its_box(text, expected):
    assert [one.value for one in read("audit_type", Printed(text, recognised=True))] == [expected]


def test_a_code_is_told_from_the_words_that_run_on_behind_it():
    assert read("credit_code", Printed("91210300MAWH6UJE07 7法人姓名")) == (Reading("91210300MAWH6UJE07"),)


def test_boxes_without_a_tick_choose_nothing():
    assert read("audit_type", Printed("□初次认证 □监督审核")) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("QMS", ["A01"]),
        ("QMS+FSMS", ["A01", "A04"]),
        ("质量管理体系、环境管理体系", ["A01", "A02"]),
        ("Q、E、S", ["A01", "A02", "A03"]),
        ("信息技术服务管理体系", ["A06"]),
        ("☑QMS □EMS ☑OHSMS", ["A01", "A03"]),
    ],
)
def test_fields_become_codes(text, expected):
    assert values(read("fields", Printed(text))) == expected


@given(st.sampled_from([row.name for row in paper_fields().latest.fields]), st.text(max_size=60), st.booleans())
def test_no_text_makes_a_normaliser_fail(field, text, recognised):
    assert all(0 <= one.sure <= 1 for one in read(field, Printed(text, recognised)))


@pytest.mark.parametrize(
    "text",
    [
        "对应不符合项",
        "确认的认证范围",
        "第一阶段审核起止日期 Audit dates",
        "确认的业务范围 Scope",
        "Audit dates",
        "果蔬清洗机的生产",
    ],
)
def test_words_of_a_form_are_no_organisation(text):
    assert read("organisation", Printed(text)) == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("名称：徐州恒磊轴承制造有限公司\n统一社会信用代码：91320312MA429BE631", "徐州恒磊轴承制造有限公司"),
        ("宁波海棠模具厂 地址：宁波市海棠路1号", "宁波海棠模具厂"),
        ("Harbour Precision Co., Ltd.", "Harbour Precision Co., Ltd"),
    ],
)
def test_an_organisation_ends_where_the_next_label_begins(text, name):
    assert values(read("organisation", Printed(text))) == [name]


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("2024.03.25至2024.03.2 6", "2024-03-26"),
        ("2024.03.25至2024.0 3.26", "2024-03-26"),
        ("2024年3月25日至2024年3月2 6日", "2024-03-26"),
        ("2024-03-25至202 4-03-26", "2024-03-26"),
    ],
)
def test_a_recognised_date_that_was_wrapped_in_its_cell_is_joined(text, end):
    assert values(read("audit_dates", Printed(text, recognised=True))) == ["2024-03-25", end]


def test_the_hour_after_a_recognised_date_is_no_part_of_it():
    assert values(read("paper_date", Printed("2024.3.2 8:30", recognised=True))) == ["2024-03-02"]


def test_an_address_ends_before_who_came_there():
    printed = Printed("芜湖市鸠江区飞跃东路9号尹国林 进场 2024 年 6 月 10 日 离场 2024 年 6 月 11 日")
    assert values(read("operating_address", printed)) == ["芜湖市鸠江区飞跃东路9号"]


@pytest.mark.parametrize(
    "text", ["JLZH2024QES1524客户重庆渝岭园林工程有限公司立卷人鄢小渝 2024.06.22", "JLZH2024QES1524 立卷人：鄢小渝"]
)
def test_a_number_ends_where_the_next_label_begins(text):
    assert values(codes.number(Printed(text, recognised=True))) == ["JLZH2024QES1524"]
