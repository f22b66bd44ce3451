from __future__ import annotations

import pytest
from tests.archive.conftest import LI
from tests.preservation.test_packages import export, take_in

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Case, CustodyEvent
from anjuan.archive.models.cases import CaseState
from anjuan.archive.services.rights import DescribeMayNotError
from anjuan.custody.services.sealing import SealStateError, case_seal
from anjuan.preservation.faults import ReceiptStateError
from anjuan.preservation.models import Receipt
from anjuan.preservation.selectors import receipts
from anjuan.preservation.selectors.receipts import receipt_of
from anjuan.preservation.services.receipts import receipt_check

pytestmark = pytest.mark.django_db


@pytest.fixture
def package(case, blobs, deed, tmp_path):
    Case.objects.filter(pk=case.pk).update(state=CaseState.FILED)
    return export(deed, blobs, case, tmp_path / "p").path


@pytest.fixture
def received(package, blobs, deed, tmp_path, forget, monkeypatch) -> Case:
    """A case whose package the journal here knows nothing of."""
    forget()
    monkeypatch.setattr(receipts, "journal_tells", lambda **_: False)
    assert take_in(deed, blobs, package, tmp_path / "work").status == "received"
    return Case.objects.get()


def check(deed, case, *, accepts: bool, text: str = "逐页核对", viewer: Viewer = LI) -> Receipt:
    return receipt_check(deed=deed, viewer=viewer, case=case, accepts=accepts, text=text)


def test_a_package_that_the_journal_here_tells_of_gives_back_an_equal_case(package, blobs, deed, tmp_path, forget):
    forget()
    assert take_in(deed, blobs, package, tmp_path / "work").status == "imported"
    assert Case.objects.get().state == CaseState.FILED
    assert not Receipt.objects.exists()


def test_a_package_of_another_installation_is_not_believed_its_state(received):
    assert received.state == CaseState.COLLECTING
    assert received.reference_code is None
    assert Receipt.objects.get().state == "filed"


def test_where_a_case_came_from_stands_in_its_history(received):
    assert "received from" in CustodyEvent.objects.get(event="package import").detail


def test_people_of_another_installation_are_not_taken_for_ours(received):
    actors = set(CustodyEvent.objects.exclude(event="package import").values_list("actor", flat=True))
    assert actors
    assert all("(" in actor for actor in actors)


def test_a_case_that_nobody_accepted_is_not_sealed(received, deed):
    viewer = Viewer(7, "li", frozenset(), frozenset({"case.seal"}), frozenset())
    with pytest.raises(SealStateError, match="another installation"):
        case_seal(deed=deed, viewer=viewer, case=received, fonds="J001")


def test_an_accepted_case_counts_as_filed(received, deed):
    check(deed, received, accepts=True)
    received.refresh_from_db()
    assert received.state == CaseState.FILED
    assert receipt_of(LI, received.number).checked_by == "li"


def test_a_case_that_is_not_accepted_stays_apart_and_may_be_looked_at_again(received, deed):
    check(deed, received, accepts=False)
    assert Case.objects.get().state == CaseState.COLLECTING
    assert check(deed, received, accepts=True).accepted


def test_a_check_without_a_word_is_none(received, deed):
    with pytest.raises(ReceiptStateError):
        check(deed, received, accepts=True, text=" ")


def test_nobody_accepts_without_the_right(received, deed):
    nobody = Viewer(8, "wu", frozenset(), frozenset(), frozenset())
    with pytest.raises(DescribeMayNotError):
        check(Deed("wu", deed.now), received, accepts=True, viewer=nobody)


def test_a_case_of_our_own_waits_for_no_check(case, deed):
    with pytest.raises(ReceiptStateError):
        check(deed, case, accepts=True)
