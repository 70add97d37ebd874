"""What is published, when it is not, and what becomes of it when things go wrong."""

import contextlib
import gzip
import json
import re
import shutil
import time

import duckdb
import pytest
import yaml

from plugins import publishing
from plugins.working_database import WorkingDatabase
from tests.builds import Project
from tests.differences import differences
from tests.faults.files import PAGE, keep, pages, published, restore
from tests.faults.reader import look

MEGABYTE = 1 << 20
# the process may write no further into any file, as if the disk were full (the signal that
# comes with it, Python ignores)
FULL_DISK = (
    "import resource;"
    f"resource.setrlimit(resource.RLIMIT_FSIZE, ({4 * MEGABYTE}, resource.RLIM_INFINITY))"
)
# the same before the database is opened: dbt has written what it parsed, so less is enough
FULL_DISK_WHEN_BUILDING = f"""
from plugins.working_database import WorkingDatabase
lock = WorkingDatabase.lock
def lock_on_full_disk(self):
    {FULL_DISK.replace(str(4 * MEGABYTE), str(MEGABYTE // 8))}
    lock(self)
WorkingDatabase.lock = lock_on_full_disk
"""
# the same, from the moment on that tables are copied
FULL_DISK_WHEN_COPYING = f"""
from plugins import publishing
copy_tables = publishing.copy_tables
def copy_to_full_disk(connection, tables):
    {FULL_DISK}
    copy_tables(connection, tables)
    connection.execute(
        f"create table {{publishing.NEW}}.core.more as select random() from range(2_000_000)"
    )
publishing.copy_tables = copy_to_full_disk
"""
# tells, once a copy was published, whether others can open the working database
OPEN_FROM_OUTSIDE = """
import subprocess, sys
from plugins import publishing
publish = publishing.publish
def publish_and_open(connection, published, *arguments):
    size = publish(connection, published, *arguments)
    code = "import sys, duckdb; duckdb.connect(sys.argv[1], read_only=True)"
    working = published.with_name("footpath.duckdb")
    done = subprocess.run([sys.executable, "-c", code, working], capture_output=True)
    print("open to others:", done.returncode == 0, flush=True)
    return size
publishing.publish = publish_and_open
"""
# a build that does not end before a file is there
WAIT_BEFORE_THE_END = """
import pathlib, time
from plugins.working_database import WorkingDatabase
publish = WorkingDatabase.publish
def publish_later(*arguments):
    pathlib.Path("is_building").touch()
    while not pathlib.Path("others_are_done").exists():
        time.sleep(0.05)
    return publish(*arguments)
WorkingDatabase.publish = publish_later
"""


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A project with one load of 20 rows, built and published, and a copy of all its files."""
    project = Project(tmp_path_factory.mktemp("publishing"), is_small=True, is_brief=True)
    project.write_lines("2026-01-01", pages(0, 20))
    build = project.build()
    assert build.code == 0, build.output[-4000:]
    return project, keep(project)


@pytest.fixture
def project(template):
    """The project of the template as it was, with a second load of 10 rows to be built."""
    project, kept = template
    restore(project, kept)
    project.write_lines("2026-01-02", pages(20, 10))
    return project


def lines(path):
    """Rows in the ledger of a database file."""
    with duckdb.connect(path, read_only=True) as connection:
        return look(connection)["lines"]


def events(path):
    """Accepted events in a database file."""
    with duckdb.connect(path, read_only=True) as connection:
        return look(connection)["events"]


def state(project):
    """Which file is published, and how many rows its ledger has."""
    return published(project).stat().st_ino, lines(published(project))


def companions(project):
    return sorted(path.name for path in project.folder.glob("footpath.*"))


WHOLE = [
    "footpath.duckdb", "footpath.duckdb.lock", "footpath.published.duckdb",
    "footpath.published.state",
]


def test_whole_build_is_published(project):
    before = state(project)
    build = project.build()
    assert build.code == 0, build.output[-4000:]
    assert "Published footpath.published.duckdb:" in build.output
    after = state(project)
    assert (before[1], after[1]) == (20, 30) and before[0] != after[0]
    assert companions(project) == WHOLE


def test_failing_test_publishes_nothing(project):
    before = state(project)
    failing = project.root / "tests/models/never_passes.sql"
    failing.write_text("select 1 as wrong")
    build = project.build()
    assert build.code != 0
    assert "Not published, because never_passes failed." in build.output
    assert state(project) == before
    # what the build made stays: the next one goes on from it
    assert companions(project) == WHOLE and lines(project.database) == 30
    failing.unlink()
    fixed = project.build()
    assert fixed.code == 0, fixed.output[-4000:]
    assert state(project)[1] == 30


def test_failing_model_publishes_nothing_and_keeps_the_rest(project):
    before = state(project)
    model = project.root / "models/quality/event_ledger.sql"
    text = model.read_text()
    model.write_text(text.replace("count(*) as rows", "count(*) / error('broken') as rows"))
    build = project.build()
    assert build.code != 0
    assert "Not published, because event_ledger failed." in build.output
    assert state(project) == before and companions(project) == WHOLE
    # the events are already those of both loads, the ledger is not
    assert (events(project.database), lines(project.database)) == (30, 20)
    model.write_text(text)
    fixed = project.build()
    assert fixed.code == 0, fixed.output[-4000:]
    made = [line for line in fixed.output.splitlines() if " OK created " in line]
    assert [line for line in made if "UP TO DATE" not in line and "event_ledger" not in line] == []
    assert state(project)[1] == 30 and companions(project) == WHOLE


def test_parts_of_a_build_publish_once_all_is_there_and_tested(project):
    before = state(project)
    build = project.build("--exclude", "retention_cohorts")
    assert build.code == 0, build.output[-4000:]
    assert "Not published, because retention_cohorts is older than" in build.output
    assert state(project) == before and lines(project.database) == 30
    build = project.build(command="run")
    assert build.code == 0, build.output[-4000:]
    assert "not passed on this state" in build.output and state(project) == before
    build = project.build(command="test")
    assert build.code == 0, build.output[-4000:]
    assert "Published footpath.published.duckdb:" in build.output
    assert state(project)[1] == 30 and companions(project) == WHOLE


def test_build_without_unit_tests_is_published(tmp_path):
    """Unit tests hold for the code, not for the rows: they are no condition."""
    project = Project(tmp_path, sources=("tracker",))
    project.write_lines("2026-01-01", pages(0, 5))
    build = project.build("--exclude-resource-type", "unit_test")
    assert build.code == 0, build.output[-4000:]
    assert "Published footpath.published.duckdb:" in build.output
    assert lines(published(project)) == 5


def test_full_disk_during_a_build(project):
    before = state(project)
    environment = {"DBT_LOG_LEVEL_FILE": "none"}
    build = project.build(
        "--no-write-json", prelude=FULL_DISK_WHEN_BUILDING, environment=environment
    )
    assert build.code != 0
    assert "File too large" in build.output
    assert state(project) == before
    repaired = project.build()
    assert repaired.code == 0, repaired.output[-4000:]
    assert state(project)[1] == 30 and companions(project) == WHOLE


def test_full_disk_while_publishing(project):
    before = state(project)
    build = project.build(prelude=FULL_DISK_WHEN_COPYING)
    assert build.code != 0
    assert (
        "Readers keep the state published before, in footpath.published.duckdb."
    ) in build.output and "Nothing was published: " in build.output
    assert "File too large" in build.output
    assert state(project) == before
    # what the run built could not be put into the one file, and is in its log
    assert set(companions(project)) - set(WHOLE) <= {"footpath.duckdb.wal"}
    repaired = project.build()
    assert repaired.code == 0, repaired.output[-4000:]
    assert state(project)[1] == 30


def test_broken_files_are_quarantined_and_the_rest_published(project):
    load = project.landing / "tracker/events/load_date=2026-01-03"
    load.mkdir()
    whole = gzip.compress(
        b"".join(json.dumps(row).encode() + b"\n" for row in pages(30, 400)), mtime=0
    )
    (load / "half.ndjson.gz").write_bytes(whole[: len(whole) // 2])
    with duckdb.connect() as connection:
        connection.execute(f"copy (select 1 as one) to '{load / 'broken.parquet'}'")
    content = (load / "broken.parquet").read_bytes()
    (load / "broken.parquet").write_bytes(content[:-20])
    process = project.start()
    seen = set()
    while process.poll() is None:
        seen.add(lines(published(project)))
        time.sleep(0.2)
    output, _ = process.communicate()
    assert process.returncode == 0, output[-4000:]
    last = lines(published(project))
    assert seen <= {20, last} and 20 in seen
    with duckdb.connect(published(project), read_only=True) as connection:
        reasons = dict(connection.execute("""
            select regexp_extract(file, '[^/]+$'), any_value(reasons)
            from quality.event_quarantine group by all
        """).fetchall())
        fates = dict(connection.execute("""
            select disposition, sum(rows) from quality.event_ledger group by all
        """).fetchall())
    assert reasons == {
        "half.ndjson.gz": '["truncated_file"]', "broken.parquet": '["unreadable_file"]'
    }
    # the lines before the break of the gzip are kept
    assert fates["quarantined"] == 2 and fates["accepted"] == last - 2 > 30


def test_second_build_refuses_while_one_runs(project):
    first = project.start(prelude=WAIT_BEFORE_THE_END)
    while not (project.root / "is_building").exists():
        assert first.poll() is None
        time.sleep(0.05)
    second = project.build()
    reading = project.build("--inline", "select 1 as one", command="show")
    (project.root / "others_are_done").touch()
    output, _ = first.communicate()
    for refused in (second, reading):
        assert refused.code != 0
        assert (
            f"{project.database} is being built by process {first.pid}. Nothing was done."
        ) in refused.output
        assert "Traceback" not in refused.output
    assert first.returncode == 0, output[-4000:]
    assert state(project)[1] == 30 and companions(project) == WHOLE


def test_builds_of_one_process_go_on_from_what_one_of_them_left(project):
    """A process that runs dbt several times sees each run as one of its own."""
    code = """
import sys
from pathlib import Path
from dbt.cli.main import dbtRunner
model = Path("models/quality/event_ledger.sql")
text = model.read_text()
runner = dbtRunner()
model.write_text(text.replace("count(*) as rows", "count(*) / error('broken') as rows"))
print("first", runner.invoke(["--no-use-colors", "build"]).success)
model.write_text(text)
for run in ("second", "third"):
    print(run, runner.invoke(["--no-use-colors", "build"]).success)
sys.exit()
"""
    process = project.start(prelude=code)
    output, _ = process.communicate()
    outcomes = re.findall(r"^(?:first|second|third) \w+$", output, re.MULTILINE)
    assert outcomes == ["first False", "second True", "third True"], output[-4000:]
    assert output.count("Published footpath.published.duckdb:") == 1
    assert output.count("footpath.published.duckdb already holds this state.") == 1
    assert state(project)[1] == 30 and companions(project) == WHOLE


def test_parquet_on_request(project):
    folder = project.folder / "parquet"
    environment = {"FOOTPATH_PUBLISH_PARQUET": str(folder)}
    build = project.build(environment=environment, prelude=OPEN_FROM_OUTSIDE)
    assert build.code == 0, build.output[-4000:]
    # copying the file must not have cost DuckDB its lock on it
    assert "open to others: False" in build.output
    version = (folder / "current").readlink()
    assert sorted(path.name for path in folder.iterdir()) == [version.name, "current"]
    with duckdb.connect(published(project), read_only=True) as connection:
        relations = publishing.relations_of(connection)
        assert {"core.fct_events", "marts.funnel_steps", "quality.event_ledger"} <= set(relations)
        for relation in relations:
            path = folder / "current" / f"{relation.replace('.', '/')}.parquet"
            differing = connection.execute(f"""
                select count(*) from (
                    (from {relation} except all from '{path}')
                    union all (from '{path}' except all from {relation})
                )
            """).fetchall()
            assert differing == [(0,)], relation
    files = sorted(path for path in (folder / "current/").rglob("*.parquet"))
    assert len(files) == len(relations)

    project.write_lines("2026-01-03", pages(30, 5))
    failed = project.build(environment=environment, prelude=FULL_DISK_WHEN_COPYING)
    assert failed.code != 0
    assert (folder / "current").readlink() == version and state(project)[1] == 30


def test_two_versions_of_parquet_are_kept(tmp_path):
    names = [f"2026010{day}T000000Z-0123456{day}" for day in range(1, 5)]
    (tmp_path / "of_somebody_else").mkdir()
    for name in names:
        (tmp_path / name).mkdir()
        publishing.switch_parquet(tmp_path, name)
        assert (tmp_path / "current").readlink().name == name
    kept = sorted(path.name for path in tmp_path.iterdir())
    assert kept == [*names[-2:], "current", "of_somebody_else"]


@contextlib.contextmanager
def small_database(path):
    with duckdb.connect(path) as connection:
        connection.execute("create schema core; create table core.one as select 1 as one")
        yield connection


def test_copy_without_a_table_is_not_published(tmp_path):
    target = tmp_path / "footpath.published.duckdb"
    target.write_text("as it was")
    with small_database(tmp_path / "footpath.duckdb") as connection:
        with pytest.raises(publishing.NotPublished, match="core.two"):
            publishing.publish(connection, target, {"core.one": {}, "core.two": {}}, None, "v")
    assert target.read_text() == "as it was"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["footpath.duckdb", target.name]


def test_publishing_after_a_failure_in_the_same_process(tmp_path, monkeypatch):
    target = tmp_path / "footpath.published.duckdb"
    tables = {"core.one": {}}
    with small_database(tmp_path / "footpath.duckdb") as connection:
        with monkeypatch.context() as broken:
            broken.setattr(publishing, "copy_tables", lambda connection, tables: connection.execute(
                f"create table {publishing.NEW}.main.half as select 1; select error('broken')"
            ))
            with pytest.raises(publishing.NotPublished, match="broken"):
                publishing.publish(connection, target, tables, None, "v")
        assert list(tmp_path.glob("*published*")) == []
        publishing.publish(connection, target, tables, None, "v")
    with duckdb.connect(target, read_only=True) as connection:
        assert connection.execute("from core.one").fetchall() == [(1,)]


class Working:
    """A working database of two tables and a view, built by numbered runs; no dbt."""

    tables = {
        "core.small": {"nodes": ["small"]}, "core.large": {"nodes": ["large"]},
        "core.both": {"nodes": ["both", "large", "small"]},
    }

    def __init__(self, folder):
        self.database = WorkingDatabase(folder / "footpath.duckdb")
        if not self.database.path.exists():
            with self.connected() as connection:
                connection.execute("create schema core; create schema runs")
                connection.execute("create table runs.builds (node varchar, run bigint)")

    def connected(self):
        return duckdb.connect(self.database.path)

    def build(self, run, **tables):
        """Makes tables of so many rows, each row with the number of the run."""
        with self.connected() as connection:
            for name, rows in tables.items():
                connection.execute(
                    f"create or replace table core.{name} as"
                    f" select {run} as run, hash(range) as noise from range({rows})"
                )
                connection.execute("insert into runs.builds values (?, ?)", [name, run])
            connection.execute("create or replace view core.both as"
                               " select run from core.small union all select run from core.large")

    def publish(self, monkeypatch, tables=None):
        """What publishing says, the tables that were written, and the runs that readers see."""
        written = []
        copy_tables = publishing.copy_tables
        with monkeypatch.context() as watched, self.connected() as connection:
            watched.setattr(publishing, "copy_tables", lambda connection, tables: (
                written.append(sorted(name.split(".")[1] for name in tables)),
                copy_tables(connection, tables),
            ))
            said = self.database.publish(tables or self.tables, connection, None)
        with duckdb.connect(self.database.published, read_only=True) as connection:
            seen = connection.execute(
                "select list(distinct run order by run) from core.both"
                " union all select list(distinct run) from core.small"
                " union all select list(distinct run) from core.large"
            ).fetchall()
        return said, written, [runs for (runs,) in seen]


@pytest.fixture
def working(tmp_path, monkeypatch):
    """Published as run 1 left it."""
    working = Working(tmp_path)
    working.build(1, small=10, large=1_000_000)
    said, written, seen = working.publish(monkeypatch)
    assert "Published" in said and written == [["both", "large", "small"]]
    assert seen == [[1], [1], [1]]
    return working


def test_only_tables_that_changed_are_written(working, monkeypatch):
    size = working.database.published.stat().st_size
    said, written, seen = working.publish(monkeypatch)
    assert "already holds this state" in said and written == []
    for run in range(2, 5):
        working.build(run, small=10)
        said, written, seen = working.publish(monkeypatch)
        # the view too: it reads the small table
        assert "Published" in said and written == [["both", "small"]]
        assert seen == [[1, run], [run], [1]]
        assert working.database.published.stat().st_size <= 1.02 * size
    described = working.tables | {"core.large": {"nodes": ["large"], "description": "Large."}}
    said, written, seen = working.publish(monkeypatch, described)
    assert written[0] == ["large"]
    with duckdb.connect(working.database.published, read_only=True) as connection:
        comment = "select comment from duckdb_tables() where table_name = 'large'"
        assert connection.execute(comment).fetchall() == [("Large.",)]
    left = {name: told for name, told in working.tables.items() if name != "core.small"}
    with working.connected() as connection:
        working.database.publish(left, connection, None)
    with duckdb.connect(working.database.published, read_only=True) as connection:
        assert publishing.relations_of(connection) == ["core.both", "core.large"]


def test_view_of_a_published_table_is_no_copy(working, monkeypatch):
    """It shows the table as it now is, under whatever name the file goes."""
    tables = working.tables | {"core.newest": {
        "nodes": ["newest", "small"], "query": "select run from core.small where run > 1",
        "description": "New.",
    }}
    with working.connected() as connection:
        connection.execute("create view core.newest as select run from core.small where run > 1")
    shown = []
    for run in (1, 2, 3):
        working.build(run, small=10)
        working.publish(monkeypatch, tables)
        with duckdb.connect(working.database.published, read_only=True) as connection:
            shown.append(connection.execute("select count(*) from core.newest").fetchone())
            assert connection.execute("""
                select view_name, comment from duckdb_views() where not internal
            """).fetchall() == [("newest", "New.")]
    assert shown == [(0,), (10,), (10,)]
    with working.connected() as connection:
        assert connection.execute("select current_database()").fetchall() == [("footpath",)]
    # and goes with what it shows
    working.publish(monkeypatch)
    with duckdb.connect(working.database.published, read_only=True) as connection:
        assert "core.newest" not in publishing.relations_of(connection)


def test_copy_with_much_unused_room_is_written_anew(working, monkeypatch):
    """At most a fifth of the file may hold nothing."""
    working.build(2, large=10)
    said, written, seen = working.publish(monkeypatch)
    assert written == [["both", "large"], ["both", "large", "small"]]
    assert seen == [[1, 2], [1], [2]]
    monkeypatch.setattr(publishing, "MOST_UNUSED", 1.0)
    working.build(3, small=1_000_000)
    working.publish(monkeypatch)
    grown = working.database.published.stat().st_size
    working.build(4, small=10)
    said, written, seen = working.publish(monkeypatch)
    assert written == [["both", "small"]] and seen == [[2, 4], [4], [2]]
    # what is left free at the end of the file is given back by the engine
    assert working.database.published.stat().st_size <= grown


@pytest.mark.parametrize("how", ["deleted", "replaced by an older one"])
def test_runs_of_another_database_are_not_taken_for_those_that_were_published(
    working, tmp_path, monkeypatch, how
):
    """Its runs have the same numbers."""
    path = working.database.path
    older = shutil.copy(path, tmp_path / "older.duckdb")
    run = 1
    if how == "deleted":
        path.unlink()
        working = Working(tmp_path)
    else:
        run = 2
        working.build(2, small=10)
        working.publish(monkeypatch)
        shutil.copy(older, path)
    working.build(run, small=5, large=7)
    said, written, seen = working.publish(monkeypatch)
    assert "Published" in said and written == [["both", "large", "small"]]
    with duckdb.connect(working.database.published, read_only=True) as connection:
        assert connection.execute("select count(*) from core.both").fetchall() == [(12,)]


@pytest.mark.parametrize("how", ["written to", "copied", "notes lost", "notes broken"])
def test_published_file_of_somebody_else_is_not_gone_on_from(working, monkeypatch, how):
    published = working.database.published
    if how == "written to":
        with duckdb.connect(published) as connection:
            connection.execute("update core.large set run = 9")
    elif how == "copied":
        shutil.copy(published, f"{published}.copy")
        shutil.move(f"{published}.copy", published)
    elif how == "notes lost":
        working.database.state_file.unlink()
    else:
        working.database.state_file.write_text('{"name": "2026')
    said, written, seen = working.publish(monkeypatch)
    assert written == [["both", "large", "small"]] and seen == [[1], [1], [1]]


def test_published_file_holds_lasting_tables_alone_with_comments(project):
    for folder, description in (("quality/event_ledger", "Rows' fates."), ("core/facts/fct_events", "Events.")):
        path = project.root / f"models/{folder}.yml"
        told = yaml.safe_load(path.read_text())
        told["models"][0]["description"] = description
        told["models"][0]["columns"][0]["description"] = f"First of {description}"
        path.write_text(yaml.safe_dump(told, sort_keys=False))
    build = project.build()
    assert build.code == 0, build.output[-4000:]
    with duckdb.connect(published(project), read_only=True) as connection:
        def ask(sql):
            return connection.execute(sql).fetchall()
        assert ask("select distinct schema_name from duckdb_tables() order by all") == [
            ("core",), ("marts",), ("quality",)
        ]
        # of two tables what is no bot's, and no copy of it
        assert ask("select view_name from duckdb_views() where not internal order by all") == [
            ("human_events",), ("human_sessions",)
        ]
        comments = "comment from duckdb_{}() where comment is not null order by all"
        assert ask("select table_name, " + comments.format("tables")) == [
            ("event_ledger", "Rows' fates."), ("fct_events", "Events.")
        ]
        assert ask("select table_name, column_name, " + comments.format("columns")) == [
            ("event_ledger", "source", "First of Rows' fates."),
            ("fct_events", "event_id", "First of Events."),
        ]
        transient = {table.split(".")[1] for table in project.changes()}
        assert transient and not transient & {name for (name,) in ask("select table_name from duckdb_tables()")}
    found = differences(published(project), project.database, project.changes())
    assert [str(one) for one in found] == []


def test_equal_builds_publish_files_of_equal_size(project):
    sizes = []
    for _ in range(3):
        build = project.build("--full-refresh")
        assert build.code == 0, build.output[-4000:]
        sizes.append(published(project).stat().st_size)
    assert max(sizes) <= 1.02 * min(sizes) and sizes[0] < project.database.stat().st_size, sizes


def test_source_freshness_warns_of_an_old_load(project):
    build = project.build("freshness", command="source")
    assert "WARN freshness of landing.files" in build.output, build.output[-4000:]
