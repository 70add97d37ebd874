"""Published cases of other systems agree with footpath, or say why they do not."""

import csv
import dataclasses
from pathlib import Path

import pytest
from referees import cases, identity, project

from tests.builds import FIGURE

CASES = cases.read_cases()
with (Path(__file__).parent / "known_differences.csv").open(encoding="utf-8", newline="") as file:
    LINES = list(csv.DictReader(file))
KNOWN = {line["case_id"]: line["reason"] for line in LINES}
# figures beside the figures: keys of expected values that no comparison reads
UNREAD = {"name", "step", "period_index", "path", "op", "warning", "also"}


@pytest.fixture(scope="session")
def referees(tmp_path_factory):
    referees = project.Referees(CASES, tmp_path_factory.mktemp("conformance"))
    yield referees
    referees.close()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case(case, referees):
    differences = referees.outcomes[case.id]
    if case.id in KNOWN:
        assert differences, "agrees now: take its line out of known_differences.csv"
    else:
        assert differences == [], "\n".join(["not as published", *differences])


def test_known_differences_name_cases_and_reasons():
    ids = [line["case_id"] for line in LINES]
    assert ids == sorted(set(ids)), "one line per case, sorted by case_id"
    assert set(ids) - {case.id for case in CASES} == set()
    assert [line["case_id"] for line in LINES if len(line["reason"].split()) < 4] == []


def test_every_case_has_one_outcome(referees, record_property):
    """Prints, per file, how many cases agree and how many are known to differ."""
    outcomes = referees.outcomes
    assert sorted(outcomes) == sorted(case.id for case in CASES)
    for stem in sorted({case.file for case in CASES}):
        ids = [case.id for case in CASES if case.file == stem]
        agree = [one for one in ids if not outcomes[one]]
        known = [one for one in ids if outcomes[one] and one in KNOWN]
        counts = f"{len(agree)} of {len(ids)} agree, {len(known)} known differences"
        record_property(FIGURE, f"conformance {stem}: {counts}")
        assert len(agree) + len(known) == len(ids), f"{stem}: a case differs unexplained"


def wrong_figures(value, path=()):
    """Every copy of a published value with one of its figures changed."""
    if isinstance(value, dict):
        for key in value.keys() - UNREAD:
            for wrong, place in wrong_figures(value[key], (*path, key)):
                yield {**value, key: wrong}, place
    elif isinstance(value, list):
        if value and isinstance(value[0], str) and path[0].startswith("actors"):
            yield value[:-1], path
        for place, one in enumerate(value):
            for wrong, at in wrong_figures(one, (*path, place)):
                yield [*value[:place], wrong, *value[place + 1 :]], at
    elif isinstance(value, bool):
        yield not value, path
    elif isinstance(value, (int, float)):
        yield value + 1, path


def is_the_same_partition(expected, published, key) -> bool:
    """Labels of persons are names: only which of them are equal says anything."""
    if key not in identity.LABELS | {"merged"}:
        return False
    labels = (identity.LABELS & published.keys()).pop()
    return identity.restated(expected, labels) == identity.restated(published, labels)


def test_a_wrong_figure_is_noticed(referees):
    """No figure of any case that agrees is passed over: changed by one, each is missed."""
    passed_over = []
    changed = 0
    for case in CASES:
        if referees.outcomes[case.id]:
            continue
        for expected, place in wrong_figures(case.expected):
            if is_the_same_partition(expected, case.expected, place[0]):
                continue
            changed += 1
            content = {**case.content, "expected": expected}
            if not referees.compare(case, dataclasses.replace(case, content=content)):
                passed_over.append((case.id, place))
    assert passed_over == []
    assert changed > 500
