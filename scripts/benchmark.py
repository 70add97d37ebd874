"""Measure footpath against the least that any build pays, and against the usual way.

    uv run python scripts/benchmark.py --out benchmark-2M
    uv run --group benchmark python scripts/benchmark.py --events 10M --parts all --out DIR
    uv run python scripts/benchmark.py --landing DIR --parts floor build day --out DIR
    uv run python scripts/benchmark.py --document benchmark-10M benchmark-100M

The first is for every day: 2M events in Parquet, the parts floor, build, day and sample, about ten
minutes. Everything is measured in one run, over the same files, and told as ratios: times of two runs
or two machines say nothing. Each measurement has a process and a folder of its own.

| part | measured |
|---|---|
| `floor` | scan the files, type the JSON, write the rows once, in plain SQL; at the start and at the end |
| `build` | `dbt build` from nothing, without its tests, as shipped; CPU seconds by step |
| `naive` | the same files through the usual shape of a dbt project (`benchmarking/naive/`) |
| `day` | one more day on 10, 30 and 90 days of history, against a full build of the same files |
| `threads` | the full build on one and on two threads |
| `memory` | the full build with a memory limit |
| `funnel` | one ordered funnel against ClickHouse's windowFunnel; both must count the same |
| `loads` | the whole history in several loads with that limit, a run after each (only when named) |
| `sample` | `dbt build` of the committed sample, tests included; `dbt run` with nothing new |

SQL CPU seconds of dbt are those of its process less those of the same command over an empty
landing zone; so are those of a step. A step is a folder of models: dbt runs one node at a time, so
what the process takes between a node's start and its end is the node's. The folder `--out` gets `results.json`, `report.md`, `report.html` and the plots;
`--document` carries the figures of such folders into `docs/performance.md`.

Exit code 0: measured. 1: something failed, or the same data gave other numbers on another
way; what was measured before is written. 2: wrong arguments.
"""

import argparse
import importlib.util
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from tqdm import tqdm

from benchmarking import document, landing, report
from benchmarking.measure import PARTS, Benchmark
from benchmarking.processes import BenchmarkError

ROOT = Path(__file__).resolve().parents[1]
# people who make about so many events in 90 days, and the memory that should do for them
SIZES = {"1M": (22_000, "2GB"), "2M": (44_000, "2GB"), "10M": (210_000, "2GB"), "100M": (2_100_000, "8GB")}
DAYS = 90
EVERY_DAY = ("floor", "build", "day", "sample")


def main(arguments: list[str] | None = None) -> int:
    """Measure, or write the page of figures; returns the exit code."""
    options = parse(arguments)
    # when stopped from outside, end what is being measured and remove its folder, too
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        if options.document is not None:
            print(document.write(ROOT, options.document))
            return 0
        return measure(options)
    except (BenchmarkError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1


def parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", choices=SIZES, default="2M", help="how many to simulate")
    parser.add_argument("--landing", type=Path, help="an existing landing zone, in place of --events")
    parser.add_argument("--format", choices=landing.FORMATS,
                        help="of the landing files; parquet rewrites them (default: as they are,"
                             " simulated ones parquet)")
    parser.add_argument("--parts", nargs="+", choices=[*PARTS, "all"], default=list(EVERY_DAY),
                        help=f"what to measure; {', '.join(EVERY_DAY)} when not given; all: all but loads")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="of DuckDB")
    parser.add_argument("--memory-limit", help="of the parts memory and loads; 2GB, or 8GB for 100M")
    parser.add_argument("--histories", nargs="+", type=int, default=[10, 90],
                        metavar="DAYS", help="of the part day, the added day included")
    parser.add_argument("--loads", type=int, default=10, help="of the part loads")
    parser.add_argument("--repeats", type=int, default=3,
                        help="how often dbt's own overhead and one more day are measured")
    parser.add_argument("--date", default="", help="day of the measurement, told in the report")
    parser.add_argument("--out", type=Path, help="folder for the results; must not exist")
    parser.add_argument("--document", nargs="*", type=Path, metavar="DIR",
                        help="measure nothing: keep these results, write docs/performance.md")
    options = parser.parse_args(arguments)
    if options.document is not None:
        return options
    if options.out is None:
        parser.error("--out is missing")
    if options.out.exists():
        parser.error(f"{options.out} is there already")
    if options.landing and not options.landing.is_dir():
        parser.error(f"{options.landing} is no folder")
    if min(options.threads, options.loads, options.repeats) < 1:
        parser.error("--threads, --loads and --repeats must be at least 1")
    if min(options.histories) < 2:
        parser.error("--histories must be at least 2: the added day and one before it")
    if "all" in options.parts:
        options.parts = [part for part in PARTS if part != "loads"] + (
            ["loads"] if "loads" in options.parts else []
        )
    if options.format is None and options.landing is None:
        options.format = "parquet"
    if "funnel" in options.parts and not importlib.util.find_spec("chdb"):
        parser.error("the part funnel needs chdb: uv run --group benchmark python scripts/benchmark.py …")
    return options


def measure(options: argparse.Namespace) -> int:
    """Runs the parts that were asked for and writes the results after each."""
    # absolute, because the commands run in folders of their own
    work = options.out.resolve() / "work"
    work.mkdir(parents=True)
    try:
        source = zone(options, work)
        parts = [part for part in PARTS if part in options.parts]
        if "floor" in parts:
            parts.append("floor")
        benchmark = Benchmark(
            work / "builds", source, options.threads,
            options.memory_limit or SIZES[options.events][1],
            options.histories, options.loads, options.repeats, tell=tqdm.write,
        )
        benchmark.results |= {"date": options.date, "machine": machine()}
        told = tqdm(parts, unit=" parts")
        for part in told:
            told.set_description(part)
            benchmark.measure(part)
            report.write(options.out, benchmark.results)
        benchmark.close()
    finally:
        shutil.rmtree(work)
    print(f"report: {options.out / 'report.html'}")
    differing = report.differing(benchmark.results)
    for line in differing:
        print(f"error: {line}", file=sys.stderr)
    return 1 if differing else 0


def zone(options: argparse.Namespace, work: Path) -> Path:
    """The landing zone: the one that was named or a simulated one, in the format asked for."""
    source = options.landing and options.landing.resolve()
    if source is None:
        people = SIZES[options.events][0]
        subprocess.run(
            [
                sys.executable, str(ROOT / "scripts/simulate.py"), "--people", str(people),
                "--days", str(DAYS), "--seed", "1", "--out", str(work / "simulated"),
            ],
            check=True,
        )
        source = work / "simulated/landing"
    if options.format not in (None, landing.format_of(source)):
        if options.format == "ndjson":
            raise BenchmarkError(f"{source} holds Parquet; it is not made into NDJSON")
        landing.to_parquet(source, work / "parquet")
        source = work / "parquet"
    return source


def machine() -> dict:
    """What the figures were measured on."""
    pages, page = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return {
        "cores": os.cpu_count(),
        "memory_bytes": pages * page,
        "system": platform.system(),
        "python": platform.python_version(),
        **{name: version(name) for name in ("duckdb", "dbt-core", "dbt-duckdb")},
        **({"chdb": version("chdb")} if importlib.util.find_spec("chdb") else {}),
    }


if __name__ == "__main__":
    sys.exit(main())
