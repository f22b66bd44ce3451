from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anjuan.registry.rules.codelists import Code
from anjuan.scope.rules import tables
from anjuan.scope.rules.application import Application, application_of
from anjuan.scope.rules.application_sheet import HEAD, SHEETS, content_of_sheets
from anjuan.scope.rules.check import built_in_books, check_dict, scope_check
from anjuan.scope.rules.codes import CodeBooks, sectors_of, suggested
from anjuan.scope.rules.faults import ApplicationFileError, NoScopeError, ScopeNotApprovedError
from anjuan.scope.rules.history import ScopeVersion, compared, need_approved, scope_on
from anjuan.scope.rules.sentences import finding, sayings
from anjuan.scope.rules.steps import extension_days, extension_lacks
from anjuan.scope.rules.wording import ScopeItem, composed, items_of

DAY = dt.date(2026, 3, 2)
WORDS = tables.wording().latest
SECTORS = tables.sectors().latest
BOOKS = built_in_books(DAY)
MOTORS = {
    "organisation": "示例电机有限公司",
    "scope": "直流电机、交流电机的生产",
    "business_scope": "电机制造；电机销售",
    "audit_type": "recertification",
    "cycle_begins": "2023-03-01",
    "cycle_ends": "2026-02-28",
}


def check(**content):
    return scope_check(application_of(content), today=DAY, books=BOOKS)


def codes(**content) -> list[str]:
    return [one.code for one in check(**content).findings]


def motors(ac: list[str], **changes):
    lines = [
        {"name": "直流电机", "evidence": [{"on": "2025-05-06"}]},
        {"name": "交流电机", "evidence": [{"on": day} for day in ac]},
    ]
    return {**MOTORS, "lines": lines, **changes}


#


def test_r122_the_core_comes_first_and_the_rest_with_what_it_lacks():
    """R-122: core-first scope, later extension with its documents."""
    steps = check(**motors([], days="4")).steps
    assert (steps.core.text, steps.extension.text, len(steps.extension.lacks)) == (
        "直流电机的生产",
        "交流电机的生产",
        1,
    )


@settings(deadline=None)
@given(st.floats(0, 60), st.integers(0, 9))
def test_r122_an_extension_never_takes_fewer_days(base, added):
    """R-122: estimated days are not below those before."""
    assert extension_days(tables.steps().latest, base, added) >= base


def test_r122_an_extension_without_contract_and_record_is_incomplete():
    """R-122: a request without contract or record documents is incomplete."""
    assert extension_lacks(tables.steps().latest, ["application", "process", "licence"]) == (
        "销售或服务合同",
        "生产或服务记录",
    )


def test_r122_cost_is_not_invented_where_the_body_set_none():
    """R-122: cost needs the body's own day rate."""
    assert check(**motors([], days="4")).steps.core.cost is None


def test_everything_approved_is_one_step():
    assert check(**motors(["2024-01-01"])).steps.extension is None


#


def test_r123_what_was_not_approved_cannot_stand_in_the_certificate():
    """R-123: an item outside the approved list is refused."""
    with pytest.raises(ScopeNotApprovedError, match="交流电机"):
        need_approved(WORDS, "直流电机、交流电机的生产", [ScopeItem("直流电机", ("生产",))])


def test_r123_an_activity_that_was_not_approved_is_refused_too():
    """R-123: product and activity."""
    with pytest.raises(ScopeNotApprovedError, match="直流电机销售"):
        need_approved(WORDS, "直流电机的生产和销售", [ScopeItem("直流电机", ("生产",))])


def test_r123_the_composed_text_of_approved_items_passes():
    """R-123: the text is composed from approved items."""
    items = [ScopeItem("直流电机", ("设计", "生产")), ScopeItem("风机", ("销售",))]
    assert need_approved(WORDS, composed(items), items) is None


def test_r123_differences_of_two_texts_are_told_item_by_item():
    """R-123: the difference is highlighted."""
    found = compared(WORDS, "电机的生产", "电机的生产和销售")
    assert (found.added, found.removed) == ((ScopeItem("电机", ("销售",)),), ())


HISTORY = [
    ScopeVersion(dt.date(2023, 3, 1), "电机的生产"),
    ScopeVersion(dt.date(2024, 3, 1), "电机的生产和销售", reason="扩项"),
]


@pytest.mark.parametrize(
    ("day", "text"),
    [
        ("2023-03-01", "电机的生产"),
        ("2024-02-29", "电机的生产"),
        ("2024-03-01", "电机的生产和销售"),
        ("2030-01-01", "电机的生产和销售"),
    ],
)
def test_r124_the_scope_of_a_day_is_the_version_begun_last(day, text):
    """R-124: the right version at the day boundaries."""
    assert scope_on(HISTORY, dt.date.fromisoformat(day)).text == text


def test_r124_before_the_first_version_there_is_no_scope():
    """R-124: nothing before the first day."""
    with pytest.raises(NoScopeError):
        scope_on(HISTORY, dt.date(2023, 2, 28))


# texts


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("轴承的生产", ["轴承（生产）"]),
        ("轴承、齿轮的设计、生产和销售", ["轴承（设计、生产、销售）", "齿轮（设计、生产、销售）"]),
        ("软件开发；物业管理服务", ["软件（开发）", "物业管理（服务）"]),
        ("许可范围内的道路货物运输", ["道路货物（运输）"]),
        ("紧固件（标准件）的制造", ["紧固件（标准件）（制造）"]),
        ("汽车轮毂轴承的设计、制造", ["汽车轮毂轴承（设计、制造）"]),
        ("", []),
        ("；；", []),
    ],
)
def test_a_scope_is_taken_apart_into_products_and_activities(text, items):
    assert [one.label for one in items_of(WORDS, text)] == items


@settings(deadline=None)
@given(st.text(alphabet="轴承电机的、和；生产销售设计（）服务 \n", max_size=40))
def test_any_text_is_taken_apart_without_a_fault(text):
    assert all(isinstance(one.product, str) for one in items_of(WORDS, text))


@settings(deadline=None)
@given(st.lists(st.sampled_from(["轴承", "电机", "阀门", "齿轮箱"]), min_size=1, max_size=4, unique=True))
def test_composed_items_are_taken_apart_into_the_same(products):
    items = [ScopeItem(product, ("生产", "销售")) for product in products]
    assert list(items_of(WORDS, composed(items))) == items


# suggested codes


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("深沟球轴承的设计、制造和销售", "18"),
        ("汽车座椅骨架的设计和制造", "22"),
        ("水性建筑涂料的研发、生产和销售", "12"),
        ("烤紫菜的生产", "03"),
        ("资质范围内房屋建筑工程施工", "28"),
        ("一次性使用无菌注射器的生产", "19"),
        ("物业管理服务", "32"),
        ("注塑模具的设计和制造", "18"),
        ("应用软件的开发", "33"),
        ("道路货物运输", "31"),
        ("服装的生产", "04"),
        ("保安服务", "35"),
        ("瓦楞纸箱的生产", "07"),
        ("日用百货的销售", "29"),
        ("生活污水处理服务", "39"),
        ("家具的制造", "23"),
    ],
)
def test_the_words_of_a_scope_suggest_its_sector_with_a_reason(text, sector):
    first = suggested(SECTORS, BOOKS, items_of(WORDS, text))[0]
    assert (first.code, bool(first.reasons), len(first.reasons) == len(first.reasons_en)) == (sector, True, True)


def test_the_bodys_own_list_suggests_finer_codes():
    own = (Code("18.02.03", "滚动轴承制造", "", "18.02", "小类", ""),)
    found = suggested(SECTORS, CodeBooks(BOOKS.sectors, (), own), items_of(WORDS, "滚动轴承的制造"))
    assert "18.02.03" in [one.code for one in found]


@pytest.mark.parametrize(
    ("industry", "sector"),
    [("3011", "16"), ("3051", "15"), ("3731", "20"), ("3741", "21"), ("C3451", "18"), ("4430", "27")],
)
def test_an_industry_belongs_to_the_sector_of_its_longest_division(industry, sector):
    assert sectors_of(SECTORS, industry) == (sector,)


def test_words_that_say_nothing_suggest_nothing():
    assert suggested(SECTORS, BOOKS, [ScopeItem("乙", ())]) == ()


# files


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ({"scop": "x"}, "scop"),
        ({"lines": [{"name": ""}]}, "lines.0.name"),
        ({"decided_on": "bald"}, "decided_on"),
        ([], "file"),
    ],
)
def test_a_wrong_value_of_an_application_is_named_by_its_place(content, place):
    with pytest.raises(ApplicationFileError, match=place.replace(".", r"\.")):
        application_of(content)


def test_a_workbook_is_read_sheet_by_sheet():
    sheets = {
        "基本情况": (("申请范围", "电机的生产"), ("审核类型", "再认证"), ("专业代码", "19.01.01；19.01.02")),
        "产品与活动": (
            ("产品或服务", "活动", "证据日期"),
            ("电机", "生产", "2025-01-01"),
            ("电机", "销售", "2025-02-01"),
        ),
    }
    found = application_of(content_of_sheets(sheets))
    assert (found.audit_type, found.codes, found.lines[0].activities, len(found.lines[0].evidence)) == (
        "recertification",
        ("19.01.01", "19.01.02"),
        ("生产", "销售"),
        2,
    )


@pytest.mark.parametrize(
    ("sheets", "cell"),
    [
        ({"基本情况": (("申请范围", "x"), ("别的", "y"))}, "A2"),
        ({"基本情况": (), "许可资质": (("名称", "颜色"), ("x", "y"))}, "B1"),
        ({"基本情况": (), "别的表": ()}, "别的表"),
    ],
)
def test_what_a_workbook_has_beyond_the_template_is_named_by_its_cell(sheets, cell):
    with pytest.raises(ApplicationFileError, match=cell):
        content_of_sheets(sheets)


def test_the_template_names_fields_that_there_are():
    assert set(HEAD.values()) | {key for key, _ in SHEETS.values()} <= set(Application.model_fields)


@pytest.mark.parametrize("code", sorted(sayings().latest.rows))
def test_every_finding_says_rule_edition_and_a_way_out_in_both_languages(code):
    values = dict.fromkeys(
        (
            "nearest",
            "day",
            "licence",
            "hint",
            "until",
            "since",
            "content",
            "holder",
            "note",
            "begins",
            "ends",
            "number",
            "why",
            "lacks",
            "sign",
            "standard",
            "word",
            "likely",
            "core",
            "rest",
        ),
        "X",
    )
    one = finding(code, "甲", **values)
    assert all((one.rule, one.edition, one.zh, one.en, one.way_zh, one.way_en))
    assert not any("\u4e00" <= sign <= "\u9fff" for sign in one.en.replace("甲", ""))


def test_the_same_application_is_checked_alike_every_time():
    assert check_dict(check(**motors([]))) == check_dict(check(**motors([])))
