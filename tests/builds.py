"""Real builds in folders of their own: a copy of the project, a landing zone, a database."""

import csv
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb

ROOT = Path(__file__).parents[1]
# key of what a test wants told at the end of the run
FIGURE = "figure"
PARTS = (
    "models", "macros", "seeds", "plugins", "tests", "dbt_project.yml", "profiles.yml",
    ".dbtignore", ".env", "pyspark_landing.py",
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

    `folder` must be empty; `landing` (default `folder/landing`) holds the raw files.
    """

    def __init__(self, folder: Path, landing: Path | None = None):
        self.folder = folder
        self.root = folder / "project"
        self.database = folder / "footpath.duckdb"
        self.landing = landing or folder / "landing"
        self.landing.mkdir(parents=True, exist_ok=True)
        self.root.mkdir()
        ignored = shutil.ignore_patterns("__pycache__", "*.duckdb")
        for part in PARTS:
            if (ROOT / part).is_dir():
                shutil.copytree(ROOT / part, self.root / part, ignore=ignored)
            else:
                shutil.copy(ROOT / part, self.root / part)

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
        path = self.root / f"seeds/{folder}/{name}.csv"
        with path.open(newline="") as file:
            columns = next(csv.reader(file))
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def append_to_seed(self, name: str, text: str, folder: str = "definitions") -> None:
        """Adds lines of CSV to a seed, as a person would in an editor."""
        with (self.root / f"seeds/{folder}/{name}.csv").open("a") as file:
            file.write(text)

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
    ) -> subprocess.Popen:
        """Starts dbt; what it says, errors included, comes line by line from `stdout`.

        `prelude` is Python that the process runs first; `environment` adds to its variables.
        """
        return subprocess.Popen(
            [
                sys.executable, "-c", f"{prelude}\nfrom dbt.cli.main import cli; cli()",
                "--no-use-colors", command, *arguments, "--vars", json.dumps(variables or {}),
            ],
            cwd=self.root,
            env=os.environ | {
                "FOOTPATH_LANDING": str(self.landing),
                "FOOTPATH_DATABASE": str(self.database),
                "FOOTPATH_PROJECT": str(self.root),
                "DBT_TARGET_PATH": str(self.folder / "target"),
                "DBT_LOG_PATH": str(self.folder / "logs"),
                # where a person's own builds go is no place for a test's
                "FOOTPATH_PUBLISH_PARQUET": "",
            } | (environment or {}),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
