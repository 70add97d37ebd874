"""Landing files that change or vanish after a run has read them."""

import re

import pytest

from tests.builds import Build, Project
from tests.differences import differences

TABLES = ("--exclude-resource-type", "test", "unit_test")
FILE = "tracker/events/load_date=2026-02-01/events.ndjson"


def view(number: int) -> dict:
    return {
        "event": "page_view", "timestamp": f"2026-01-{number:02}T10:00:00Z",
        "message_id": f"m{number}", "anonymous_id": "reader",
    }


@pytest.fixture
def project(tmp_path):
    project = Project(tmp_path, is_small=True, is_brief=True)
    project.write_lines("2026-02-01", [view(1), view(2), "no json"])
    project.write_lines("2026-02-01", [view(3)], "more.ndjson")
    built(project)
    return project


def built(project: Project, *arguments: str) -> Build:
    build = project.build(*TABLES, *arguments)
    assert build.code == 0, build.output[-4000:]
    return build


def messages(build: Build) -> int:
    return build.query("select count(*) from core.fct_events")[0][0]


def test_file_that_changed_is_named_with_the_way_out(project, tmp_path):
    project.write_lines("2026-02-01", [view(1), view(2), "no json", view(4)])
    failed = project.build(*TABLES)
    assert failed.code != 0
    [told] = [line for line in failed.output.splitlines() if FILE in line][:1]
    assert "--full-refresh" in failed.output
    assert re.search(r"changed after it was read \(\d+ bytes then, \d+ now\)", told)

    refreshed = built(project, "--full-refresh")
    assert messages(refreshed) == 4
    (tmp_path / "fresh").mkdir()
    fresh = built(Project(tmp_path / "fresh", project.landing, is_small=True, is_brief=True))
    found = differences(refreshed.database, fresh.database, project.changes())
    assert [str(one) for one in found] == []


def test_file_that_vanished_leaves_its_rows_and_a_warning(project):
    (project.landing / FILE).unlink()
    project.write_lines("2026-02-02", [view(5)])
    build = built(project)
    assert messages(build) == 4
    # also the text of what was quarantined
    assert build.query("select file, line_number, raw from quality.event_quarantine") == [
        (FILE, 3, "no json")
    ]
    told = project.build("--select", "landing_files_are_still_there", command="test")
    assert told.code == 0, told.output[-4000:]
    assert len(re.findall(r"WARN 1 landing_files_are_still_there", told.output)) == 1
