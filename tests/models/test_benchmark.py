"""The benchmark: its parts on a small history, its ratios, and its page of figures.

What needs ClickHouse is checked by the benchmark itself, which fails when the counts differ.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from dbt_common.exceptions import DbtRuntimeError

from plugins.resources import MEMORY_LIMIT, Plugin
from scripts.benchmarking import document, figures, landing, measure, pipeline, report
from scripts.benchmarking.measure import Benchmark, must_agree
from scripts.benchmarking.pipeline import Pipeline
from scripts.benchmarking.processes import BenchmarkError, folder_bytes, run
from tests.builds import ROOT, Project

FLOOR = ROOT / "scripts/benchmarking/floor"
NAIVE = ROOT / "scripts/benchmarking/naive"


@pytest.fixture(scope="module")
def zone(tmp_path_factory):
    """A simulated landing zone of a few thousand rows."""
    out = tmp_path_factory.mktemp("benchmark") / "simulated"
    command = [
        sys.executable, ROOT / "scripts/simulate.py", "--people", "120", "--days", "6",
        "--seed", "5", "--out", out, "--quiet",
    ]
    subprocess.run(command, check=True, capture_output=True)
    return out / "landing"


@pytest.fixture(scope="module")
def parquet(zone, tmp_path_factory):
    out = tmp_path_factory.mktemp("benchmark") / "parquet"
    landing.to_parquet(zone, out)
    return out


def run_sql(folder: Path, zone: Path, statements: list[Path]) -> tuple[dict, Path]:
    """Runs SQL files over a landing zone; what they took, and the database."""
    job = {
        "database": str(folder / "plain.duckdb"), "statements": list(map(str, statements)),
        "files": landing.globs(zone), "threads": 2, "memory_limit": "1GB",
        "out": str(folder / "out.json"),
    }
    command = [sys.executable, ROOT / "scripts/benchmarking/run_sql.py", json.dumps(job)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads((folder / "out.json").read_text()), folder / "plain.duckdb"


def query(database: Path, sql: str) -> list[tuple]:
    with duckdb.connect(database, read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_a_run_measures_every_part_and_reports_it(zone, tmp_path):
    out = tmp_path / "out"
    done = subprocess.run(
        [
            sys.executable, ROOT / "scripts/benchmark.py", "--landing", zone, "--out", out,
            "--parts", "floor", "build", "naive", "day", "loads", "--histories", "4",
            "--loads", "2", "--repeats", "1", "--threads", "2", "--date", "2026-01-02",
        ],
        capture_output=True, text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    results = json.loads((out / "results.json").read_text())
    assert [floor["threads"] for floor in results["floor"]] == [2, 2]
    [build] = results["builds"]
    assert build["models"]["fct_sessions"] > 0
    assert sum(build["steps"].values()) == pytest.approx(build["cpu_seconds"])
    assert {"staging", "events", "identity", "sessions", "core", "quality", "retention", "funnels",
            "definitions", "publishing", "dbt"} <= set(build["steps"])
    by_model = sum(build["models_cpu"].values())
    assert 0.2 * build["cpu_seconds"] < by_model < build["cpu_seconds"]
    assert len(build["models_cpu"]) == len(build["models"])
    assert build["tables"]["intermediate.int_events__read"] > 0
    assert build["file_bytes"] >= build["used_bytes"] > 0
    overhead = results["overhead"]["2"]["full"]
    assert build["sql_cpu_seconds"] == pytest.approx(
        build["cpu_seconds"] - overhead["cpu_seconds"]
    )
    assert build["peak_bytes"] > 100e6
    [day] = results["day"]
    assert (day["days"], day["differing"]) == (4, [])
    first, second = results["loads"]["runs"]
    assert first["load_dates"] + second["load_dates"] == results["data"]["loads"]
    assert results["loads"]["total"]["cpu_seconds"] == pytest.approx(
        first["cpu_seconds"] + second["cpu_seconds"]
    )
    # nothing is left of what was built
    assert not (out / "work").exists()
    html = (out / "report.html").read_text()
    # what so few rows cost may drown in dbt's own: then one plot is missing
    assert html.count("<img") in (3, 4) and "http" not in html
    markdown = (out / "report.md").read_text()
    assert "2026-01-02" in markdown and "| full build, 2 threads |" in markdown
    assert "## Where the CPU goes" in markdown and "| publishing |" in markdown


def test_the_floor_reads_the_same_rows_from_both_formats(zone, parquet, tmp_path):
    databases = {}
    for name, files in (("ndjson", zone), ("parquet", parquet)):
        (tmp_path / name).mkdir()
        _, databases[name] = run_sql(tmp_path / name, files, [FLOOR / f"floor_{name}.sql"])
    lines = sum(
        1 for load in landing.loads(zone) for file in load.files
        for line in subprocess.run(["zcat", file], capture_output=True).stdout.split(b"\n")
        if line.strip()
    )
    [(rows,)] = query(databases["ndjson"], "select count(*) from staged")
    # a line that is no JSON may hold line breaks of another kind or be skipped
    assert 0.98 * lines < rows <= lines
    with duckdb.connect() as connection:
        for name, database in databases.items():
            connection.execute(f"attach '{database}' as {name} (read_only)")
        only = """
            select
                load_date, event_name, tracked_at, received_at, user_id, page_url,
                campaign_source, user_agent, device_type, cast(properties as varchar)
            from {}.staged
            where coalesce(event_name, event_type, message_id) is not null
        """
        both = [only.format("ndjson"), only.format("parquet")]
        for first, second in (both, reversed(both)):
            assert connection.execute(f"{first} except all {second}").fetchall() == []
        [(known,)] = connection.execute(
            "select count(page_url) from ndjson.staged where tracked_at is not null"
        ).fetchall()
    assert known > 0.5 * rows


@pytest.mark.parametrize("format_", ["ndjson", "parquet"])
def test_the_usual_shape_works(format_, zone, parquet, tmp_path):
    statements = [NAIVE / f"00_raw_{format_}.sql", *sorted(NAIVE.glob("0[1-9]_*.sql"))]
    taken, database = run_sql(
        tmp_path, zone if format_ == "ndjson" else parquet, statements
    )
    assert [step["step"][:2] for step in taken["steps"]] == [f"0{i}" for i in range(9)]
    assert taken["sql_cpu_seconds"] > 0
    [(events, people)] = query(
        database, "select count(*), count(distinct person_id) from int_events__sessionized"
    )
    [(staged, sessions, counted)] = query(
        database,
        "select (select count(*) from stg_events), count(*), sum(event_count) from fct_sessions",
    )
    assert staged > events == counted > sessions > people > 100
    funnels = query(
        database, "select funnel_name, persons from fct_funnels order by funnel_name, step_number"
    )
    for name in ("shop_purchase", "signup_to_activation"):
        units = [persons for funnel, persons in funnels if funnel == name]
        assert units == sorted(units, reverse=True) and units[-1] > 0
    curves = query(database, "select distinct retention_name from fct_retention order by 1")
    assert [name for (name,) in curves] == [
        "daily_feature_use", "monthly_buyers", "weekly_after_signup",
    ]
    assert query(
        database,
        "select count(*) from fct_daily_actives where daily_actives > weekly_actives"
        " or weekly_actives > monthly_actives or daily_actives = 0",
    ) == [(0,)]


def test_loads_are_cut_in_order_and_none_is_empty():
    loads = [landing.Load(Path(f"load_date={i}"), size) for i, size in enumerate([9, 0, 1, 1, 1])]
    for count in range(1, 6):
        cut = landing.batches(loads, count)
        assert len(cut) == count and all(cut)
        assert [load for batch in cut for load in batch] == loads
    # of loads of a size, every batch gets the same number
    even = [landing.Load(Path(f"load_date={i}"), 10) for i in range(6)]
    assert [len(batch) for batch in landing.batches(even, 3)] == [2, 2, 2]
    with pytest.raises(BenchmarkError, match="5 load dates cannot come in 6 loads"):
        landing.batches(loads, 6)


def test_the_last_day_is_the_last_before_rows_trickle_in():
    sizes = [30, 10, 11, 12, 10, 1, 2, 1]
    loads = [landing.Load(Path(f"load_date={i}"), size) for i, size in enumerate(sizes)]
    assert landing.last_full_day(loads) == 4
    assert landing.last_full_day([landing.Load(Path("load_date=1"), 5)] * 3) == 2


def test_a_landing_zone_of_both_formats_is_refused(tmp_path):
    folder = tmp_path / "tracker/events/load_date=2026-01-01"
    folder.mkdir(parents=True)
    (folder / "a.ndjson").touch()
    assert landing.format_of(tmp_path) == "ndjson"
    (folder / "b.parquet").touch()
    with pytest.raises(BenchmarkError, match="alone"):
        landing.format_of(tmp_path)
    with pytest.raises(BenchmarkError, match="no load_date=… folder"):
        landing.format_of(tmp_path / "tracker")


def test_a_process_is_measured_and_its_failure_told(tmp_path):
    code = """
import pathlib, time
pathlib.Path("spill").mkdir()
pathlib.Path("spill/part").write_bytes(bytes(3_000_000))
held = bytearray(200_000_000)
time.sleep(1)
"""
    usage = run(
        [sys.executable, "-c", code], tmp_path / "log", tmp_path, {}, tmp_path / "spill"
    )
    assert usage.peak_bytes > 200e6
    assert usage.spill_bytes == 3_000_000
    assert 0 < usage.cpu_seconds and 1 <= usage.wall_seconds
    with pytest.raises(BenchmarkError, match="ended in 3:\nwhy it failed"):
        run(
            [sys.executable, "-c", "import os; print(os.environ['WHY']); raise SystemExit(3)"],
            tmp_path / "log", tmp_path, {"WHY": "why it failed"}, tmp_path / "spill",
        )


def taken(sql_cpu: float, **more) -> dict:
    """A measurement whose other figures do not matter."""
    return {
        "sql_cpu_seconds": sql_cpu, "sql_wall_seconds": sql_cpu, "cpu_seconds": sql_cpu + 10,
        "wall_seconds": sql_cpu + 10, "peak_bytes": 10**9, "spill_bytes": 0,
    } | more


def measured(rows: int, floor: float, build: float) -> dict:
    """Results with figures that a person can check."""
    tables = {"intermediate.int_events__read": 100, "core.fct_sessions": 50}
    return {
        "date": "",
        "machine": {"cores": 2, "memory_bytes": 8 * 10**9, "system": "Linux", "python": "3"},
        "data": {
            "format": "parquet", "bytes": 10**6, "rows": rows, "loads": 3,
            "first_load": "2026-01-01", "last_load": "2026-01-03",
        },
        "floor": [taken(floor - 1, threads=2, file_bytes=90), taken(floor + 1, threads=2)],
        "builds": [
            taken(2 * build, threads=1, memory_limit="", tables=tables, file_bytes=1, models={}),
            taken(build, threads=2, memory_limit="", tables=tables, file_bytes=150, models={}),
        ],
    }


def test_a_day_is_added_each_time_to_the_history_alone(zone, tmp_path, monkeypatch):
    """A second run over a day that is in already has nothing to do, and its tables are right."""
    costs = iter([9.0, 4.0, 5.0])
    found_before = []

    class Written(Pipeline):
        def build(self):
            self.database.write_text("history")
            return taken(40)

        def dbt(self, command):
            found_before.append(self.database.read_text())
            self.database.write_text("history and day")
            return taken(next(costs))

        def fingerprints(self):
            return {}

    monkeypatch.setattr(measure, "Pipeline", Written)
    benchmark = Benchmark(tmp_path, zone, 2, "", [4], 2, repeats=3, tell=lambda line: None)
    nothing = taken(0)
    monkeypatch.setattr(benchmark, "overhead", lambda threads: {"again": nothing, "full": nothing})
    benchmark.day()
    assert found_before == ["history"] * 3
    [day] = benchmark.results["day"]
    # the middle one, and how far they lie apart
    assert (day["again"]["sql_cpu_seconds"], day["spread_seconds"]) == (5.0, 9.0 - 4.0)


def cells(results: dict) -> dict:
    return {goal.name: goal.cell(results) for goal in figures.GOALS}


def test_goals_are_judged_by_ratios_of_one_run():
    results = measured(10_000_000, floor=10, build=20)
    results["naive"] = taken(50)
    results["day"] = [
        {"days": days, "bytes": size + 1, "day_bytes": 1, "again": taken(cpu), "full": taken(20),
         "differing": []}
        for days, size, cpu in ((10, 100, 1.0), (90, 10_000, 2.0))
    ]
    found = cells(results)
    assert found["full build, SQL CPU by the floor's"] == "2.00 × met"
    assert found["full build, SQL CPU by the usual shape's"] == "0.40 × **not met**"
    assert found["database file by the staged bytes"] == "1.50 × **not met**"
    assert found["two threads by one, SQL wall time"] == "2.00 × met"
    assert found["one more day on the longest history, SQL CPU by a full build's"] == (
        "10.0 % **not met**"
    )
    assert found["the same, counting dbt's overhead"] == "40.0 % **not met**"
    # twice the cost for a hundred times the history
    assert found["one more day, growth with the history (exponent)"] == "0.15 met"
    assert found["`dbt build` of the sample, wall time"] == "–"
    results["builds"][1] = results["builds"][1] | taken(20.1)
    assert cells(results)["full build, SQL CPU by the floor's"] == "2.01 × **not met**"


def test_a_cost_that_drowns_in_the_overhead_meets_no_goal(tmp_path):
    results = measured(10_000_000, floor=10, build=-0.5)
    results["builds"][1]["models"] = {"fct_sessions": 0.1}
    results["day"] = [{
        "days": 10, "bytes": 2, "day_bytes": 1, "again": taken(-0.1), "full": taken(-0.2),
        "spread_seconds": 0.6, "differing": [],
    }]
    assert cells(results)["full build, SQL CPU by the floor's"] == "–"
    report.write(tmp_path, results)
    assert "| 9 days + 1 | -0.10 | 0.3 | -0.20 | – |" in (tmp_path / "report.md").read_text()
    assert not (tmp_path / "floor.png").exists()


def test_counts_that_differ_from_window_funnel_stop_the_benchmark():
    must_agree([3, 2, 1], [3, 2, 1])
    for theirs in ([3, 2, 2], [3, 2], []):
        with pytest.raises(BenchmarkError, match=r"footpath counts \[3, 2, 1\] units by step"):
            must_agree([3, 2, 1], theirs)
    with pytest.raises(BenchmarkError, match="windowFunnel"):
        must_agree([], [])


def test_the_sql_behind_a_model_is_taken_in_the_order_of_the_build(tmp_path):
    pipeline = Pipeline(tmp_path, tmp_path / "build", tmp_path, threads=2)
    kinds = {"start": "table", "last": "incremental", "shown": "view", "aside": "table"}
    nodes = {
        f"model.footpath.{name}": {
            "resource_type": "model", "fqn": ["footpath", "marts", "funnels", name],
            "name": name, "compiled_code": "select 1",
            "relation_name": f'"footpath"."marts"."{name}"', "config": {"materialized": kind},
        }
        for name, kind in kinds.items()
    }
    children = {"start": ["shown"], "shown": ["last"], "last": [], "aside": []}
    target = pipeline.folder / "target"
    target.mkdir()
    (target / "manifest.json").write_text(json.dumps({"nodes": nodes, "child_map": {
        f"model.footpath.{name}": [f"model.footpath.{child}" for child in behind]
        for name, behind in children.items()
    }}))
    (target / "run_results.json").write_text(json.dumps({"results": [
        {"unique_id": f"model.footpath.{name}"} for name in ("start", "aside", "shown", "last")
    ]}))
    behind = pipeline.statements("start", tmp_path / "behind", and_start=False)
    assert [path.stem for path in behind] == ["00_shown", "01_last"]
    assert [path.read_text() for path in behind] == [
        'create or replace view "footpath"."marts"."shown" as\nselect 1',
        'create or replace table "footpath"."marts"."last" as\nselect 1',
    ]
    whole = pipeline.statements("start", tmp_path / "whole", and_start=True)
    assert [path.stem for path in whole] == ["00_start", "01_shown", "02_last"]


def test_growth_counts_floors_of_each_run():
    smaller = measured(10_000_000, floor=10, build=20)
    # on a machine half as fast
    larger = measured(100_000_000, floor=200, build=400)
    assert figures.growth(smaller, larger) == pytest.approx(1)
    larger = measured(100_000_000, floor=200, build=800)
    assert figures.growth(smaller, larger) == pytest.approx(1.301, abs=0.001)
    assert figures.growth(larger, smaller) is None
    # what is too large for one build comes in loads
    larger["loads"] = {"total": taken(400), "runs": [taken(400, peak_bytes=7 * 10**9)]}
    assert figures.growth(smaller, larger) == pytest.approx(1.301, abs=0.001)
    larger["builds"] = []
    assert figures.growth(smaller, larger) == pytest.approx(1)
    assert cells(larger)["in several loads, peak memory"] == "7.00 GB met"


def test_the_memory_that_counts_is_that_of_the_build_as_shipped():
    results = measured(10_000_000, floor=10, build=20)
    results["builds"].append(taken(30, threads=2, memory_limit="8GB", peak_bytes=21 * 10**8))
    assert cells(results)["full build, peak memory as shipped"] == "1.00 GB met"
    results["builds"][1]["peak_bytes"] = 201 * 10**7
    assert cells(results)["full build, peak memory as shipped"] == "2.01 GB **not met**"


def test_a_step_is_the_folder_of_a_model():
    def step(*fqn, kind="model"):
        return pipeline.step_of({"resource_type": kind, "fqn": ["footpath", *fqn]})

    assert step("staging", "tracker", "stg_tracker__events") == "staging"
    assert step("intermediate", "funnels", "int_funnel_events") == "funnels"
    assert step("marts", "funnels", "funnel_steps") == "funnels"
    assert step("core", "facts", "fct_events") == "core"
    assert step("quality", "event_ledger") == "quality"
    assert step("definitions", "funnels", "funnels", kind="seed") == "definitions"
    assert step("a_test", kind="test") == "tests"


def test_steps_are_told_without_what_dbt_takes_for_them():
    results = measured(10_000_000, floor=10, build=20)
    build = results["builds"][1]
    build |= {"cpu_seconds": 30.0, "steps": {"events": 14.0, "funnels": 6.0, "dbt": 10.0}}
    results["overhead"] = {"2": {
        name: {"steps": {"events": 4.0, "funnels": 1.0, "dbt": 9.0}} for name in ("full", "again")
    }}
    results["day"] = [{"days": 9, "again": {"cpu_seconds": 15, "steps": {"events": 5.0, "dbt": 10.0}}}]
    assert report.steps(results)[1:] == [
        ["events", "10.00", "33.3 %", "1.00", "1.00"],
        ["funnels", "5.00", "16.7 %", "0.50", "–"],
        ["dbt", "15.00", "50.0 %", "–", "14.00"],
        ["all", "30.00", "100.0 %", "–", "15.00"],
        ["the floor", "10.00", "–", "1.00", "–"],
    ]


def test_a_table_that_an_incremental_run_left_otherwise_is_named():
    results = measured(10_000_000, 10, 20)
    results["day"] = [{"days": 10, "differing": ["marts.funnel_steps"]}]
    assert report.differing(results) == [
        "one more day on 9: marts.funnel_steps is not what a full build gives"
    ]


def test_the_page_of_figures_keeps_what_is_written_by_hand(tmp_path):
    page = tmp_path / "docs/performance.md"
    page.parent.mkdir()
    page.write_text(f"before\n\n{document.BEGIN}\nold\n{document.END}\n\nafter\n")
    for name, results in (
        ("small", measured(10_000_000, 10, 20)), ("large", measured(100_000_000, 100, 200)),
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "results.json").write_text(json.dumps(results))
    document.write(tmp_path, [tmp_path / "large", tmp_path / "small"])
    text = page.read_text()
    assert text.startswith("before\n") and text.endswith("\nafter\n") and "old" not in text
    assert "| goal | limit | 10M rows, parquet | 100M rows, parquet |" in text
    assert "| full build, growth from the size before (exponent) | ≤ 1.05 | – | 1.00 met |" in text
    # written once more from what was kept, it stays
    document.write(tmp_path, [])
    assert page.read_text() == text
    page.write_text("no marks")
    with pytest.raises(BenchmarkError, match="once each"):
        document.write(tmp_path, [])


def test_the_committed_figures_are_those_of_the_kept_results():
    text = (ROOT / document.PAGE).read_text()
    assert document.with_figures(text, document.kept(ROOT)) == text, (
        "run: uv run python scripts/benchmark.py --document"
    )


def test_threads_and_memory_limit_reach_the_engine(tmp_path, monkeypatch):
    monkeypatch.setenv("DBT_LOG_LEVEL_FILE", "debug")
    monkeypatch.setenv("FOOTPATH_THREADS", "3")
    monkeypatch.setenv("FOOTPATH_MEMORY_LIMIT", "750MiB")
    shown = Project(tmp_path).build(
        "--output", "json", "--inline",
        "select current_setting('threads') as threads,"
        " current_setting('memory_limit') as memory_limit",
        command="show",
    )
    assert shown.code == 0, shown.output
    assert '"threads": 3' in shown.output and '"memory_limit": "750.0 MiB"' in shown.output
    # two models at once would share the memory
    assert "Concurrency: 1 threads" in next(tmp_path.rglob("dbt.log")).read_text()


def test_a_spill_folder_may_vanish_while_it_is_measured(tmp_path, monkeypatch):
    for folder in ("kept", "gone"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "file").write_text("abc")
    scandir = os.scandir

    def look(path):
        if Path(path).name == "gone":
            raise FileNotFoundError(path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", look)
    assert folder_bytes(tmp_path) == 3
    assert folder_bytes(tmp_path / "gone") == 0
    assert folder_bytes(tmp_path / "kept") == 3


@pytest.mark.parametrize("name, value", [
    ("threads", "0"), ("threads", "two"), ("threads", "2 cores"), ("memory_limit", "2"),
    ("memory_limit", "lots"), ("memory_limit", "2GB more"),
])
def test_a_limit_that_is_none_is_named(name, value):
    with pytest.raises(DbtRuntimeError, match=f"FOOTPATH_{name.upper()} is '{value}': write a"):
        Plugin(name="resources", plugin_config={name: value})


def test_blank_is_every_core_and_the_default_limit():
    config = {}
    Plugin(name="resources", plugin_config={"threads": "", "memory_limit": " "}) \
        .update_connection_config(None, config)
    assert config == {"memory_limit": MEMORY_LIMIT}


def test_the_slowest_models_of_a_build_and_of_a_day_are_told():
    results = {
        "floor": [],
        "builds": [taken(9, threads=2, memory_limit="", models={"wide": 6.0, "narrow": 2.0})],
        "day": [{"days": 3, "again": taken(1, models={"narrow": 0.5, "looked_up": 0.7})}],
    }
    assert report.models(results)[1:] == [
        ["`wide`", "6.0", "75.0 %", "–"],
        ["`narrow`", "2.0", "25.0 %", "0.5"],
        ["`looked_up`", "0.0", "–", "0.7"],
    ]
