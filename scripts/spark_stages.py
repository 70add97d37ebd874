"""Where a run on Spark spent its time, by Spark's own account of every task.

    uv run --group spark python scripts/spark_cluster.py up --event-log
    uv run --group spark dbt build --target spark_thrift
    uv run --group spark python scripts/spark_cluster.py down
    uv run python scripts/spark_stages.py .spark/cluster/events/<file>

Prints totals, the models that took most of the executors' time, the slowest stages with the
longest of their tasks, and the stages that one task alone worked on for long: a cluster does not
make those any faster.
"""

import argparse
import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

# a stage of one task is told when it took longer
LONE_TASK_SECONDS = 10


@dataclass
class Work:
    """What tasks took, added up: seconds and bytes."""

    tasks: int = 0
    run_seconds: float = 0.0
    # of the task that took longest
    longest_seconds: float = 0.0
    cpu_seconds: float = 0.0
    read_bytes: int = 0
    shuffle_bytes: int = 0
    spilled_bytes: int = 0
    # bytes that went to the driver
    result_bytes: int = 0

    def add(self, metrics: dict) -> None:
        self.tasks += 1
        seconds = metrics["Executor Run Time"] / 1e3
        self.run_seconds += seconds
        self.longest_seconds = max(self.longest_seconds, seconds)
        self.cpu_seconds += metrics["Executor CPU Time"] / 1e9
        self.read_bytes += metrics["Input Metrics"]["Bytes Read"]
        self.shuffle_bytes += metrics["Shuffle Write Metrics"]["Shuffle Bytes Written"]
        self.spilled_bytes += metrics["Disk Bytes Spilled"]
        self.result_bytes += metrics["Result Size"]


@dataclass
class Account:
    """A run's work as a whole, by model and by stage, which is (model, number)."""

    total: Work = field(default_factory=Work)
    models: dict[str, Work] = field(default_factory=lambda: defaultdict(Work))
    stages: dict[tuple[str, int], Work] = field(default_factory=lambda: defaultdict(Work))


def read_events(lines) -> Account:
    """Adds up an event log, one JSON object a line."""
    account = Account()
    queries: dict[int, str] = {}
    stages: dict[int, str] = {}
    for line in lines:
        event = json.loads(line)
        kind = event["Event"].rpartition(".")[2]
        if kind == "SparkListenerSQLExecutionStart":
            queries[event["executionId"]] = model_of(event["description"])
        elif kind == "SparkListenerJobStart":
            properties = event.get("Properties", {})
            query = int(properties.get("spark.sql.execution.id", -1))
            named = model_of(properties.get("spark.job.description", ""))
            for stage in event["Stage IDs"]:
                # a stage that a later job shares was the first one's
                stages.setdefault(stage, named or queries.get(query, ""))
        elif kind == "SparkListenerTaskEnd" and event.get("Task Metrics"):
            model = stages.get(event["Stage ID"]) or "(no model)"
            for work in (account.total, account.models[model],
                         account.stages[model, event["Stage ID"]]):
                work.add(event["Task Metrics"])
    return account


def model_of(statement: str) -> str:
    """The model that dbt names in the comment before a statement; blank when it names none."""
    found = re.search(r'"node_id": "(?:\w+\.)+(\w+)"', statement)
    return found.group(1) if found else ""


def tell(account: Account, count: int) -> list[str]:
    """The account in lines of a Markdown table."""
    lines = [
        "| | tasks | executors' seconds | CPU seconds | read | shuffled | spilled |"
        " to the driver |",
        "|---|---|---|---|---|---|---|---|",
        row("all", account.total),
    ]
    slowest = sorted(
        account.models.items(), key=lambda item: item[1].run_seconds, reverse=True
    )[:count]
    lines += [row(f"`{model}`", work) for model, work in slowest]
    lines += ["", "| stage of | tasks | executors' seconds | longest task, s | shuffled |",
              "|---|---|---|---|---|"]
    stages = sorted(
        account.stages.items(), key=lambda item: item[1].run_seconds, reverse=True
    )[:count]
    lines += [
        f"| `{model}` | {work.tasks:,} | {work.run_seconds:,.0f} | {work.longest_seconds:,.1f} |"
        f" {size(work.shuffle_bytes)} |" for (model, _), work in stages
    ]
    alone = sorted(
        (work.run_seconds, model) for (model, _), work in account.stages.items()
        if work.tasks == 1 and work.run_seconds > LONE_TASK_SECONDS
    )
    lines += ["", f"Stages of a single task over {LONE_TASK_SECONDS} seconds: " + (
        ", ".join(f"`{model}` ({seconds:.0f} s)" for seconds, model in reversed(alone)) or "none"
    )]
    return lines


def row(name: str, work: Work) -> str:
    return (
        f"| {name} | {work.tasks:,} | {work.run_seconds:,.0f} | {work.cpu_seconds:,.0f} |"
        f" {size(work.read_bytes)} | {size(work.shuffle_bytes)} | {size(work.spilled_bytes)} |"
        f" {size(work.result_bytes)} |"
    )


def size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("events", type=Path, help="an event log, neither rolled nor compressed")
    parser.add_argument("--count", type=int, default=10, help="models and stages that are told")
    asked = parser.parse_args()
    with asked.events.open() as lines:
        print("\n".join(tell(read_events(lines), asked.count)))


if __name__ == "__main__":
    main()
