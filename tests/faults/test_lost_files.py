"""Files of the landing zone that were read and are gone: no rebuild goes without them."""

import re
import shutil

import duckdb
import pytest

from plugins.landing import LandingTable
from tests.builds import Project
from tests.faults.files import keep, pages, published, restore

TABLES = ("--resource-type", "seed", "model")
GONE = "tracker/events/load_date=2026-01-02/january.ndjson"
ALIAS = "*,some older name,some_name\n"
# what rows are read by, and not only judged by
PLACEHOLDER = ("placeholder_identifiers", "nobody at all,a test\n", "reference")
ACCEPT = {"accept_missing_files": True}


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A project that has read two files, one of which is gone since, and a copy of all of it."""
    project = Project(tmp_path_factory.mktemp("lost"), is_small=True, is_brief=True)
    project.write_lines("2026-01-02", [*pages(0, 2), "no json"], "january.ndjson")
    project.write_lines("2026-03-02", pages(2, 1), "march.ndjson")
    build = project.build()
    assert build.code == 0, build.output[-4000:]
    (project.folder / "january.ndjson").write_bytes((project.landing / GONE).read_bytes())
    (project.landing / GONE).unlink()
    return project, keep(project)


@pytest.fixture
def project(template):
    """The project of the template as it was."""
    project, kept = template
    restore(project, kept)
    return project


def events(path):
    with duckdb.connect(path, read_only=True) as connection:
        return connection.execute("select count(*) from core.fct_events").fetchall()[0][0]


def refused(project, *arguments, text, **how):
    """Builds, and sees that the build is refused and no row has changed, also for readers."""
    content = project.database.read_bytes()
    build = project.build(*TABLES, *arguments, **how)
    assert build.code != 0 and re.search(text, " ".join(build.output.split())), build.output[-3000:]
    assert project.database.read_bytes() == content
    assert (events(project.database), events(published(project))) == (3, 3)


def passes(project, *arguments, **how):
    build = project.build(*TABLES, *arguments, **how)
    assert build.code == 0, build.output[-4000:]
    return build


def test_changed_definition_needs_no_old_file(project):
    project.append_to_seed("event_aliases", ALIAS)
    passes(project)
    assert events(project.database) == 3


def test_row_that_a_later_definition_rejects_has_its_text_where_its_file_is(project):
    taxonomy = project.seed_file("event_taxonomy")
    line = "page_view,navigation,view,A web page was shown,web,active,false"
    text = taxonomy.read_text()
    assert line in text
    taxonomy.write_text(text.replace(line, line.replace("active", "blocked")))
    build = passes(project)
    assert events(project.database) == 0
    assert build.query("""
        select load_date::varchar, reasons, raw is not null
        from quality.event_quarantine order by all
    """) == [
        ("2026-01-02", '["blocked_event"]', False),
        ("2026-01-02", '["blocked_event"]', False),
        ("2026-01-02", '["not_json"]', True),
        ("2026-03-02", '["blocked_event"]', True),
    ]
    # and back: nothing was lost
    taxonomy.write_text(text)
    passes(project)
    assert events(project.database) == 3


def test_what_rows_are_read_by_does_not_lose_rows(project):
    text = f"1 file that was read before is gone: {GONE}\\. 3 rows were .*Nothing was changed"
    project.append_to_seed(*PLACEHOLDER)
    refused(project, text=text)
    # nor does a part of the project
    refused(project, "--select", "+fct_sessions", text=text)
    # nor does one of the two switches alone
    refused(project, text=text, variables=ACCEPT)
    refused(project, "--full-refresh", text=text)
    (project.landing / GONE).write_bytes((project.folder / "january.ndjson").read_bytes())
    passes(project)
    assert events(project.database) == 3


def test_rows_can_be_given_up_by_name(project):
    build = passes(project, "--full-refresh", variables=ACCEPT)
    assert "3 rows were read from there, and are given up" in build.output
    assert events(project.database) == 1


def test_file_of_another_size_is_not_read_again_unasked(project):
    (project.landing / GONE).write_text("{}\n")
    project.append_to_seed(*PLACEHOLDER)
    refused(project, text=f"1 file that was read before is smaller now: {GONE}")
    passes(project, "--full-refresh")
    assert events(project.database) == 1


def test_run_that_rebuilds_nothing_goes_on(project):
    project.write_lines("2026-03-03", pages(3, 1))
    passes(project)
    assert events(project.database) == 4
    # a run has noted that the file is gone, and says so
    assert f"1 of them gone ({GONE})" in project.build(*TABLES).output
    project.append_to_seed(*PLACEHOLDER)
    build = project.build(*TABLES)
    assert build.code != 0 and "1 file that was read before is gone" in build.output
    assert events(project.database) == 4


def test_landing_zone_of_another_database_is_refused(project, monkeypatch):
    first = project.landing
    monkeypatch.setattr(project, "landing", project.folder / "other")
    project.write_lines("2026-03-03", pages(3, 1), "others.ndjson")
    text = r"/other has none of the 2 files that this database was built from, which lay in .*, but 1 other"
    refused(project, text=text)
    # nor does a part of the project, or the next run, read it
    refused(project, "--select", "+fct_sessions", text=text)
    # one that was moved has some of them
    shutil.copytree(first, project.landing, dirs_exist_ok=True)
    passes(project)
    assert events(project.database) == 4


def test_next_files_may_come_elsewhere_when_that_is_said_once(project, monkeypatch):
    monkeypatch.setattr(project, "landing", project.folder / "elsewhere")
    project.write_lines("2026-03-03", pages(3, 1), "others.ndjson")
    passes(project, variables=ACCEPT)
    project.write_lines("2026-03-04", pages(4, 1), "more.ndjson")
    passes(project)
    assert events(project.database) == 5


@pytest.mark.parametrize("arguments", [(), ("--select", "fct_sessions"), ("--full-refresh",)])
def test_landing_zone_that_is_not_there_is_an_error(project, arguments):
    shutil.rmtree(project.landing)
    refused(project, *arguments, text="The landing zone .*/landing is no folder")
    # the place where a share is mounted
    project.landing.mkdir()
    refused(project, *arguments, text="The landing zone .*/landing has no folder of a source")
    (project.landing / "tracker/events").mkdir(parents=True)
    if not arguments:
        passes(project)
        assert events(project.database) == 3


@pytest.mark.parametrize("rows_left", [0, 2])
def test_warehouse_tables_do_not_lose_rows_either(project, rows_left):
    (project.landing / GONE).write_bytes((project.folder / "january.ndjson").read_bytes())
    variables = {"sources": ["tracker"], "raw_schema": "raw"}
    with duckdb.connect(project.database) as connection:
        connection.register("landed", LandingTable(str(project.landing), "tracker/events"))
        connection.execute("create schema raw; create table raw.tracker__events as from landed")
    passes(project, variables=variables)
    with duckdb.connect(project.database) as connection:
        connection.execute(
            f"delete from raw.tracker__events where file = '{GONE}' and line_number > {rows_left}"
        )
    project.append_to_seed(*PLACEHOLDER)
    told = f"{'smaller now' if rows_left else 'gone'}: {GONE}\\. 3 rows were read from there"
    refused(project, text=told, variables=variables)
