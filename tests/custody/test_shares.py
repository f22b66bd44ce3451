from __future__ import annotations

import dataclasses
import datetime as dt
import io

import pikepdf
import pypdfium2
import pytest

from anjuan.accounts.deeds import Deed
from anjuan.accounts.models import JournalEntry, RoleGrant
from anjuan.archive.places import Places
from anjuan.config.options import OptionError, Options, load_options
from anjuan.custody.models import Share
from anjuan.custody.rules import tables
from anjuan.custody.rules.downloads import Way, way_of
from anjuan.custody.selectors.shares import (
    ShareFilter,
    ShareGoneError,
    ShareUnknownError,
    ShareWaitingError,
    share_get,
    share_list,
    share_need_open,
    share_of_token,
    shared_get,
)
from anjuan.custody.services.downloads import DownloadRefusedError, document_hand_out
from anjuan.custody.services.retention import hold_place
from anjuan.custody.services.rights import CustodyMayNotError, SamePersonError
from anjuan.custody.services.share_reading import Reader, SharePasswordError, share_copy, share_open
from anjuan.custody.services.shares import ShareRequestError, ShareWanted, share_decide, share_make, share_revoke

pytestmark = pytest.mark.django_db
ADDRESS = "203.0.113.7"


@pytest.fixture
def wanted(case) -> ShareWanted:
    return ShareWanted(case.number, "市场监管局 王芳", "监督检查", 7)


@pytest.fixture
def reader(clock) -> Reader:
    return Reader(clock.now(), ADDRESS, "browser")


@pytest.fixture
def here(tmp_path, blobs) -> Places:
    return Places(blobs, tmp_path / "work", tmp_path / "index")


def test_a_link_is_long_and_only_its_digest_is_kept(archivist, wanted):
    share, token = share_make(**archivist, wanted=wanted)
    assert len(token) >= 43
    assert token not in str(Share.objects.filter(pk=share.pk).values().get())
    assert token not in str(list(JournalEntry.objects.values()))
    assert share_of_token(token).pk == share.pk


def test_a_link_opens_the_whole_case_with_the_receivers_name(archivist, wanted, reader):
    share, _token = share_make(**archivist, wanted=wanted)
    share_open(share=share, reader=reader)
    shared = shared_get(share, now=reader.now)
    assert len(shared.documents) == 2
    assert shared.mark == "市场监管局 王芳 2026-03-02 分享 FX-2026-00001"


def test_a_link_to_one_paper_opens_that_one_only(archivist, wanted, case, reader, here):
    first, second = case.documents.order_by("pk")
    share, _token = share_make(**archivist, wanted=dataclasses.replace(wanted, documents=(first.pk,), may_copy=True))
    shared = shared_get(share, now=reader.now)
    assert [row.id for row in shared.documents] == [first.pk]
    with pytest.raises(ShareUnknownError):
        share_copy(share=share, shared=shared, document_id=second.pk, reader=reader, here=here)


def test_every_opening_is_in_the_journal_with_its_address(archivist, wanted, reader):
    share, _token = share_make(**archivist, wanted=wanted)
    share_open(share=share, reader=reader)
    entry = JournalEntry.objects.get(action="share.open")
    assert (entry.actor, entry.detail["address"]) == (share.number, ADDRESS)
    assert share_get(archivist["viewer"], share.number, now=reader.now)[1][0].address == ADDRESS


@pytest.mark.parametrize(
    "changes",
    [{"receiver": " "}, {"reason": ""}, {"days": 0}, {"days": 31}, {"password": "short"}, {"most_openings": 0},
     {"documents": (999_999,)}],
)  # fmt: skip
def test_what_cannot_be_shared_like_this_is_refused(archivist, wanted, changes):
    with pytest.raises(ShareRequestError):
        share_make(**archivist, wanted=dataclasses.replace(wanted, **changes))
    assert not Share.objects.exists()


@pytest.mark.parametrize("role", ["auditor", "client", "knowledge_editor", "system_administrator"])
def test_who_may_not_share_cannot(person, wanted, role):
    with pytest.raises(CustodyMayNotError):
        share_make(**person("wu", role), wanted=wanted)


def test_a_password_is_asked_for_and_kept_as_a_digest(archivist, wanted, reader):
    share, _token = share_make(**archivist, wanted=dataclasses.replace(wanted, password="haitang88"))
    assert "haitang88" not in share.password
    with pytest.raises(SharePasswordError):
        share_open(share=share, reader=reader, password="another1")
    share_open(share=share, reader=reader, password="haitang88")


def test_openings_end_when_they_are_used_up(archivist, wanted, reader):
    share, _token = share_make(**archivist, wanted=dataclasses.replace(wanted, most_openings=2))
    for _ in range(2):
        share_open(share=share, reader=reader)
    with pytest.raises(ShareGoneError):
        share_open(share=share, reader=reader)
    share.refresh_from_db()
    share_need_open(share, now=reader.now, again=True)


def test_a_link_ends_by_itself_with_its_last_moment(archivist, wanted, reader):
    share, _token = share_make(**archivist, wanted=wanted)
    share_need_open(share, now=reader.now + dt.timedelta(days=7, seconds=-1))
    with pytest.raises(ShareGoneError):
        share_need_open(share, now=reader.now + dt.timedelta(days=7))


def test_a_revoked_link_opens_nothing_even_for_who_had_opened_it(archivist, wanted, reader):
    share, _token = share_make(**archivist, wanted=wanted)
    share = share_revoke(**archivist, number=share.number)
    with pytest.raises(ShareGoneError) as told:
        share_need_open(share, now=reader.now, again=True)
    assert told.value.http_status == 410
    assert share.case.number not in str(told.value)


def test_a_link_ends_with_the_rights_of_its_maker(archivist, wanted, reader):
    share, _token = share_make(**archivist, wanted=wanted)
    RoleGrant.objects.update(withdrawn_at=reader.now)
    with pytest.raises(ShareGoneError):
        shared_get(share, now=reader.now)


def test_only_its_maker_and_keepers_see_and_end_a_share(archivist, person, chief, wanted, reader):
    share, _token = share_make(**person("zhao", "reviewer"), wanted=wanted)
    other = person("qian", "reviewer")
    assert share_list(other["viewer"], ShareFilter(), now=reader.now).total == 0
    with pytest.raises(ShareUnknownError):
        share_revoke(**other, number=share.number)
    assert share_list(archivist["viewer"], ShareFilter("王芳", "open"), now=reader.now).total == 1
    assert share_revoke(**chief, number=share.number).revoked_by == "chief"


@pytest.mark.parametrize(("approval", "held", "waits"), [("never", True, False), ("held", False, False),
                                                         ("held", True, True), ("always", False, True)])  # fmt: skip
def test_leave_is_asked_for_as_the_option_says(archivist, case, wanted, settings, reader, approval, held, waits):
    settings.ANJUAN_OPTIONS = Options.model_validate({"share": {"approval": approval}})
    if held:
        hold_place(**archivist, case=case, reason_code="complaint", reason="投诉")
    share, _token = share_make(**archivist, wanted=wanted)
    assert (share.state == "requested") is waits


def test_a_share_that_waits_opens_when_somebody_else_allows_it(archivist, chief, wanted, settings, reader):
    settings.ANJUAN_OPTIONS = Options.model_validate({"share": {"approval": "always"}})
    share, _token = share_make(**chief, wanted=wanted)
    with pytest.raises(ShareWaitingError):
        share_open(share=share, reader=reader)
    with pytest.raises(SamePersonError):
        share_decide(**chief, number=share.number, approves=True)
    with pytest.raises(CustodyMayNotError):
        share_decide(**archivist, number=share.number, approves=True)


def test_a_sealed_case_can_be_shared(sealed, archivist, wanted):
    assert share_make(**archivist, wanted=wanted)[0].state == "open"


def text_of(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as pdf:
        return "".join(page.get_textpage().get_text_bounded() for page in pdf)


def darkness(content: bytes) -> int:
    with pypdfium2.PdfDocument(content) as pdf:
        image = pdf[0].render(scale=0.5).to_pil().convert("L")
        corner = image.crop((0, image.height - 60, image.width, image.height))
        return 255 - corner.getextrema()[0]


def test_a_copy_is_a_pdf_with_the_mark_on_it(archivist, wanted, case, reader, here):
    share, _token = share_make(**archivist, wanted=dataclasses.replace(wanted, may_copy=True))
    shared = shared_get(share, now=reader.now)
    made = share_copy(share=share, shared=shared, document_id=shared.documents[0].id, reader=reader, here=here)
    assert "宁波甲轴承" in text_of(made.content)
    assert darkness(made.content) > 20
    assert JournalEntry.objects.filter(action="share.copy").count() == 1


def test_a_link_without_copies_gives_none(archivist, wanted, reader, here):
    share, _token = share_make(**archivist, wanted=wanted)
    shared = shared_get(share, now=reader.now)
    with pytest.raises(DownloadRefusedError):
        share_copy(share=share, shared=shared, document_id=shared.documents[0].id, reader=reader, here=here)


@pytest.mark.parametrize(
    ("role", "way", "allowed"),
    [("archivist", Way.ORIGINAL, True), ("archivist", Way.MARKED, True), ("reviewer", Way.ORIGINAL, False),
     ("reviewer", Way.MARKED, True), ("knowledge_editor", Way.MARKED, False),
     ("knowledge_editor", Way.PICTURES, True)],
)  # fmt: skip
def test_papers_leave_in_the_form_of_the_role(person, case, here, role, way, allowed):
    hand = {**person("wu", role), "document_id": case.documents.first().pk, "way": way, "here": here}
    if not allowed:
        with pytest.raises(DownloadRefusedError):
            document_hand_out(**hand)
        assert not JournalEntry.objects.filter(action="document.download").exists()
        return
    made = document_hand_out(**hand)
    entry = JournalEntry.objects.get(action="document.download")
    assert made.number == f"XZ-{entry.number}"
    assert made.content.startswith(b"%PDF") is (way is not Way.ORIGINAL)


def test_a_copy_of_pictures_has_no_text_to_take_out(person, case, here):
    made = document_hand_out(
        **person("wu", "knowledge_editor"), document_id=case.documents.first().pk, way=Way.PICTURES, here=here
    )
    assert text_of(made.content) == ""
    assert darkness(made.content) > 20


def test_nothing_but_pages_is_in_a_copy(person, case, here):
    made = document_hand_out(
        **person("wu", "reviewer"), document_id=case.documents.first().pk, way=Way.MARKED, here=here
    )
    with pikepdf.open(io.BytesIO(made.content)) as pdf:
        assert not pdf.attachments
        assert "/OpenAction" not in pdf.Root


def test_the_options_change_what_a_role_takes(settings, person, case, here):
    settings.ANJUAN_OPTIONS = Options.model_validate({"download": {"none": ["archivist"], "original": ["reviewer"]}})
    paper = case.documents.first().pk
    assert document_hand_out(**person("zhao", "reviewer"), document_id=paper, way=Way.ORIGINAL, here=here).content
    with pytest.raises(DownloadRefusedError):
        document_hand_out(**person("li", "archivist"), document_id=paper, way=Way.PICTURES, here=here)


def test_the_freest_way_of_several_roles_counts():
    assert way_of(tables.downloads().latest, ["client", "archivist"], {}) is Way.ORIGINAL


@pytest.mark.parametrize("text", ['[download]\noriginal = ["nobody"]', "[share]\ndays = 40",
                                  '[download]\noriginal = ["head"]\nnone = ["head"]'])  # fmt: skip
def test_options_that_cannot_be_meant_refuse_the_start(tmp_path, text):
    (tmp_path / "anjuan.toml").write_text(text, encoding="utf-8")
    with pytest.raises(OptionError):
        load_options(tmp_path, {})


def test_the_journal_names_who_shared_and_with_whom(archivist, wanted):
    share_make(**archivist, wanted=wanted)
    entry = JournalEntry.objects.get(action="share.make")
    assert (entry.actor, entry.detail["receiver"]) == (Deed("li", entry.at).actor, "市场监管局 王芳")
