"""What a run says at its end of what it read, left unread and quarantined."""

import re

import duckdb
import pytest

from tests.builds import Project
from tests.faults.files import keep, restore

TABLES = ("--resource-type", "seed", "model")
OPENED = {
    "event": "panel_opened", "timestamp": "2026-01-03T10:00:00Z", "anonymous_id": "visitor",
}


def rows(first, count, **changes):
    return [OPENED | {"message_id": f"message-{n}"} | changes for n in range(first, first + count)]


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A project with a first load, what its build said, and a copy of all its files."""
    project = Project(tmp_path_factory.mktemp("summary"), is_small=True, is_brief=True,
                      sources=("tracker", "snowplow"))
    project.write_seed("event_taxonomy", [{"event_name": "panel_opened", "status": "active"}])
    project.write_lines("2026-01-03", [*rows(0, 20), *rows(0, 3), "no json", "{}"])
    for place in ("foo/events/load_date=2026-01-03", "tracker/other_table", "tracker/_notes"):
        (project.landing / place).mkdir(parents=True)
    (project.landing / "README.md").touch()
    (project.landing / "astray.ndjson").touch()
    (project.landing / "tracker/events/load_date=2026-01-03/more.zip").touch()
    output = summary(project)
    return project, keep(project), output


@pytest.fixture
def project(template):
    """The project of the template as it was."""
    project, kept, _ = template
    restore(project, kept)
    return project


def summary(project, *arguments, **how):
    """What a build says, without times."""
    build = project.build(*TABLES, *arguments, **how)
    assert build.code == 0, build.output[-4000:]
    return re.sub(r"(?m)^\d\d:\d\d:\d\d  ", "", build.output)


def ask(project, sql):
    with duckdb.connect(project.database, read_only=True) as connection:
        return connection.execute(sql).fetchall()


UNREAD = (
    "Not read, since no source that is on has such a folder: astray.ndjson, foo,"
    " tracker/other_table. A source is named in `sources` in dbt_project.yml.\n"
    "Files not read, since they hold no JSON, and no CSV or Parquet: .zip 1.\n"
)


def test_first_build_tells_files_rows_and_what_is_not_read(template):
    _, _, output = template
    assert (
        "Files: 2 new, 2 in total.\n"
        "tracker: 26 rows read, 20 accepted, 3 duplicate, 3 quarantined"
        " (missing_event_name|missing_identity|missing_timestamp 1, not_json 1,"
        " unknown_ending:.zip 1).\n" + UNREAD
    ) in output
    assert "Late rows" not in output and "Warning:" not in output
    assert re.search(
        r"Rebuilt from all history, because there is no earlier build: .* and \d+ more\.\n", output
    )
    assert re.search(r"Not published, because \d+ data tests? ha\w+ not passed", output)


def test_ledger_names_what_is_not_read(project):
    assert ask(project, """
        select source, reason, rows from quality.event_ledger
        where disposition = 'unread' or reason like 'unknown%' order by all
    """) == [
        ("astray.ndjson", "unknown_place:astray.ndjson", 1),
        ("foo", "unknown_place:foo", 1),
        ("tracker", "unknown_ending:.zip", 1),
        ("tracker", "unknown_place:tracker/other_table", 1),
    ]


def test_source_that_is_off_is_not_read(project):
    project.landing.joinpath("snowplow/events").mkdir(parents=True)
    output = summary(project, variables={"sources": ["tracker"]})
    assert "folder: astray.ndjson, foo, snowplow/events, tracker/other_table. A" in output


def test_late_rows_are_told_with_their_earliest_day(project):
    early = rows(20, 2, timestamp="2026-01-01T10:00:00Z")
    project.write_lines("2026-01-04", [*early, *rows(22, 2), *rows(24, 1, timestamp="2026-01-02")])
    output = summary(project)
    assert (
        "Files: 1 new, 3 in total.\n"
        "tracker: 5 rows read, 5 accepted, 0 duplicate, 0 quarantined.\n"
        "Late rows: 3, of days that were read before; the earliest is 2026-01-01.\n"
    ) in output
    assert "Warning:" not in output


def test_run_without_new_files_says_so(project):
    output = summary(project)
    assert "0 new files: nothing to do. 2 files were read before.\n" in output
    assert "rows read" not in output


def test_table_that_no_reader_sees_is_named(project):
    folder = project.root / "models/reports"
    folder.mkdir()
    (folder / "own_report.sql").write_text("select 1 as one\n")
    output = summary(project)
    assert "In the working database alone, since only core, marts, quality, privacy are published: " in output
    assert ".own_report." in output


@pytest.mark.parametrize(("count", "is_told"), [(1, False), (2, True)])
def test_definition_that_sets_rows_aside_is_a_warning(project, count, is_told):
    """More than the share is told, the share itself is not."""
    project.write_lines("2026-01-04", rows(20, 20 - count), "more.ndjson")
    project.write_lines("2026-01-04", rows(50, count, properties={"plan": "old"}))
    assert "Warning:" not in summary(project)
    # rows that come together with the definition are no fault of it
    project.write_lines("2026-01-05", rows(60, 10, properties={"plan": "older"}))
    project.write_seed("event_properties", [{
        "event_name": "panel_opened", "property": "plan", "type": "string",
        "is_required": "false", "allowed_values": "new", "pii_class": "none",
    }])
    output = summary(project, variables={"quarantine_warning_share": 1 / 50})
    assert "Rebuilt from all history, because event_properties.csv changed: " in output
    assert "Files: 1 new, 5 in total.\n" in output
    assert output.count("Not published, because") == 1
    warning = (
        "Warning: panel_opened: 12 of 50 rows are now quarantined (before: 0 of 40),"
        " value_not_allowed:plan.\n"
    )
    assert (warning in output) == ("Warning:" in output) == is_told


def test_blocked_event_is_a_warning_in_the_next_run(project):
    project.write_seed("event_taxonomy", [{"event_name": "panel_opened", "status": "blocked"}])
    # the three repeats are judged before they are known as repeats
    assert (
        "Warning: panel_opened: 23 of 23 rows are now quarantined (before: 0 of 20), blocked_event.\n"
    ) in summary(project)
