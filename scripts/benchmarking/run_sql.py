"""Runs SQL files one after the other in a new database and writes down what each took.

    python run_sql.py '{"database": …, "statements": [paths], "files": [patterns],
                        "threads": 2, "memory_limit": "", "out": path}'

A process of its own, so that memory and CPU are those of the SQL. The CPU seconds count
from opening the database to closing it, which writes what was still in memory.
"""

import json
import resource
import sys
import time
from pathlib import Path

import duckdb


def cpu_seconds() -> float:
    """User and system time of this process so far."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def main(job: dict) -> None:
    config = {"autoinstall_known_extensions": "false", "threads": str(job["threads"])}
    if job["memory_limit"]:
        config["memory_limit"] = job["memory_limit"]
    steps = []
    begun, begun_cpu = time.perf_counter(), cpu_seconds()
    with duckdb.connect(job["database"], config=config) as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("set variable files = $files", {"files": job["files"]})
        for path in map(Path, job["statements"]):
            before, before_cpu = time.perf_counter(), cpu_seconds()
            connection.execute(path.read_text())
            steps.append({
                "step": path.stem,
                "wall_seconds": time.perf_counter() - before,
                "cpu_seconds": cpu_seconds() - before_cpu,
            })
    Path(job["out"]).write_text(json.dumps({
        "steps": steps,
        "sql_wall_seconds": time.perf_counter() - begun,
        "sql_cpu_seconds": cpu_seconds() - begun_cpu,
    }))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
