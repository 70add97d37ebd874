"""The tests of dbt that a user's `dbt build` leaves out: unit tests, dialect cases, and those with
the tag `ci`, of what holds one run's rows.

All of them run with the build of the sample. Then a load comes that is late, repeats rows and
logs people in, by other commands: those with the tag run again, on a run that goes on.
"""

import gzip
import json
import re
import shutil

import pytest

from tests.builds import ROOT, Build, Project

KINDS = ("unit tests", "dialect cases", "tests with the tag ci")


def read(build: Build, name: str) -> dict:
    return json.loads((build.database.with_name("target") / name).read_text())


def left_out(build: Build, kind: str) -> set[str]:
    """What the manifest has of a kind of tests, by unique id."""
    manifest = read(build, "manifest.json")
    data_tests = [node for node in manifest["nodes"].values() if node["resource_type"] == "test"]
    return {
        "unit tests": set(manifest["unit_tests"]),
        "dialect cases": {
            node["unique_id"] for node in data_tests
            if node["original_file_path"].startswith("tests/dialect/")
        },
        "tests with the tag ci": {
            node["unique_id"] for node in data_tests if "ci" in node["config"]["tags"]
        },
    }[kind]


def statuses(build: Build) -> dict[str, str]:
    """Of the last run, how each node of it ended."""
    return {one["unique_id"]: one["status"] for one in read(build, "run_results.json")["results"]}


def not_passed(build: Build, names: set[str]) -> dict:
    found = statuses(build)
    return {name: found.get(name) for name in names if found.get(name) != "pass"}


def is_published(build: Build) -> bool:
    return re.search(r"(^| )Published footpath", build.output, re.MULTILINE) is not None


@pytest.mark.parametrize("kind", KINDS)
def test_each_passes_on_the_sample(sample_build, kind):
    names = left_out(sample_build, kind)
    assert len(names) > 20
    assert not_passed(sample_build, names) == {}


# columns to all of another's
ADDS = r"\w\.\*,|all_columns_but\("


def described_above(nodes, node):
    """Columns that a view takes over from what it reads, which are described there."""
    parents = [nodes[name] for name in node["depends_on"]["nodes"] if name in nodes]
    return {
        column for parent in parents
        for column in [*parent["columns"], *described_above(nodes, parent)]
    }


def test_yaml_lists_the_columns_that_each_table_has(sample_build):
    """In their order: what is in no YAML is in no one's documentation, and in no one's class."""
    built = {}
    for schema, table, column in sample_build.query(
        "select schema_name, table_name, column_name from duckdb_columns() order by column_index"
    ):
        built.setdefault((schema, table), []).append(column)
    nodes = {
        name: node for name, node in read(sample_build, "manifest.json")["nodes"].items()
        if node["resource_type"] == "model"
    }

    def is_told(node):
        columns = built.get((node["schema"], node["alias"]))
        told = list(node["columns"])
        if columns and node["config"]["materialized"] == "view" and re.search(ADDS, node["raw_code"]):
            # a view that adds columns to another's tells those that it adds
            own = [column for column in columns if column in told]
            return own == told and set(columns) - set(told) <= described_above(nodes, node)
        return columns == told

    wrong = {
        node["original_file_path"]: built.get((node["schema"], node["alias"]))
        for node in nodes.values()
        # those of staged_event_columns, which the staging models tell
        if node["name"] != "int_events__unioned" and not is_told(node)
    }
    assert wrong == {}


def test_build_of_everything_is_published(sample_build):
    assert is_published(sample_build)


@pytest.fixture(scope="module")
def next_load(sample_build, tmp_path_factory):
    """A copy of the sample's build with a load more to come."""
    folder = tmp_path_factory.mktemp("next_load")
    project = Project(folder, folder / "landing")
    shutil.copytree(ROOT / "landing", folder / "landing")
    for path in sample_build.database.parent.glob("footpath.*"):
        shutil.copy(path, folder)
    project.write_lines("2026-05-05", later_rows())
    return project


def later_rows() -> list:
    """Of three days: rows again, rows with a new id, and rows of another person."""
    rows = []
    for path in sorted((ROOT / "landing/tracker/events").glob("load_date=2026-03-2[678]/*.gz")):
        with gzip.open(path) as file:
            rows += [json.loads(line) for line in file if line.startswith(b'{"')]
    users = [row["user_id"] for row in rows if row.get("user_id")]
    again = rows[::7]
    new = [row | {"message_id": f"later_{place}"} for place, row in enumerate(rows[1::7])]
    logins = [
        row | {"message_id": f"login_{place}", "user_id": users[-place - 1]}
        for place, row in enumerate(rows[2::70])
    ]
    return again + new + logins


def test_tests_of_a_run_pass_on_a_run_that_goes_on(next_load):
    """`dbt seed`, `dbt run` and `dbt test` publish, without any of these tests."""
    seed = next_load.build(command="seed")
    assert seed.code == 0, seed.output[-6000:]
    run = next_load.build(command="run")
    assert run.code == 0, run.output[-6000:]
    assert "Rebuil" not in run.output and "Not published, because " in run.output
    # staging shows the landing zone, which only dbt has open
    stored = [table for table in next_load.changes() if not table.startswith("staging.stg_")]
    held = [table for table in stored if run.query(f"from {table} limit 1")]
    assert len(held) > 20

    test = next_load.build(command="test")
    assert test.code == 0, test.output[-6000:]
    assert is_published(test)
    asked_elsewhere = set().union(*(left_out(test, kind) for kind in KINDS))
    nodes = read(test, "manifest.json")["nodes"].values()
    data_tests = {node["unique_id"] for node in nodes if node["resource_type"] == "test"}
    ran = {name for name in statuses(test) if name.startswith("test.")}
    assert ran == data_tests - asked_elsewhere

    tagged = next_load.build("--select", "tag:ci", command="test")
    assert not_passed(tagged, left_out(tagged, KINDS[2])) == {}
