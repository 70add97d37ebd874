"""Published cases of other systems agree with footpath, or say why they do not."""

import csv
from pathlib import Path

import pytest
from referees import cases, project

CASES = cases.read_cases()
with (Path(__file__).parent / "known_differences.csv").open(encoding="utf-8", newline="") as file:
    LINES = list(csv.DictReader(file))
KNOWN = {line["case_id"]: line["reason"] for line in LINES}


@pytest.fixture(scope="session")
def outcomes(tmp_path_factory):
    return project.run_all(CASES, tmp_path_factory.mktemp("conformance"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case(case, outcomes):
    differences = outcomes[case.id]
    if case.id in KNOWN:
        assert differences, "agrees now: take its line out of known_differences.csv"
    else:
        assert differences == [], "\n".join(["not as published", *differences])


def test_known_differences_name_cases_and_reasons():
    ids = [line["case_id"] for line in LINES]
    assert ids == sorted(set(ids)), "one line per case, sorted by case_id"
    assert set(ids) - {case.id for case in CASES} == set()
    assert [line["case_id"] for line in LINES if len(line["reason"].split()) < 4] == []


def test_every_case_has_one_outcome(outcomes, record_counts):
    """Prints, per file, how many cases agree and how many are known to differ."""
    assert sorted(outcomes) == sorted(case.id for case in CASES)
    for stem in sorted({case.file for case in CASES}):
        ids = [case.id for case in CASES if case.file == stem]
        agree = [one for one in ids if not outcomes[one]]
        known = [one for one in ids if outcomes[one] and one in KNOWN]
        record_counts(stem, len(agree), len(known), len(ids))
        assert len(agree) + len(known) == len(ids), f"{stem}: a case differs unexplained"
