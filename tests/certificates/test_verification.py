from __future__ import annotations

import datetime as dt
import json
import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from tests.certificates.given import ALL, BODY, DEED, HOLDER, NOW, TODAY, issued, later

from anjuan.certificates.documents.lists import pairs_of_file, pairs_of_text
from anjuan.certificates.faults import ListUnreadableError, TooManyNumbersError
from anjuan.certificates.selectors.keys import keys_known
from anjuan.certificates.selectors.verification import answer_json, verify_list, verify_number, verify_statement
from anjuan.certificates.services.status import ReissueWish, StatusWish, certificate_reissue, status_change

pytestmark = pytest.mark.django_db
NUMBER = "45426Q00001R0M"
WHEN = {"now": NOW, "today": TODAY}


@pytest.fixture(autouse=True)
def nobody_asked_before():
    cache.clear()


def ask(number: str = NUMBER, holder: str = "", **when):
    return verify_number(number, holder, **(WHEN | when))


def page(name: str = "verify", **asked: str) -> str:
    return Client().get(reverse(f"web:{name}"), asked).content.decode()


def test_a_certificate_is_told_by_its_number():
    issued()
    assert (ask().told.holder, ask().told.status) == (HOLDER.name, "01")


@pytest.mark.parametrize("number", ["４５４２６q00001r0m", " 45426Q 00001R0M "])
def test_a_number_is_found_as_people_type_it(number):
    issued()
    assert ask(number).told


@pytest.mark.parametrize("number", ["", "45426Q00002R0M", "x' OR 1=1 --", "号" * 300])
def test_another_number_is_not_found(number):
    issued()
    assert ask(number).told is None


def test_unknown_and_confidential_get_one_answer(django_assert_num_queries):
    issued(confidential="on_request")
    with django_assert_num_queries(1):
        hidden = ask()
    with django_assert_num_queries(1):
        unknown = ask("45426Q00009R0M")
    assert {**answer_json(hidden), "number": ""} == {**answer_json(unknown), "number": ""}


@pytest.mark.parametrize("holder", ["", "别的公司", "x"])
def test_a_confidential_certificate_stays_hidden_without_its_holder(holder):
    issued(confidential="on_request")
    assert ask(holder=holder).told is None


@pytest.mark.parametrize("holder", [HOLDER.name, "宁波海棠模具 有限公司", HOLDER.name_en.upper()])
def test_a_confidential_certificate_is_told_to_whoever_knows_its_holder(holder):
    issued(confidential="on_request")
    assert ask(holder=holder).told.holder == HOLDER.name


def test_the_name_of_one_hidden_holder_does_not_open_another():
    issued(confidential="on_request")
    other = issued(confidential="on_request", holder=type(HOLDER)("西安曲江有限公司", "西安"))
    asked = [(NUMBER, "西安曲江有限公司"), (other.certificate.number, "西安曲江有限公司")]
    assert [bool(one.told) for one in verify_list(asked, **WHEN)] == [False, True]


@pytest.mark.parametrize(("holder", "agrees"), [("", None), (HOLDER.name, True), ("别的公司", False)])
def test_a_name_is_compared(holder, agrees):
    issued()
    assert ask(holder=holder).name_agrees is agrees


def test_an_expired_certificate_is_told_as_such_before_the_round():
    issued()
    told = ask(today=dt.date(2029, 3, 2)).told
    assert (told.status, told.history[-1].code, told.history[-1].on) == ("05", "05", dt.date(2029, 3, 2))


def test_the_history_is_told_with_its_days():
    issued()
    wish = StatusWish("suspend", "0116", ends_on=dt.date(2026, 9, 1), note="secret reason")
    status_change(deed=DEED, viewer=ALL, number=NUMBER, wish=wish)
    assert [(one.code, one.ends_on) for one in ask().told.history] == [("01", None), ("02", dt.date(2026, 9, 1))]


def test_reasons_of_changes_are_not_told_to_the_public():
    issued()
    wish = StatusWish("withdraw", "0112", note="secret reason")
    status_change(deed=DEED, viewer=ALL, number=NUMBER, wish=wish)
    assert "secret reason" not in page(number=NUMBER)
    assert "0112" not in page("verify_answer", number=NUMBER)


def test_a_statement_is_told_with_the_state_of_today():
    text = issued().printings.get().statement
    status_change(deed=DEED, viewer=ALL, number=NUMBER, wish=StatusWish("withdraw", "0112"))
    answer = verify_statement(text, keys_known(), **WHEN)
    assert (answer.statement, answer.told.status) == ("holds", "03")


def test_a_statement_of_an_earlier_printing_is_told_as_old():
    text = issued().printings.get().statement
    certificate_reissue(deed=later(1), viewer=ALL, number=NUMBER, wish=ReissueWish("0104", "02"), issuer=BODY)
    assert verify_statement(text, keys_known(), **WHEN).is_old


def test_a_statement_of_a_hidden_holder_tells_no_name():
    answer = verify_statement(issued(confidential="on_request").printings.get().statement, keys_known(), **WHEN)
    assert answer.told.status == "01"
    assert (answer.told.holder, answer.told.scope, answer.told.address) == ("", "", "")


def test_a_forged_statement_tells_nothing():
    text = issued().printings.get().statement
    answer = verify_statement(text[:-4] + "AAAA", keys_known(), **WHEN)
    assert answer.statement in ("signature", "shape")
    assert answer.told is None


def test_the_public_page_needs_no_log_in():
    issued()
    assert HOLDER.name in page(number=NUMBER)


def test_not_found_is_not_called_false():
    assert "未查到不等于虚假" in page(number="45426Q00009R0M")


def test_the_pages_of_unknown_and_hidden_differ_in_nothing_but_the_number():
    issued(confidential="on_request")
    one, other = (page(number=number).replace(number, "#") for number in (NUMBER, "45426Q00009R0M"))
    assert re.sub(r"\d\d:\d\d", "", one) == re.sub(r"\d\d:\d\d", "", other)


def test_a_page_says_nothing_of_other_numbers():
    issued()
    issued()
    assert "45426Q00002" not in page(number=NUMBER)


def test_the_page_of_a_code_shows_that_its_signature_holds():
    text = issued().printings.get().statement
    shown = Client().get(reverse("web:verify_scanned", args=[text])).content.decode()
    assert "数字签名有效" in shown
    assert HOLDER.name in shown


def test_the_page_of_a_forged_code_says_so():
    assert "不能采信" in Client().get(reverse("web:verify_scanned", args=["a.b.c"])).content.decode()


def test_the_interface_answers_the_same_as_json():
    issued()
    told = json.loads(page("verify_answer", number=NUMBER))
    assert told["found"]
    assert told["certificate"]["holder"] == HOLDER.name


def test_the_public_keys_are_published():
    issued()
    assert len(json.loads(page("verify_keys"))["keys"]) == 1


@pytest.mark.usefixtures("chinese_font")
def test_the_sheet_is_a_pdf():
    issued()
    answer = Client().get(reverse("web:verify_sheet"), {"number": NUMBER})
    assert answer.content.startswith(b"%PDF-")


def test_an_address_that_asks_too_often_has_to_wait():
    found = {Client().get(reverse("web:verify"), {"number": str(n)}).status_code for n in range(61)}
    assert found == {200, 429}


def test_another_address_does_not_have_to_wait():
    for number in range(61):
        Client().get(reverse("web:verify"), {"number": str(number)})
    assert Client(REMOTE_ADDR="10.0.0.9").get(reverse("web:verify"), {"number": "1"}).status_code == 200


def test_a_pasted_list_is_answered_line_by_line():
    issued()
    shown = Client().post(reverse("web:verify_list"), {"text": f"{NUMBER}\nxyz"}).content.decode()
    assert HOLDER.name in shown
    assert "2 张中查到 1 张" in shown


def test_a_public_list_is_short():
    answer = Client().post(reverse("web:verify_list"), {"text": "\n".join(map(str, range(51)))})
    assert answer.status_code == 400


@pytest.mark.parametrize("line", ["A1,甲公司", "A1\t甲公司", "A1，甲公司", "A1    甲公司", " A1 ; 甲公司 "])
def test_a_pasted_line_holds_number_and_name(line):
    assert pairs_of_text(line, most=5) == [("A1", "甲公司")]


def test_empty_lines_are_no_certificates():
    assert pairs_of_text("\n\n A1 \n\n", most=5) == [("A1", "")]


@pytest.mark.parametrize(
    "content", ["组织名称,证书编号\n甲公司,A1\n", "证书编号\t获证组织\nA1\t甲公司\n", "A1,甲公司\n"]
)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_table_is_read_by_its_headers(content, encoding):
    assert pairs_of_file(content.encode(encoding), "list.csv", most=5) == [("A1", "甲公司")]


def test_a_workbook_that_is_none_is_told():
    with pytest.raises(ListUnreadableError):
        pairs_of_file(b"PK\x03\x04 broken", "list.xlsx", most=5)


def test_a_list_that_is_too_long_is_told():
    with pytest.raises(TooManyNumbersError, match="6 certificates"):
        pairs_of_file("\n".join(f"A{n},x" for n in range(6)).encode(), "list.csv", most=5)
