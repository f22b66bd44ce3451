from __future__ import annotations

import pytest
from django.urls import reverse
from tests.web.made import described

from anjuan.archive.models import Document
from anjuan.web.describing import box_of


@pytest.fixture
def judged(shelf):
    described(shelf)
    return shelf


def page(client, shelf, number=1):
    return client.get(reverse("web:case_page", args=[shelf.case.number, shelf.scan.pk, number]))


def cut(client, shelf, starts, before, number=2):
    address = reverse("web:document_cut", args=[shelf.scan.pk])
    return client.post(address, {"starts": starts, "before": before, "page": number})


def starts(shelf) -> list[int]:
    mine = Document.objects.filter(original=shelf.scan.original, removed=False)
    return list(mine.order_by("first_page").values_list("first_page", flat=True))


def test_the_desk_tells_kind_reasons_marks_remarks_and_fields(archivist, judged):
    text = page(archivist, judged).content.decode()
    for told in ("D08 不符合项报告", "表明是不符合项报告", "签字 ✓", "盖章 空白", "第 2 页是空白页。", "宁波海棠"):
        assert told in text
    assert text.count('class="aj-found') == 1


def test_the_desk_asks_the_database_few_times(archivist, judged, django_assert_max_num_queries):
    page(archivist, judged)
    with django_assert_max_num_queries(36):
        page(archivist, judged)


def test_a_box_in_the_address_is_lit(archivist, judged):
    address = reverse("web:case_page", args=[judged.case.number, judged.scan.pk, 1])
    assert 'class="aj-lit"' in archivist.get(address, {"box": "0.1,0.2,0.6,0.3"}).content.decode()


@pytest.mark.parametrize("text", ["", "1", "a,b,c,d", "0,0,2,1", "nan,0,1,1", "0,0,1,1,1"])
def test_what_is_no_box_lights_nothing(text):
    assert box_of(text) is None


@pytest.mark.parametrize("asked", ["D12", "D12 审核报告", "审核报告"])
def test_a_kind_is_set_by_code_or_name(archivist, judged, asked):
    archivist.post(reverse("web:document_kind", args=[judged.scan.pk]), {"kind": asked, "stage": "2"})
    document = Document.objects.get(pk=judged.scan.pk)
    assert (document.kind, document.kind_by, document.stage) == ("D12", "person", "2")


def test_a_kind_that_does_not_exist_is_refused(archivist, judged):
    answer = archivist.post(reverse("web:document_kind", args=[judged.scan.pk]), {"kind": "Z99"})
    assert answer.status_code == 400
    assert Document.objects.get(pk=judged.scan.pk).kind == "D08"


def test_a_person_gives_the_kind_back_to_the_rules(archivist, judged):
    for kind in ("D12", ""):
        archivist.post(reverse("web:document_kind", args=[judged.scan.pk]), {"kind": kind})
    assert Document.objects.get(pk=judged.scan.pk).kind_by != "person"


def test_a_cut_is_moved_and_undone(archivist, judged):
    answer = cut(archivist, judged, "1,2", "1")
    assert starts(judged) == [1, 2]
    assert answer["Location"].endswith("/1/?undo=1")
    assert "撤销切分" in archivist.get(answer["Location"]).content.decode()
    cut(archivist, judged, "1", "1,2")
    assert starts(judged) == [1]


@pytest.mark.parametrize(("wanted", "before"), [("1,2", "1,3"), ("", "1"), ("x", "1"), ("1,²", "1")])
def test_a_cut_of_what_has_changed_meanwhile_is_not_made(archivist, judged, wanted, before):
    cut(archivist, judged, wanted, before)
    assert starts(judged) == [1]


def test_a_cut_outside_the_file_is_refused(archivist, judged):
    assert cut(archivist, judged, "1,9", "1").status_code == 400


def test_the_tree_stands_by_steps_with_gaps_once_kinds_are_known(archivist, judged):
    tree = page(archivist, judged).context["tree"]
    assert [branch.title for branch in tree] == ["评审合同", "不符合", "种类未定"]
