"""Law 4: what DuckDB makes of a landing zone, Spark makes of it row for row.

The cluster is one of this machine (scripts/spark_cluster.py), and dbt reaches it as it would any
other: by its Thrift server. Where Java or pyspark are missing these tests fail and say so;
`--without-spark` skips them.
"""

import gzip
import json
import shutil
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import duckdb
import pytest
import yaml
from engine_differences import compare_table
from random_loads import LOADS, RULES, CrowdedHistory, LateHistory, write_load

from plugins.landing import LandingFiles, LandingTable
from tests.builds import FIGURE, ROOT, Project
from tests.differences import SCHEMAS

SIMULATION = ("--people", "120", "--days", "5", "--seed", "4", "--start", "2026-01-01")
# histories of random_loads: they come late, split and repeated over the loads
HISTORIES = 40
SEED = 20240301
FIRST_LOAD = date(2026, 1, 1)
# which of the loads of random_loads each run brings; the last run finds nothing new
RUNS = [(0, 1), (2, 4, 5), ()]
# two collectors, and a system of records: each model more takes a cluster on two cores some seconds a
# run. Name others here to compare them
SOURCES = ("tracker", "snowplow", "stripe")
WITHOUT_TESTS = ("--exclude-resource-type", "test", "unit_test")


class Parity:
    """One landing zone, built run by run on both engines."""

    def __init__(self, folder: Path, cluster):
        self.folder, self.cluster = folder, cluster
        self.landing = folder / "landing"
        self.seconds = {"duckdb": 0.0, "spark_thrift": 0.0}
        self.projects = {}
        for target in self.seconds:
            (folder / target).mkdir()
            self.projects[target] = Project(
                folder / target, self.landing, is_small=True, sources=SOURCES)
        histories = [
            (CrowdedHistory if slot < HISTORIES // 4 else LateHistory)(
                slot, slot, SEED, RULES["gaps"]
            )
            for slot in range(HISTORIES)
        ]
        simulated = self.simulated_files()
        share = -(-len(simulated) // (len(RUNS) - 1))
        for number, loads in enumerate(RUNS):
            for path in simulated[number * share : (number + 1) * share]:
                target = self.landing / path.relative_to(folder / "simulated/landing")
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.move(path, target)
            for index in loads:
                write_load(self.landing, histories, index, LOADS[index], FIRST_LOAD)
            for folder_of_source in self.landing.iterdir():
                if folder_of_source.name not in SOURCES:
                    shutil.rmtree(folder_of_source)
            for target in self.projects:
                self.build(target, number)

    def simulated_files(self) -> list[Path]:
        out = self.folder / "simulated"
        subprocess.run(
            [sys.executable, ROOT / "scripts/simulate.py", *SIMULATION, "--out", out, "--quiet"],
            check=True, capture_output=True,
        )
        return sorted(path for path in (out / "landing").rglob("*") if path.is_file())

    def build(self, target: str, number: int) -> None:
        started = time.monotonic()
        # seeds do not change from run to run
        build = self.projects[target].build(
            "--target", target, *(WITHOUT_TESTS if number == 0 else ()),
            command="build" if number == 0 else "run", environment=self.cluster.environment,
        )
        assert build.code == 0, f"run {number + 1} on {target}:\n{build.output[-6000:]}"
        # else full builds would be compared, run by run
        assert ("Rebuilding from all history" in build.output) == (number == 0), build.output[:3000]
        self.seconds[target] += time.monotonic() - started

    def differences(self, schemas: tuple[str, ...]) -> list:
        """Tables and views of these schemas whose rows differ, in the order of the schemas."""
        hidden = self.personal_columns()
        with duckdb.connect() as connection:
            connection.execute("set TimeZone = 'UTC'")
            database = self.projects["duckdb"].database
            connection.execute(f"attach '{database}' as one (read_only)")
            tables = connection.execute(f"""
                select table_schema || '.' || table_name
                from information_schema.tables
                where table_catalog = 'one' and table_schema in {schemas}
                order by all
            """).fetchall()
            tables = sorted(
                (name for name, in tables), key=lambda name: schemas.index(name.split(".")[0])
            )
            # a comparison of nothing would find nothing
            assert len(tables) > 15, tables
            found = []
            for table in tables:
                difference = compare_table(connection, table, self.rows_of(table), hidden)
                if difference:
                    found.append(difference)
            return found

    def rows_of(self, table: str) -> Path:
        """Spark's rows of a table or view, written out as Parquet."""
        folder = self.folder / "rows" / table
        self.cluster.query(
            f"insert overwrite local directory '{folder}' using parquet select * from {table}"
        )
        return folder

    def personal_columns(self) -> set[str]:
        """Columns that may hold more of a person than a key."""
        manifest = self.projects["duckdb"].folder / "target/manifest.json"
        return {
            name
            for node in json.loads(manifest.read_text())["nodes"].values()
            for name, column in node.get("columns", {}).items()
            if column["config"].get("meta", {}).get("pii_class", "none") != "none"
        }


@pytest.fixture(scope="module")
def parity(tmp_path_factory, spark_cluster):
    return Parity(tmp_path_factory.mktemp("parity"), spark_cluster)


def test_engines_agree(parity, record_property):
    found = parity.differences(SCHEMAS)
    if found:
        # what they are made from differs first
        found = parity.differences(("staging", "intermediate")) + found
        pytest.fail("\n".join(map(str, found)), pytrace=False)
    told = ", ".join(f"{seconds:.0f} s on {name}" for name, seconds in parity.seconds.items())
    record_property(FIGURE, f"parity: {len(RUNS)} runs took {told}")


def test_the_runs_bring_rows_to_every_reading(parity):
    """A ledger that lacked a fate, or a funnel nobody entered, would agree by itself."""
    with duckdb.connect(parity.projects["duckdb"].database, read_only=True) as connection:
        fates = connection.execute("select distinct disposition from quality.event_ledger")
        assert {fate for fate, in fates.fetchall()} >= {"accepted", "duplicate", "quarantined"}
        for table in ("marts.funnel_units", "marts.retention_cohorts", "core.fct_sessions",
                      "core.identity_map", "core.dim_accounts"):
            assert connection.execute(f"select count(*) from {table}").fetchall() > [(5,)], table


def test_a_session_takes_the_settings_of_the_profile(spark_cluster):
    """A server that let them pass by would run in ANSI mode, and in its own time zone."""
    from pyhive import hive

    outputs = yaml.safe_load((ROOT / "profiles.yml").read_text())["footpath"]["outputs"]
    settings = {
        key: value for key, value in outputs["spark_thrift"]["server_side_parameters"].items()
        if "{{" not in value
    }
    assert len(settings) >= 6
    with hive.connect(
        "127.0.0.1", spark_cluster.port, username="footpath", configuration=settings
    ) as connection:
        cursor = connection.cursor()
        for key, value in settings.items():
            cursor.execute(f"set {key.rpartition(':')[2]}")
            assert cursor.fetchall() == [(key.rpartition(":")[2], value)]


LINES = b"\xef\xbb\xbf" + b"\n".join([
    b'{"event": "a"}\r', b"", b" \t\r", b"not json", b"\xff\xfe broken", b'{"event": "\x00"}',
    "größe\t'\\".encode(), b"\x0b{}", b'{"last": true}',
])


@pytest.fixture(scope="module")
def zone(tmp_path_factory) -> Path:
    """A landing zone of files in every format, some of them broken or out of place."""
    root = tmp_path_factory.mktemp("zone")
    folder = root / "tracker/events/load_date=2026-01-01"
    folder.mkdir(parents=True)
    (folder / "lines.ndjson").write_bytes(LINES)
    (folder / "packed.ndjson.gz").write_bytes(gzip.compress(LINES * 3))
    (folder / "cut off.ndjson.gz").write_bytes(gzip.compress(LINES * 500)[:-20])
    (folder / "rows.csv").write_bytes(b'event,properties\na,"{""x"": 1}"\nb\n"c\nd",\n')
    (folder / "it's \\ größe.log").write_bytes(b"{}\n")
    (folder / "notes.txt").write_bytes(b"no load\n")
    (folder / "empty.ndjson").write_bytes(b"")
    (root / "tracker/events/astray.ndjson").write_bytes(b"{}\n")
    with duckdb.connect() as connection:
        connection.execute(f"""
            copy (select 'a' as event, {{'n': 1.5}} as properties, date '2026-01-01' as due)
            to '{folder}/rows.parquet'
        """)
    return root


def same(left, right: Path) -> None:
    """Fails unless the rows of an Arrow stream are those of a folder of Parquet files."""
    with duckdb.connect() as connection:
        connection.register("lft", left)
        for query in (
            f"select * from lft except all select * from read_parquet('{right}/*.parquet')",
            f"select * from read_parquet('{right}/*.parquet') except all select * from lft",
        ):
            assert connection.execute(query).fetchall() == []


def read_by_spark(cluster, out: Path, options: dict[str, str], table: str) -> Path:
    cluster.query("create schema if not exists reader")
    cluster.query("create table if not exists reader.rows using landing")
    cluster.query("create table if not exists reader.list using landing options (list 'none')")
    told = ", ".join(f"{key} = '{value}'" for key, value in options.items())
    cluster.query(
        f"insert overwrite local directory '{out}' using parquet"
        f" select * from reader.{table} with ({told})"
    )
    return out


def test_spark_reads_what_the_reader_reads(spark_cluster, zone, tmp_path):
    options = {"root": str(zone), "table": "tracker/events"}
    out = read_by_spark(spark_cluster, tmp_path / "out", options, "rows")
    same(LandingTable(str(zone), "tracker/events"), out)


def test_spark_lists_what_the_reader_lists(spark_cluster, zone, tmp_path):
    options = {"root": str(zone), "list": "tracker/events,nobody/events"}
    out = read_by_spark(spark_cluster, tmp_path / "out", options, "list")
    same(LandingFiles(str(zone), ["tracker/events", "nobody/events"]), out)


def test_spark_reads_new_files_alone_under_their_numbers(spark_cluster, zone, tmp_path):
    name = "tracker/events/load_date=2026-01-01/rows.csv"
    registry = tmp_path / "registry.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"""
            copy (
                select * from (values
                    ('tracker/events', $name, 70, true),
                    ('tracker/events', 'tracker/events/load_date=2026-01-01/lines.ndjson', 5,
                        false),
                    ('other/events', 'other/events/x', 6, true)
                ) as registry (table_name, file, file_number, is_new)
            ) to '{registry}'
            """, {"name": name},
        )
    for number, (uri, numbers) in enumerate([(registry.as_uri(), {name: 70}), ("", {})]):
        options = {"root": str(zone), "table": "tracker/events", "registry": uri}
        out = read_by_spark(spark_cluster, tmp_path / str(number), options, "rows")
        same(LandingTable(str(zone), "tracker/events", lambda numbers=numbers: numbers), out)
