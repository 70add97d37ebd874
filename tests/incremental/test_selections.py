"""Parts of a build, by whatever commands: each keeps its work, or is refused in one sentence before
anything is touched; and each says whether it published, or why not."""

import json
import re
import shutil

import duckdb
import pytest

from plugins.working_database import identity
from tests.incremental.small_project import NODES, SmallProject, contents

MODELS = NODES[1:]
SALES = [("a", 4), ("b", 7)]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Two sales, built and published."""
    project = SmallProject(tmp_path_factory.mktemp("built"))
    project.write_sales("2026-01-01", "one.ndjson", SALES)
    build = project.build()
    assert build.code == 0, build.output
    assert "Published footpath.published.duckdb:" in build.output
    return project


@pytest.fixture
def project(built, tmp_path):
    """The built project as it was, in a folder of its own; a second load waits."""
    shutil.copytree(built.folder, tmp_path / "copy")
    project = SmallProject.__new__(SmallProject)
    project.folder = tmp_path / "copy"
    project.kind = built.kind
    project.root = project.folder / "project"
    project.database = project.folder / "footpath.duckdb"
    project.landing = project.folder / "landing"
    # a copied file is not the one that was published: the state has to name the copy
    state = project.database.with_name("footpath.published.state")
    told = json.loads(state.read_text())
    state.write_text(json.dumps(told | {"file": identity(project.published)}))
    project.write_sales("2026-01-02", "two.ndjson", [("a", 9), ("c", 1)])
    return project


def points(database):
    return dict(contents(database)["marts.totals"])


BEFORE = {"a": 4, "b": 14}
AFTER = {"a": 13, "b": 14, "c": 3}


def up_to_date(build):
    return build.output.count("[UP TO DATE")


def test_first_command_that_is_refused_deletes_nothing(tmp_path):
    project = SmallProject(tmp_path)
    project.write_sales("2026-01-01", "one.ndjson", SALES)
    assert project.build("--select", "+sales").code == 0
    kept = contents(project.database)
    assert kept["marts.sales"] is not None
    refused = project.build("--select", "report")
    assert refused.code != 0
    assert (
        "Nothing was done. report reads totals, which is not built yet: run `dbt build`, or"
        " select +report"
    ) in refused.output
    after = project.build("--select", "weights")
    assert after.code == 0 and contents(project.database) == kept


def test_tests_alone_say_that_nothing_is_built(tmp_path):
    project = SmallProject(tmp_path)
    build = project.build("--select", "report_adds_up", command="test")
    assert build.code != 0
    assert "Not published, because report_adds_up failed." in build.output
    (project.root / "data_tests/passes.sql").write_text("select 1 as one where false")
    build = project.build("--select", "passes", command="test")
    assert build.code == 0, build.output
    assert "are not built: run `dbt build`" in build.output


@pytest.mark.parametrize(
    ("selection", "said"),
    [
        (["--exclude", "changed_items", "totals"],
         "reads totals, which has not taken in the last load"),
        (["--exclude", "stg_sales"], "reads stg_sales, which has not taken in the last load"),
    ],
)
def test_what_would_read_stale_tables_is_refused(project, selection, said):
    before = contents(project.database)
    build = project.build(*selection)
    assert build.code != 0
    assert "Nothing was done. " in build.output and said in build.output
    assert contents(project.database) == before
    build = project.build()
    assert build.code == 0, build.output
    assert points(project.database) == points(project.published) == AFTER


def test_rebuild_that_needs_other_tables_is_refused(project):
    assert project.build().code == 0
    project.edit("sales", "another comment")
    build = project.build("--select", "sales", "totals")
    assert build.code != 0
    assert (
        "sales must be rebuilt from all history, since sales.sql changed, and stg_sales holds only"
        " what the last load touched: run `dbt build`, or select +sales"
    ) in build.output
    assert project.build("--select", "+sales").code == 0
    build = project.build()
    assert build.code == 0 and points(project.published) == AFTER


def test_selection_of_a_model_and_its_kin_keeps_its_work(project):
    build = project.build("--select", "+totals+")
    assert build.code == 0, build.output
    assert points(project.database) == AFTER
    build = project.build()
    assert build.code == 0, build.output
    assert up_to_date(build) == len(NODES)


def test_part_of_a_load_is_finished_later(project):
    build = project.build("--select", "+sales", command="run")
    assert build.code == 0, build.output
    assert "Not published, because totals, levels, level_report and 1 more are older than" in build.output
    assert points(project.database) == points(project.published) == BEFORE
    build = project.build()
    assert build.code == 0, build.output
    assert "Rebuilding" not in build.output
    assert points(project.published) == AFTER


def test_model_left_out_of_a_load_is_rebuilt_after_the_next(project):
    assert project.build("--exclude", "levels+", command="run").code == 0
    project.write_sales("2026-01-03", "three.ndjson", [("d", 5)])
    build = project.build()
    assert build.code == 0, build.output
    assert "Rebuilding from all history, since levels was left out of an earlier run" in build.output
    assert points(project.published) == AFTER | {"d": 5}


def test_seed_then_run_then_test_publishes(project):
    assert "Not published" not in project.build(command="seed").output
    build = project.build(command="run")
    assert "Not published, because 3 data tests have not passed on this state" in build.output
    assert points(project.published) == BEFORE
    build = project.build(command="test")
    assert "Published footpath.published.duckdb:" in build.output
    assert points(project.published) == AFTER


def test_failing_leaf_keeps_the_rest(project):
    build = project.build(variables={"fails": "report"})
    assert build.code != 0
    assert "Not published, because report failed." in build.output
    assert points(project.database) == AFTER and points(project.published) == BEFORE
    build = project.build()
    assert build.code == 0, build.output
    assert up_to_date(build) == len(NODES) - 1
    assert points(project.published) == AFTER


def test_retry_goes_on_where_a_build_failed(project):
    assert project.build(variables={"fails": "totals"}).code != 0
    build = project.build(command="retry", variables={"fails": ""})
    assert build.code == 0, build.output
    assert "Rebuilding" not in build.output and up_to_date(build) == 0
    assert points(project.published) == AFTER


def test_failing_data_test_publishes_nothing(project):
    failing = project.root / "data_tests/never_passes.sql"
    failing.write_text("select * from {{ ref('report') }}")
    build = project.build()
    assert build.code != 0
    assert "Not published, because never_passes failed." in build.output
    assert points(project.database) == AFTER and points(project.published) == BEFORE
    # still the last word on this state
    build = project.build(command="run")
    assert "Not published, because 1 data test has not passed on this state" in build.output
    failing.write_text("select * from {{ ref('report') }} where items < 0")
    build = project.build(command="test")
    assert build.code == 0 and points(project.published) == AFTER


def test_one_process_a_model(project):
    for name in NODES:
        build = project.build("--select", name)
        assert build.code == 0, build.output
        assert "Rebuilding" not in build.output
    assert points(project.published) == AFTER
    # a definition changes what was read long ago: the first models see that it must be read again
    project.write_weights({"a": 1, "b": 3})
    for name in NODES:
        build = project.build("--select", name)
        assert build.code == 0, build.output
    assert points(project.published) == {"a": 13, "b": 21, "c": 1}


@pytest.mark.parametrize("selection", ["levels", "levels+", "report", "totals"])
def test_selection_without_news_does_nothing(project, selection):
    inode = project.published.stat().st_ino
    build = project.build("--select", selection)
    assert build.code == 0, build.output
    assert up_to_date(build) > 0 and " OK created" in build.output
    assert build.output.count("OK created") == up_to_date(build)
    assert "footpath.published.duckdb already holds this state." in build.output
    assert project.published.stat().st_ino == inode and points(project.database) == BEFORE


def test_model_that_is_up_to_date_asks_nothing(project, monkeypatch):
    """Its mode was told to it: it costs no statement but the adapter's own, once a schema."""
    assert project.build().code == 0
    monkeypatch.setenv("DBT_LOG_LEVEL_FILE", "debug")
    build = project.build(command="run")
    assert build.code == 0 and up_to_date(build) == len(MODELS)
    log = (project.folder / "logs/dbt.log").read_text()
    asked = re.findall(r'"node_id": "model\.[^"]+"\} \*/\s+(\w+.*)', log)
    assert asked and [one for one in asked if not re.search(r" from duckdb_\w+\(\)", one)] == []


def test_notes_of_earlier_runs_are_forgotten(project):
    """Each run would read them."""
    def notes(select):
        with duckdb.connect(project.database, read_only=True) as connection:
            return connection.execute(select).fetchall()

    builds = "select node, max(run), count(*) from runs.builds group by node order by node"
    tests = "select test, count(*) from runs.tests group by test order by test"
    for _ in range(3):
        assert project.build("--full-refresh").code == 0
    assert [count for *_, count in notes(builds)] == len(NODES) * [2]
    last = [run for _, run, _ in notes(builds)]
    assert project.build(command="run").code == 0
    assert [(run, count) for _, run, count in notes(builds)] == [(run, 1) for run in last]
    assert [count for _, count in notes(tests)] == 3 * [1]
    assert "already holds this state" in project.build().output


def test_full_refresh_of_one_model(project):
    build = project.build("--select", "levels", "--full-refresh")
    assert build.code == 0, build.output
    assert "Rebuilding from all history, since --full-refresh asks for it: levels" in build.output
    build = project.build()
    assert build.code == 0 and points(project.published) == AFTER


def test_seeds_written_once_more_put_nothing_out_of_date(project):
    assert project.build().code == 0
    build = project.build("--full-refresh", command="seed")
    assert build.code == 0 and "Not published" not in build.output, build.output
    build = project.build("--select", "weights__defined", "--full-refresh", command="run")
    assert build.code == 0 and "Not published" not in build.output, build.output
    project.write_sales("2026-01-03", "three.ndjson", [("d", 5)])
    build = project.build()
    assert "Rebuilding" not in build.output
    assert points(project.published) == AFTER | {"d": 5}


@pytest.mark.parametrize(
    ("command", "arguments", "said"),
    [
        ("run", ["--empty"], "--empty and --sample would leave every table with a part"),
        ("build", ["--sample", "3 days"], "--empty and --sample would leave every table with a part"),
        ("run", ["--select", "levels", "--defer", "--state", "state"],
         "--defer would mix tables of two databases"),
        ("clone", ["--state", "state"], "dbt clone would mix tables of two databases"),
    ],
)
def test_what_would_mix_databases_is_refused(project, command, arguments, said):
    shutil.copytree(project.folder / "target", project.root / "state")
    before = contents(project.database)
    build = project.build(*arguments, command=command)
    assert build.code != 0
    assert "Nothing was done. " in build.output and said in build.output
    assert contents(project.database) == before


def test_from_another_directory(project, tmp_path):
    folder = str(project.root)
    process = project.start(
        "--project-dir", folder, "--profiles-dir", folder,
        prelude=f"import os; os.chdir({str(tmp_path)!r}); os.environ.pop('FOOTPATH_PROJECT')",
    )
    output, _ = process.communicate()
    assert process.returncode == 0, output
    assert points(project.published) == AFTER


def test_missing_table_is_built_again(project):
    with duckdb.connect(project.database) as connection:
        connection.execute("drop table marts.levels cascade")
    build = project.build()
    assert build.code == 0, build.output
    assert "Rebuilding from all history, since there is no earlier build: levels" in build.output
    assert points(project.published) == AFTER
