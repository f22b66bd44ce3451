"""Whatever is sent, the interface answers as its description says; the same cases every time."""

from __future__ import annotations

import hypothesis
import pytest
import schemathesis
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)
from tests.api.conftest import bearer
from tests.web.made import described, made_shelf, person

from anjuan.api.door import description
from anjuan.archive.models import Intake
from anjuan.config.wsgi import application

CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
    negative_data_rejection,
]  # fmt: skip
SCHEMA = schemathesis.openapi.from_dict(description())
OPERATIONS = [result.ok() for result in SCHEMA.get_all_operations()]
EXAMPLES = 6


@pytest.fixture
def grounds(db, settings):
    """A case to aim at, and a token that opens everything."""
    options = settings.ANJUAN_OPTIONS
    api = options.api.model_copy(update={"requests_per_minute": 1_000_000})
    settings.ANJUAN_OPTIONS = options.model_copy(update={"api": api})
    settings.ALLOWED_HOSTS = ["*"]
    shelf = made_shelf()
    described(shelf)
    batch = Intake.objects.create(way="upload", mode="one_case", started_by="li", started_at=shelf.case.created_at)
    real = {
        "number": shelf.case.number, "name": "scope", "code": "temp_site", "document_id": shelf.scan.pk,
        "page_number": 1, "intake_id": batch.pk, "search": 1, "deed": 1, "fact": 1,
        "subscription": 1,
    }  # fmt: skip
    return real, bearer(person("archivist"))


def fuzz(mode: GenerationMode, grounds) -> dict[str, str]:
    """Return what each address did wrong."""
    wrong = {}
    for operation in OPERATIONS:
        try:
            asked(operation, mode, grounds)()
        except hypothesis.errors.Unsatisfiable:
            assert mode is GenerationMode.NEGATIVE  # nothing can be wrong in a request without values
        except (FailureGroup, AssertionError) as failure:
            wrong[operation.label] = str(failure)[:900]
    return wrong


def asked(operation, mode: GenerationMode, grounds):
    real, headers = grounds

    @hypothesis.settings(
        max_examples=EXAMPLES, derandomize=True, deadline=None, database=None,
        suppress_health_check=list(hypothesis.HealthCheck), phases=[hypothesis.Phase.generate],
    )  # fmt: skip
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode), aimed=st.booleans())
    def ask(case, aimed):
        if aimed and mode is GenerationMode.POSITIVE:
            for name in set(real) & set(case.path_parameters or {}):
                case.path_parameters[name] = real[name]
        case.headers = {**(case.headers or {}), **headers, "Accept-Encoding": "identity"}  # nobody unpacks here
        case.call_and_validate(app=application, checks=CHECKS)

    return ask


@pytest.mark.slow
def test_what_the_description_allows_is_answered_as_it_says(grounds):
    assert fuzz(GenerationMode.POSITIVE, grounds) == {}


@pytest.mark.slow
def test_what_the_description_forbids_is_refused(grounds):
    assert fuzz(GenerationMode.NEGATIVE, grounds) == {}
