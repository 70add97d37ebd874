"""Real builds in folders of their own: a copy of the project, a landing zone, a database."""

import csv
import functools
import hashlib
import json
import multiprocessing
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb
import yaml

from tests.dbt_process import PARSED, run_dbt

ROOT = Path(__file__).parents[1]
# one process imports dbt, which takes seconds, and forks into those that run it
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.dbt_process"])
# by libyaml where it is there
FastLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FastDumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
# the one fate of every raw row, of all runs
ROW_FATES = """(
    select row_id, source, load_date, 'accepted' as disposition, '' as reason
    from intermediate.int_events__enriched
    union all
    select row_id, source, load_date, disposition, reason from intermediate.int_events__excluded
)"""
# key of what a test wants told at the end of the run
FIGURE = "figure"
# for tests of any collector, so that dbt parses their project once
COLLECTORS = (
    "tracker", "snowplow", "segment", "rudderstack", "ga4", "posthog", "amplitude", "mixpanel",
    "web_server",
)
# the setting of dbt_project.yml, over as many lines as it takes
SOURCES = re.compile(r"\bsources: \[[^\]]*\]")
REF = re.compile(r"\bref\(['\"](\w+)['\"]\)")
PARTS = (
    "models", "macros", "seeds", "plugins", "tests", "dbt_project.yml", "profiles.yml",
    "selectors.yml", ".dbtignore", ".env", "pyspark_landing.py",
)


@dataclass
class Build:
    """One run of dbt: what it said, and the database that it leaves behind."""

    code: int
    output: str
    database: Path

    @property
    def published(self) -> Path:
        """The file that readers open, once a whole build has passed."""
        return self.database.with_name("footpath.published.duckdb")

    def query(self, sql: str) -> list[tuple]:
        """Rows of a query over the database, which nothing else may have open for writing."""
        with duckdb.connect(self.database, read_only=True) as connection:
            connection.execute("set TimeZone = 'UTC'")
            return connection.execute(sql).fetchall()


class Project:
    """A copy of the project whose seeds a test may change.

    `folder` must be empty; `landing` (default `folder/landing`) holds the raw files. A small one
    has every model, but of the tests only the singular ones of tests/models, so that a run of
    dbt takes half as long; what counts as the whole of it, and is published, is smaller, too.
    `sources` are those that it reads: by default a small one reads the tracker alone, since what has
    landed nothing need not be built each time, and a whole one, as with `()`, all that dbt_project.yml
    names. Nor need a test about files, loads or people build every metric: `is_brief` has funnels and
    retention alone.
    """

    def __init__(
        self, folder: Path, landing: Path | None = None, is_small: bool = False,
        sources: tuple[str, ...] | None = None, is_brief: bool = False,
    ):
        if sources is None:
            sources = ("tracker",) if is_small else ()
        self.folder = folder
        kind = ["small" if is_small else "whole", "brief" if is_brief else "full", *sources]
        self.kind = " ".join(kind)
        self.root = folder / "project"
        self.database = folder / "footpath.duckdb"
        self.landing = landing or folder / "landing"
        # an empty landing zone has the folder of a source
        if landing is None:
            (self.landing / "tracker/events").mkdir(parents=True)
        self.root.mkdir()
        ignored = shutil.ignore_patterns("__pycache__", "*.duckdb")
        for part in PARTS:
            if (ROOT / part).is_dir():
                shutil.copytree(ROOT / part, self.root / part, ignore=ignored)
            else:
                shutil.copy(ROOT / part, self.root / part)
        if sources:
            settings = self.root / "dbt_project.yml"
            named, count = SOURCES.subn(f"sources: [{', '.join(sources)}]", settings.read_text())
            assert count == 1, "dbt_project.yml has no list of sources"
            settings.write_text(named)
        if is_small:
            shutil.rmtree(self.root / "tests/dialect")
            for name, text in untested_files().items():
                (self.root / name).write_text(text)
        if is_brief:
            for name in files_of_metrics():
                (self.root / name).unlink()

    def write_lines(self, load_date: str, rows: list, name: str = "events.ndjson") -> None:
        """Tracker rows of one load: mappings become JSON, text and bytes stand as they are."""
        path = self.landing / f"tracker/events/load_date={load_date}" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = []
        for row in rows:
            line = row if isinstance(row, str | bytes) else json.dumps(row)
            lines.append(line if isinstance(line, bytes) else line.encode())
        path.write_bytes(b"\n".join(lines) + b"\n")

    def write_seed(self, name: str, rows: list[dict], folder: str = "definitions") -> None:
        """Replaces the rows of a seed; columns that a row leaves out are blank."""
        path = self.seed_file(name, folder)
        with path.open(newline="") as file:
            columns = next(csv.reader(file))
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def append_to_seed(self, name: str, text: str, folder: str = "definitions") -> None:
        """Adds lines of CSV to a seed, as a person would in an editor."""
        with self.seed_file(name, folder).open("a") as file:
            file.write(text)

    def add_columns(self, name: str, *columns: str) -> None:
        """Gives a seed columns that its shipped file leaves out, blank in its lines."""
        path = self.seed_file(name)
        with path.open(newline="") as file:
            header, *rows = csv.reader(file)
        with path.open("w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow([*header, *columns])
            writer.writerows([*row, *("" for _ in columns)] for row in rows)

    def seed_file(self, name: str, folder: str = "definitions") -> Path:
        """The CSV file of a seed; definitions lie in a folder per family."""
        [path] = (self.root / "seeds" / folder).glob(f"**/{name}.csv")
        return path

    def changes(self) -> tuple[str, ...]:
        """Tables (`schema.table`) that hold just what the last run touched, by their meta."""
        manifest = json.loads((self.folder / "target/manifest.json").read_text())
        return tuple(
            f"{node['schema']}.{node['alias']}"
            for node in manifest["nodes"].values()
            if node["config"].get("meta", {}).get("holds") == "changes"
        )

    def build(self, *arguments: str, command: str = "build", **how) -> Build:
        """Runs dbt to its end; never raises, so that a test can look at a failure.

        `how` is what `start` takes.
        """
        process = self.start(*arguments, command=command, **how)
        output, _ = process.communicate()
        return Build(process.returncode, output, self.database)

    def start(
        self, *arguments: str, command: str = "build", variables: dict | None = None,
        prelude: str = "", environment: dict | None = None,
    ) -> "Run":
        """Starts dbt; what it says, errors included, comes line by line from `stdout`.

        `prelude` is Python that the process runs first; `environment` adds to its variables.
        """
        parsed = self.folder / "target/partial_parse.msgpack"
        shared = self.shared_parse("spark" in " ".join(arguments), variables or {})
        if shared and shared.exists() and not parsed.exists():
            parsed.parent.mkdir(exist_ok=True)
            shutil.copy(shared, parsed)
        return Run(
            prelude,
            ["--no-use-colors", command, *arguments, "--vars", json.dumps(variables or {})],
            self.root,
            # dbt's own log is for people; a test that reads it sets `debug`
            {"DBT_LOG_LEVEL_FILE": "none"} | os.environ | {
                "FOOTPATH_LANDING": str(self.landing),
                "FOOTPATH_DATABASE": str(self.database),
                "FOOTPATH_PROJECT": str(self.root),
                "DBT_TARGET_PATH": str(self.folder / "target"),
                "DBT_LOG_PATH": str(self.folder / "logs"),
                # where a person's own builds go is no place for a test's
                "FOOTPATH_PUBLISH_PARQUET": "",
            } | (environment or {}),
            keep=lambda: share(parsed, shared),
        )

    def shared_parse(self, is_for_spark: bool, variables: dict) -> Path | None:
        """Where builds of such a project with such settings share what dbt has parsed.

        dbt itself decides what of it still holds: it compares files, variables and target.
        """
        folder = os.environ.get(PARSED)
        settings = repr((self.kind, is_for_spark, sorted(variables.items())))
        name = hashlib.sha256(settings.encode()).hexdigest()[:16]
        return Path(folder) / f"{name}.msgpack" if folder else None


class Run:
    """A process that runs dbt, with what tests use of the interface of subprocess.Popen."""

    def __init__(
        self, prelude: str, arguments: list[str], folder: Path, environment: dict, keep
    ):
        self._keep = keep
        reader, writer = PROCESSES.Pipe(duplex=False)
        self._process = PROCESSES.Process(
            target=run_dbt, args=(writer, prelude, arguments, folder, dict(environment))
        )
        self._process.start()
        writer.close()
        self.stdout = os.fdopen(os.dup(reader.fileno()), encoding="utf-8", errors="replace")
        reader.close()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def poll(self) -> int | None:
        return self._process.exitcode

    def kill(self) -> None:
        self._process.kill()

    def communicate(self) -> tuple[str, None]:
        """Waits for the end; returns what was not read of what it said."""
        with self.stdout:
            rest = self.stdout.read()
        self._process.join()
        if self.returncode == 0:
            self._keep()
        return rest, None


def share(parsed: Path, shared: Path | None) -> None:
    """Keeps the first parse of its kind for other builds; another worker may do the same."""
    if shared and parsed.exists() and not shared.exists():
        part = shared.with_name(f"{os.getpid()}.part")
        shutil.copy(parsed, part)
        part.rename(shared)


@functools.cache
def untested_files() -> dict[str, str]:
    """Texts of the project's YAML files, by path, without their tests and what only people read."""
    return {
        str(path.relative_to(ROOT)): yaml.dump(untested(yaml.load(path.read_text(), FastLoader)),
                                               Dumper=FastDumper, sort_keys=False)
        for part in ("models", "seeds")
        for path in sorted((ROOT / part).rglob("*.yml"))
    }


@functools.cache
def files_of_metrics() -> list[str]:
    """Paths of the marts of all families but funnels and retention, of models that only those read, and
    of tests that read either."""
    paths = {path.stem: path for path in (ROOT / "models").rglob("*.sql")}
    reads = {name: set(REF.findall(path.read_text())) for name, path in paths.items()}
    gone = {
        path.stem for path in (ROOT / "models/marts").rglob("*.sql")
        if path.parent.name not in ("funnels", "retention")
    }
    while more := {
        name for name, path in paths.items()
        if name not in gone and "intermediate" in path.parts
        and (readers := {one for one, read in reads.items() if name in read}) and readers <= gone
    }:
        gone |= more
    tests = [path for path in (ROOT / "tests/models").glob("*.sql")
             if gone & set(REF.findall(path.read_text()))]
    models = [paths[name].with_suffix(suffix) for name in gone for suffix in (".sql", ".yml")]
    return sorted(str(path.relative_to(ROOT)) for path in models + tests)


def untested(told):
    """What a YAML file says, at any depth, without tests and descriptions."""
    if isinstance(told, list):
        return [untested(one) for one in told]
    if isinstance(told, dict):
        left_out = {"data_tests", "unit_tests", "description"}
        return {key: untested(value) for key, value in told.items() if key not in left_out}
    return told
