"""The project, building one database in a folder of its own."""

import json
import re
import shutil
import sys
from pathlib import Path

import duckdb

from .processes import BenchmarkError, Usage, folder_bytes, run

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PARTS = ("models", "macros", "seeds", "plugins", "tests", "dbt_project.yml", "profiles.yml",
         "selectors.yml", ".dbtignore")
# of a model, and of a test
ENDED_WELL = ("success", "pass", "warn")
# the step of what is no node's: starting, parsing, planning, writing what dbt writes
DBT = "dbt"
# layers whose tables must not depend on how the rows came
COMPARED = ("core", "marts", "quality")
# the setting of dbt_project.yml
SOURCES = re.compile(r"\bsources: \[[^\]]*\]")


def step_of(node: dict) -> str:
    """What part of the work a model, seed or test of the manifest is: the folder it lies in.

    Folders of the same name in two layers are one step; staging, core and quality are one each.
    """
    if node["resource_type"] != "model":
        return {"seed": "definitions", "test": "tests"}.get(node["resource_type"], DBT)
    layer, *folders, _ = node["fqn"][1:]
    return folders[0] if layer in ("intermediate", "marts") and folders else layer


def copy_project(folder: Path, has_tests: bool = False) -> Path:
    """Copies what dbt reads into a new folder, so that edits meanwhile change no measurement.

    Without tests of its own it reads the tracker alone, which is what is measured, and has no data
    tests: so a run publishes at its end, as one whose tests have passed does.
    """
    ignored = shutil.ignore_patterns("__pycache__", "*.duckdb*")
    folder.mkdir(parents=True)
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, folder / part, ignore=ignored)
        else:
            shutil.copy(ROOT / part, folder / part)
    if not has_tests:
        path = folder / "dbt_project.yml"
        with_tests = path.read_text()
        untested = with_tests.replace("    +severity: error", "    +enabled: false")
        assert untested != with_tests, "no place for the setting of data tests"
        of_tracker, count = SOURCES.subn("sources: [tracker]", untested)
        assert count == 1, "no list of sources"
        path.write_text(of_tracker)
    return folder


class Pipeline:
    """One database of the project, its landing zone and its settings.

    `memory_limit` is DuckDB's, blank for what is shipped. dbt runs one model at a time. `folder`
    must be new.
    """

    def __init__(
        self, project: Path, folder: Path, landing: Path, threads: int, memory_limit: str = ""
    ):
        folder.mkdir(parents=True)
        self.project = project
        self.folder = folder
        self.landing = landing
        self.threads = threads
        self.memory_limit = memory_limit
        self.database = folder / "footpath.duckdb"

    def dbt(self, command: str, *arguments: str) -> dict:
        """One dbt command: its Usage as a mapping, the wall and CPU seconds of each model it ran,
        and the CPU seconds of each step (see step_of); together these are all of the process.

        Raises BenchmarkError when the command fails or a node ends in anything but success.
        """
        target = self.folder / "target"
        (target / "run_results.json").unlink(missing_ok=True)
        clock = self.folder / "cpu_seconds.json"
        usage = run(
            [
                sys.executable, str(HERE / "run_dbt.py"), str(clock), "--no-use-colors", command,
                # one node at a time: else nobody knows whose CPU it was
                *arguments, "--threads", "1",
            ],
            log=self.folder / f"{command}.log",
            cwd=self.project,
            environment={
                "FOOTPATH_LANDING": str(self.landing),
                "FOOTPATH_DATABASE": str(self.database),
                "FOOTPATH_PROJECT": str(self.project),
                "FOOTPATH_THREADS": str(self.threads),
                "FOOTPATH_MEMORY_LIMIT": self.memory_limit,
                "DBT_TARGET_PATH": str(target),
                "DBT_LOG_PATH": str(self.folder / "logs"),
            },
            spill=Path(f"{self.database}.tmp"),
        )
        results = json.loads((target / "run_results.json").read_text())["results"]
        not_run = [result["unique_id"] for result in results if result["status"] not in ENDED_WELL]
        if not_run:
            raise BenchmarkError(f"dbt {command} did not run {', '.join(not_run)}")
        models = {
            result["unique_id"].split(".")[2]: result["execution_time"]
            for result in results if result["unique_id"].startswith("model.")
        }
        seconds = json.loads(clock.read_text())
        nodes = json.loads((target / "manifest.json").read_text())["nodes"]
        steps: dict[str, float] = {}
        for id, taken in seconds.items():
            step = step_of(nodes[id]) if id in nodes else id
            steps[step] = steps.get(step, 0) + taken
        steps[DBT] = usage.cpu_seconds - sum(steps.values())
        return usage.as_dict() | {
            "models": models,
            "models_cpu": {
                id.split(".")[2]: taken for id, taken in seconds.items() if id.startswith("model.")
            },
            "steps": steps,
        }

    def build(self) -> dict:
        """`dbt build` without its tests, published: seeds and models in one run."""
        return self.dbt("build", "--exclude-resource-type", "test", "unit_test")

    def statements(self, start: str, folder: Path, and_start: bool) -> list[Path]:
        """The SQL of the last build's funnel models behind `start`, in its order, as files in `folder`.

        Each makes its table or view again, so that SQL can be measured without dbt around it.
        `and_start` tells whether the start itself, and its matcher, is among them.
        """
        target = self.folder / "target"
        manifest = json.loads((target / "manifest.json").read_text())
        results = json.loads((target / "run_results.json").read_text())["results"]
        first = next(id for id in manifest["nodes"] if id.split(".")[2:] == [start])
        behind, waiting = {first}, [first]
        while waiting:
            for child in manifest["child_map"][waiting.pop()]:
                if child not in behind:
                    behind.add(child)
                    waiting.append(child)
        if not and_start:
            behind.remove(first)
        folder.mkdir()
        files = []
        # nodes are told as they ended, so parents stand before their children
        for id in (result["unique_id"] for result in results):
            node = manifest["nodes"][id]
            is_funnel = node["fqn"][2] == "funnels" or node["name"].startswith("int_event_")
            if id in behind and node["resource_type"] == "model" and is_funnel:
                kind = "view" if node["config"]["materialized"] == "view" else "table"
                files.append(folder / f"{len(files):02}_{node['name']}.sql")
                files[-1].write_text(
                    f"create or replace {kind} {node['relation_name']} as\n"
                    f"{node['compiled_code']}"
                )
        return files

    def sizes(self) -> dict:
        """Bytes of the database file, of what it holds, and of each table by `schema.table`.

        A table's bytes are those of the blocks that its columns lie in; small tables that
        share a block each count it.
        """
        with duckdb.connect(self.database, read_only=True) as connection:
            block, used = connection.execute(
                "select block_size, used_blocks from pragma_database_size()"
            ).fetchone()
            tables = connection.execute(
                "select schema_name, table_name from duckdb_tables() order by all"
            ).fetchall()
            found = {}
            for schema, table in tables:
                blocks = connection.execute(
                    """
                    with segments as (
                        select block_id, additional_block_ids from pragma_storage_info($name)
                        where persistent
                    )
                    select count(distinct block_id) from (
                        select block_id from segments
                        union all
                        select unnest(additional_block_ids) from segments
                    ) where block_id >= 0
                    """,
                    {"name": f'"{schema}"."{table}"'},
                ).fetchone()[0]
                found[f"{schema}.{table}"] = blocks * block
        return {
            "file_bytes": self.database.stat().st_size,
            "used_bytes": used * block,
            "tables": found,
        }

    def fingerprints(self) -> dict:
        """Of each table and view that people read: its rows and a hash of them, in any order.

        Tables that by their meta hold just what the last run touched are left out.
        """
        found = {}
        nodes = json.loads((self.folder / "target/manifest.json").read_text())["nodes"].values()
        passing = {
            (node["schema"], node["alias"]) for node in nodes
            if node["config"].get("meta", {}).get("holds") == "changes"
        }
        with duckdb.connect(self.database, read_only=True) as connection:
            connection.execute("set TimeZone = 'UTC'")
            names = connection.execute(
                "select table_schema, table_name from information_schema.tables order by all"
            ).fetchall()
            for schema, table in names:
                if schema in COMPARED and (schema, table) not in passing:
                    found[f"{schema}.{table}"] = connection.execute(
                        f'select count(*), cast(sum(cast(hash(rows) as hugeint)) as varchar) '
                        f'from "{schema}"."{table}" as rows'
                    ).fetchone()
        return found

    def disk_bytes(self) -> int:
        """Bytes of everything beside the database: it, its companions, dbt's own files."""
        return folder_bytes(self.folder)

    def remove(self) -> None:
        shutil.rmtree(self.folder)


def together(runs: list[dict]) -> dict:
    """Several runs one after the other as one: times add up, peaks do not."""
    names = ("wall_seconds", "cpu_seconds", "peak_bytes", "spill_bytes")
    total = Usage(0.0, 0.0, 0, 0)
    for one in runs:
        total = total + Usage(*(one[name] for name in names))
    return total.as_dict()
