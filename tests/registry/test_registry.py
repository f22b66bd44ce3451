from __future__ import annotations

import datetime as dt

import openpyxl
import pytest

from anjuan.accounts.deeds import Deed
from anjuan.kit.errors import NoEditionError
from anjuan.registry.models import CodeEntry, Organisation
from anjuan.registry.selectors.codelists import CodeUnknownError, code_get, code_list, edition_list
from anjuan.registry.selectors.organisations import certificate_by_number, organisations_called
from anjuan.registry.services.codelists import (
    CodeSheetError,
    EditionClashError,
    code_lists_load,
    professional_codes_import,
)
from anjuan.registry.services.organisations import (
    CertificateFacts,
    CreditCodeError,
    SiteFacts,
    certificate_record,
    organisation_register,
    organisation_rename,
    site_add,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 2)
CODE = "91350100M000100Y43"


@pytest.fixture
def deed(clock) -> Deed:
    return Deed("li", clock.now())


@pytest.fixture
def loaded(deed):
    return code_lists_load(deed=deed)


@pytest.fixture
def sheet(tmp_path):
    def write(*rows):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(tmp_path / "codes.xlsx")
        return tmp_path / "codes.xlsx"

    return write


def test_loading_twice_loads_once(loaded, deed):
    count = CodeEntry.objects.count()
    assert (loaded, code_lists_load(deed=deed)) == (4, 0)
    assert CodeEntry.objects.count() == count


def test_codes_are_looked_up_by_the_edition_of_a_day(loaded):
    assert code_get("industries", "3451", TODAY).name == "滚动轴承制造"
    with pytest.raises(NoEditionError, match="GB/T 4754-2017"):
        code_get("industries", "3451", dt.date(2017, 9, 30))


def test_a_code_that_is_not_there_is_told_with_the_edition(loaded):
    with pytest.raises(CodeUnknownError, match="GB/T 4754-2017"):
        code_get("industries", "9999", TODAY)


def test_codes_are_found_by_words_and_by_parent(loaded):
    assert [entry.code for entry in code_list("industries", TODAY, words="滚动 轴承")] == ["3451"]
    assert {entry.name for entry in code_list("regions", TODAY, parent="G-NORTHEAST")} == {
        "辽宁省",
        "吉林省",
        "黑龙江省",
    }


def test_a_loaded_edition_whose_file_was_changed_is_refused(loaded, deed):
    edition = next(edition for edition in edition_list() if edition.list_id == "fields")
    type(edition).objects.filter(pk=edition.pk).update(fingerprint="0" * 64)
    with pytest.raises(EditionClashError, match="new edition"):
        code_lists_load(deed=deed)


def take(deed, path, edition="2018", first=dt.date(2018, 1, 1), *, dry=False):
    return professional_codes_import(deed=deed, path=path, edition=edition, valid_from=first, dry=dry)


def test_a_body_brings_its_professional_codes_as_an_edition(deed, sheet):
    assert take(deed, sheet(["代码", "名称"], ["17.10.02", "铸造"])).codes == 3
    assert code_get("professional_codes", "17.10.02", TODAY).name == "铸造"


def test_a_new_edition_ends_the_one_before_it(deed, sheet):
    take(deed, sheet(["02.03.01", "泥炭"]), "2009", dt.date(2009, 1, 1))
    take(deed, sheet(["02.03.01", "原油"]))
    assert code_get("professional_codes", "02.03.01", dt.date(2017, 12, 31)).name == "泥炭"
    assert code_get("professional_codes", "02.03.01", dt.date(2018, 1, 1)).name == "原油"


def test_a_dry_run_names_the_faults_and_changes_nothing(deed, sheet):
    done = take(deed, sheet(["17.10.02", "铸造"], ["17.10.02", "锻造"]), dry=True)
    assert [fault.row for fault in done.faults] == [2]
    assert not CodeEntry.objects.exists()


def test_a_sheet_with_faults_or_without_codes_is_refused(deed, sheet):
    with pytest.raises(CodeSheetError, match="row 2"):
        take(deed, sheet(["17.10.02", "铸造"], ["17.10.03", ""]))
    with pytest.raises(CodeSheetError, match="no professional code"):
        take(deed, sheet(["名称", "代码"]))


def test_an_edition_cannot_begin_before_one_that_is_loaded(deed, sheet):
    take(deed, sheet(["17.10.02", "铸造"]))
    with pytest.raises(EditionClashError):
        take(deed, sheet(["17.10.02", "铸造"]), "2009", dt.date(2009, 1, 1))


def test_an_organisation_is_known_again_by_its_credit_code(deed):
    first = organisation_register(deed=deed, name="甲公司", credit_code=CODE)
    assert organisation_register(deed=deed, name="甲有限公司", credit_code=f" {CODE.lower()} ") == first


def test_two_firms_of_one_name_stay_two(deed):
    organisation_register(deed=deed, name="甲公司")
    organisation_register(deed=deed, name="甲公司")
    assert Organisation.objects.count() == 2


def test_a_credit_code_that_cannot_be_right_is_refused_with_the_reason(deed):
    with pytest.raises(CreditCodeError, match="last sign"):
        organisation_register(deed=deed, name="甲公司", credit_code="91350100M000100Y44")


def test_a_former_name_still_finds_the_organisation(deed):
    organisation = organisation_register(deed=deed, name="江蘇恆遠紡織有限公司")
    organisation_rename(deed=deed, organisation=organisation, name="江苏恒远家纺有限公司", since=TODAY)
    assert organisations_called("恒远纺织") == organisations_called("恒远家纺") == [organisation]
    assert set(organisation.names.values_list("kind", flat=True)) == {"present", "former"}


def test_a_certificate_is_found_however_it_is_typed(deed):
    organisation = organisation_register(deed=deed, name="甲公司")
    site_add(deed=deed, organisation=organisation, facts=SiteFacts(address="宁波市北仑区", persons=64))
    facts = CertificateFacts("03410Q10286R0S", "A01", issued_on=TODAY, expires_on=dt.date(2029, 3, 1))
    assert certificate_record(deed=deed, organisation=organisation, facts=facts) == certificate_by_number(
        " 03410q10286 r0s"
    )
    assert organisation.sites.get().persons == 64
