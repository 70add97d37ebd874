"""ClickHouse's windowFunnel in chdb, and what it took.

    python windowfunnel.py '{"events": path, "kinds": [names], "window_seconds": 86400,
                             "threads": 2, "out": path}'

`events` is Parquet with unit_id, kind and occurred_microseconds; an event is the step whose
place its kind has in `kinds`, or none. The rows are loaded
into a table in memory first: what is timed is the query alone, at its best.
"""

import json
import resource
import sys
import time
from pathlib import Path

from chdb import session


def cpu_seconds() -> float:
    """User and system time of this process so far."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def main(job: dict) -> None:
    clickhouse = session.Session()
    clickhouse.query("create database benchmark")
    clickhouse.query(
        "create table benchmark.events"
        " (unit_id String, kind LowCardinality(String), occurred_microseconds UInt64) engine = Memory"
    )
    clickhouse.query(
        "insert into benchmark.events"
        " select unit_id, kind, occurred_microseconds"
        f" from file('{job['events']}', Parquet)"
    )
    conditions = ", ".join(f"kind = '{kind}'" for kind in job["kinds"])
    query = f"""
        select level, count() from (
            select
                unit_id,
                windowFunnel({job['window_seconds'] * 1_000_000})(
                    occurred_microseconds, {conditions}
                ) as level
            from benchmark.events
            group by unit_id
        )
        group by level
        order by level
        settings max_threads = {job['threads']}
    """
    begun, begun_cpu = time.perf_counter(), cpu_seconds()
    answer = str(clickhouse.query(query, "CSV"))
    wall, cpu = time.perf_counter() - begun, cpu_seconds() - begun_cpu
    levels = [tuple(map(int, line.split(","))) for line in answer.split()]
    Path(job["out"]).write_text(json.dumps({
        "units": [
            sum(count for level, count in levels if level >= step)
            for step in range(1, len(job["kinds"]) + 1)
        ],
        "sql_wall_seconds": wall,
        "sql_cpu_seconds": cpu,
    }))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
