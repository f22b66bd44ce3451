from __future__ import annotations

import dataclasses

from tests.papers.splitting.made import RULES, form, line, page, words

from anjuan.papers.splitting.doubles import doubled_pairs
from anjuan.reading.pages import TextSource


def pairs(*pages):
    return doubled_pairs(pages, RULES.doubles)


def changed(one, old, new):
    return dataclasses.replace(
        one, lines=tuple(dataclasses.replace(item, text=item.text.replace(old, new)) for item in one.lines)
    )


def test_the_same_page_is_found_again():
    assert pairs(form(1, "审核计划"), form(2, "审核报告"), form(3, "审核计划", seed=1)) == ((0, 2),)


def test_slips_of_recognition_do_not_hide_a_copy():
    one = form(1, "审核计划")
    other = changed(changed(one, "乙类过程", "乙类过理"), "审核计划", "审核汁划")
    assert pairs(one, other) == ((0, 1),)


def test_a_copy_whose_lines_came_in_another_order_is_found():
    one = form(1, "审核计划")
    assert pairs(one, dataclasses.replace(one, lines=one.lines[::-1])) == ((0, 1),)


def test_the_same_form_on_another_day_is_another_page():
    one = form(1, "签到表")
    assert pairs(one, changed(one, "3月1日", "3月2日")) == ()


def test_the_same_form_for_another_person_is_another_page():
    one = page(1, *form(1, "保密声明").lines, line("声明人：郝永康", y=0.5))
    assert pairs(one, changed(one, "郝永康", "周雅静")) == ()


def test_another_name_in_a_field_of_its_own_is_another_page():
    one = page(1, *form(1, "保密声明").lines, line("郝永康", y=0.5, x=0.7))
    assert pairs(one, changed(one, "郝永康", "周雅静")) == ()


def test_a_digit_that_was_hardly_read_does_not_hide_a_copy():
    one = form(1, "签到表")
    unsure = tuple(dataclasses.replace(item, confidence=0.7) for item in changed(one, "3月1日", "3月7日").lines)
    assert pairs(one, dataclasses.replace(one, lines=unsure)) == ((0, 1),)


def test_a_line_that_only_one_of_two_pages_has_may_be_noise():
    one = form(1, "审核计划")
    assert pairs(one, dataclasses.replace(one, lines=(*one.lines, line("〻乚", y=0.6, confidence=0.5)))) == ((0, 1),)


def test_pages_with_hardly_any_text_are_not_compared():
    assert pairs(page(1, line("照片")), page(2, line("照片"))) == ()


def test_a_page_with_given_text_must_be_equal_to_count_as_copy():
    lines = tuple(
        dataclasses.replace(line(text, y=0.2 + 0.02 * at), confidence=None) for at, text in enumerate(words(5, 6))
    )
    one = page(1, *lines, source=TextSource.TEXT)
    assert pairs(one, one) == ((0, 1),)
    assert pairs(one, changed(one, "实施并保持了记录", "执行并留下了凭据")) == ()


def test_every_further_copy_is_named():
    one = form(1, "审核计划")
    assert pairs(one, one, one) == ((0, 1), (0, 2))


def test_a_hundred_equal_forms_with_other_days_are_no_copies():
    forms = [changed(form(1, "签到表"), "3月1日", f"{1 + at // 28}月{1 + at % 28}日") for at in range(100)]
    assert pairs(*forms) == ()
