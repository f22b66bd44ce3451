"""The description of the interface is kept, complete and current."""

from __future__ import annotations

from scripts import reference
from tests.api.conftest import SCOPES

from anjuan.api.door import description


def test_the_kept_description_is_what_the_interface_is():
    kept = (reference.FOLDER / "openapi.json").read_text(encoding="utf-8")
    assert kept.strip() == reference.openapi_page(), "run `make docs` and commit the result"


def test_every_address_says_what_it_does_and_what_opens_it():
    operations = [one for path in description()["paths"].values() for one in path.values()]
    assert all(one["description"].strip() and "x-scope" in one for one in operations)


def test_every_scope_opens_something():
    named = {one["x-scope"] for path in description()["paths"].values() for one in path.values()}
    assert named - {"", "everybody"} == set(SCOPES)
