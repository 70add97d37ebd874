"""The measurements. Each runs in fresh processes and a fresh folder, removed afterwards."""

import csv
import json
import shutil
import sys
from pathlib import Path

import duckdb

from . import landing as zones
from .pipeline import ROOT, Pipeline, copy_project, together
from .processes import BenchmarkError, run

HERE = Path(__file__).parent
PARTS = ("floor", "build", "naive", "day", "threads", "memory", "funnel", "loads", "sample")
# the funnel that is held against windowFunnel: ordered, no conditions, no breakdown
FUNNEL = "shop_purchase"
# where a comparison starts: its model, whether that is counted, the rows for windowFunnel
FUNNEL_STARTS = {
    "from its step events": (
        "int_event_matches",
        False,
        """
        select
            matches.unit_id,
            steps.event_name as kind,
            epoch_us(matches.occurred_at) as occurred_microseconds
        from intermediate.int_event_matches as matches
        inner join intermediate.int_funnel_steps__defined as steps
            on matches.rule_number = steps.rule_number
        """,
    ),
    "from all events": (
        "int_event_rules",
        True,
        """
        select
            person_id as unit_id,
            event_name as kind,
            epoch_us(occurred_at) as occurred_microseconds
        from core.fct_events
        where not is_bot and person_id is not null
        """,
    ),
}


class Benchmark:
    """Measurements over one landing zone; `results` holds what was found, ready for JSON.

    folder : what is built meanwhile goes here; it must be new, and is removed by close()
    landing : folder with `tracker/events/load_date=…/`
    threads : of DuckDB, where a part does not say otherwise
    memory_limit : what the parts `memory` and `loads` give DuckDB, such as `2GB`
    histories : days of history for the part `day`, the added one included
    load_count : number of loads for the part `loads`
    repeats : how often dbt's own overhead and one more day are measured; the middle one counts
    tell : called with a line of text for each measurement
    """

    def __init__(
        self, folder: Path, landing: Path, threads: int, memory_limit: str,
        histories: list[int], load_count: int, repeats: int = 3, tell=print,
    ):
        self.folder = folder
        self.landing = landing
        self.threads = threads
        self.memory_limit = memory_limit
        self.histories = histories
        self.load_count = load_count
        self.repeats = repeats
        self.tell = tell
        self.loads = zones.loads(landing)
        self.format = zones.format_of(landing)
        self.project = copy_project(folder / "project")
        self.empty = folder / "empty"
        (self.empty / "tracker/events").mkdir(parents=True)
        # the tracker alone: what other collectors' files lie there is not measured
        self.whole = self.zone("whole", self.loads)
        self._overheads: dict[int, dict] = {}
        self._number = 0
        self.results: dict = {
            "data": {
                "format": self.format,
                "bytes": zones.warm(landing),
                "loads": len(self.loads),
                "first_load": self.loads[0].folder.name.removeprefix("load_date="),
                "last_load": self.loads[-1].folder.name.removeprefix("load_date="),
            },
            "floor": [],
            "builds": [],
        }

    def close(self) -> None:
        shutil.rmtree(self.folder)

    def zone(self, name: str, wanted: list) -> Path:
        """A landing zone of its own with these loads."""
        zone = self.folder / "landing" / name
        zones.add(zone, wanted)
        return zone

    def pipeline(
        self, landing: Path, threads: int, memory_limit: str = "", project: Path | None = None
    ) -> Pipeline:
        self._number += 1
        return Pipeline(
            project or self.project, self.folder / f"build-{self._number}", landing, threads,
            memory_limit,
        )

    # -- what everything is held against

    def overhead(self, threads: int) -> dict:
        """What dbt's commands take over no rows at all: first, and once more.

        Taken off, what is left is what the rows cost.
        """
        if threads not in self._overheads:
            full, again = [], []
            for _ in range(self.repeats):
                pipeline = self.pipeline(self.empty, threads)
                full.append(pipeline.build())
                again.append(pipeline.dbt("run"))
                pipeline.remove()
            found = {
                "full": short(middle(full)),
                "again": short(middle(again)),
                # how far the same command over nothing strays: less cannot be told
                "spread_seconds": max(spread(full), spread(again)),
            }
            self.tell(f"dbt alone, {threads} threads: {cost(found['full'])}")
            self._overheads[threads] = found
            self.results.setdefault("overhead", {})[str(threads)] = found
        return self._overheads[threads]

    def sql(
        self, statements: list[Path], files: list[str], threads: int, database: Path | None = None
    ) -> tuple[dict, Path]:
        """Runs SQL files in a database (None: a new one): what they took, and their folder."""
        self._number += 1
        folder = self.folder / f"sql-{self._number}"
        folder.mkdir()
        database = database or folder / "plain.duckdb"
        job = {
            "database": str(database),
            "statements": [str(path) for path in statements],
            "files": files,
            "threads": threads,
            "memory_limit": "",
            "out": str(folder / "out.json"),
        }
        usage = run(
            [sys.executable, str(HERE / "run_sql.py"), json.dumps(job)],
            log=folder / "log", cwd=folder, environment={},
            spill=Path(f"{database}.tmp"),
        )
        taken = usage.as_dict() | json.loads((folder / "out.json").read_text())
        taken["file_bytes"] = database.stat().st_size
        taken["threads"] = threads
        return taken, folder

    def floor(self) -> None:
        """Read the files, type the JSON, write the rows once; once more at the run's end."""
        statement = HERE / "floor" / f"floor_{self.format}.sql"
        taken, folder = self.sql([statement], zones.globs(self.whole), self.threads)
        with duckdb.connect(folder / "plain.duckdb", read_only=True) as connection:
            self.results["data"]["rows"] = connection.execute(
                "select count(*) from staged"
            ).fetchone()[0]
        shutil.rmtree(folder)
        self.results["floor"].append(taken)
        self.tell(f"floor: {cost(taken)}")

    # -- parts

    def build(self) -> None:
        self.full_build(self.threads, "")

    def threads_part(self) -> None:
        for threads in (1, 2):
            self.full_build(threads, "")

    def memory(self) -> None:
        self.full_build(self.threads, self.memory_limit)

    def full_build(self, threads: int, memory_limit: str) -> dict:
        """Everything from nothing; measured once for the same settings."""
        for taken in self.results["builds"]:
            if (taken["threads"], taken["memory_limit"]) == (threads, memory_limit):
                return taken
        pipeline = self.pipeline(self.whole, threads, memory_limit)
        taken = self.net(pipeline.build(), self.overhead(threads)["full"])
        taken |= {"threads": threads, "memory_limit": memory_limit} | pipeline.sizes()
        pipeline.remove()
        self.results["builds"].append(taken)
        limit = f", {memory_limit}" if memory_limit else ""
        self.tell(f"full build, {threads} threads{limit}: {cost(taken)}")
        return taken

    def net(self, taken: dict, overhead: dict) -> dict:
        """Adds what is left when dbt's own share is taken off."""
        return taken | {
            "sql_cpu_seconds": taken["cpu_seconds"] - overhead["cpu_seconds"],
            "sql_wall_seconds": taken["wall_seconds"] - overhead["wall_seconds"],
        }

    def naive(self) -> None:
        """The same files through the usual shape: see the SQL in `naive/`."""
        folder = HERE / "naive"
        statements = [folder / f"00_raw_{self.format}.sql", *sorted(folder.glob("0[1-9]_*.sql"))]
        taken, made = self.sql(statements, zones.globs(self.whole), self.threads)
        shutil.rmtree(made)
        self.results["naive"] = taken
        self.tell(f"usual shape: {cost(taken)}")

    def day(self) -> None:
        """One more day: the same last day on histories of different lengths.

        A day is short, so it is added several times, each to the same history.
        """
        last = zones.last_full_day(self.loads)
        self.results["day"] = []
        wanted = sorted({min(days, last + 1) for days in self.histories if days > 1})
        for days in wanted:
            history = self.loads[last + 1 - days:last + 1]
            landing = self.zone(f"day-{days}", history[:-1])
            pipeline = self.pipeline(landing, self.threads)
            pipeline.build()
            before = shutil.copy(pipeline.database, self.folder / "before.duckdb")
            zones.add(landing, history[-1:])
            overhead = self.overhead(self.threads)
            runs = []
            for _ in range(self.repeats):
                shutil.copy(before, pipeline.database)
                runs.append(pipeline.dbt("run"))
            before.unlink()
            again = self.net(middle(runs), overhead["again"])
            found = pipeline.fingerprints()
            pipeline.remove()
            pipeline = self.pipeline(landing, self.threads)
            full = self.net(pipeline.build(), overhead["full"])
            expected = pipeline.fingerprints()
            pipeline.remove()
            differing = sorted(
                name for name in found.keys() | expected.keys()
                if found.get(name) != expected.get(name)
            )
            self.results["day"].append({
                "days": days,
                "day_bytes": history[-1].bytes,
                "bytes": sum(load.bytes for load in history),
                "again": again,
                "spread_seconds": spread(runs),
                "full": short(full),
                "differing": differing,
            })
            self.tell(f"one more day on {days - 1}: {cost(again)}; in full: {cost(full)}")

    def loads_part(self) -> None:
        """The history in several loads, a run after each, with the memory limit."""
        landing = self.folder / "landing" / "loads"
        pipeline = self.pipeline(landing, self.threads, self.memory_limit)
        runs = []
        overhead = self.overhead(self.threads)
        for number, batch in enumerate(zones.batches(self.loads, self.load_count)):
            zones.add(landing, batch)
            if number == 0:
                taken = self.net(pipeline.build(), overhead["full"])
            else:
                taken = self.net(pipeline.dbt("run"), overhead["again"])
            taken |= {
                "load": number + 1,
                "load_dates": len(batch),
                "bytes": sum(load.bytes for load in batch),
                "file_bytes": pipeline.database.stat().st_size,
            }
            runs.append(taken)
            self.tell(f"load {number + 1} of {self.load_count}: {cost(taken)}")
        pipeline.remove()
        total = together(runs)
        for name in ("sql_cpu_seconds", "sql_wall_seconds"):
            total[name] = sum(one[name] for one in runs)
        total["threads"] = self.threads
        self.results["loads"] = {"runs": runs, "total": total}

    def sample(self) -> None:
        """`dbt build` of the committed sample with all its tests, once files are warm, and
        `dbt run` with nothing new."""
        zones.warm(ROOT / "landing")
        project = copy_project(self.folder / "with-tests", has_tests=True)
        pipeline = self.pipeline(ROOT / "landing", self.threads, project=project)
        self.results["sample"] = pipeline.dbt("build")
        self.results["sample_again"] = pipeline.dbt("run")
        pipeline.remove()
        for name in ("sample", "sample_again"):
            self.tell(f"{name}: {cost(self.results[name])}")

    def funnel(self) -> None:
        """One ordered funnel here and by windowFunnel: from its step events, and from all.

        Here the SQL of the project's models runs once more, as the last build left it, in
        plain DuckDB: on both sides there is nothing but the query.

        Raises BenchmarkError when the two count differently.
        """
        project = copy_project(self.folder / "one-funnel")
        for seed in ("funnels", "funnel_steps"):
            keep_funnel(project / f"seeds/definitions/funnels/{seed}.csv")
        pipeline = self.pipeline(self.whole, self.threads, project=project)
        pipeline.build()
        found = {"funnel_name": FUNNEL, "threads": self.threads}
        for number, (start, (model, is_counted, query)) in enumerate(FUNNEL_STARTS.items()):
            statements = pipeline.statements(
                model, pipeline.folder / f"statements-{number}", is_counted
            )
            ours, folder = self.sql(statements, [], self.threads, pipeline.database)
            shutil.rmtree(folder)
            theirs, ours["units"] = self.window_funnel(pipeline, query)
            must_agree(ours["units"], theirs["units"])
            found[start] = {"ours": ours, "window_funnel": theirs}
            self.tell(
                f"funnel {start}: {cost(ours)};"
                f" windowFunnel: {theirs['sql_cpu_seconds']:.2f} s CPU"
            )
        pipeline.remove()
        self.results["funnel"] = found

    def window_funnel(self, pipeline: Pipeline, query: str) -> tuple[dict, list[int]]:
        """The funnel by windowFunnel over the rows of a query, and the mart's units by step."""
        events, out = pipeline.folder / "events.parquet", pipeline.folder / "units.json"
        with duckdb.connect(pipeline.database, read_only=True) as connection:
            units = connection.execute(
                "select units from marts.funnel_steps where funnel_name = $name"
                " order by step_number", {"name": FUNNEL},
            ).fetchall()
            names = connection.execute(
                "select event_name from intermediate.int_funnel_steps__defined"
                " order by rule_number"
            ).fetchall()
            window = connection.execute(
                "select window_seconds from intermediate.int_funnels__defined"
            ).fetchone()[0]
            rows = connection.execute(
                f"copy ({query}) to '{events}' (format parquet)"
            ).fetchone()[0]
        job = {
            "events": str(events), "kinds": [name for (name,) in names],
            "window_seconds": window, "threads": self.threads, "out": str(out),
        }
        usage = run(
            [sys.executable, str(HERE / "windowfunnel.py"), json.dumps(job)],
            log=pipeline.folder / "windowfunnel.log", cwd=pipeline.folder, environment={},
            spill=pipeline.folder / "spilled",
        )
        events.unlink()
        taken = usage.as_dict() | json.loads(out.read_text()) | {"rows": rows}
        return taken, [count for (count,) in units]

    def measure(self, part: str) -> None:
        """Runs one of PARTS."""
        {
            "floor": self.floor, "build": self.build, "naive": self.naive, "day": self.day,
            "threads": self.threads_part, "memory": self.memory, "funnel": self.funnel,
            "loads": self.loads_part, "sample": self.sample,
        }[part]()


def keep_funnel(path: Path) -> None:
    """Leaves a definition file its header and the lines of FUNNEL."""
    with path.open(newline="") as file:
        header, *lines = csv.reader(file)
    place = header.index("funnel_name")
    with path.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(line for line in lines if line[place] == FUNNEL)


def must_agree(ours: list[int], theirs: list[int]) -> None:
    """Raises BenchmarkError unless windowFunnel counts the units of each step as footpath does."""
    if not ours or ours != theirs:
        raise BenchmarkError(
            f"funnel {FUNNEL}: footpath counts {ours} units by step, windowFunnel {theirs}"
        )


def short(taken: dict) -> dict:
    """A measurement without its models, which are told for the full build alone."""
    return {name: value for name, value in taken.items() if not name.startswith("models")}


def middle(runs: list[dict]) -> dict:
    """The run with the middle CPU time."""
    return sorted(runs, key=lambda taken: taken["cpu_seconds"])[len(runs) // 2]


def spread(runs: list[dict]) -> float:
    """CPU seconds between the cheapest and the dearest run."""
    seconds = [taken["cpu_seconds"] for taken in runs]
    return max(seconds) - min(seconds)


def cost(taken: dict) -> str:
    """One measurement in a line."""
    sql = f" ({taken['sql_cpu_seconds']:.1f} s SQL)" if "sql_cpu_seconds" in taken else ""
    return (
        f"{taken['cpu_seconds']:.1f} s CPU{sql}, {taken['wall_seconds']:.1f} s wall,"
        f" {taken['peak_bytes'] / 1e9:.2f} GB"
    )
