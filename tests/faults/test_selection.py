"""A run of a part of the models: refused before it writes, where the rest would be wrong for good."""

import pytest

from tests.builds import Project

PERSONS = "select count(*) from core.dim_persons"


def event(name: str, day: int) -> dict:
    return {
        "event": "Product Viewed", "message_id": name, "user_id": name,
        "timestamp": f"2026-01-0{day}T10:00:00Z",
    }


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """One load is built, another one waits."""
    project = Project(tmp_path_factory.mktemp("selection"), is_small=True)
    project.write_lines("2026-01-01", [event("one", 1)])
    build = project.build()
    assert build.code == 0, build.output
    project.write_lines("2026-01-02", [event("two", 2)])
    return project


# the first two are read by models that rebuild alone, and by no others
@pytest.mark.parametrize(
    "left_out", ["int_persons__touched", "int_identity_sightings__changed", "int_events__changed"]
)
def test_what_a_run_touches_cannot_be_left_out(project, left_out):
    build = project.build("--exclude", left_out)
    assert build.code != 0
    assert f"is made from what a run touches ({left_out}), which is not selected" in build.output
    assert build.query(PERSONS) == [(1,)]


def test_what_rebuilds_alone_may_be_selected_alone(project):
    build = project.build("--select", "dim_persons")
    assert build.code == 0, build.output
    assert build.query(PERSONS) == [(1,)]


def test_nothing_is_lost_by_a_run_that_was_refused(project):
    assert project.build("--exclude", "int_persons__touched").code != 0
    build = project.build()
    assert build.code == 0, build.output
    assert build.query(PERSONS) == [(2,)]
