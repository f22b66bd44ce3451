from __future__ import annotations

import pytest
from tests.judging.completeness.sample_cases import paper

from anjuan.judging.casefile import CaseFile, Miss, Severity
from anjuan.judging.completeness.habits import LEAST_CASES, habits_of, softened


def cases(number, *kinds, audit_type="surveillance"):
    return [CaseFile(at, tuple(paper(1, kind) for kind in kinds), audit_type) for at in range(number)]


def miss(code, what="paper"):
    return Miss(code, "某文件", f"3.1/{code}/SV", "2026", what, Severity.BLOCK, "It is required.")


def test_what_no_case_of_the_body_holds_is_a_warning():
    (told,) = softened([miss("D20")], "surveillance", habits_of(cases(LEAST_CASES, "D12")))
    assert told.severity is Severity.WARN
    assert told.why.endswith(
        f"None of the {LEAST_CASES} cases of this audit type holds it: the body may file it elsewhere."
    )


@pytest.mark.parametrize(
    ("archive", "what"),
    [
        (cases(LEAST_CASES - 1, "D12"), "paper"),
        (cases(LEAST_CASES, "D12") + cases(1, "D20"), "paper"),
        (cases(LEAST_CASES, "D12", audit_type="initial"), "paper"),
        (cases(LEAST_CASES, "D12"), "signature"),
    ],
    ids=["too few cases", "one case holds it", "another audit type", "a mark"],
)
def test_everything_else_stays_as_it_was(archive, what):
    assert softened([miss("D20", what)], "surveillance", habits_of(archive)) == (miss("D20", what),)
