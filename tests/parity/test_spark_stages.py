"""scripts/spark_stages.py: adds up what Spark's event log says of each task."""

import json

from scripts.spark_stages import read_events, tell


def task(stage: int, seconds: float, shuffled: int = 0) -> dict:
    return {
        "Event": "SparkListenerTaskEnd", "Stage ID": stage,
        "Task Metrics": {
            "Executor Run Time": seconds * 1e3, "Executor CPU Time": seconds * 5e8,
            "Disk Bytes Spilled": 0, "Result Size": 1000,
            "Input Metrics": {"Bytes Read": 2_000_000},
            "Shuffle Write Metrics": {"Shuffle Bytes Written": shuffled},
        },
    }


def comment(model: str) -> str:
    return f'/* {{"app": "dbt", "node_id": "model.footpath.{model}"}} */ create table x as select 1'


EVENTS = [
    {"Event": "org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart",
     "executionId": 7, "description": comment("fct_events")},
    {"Event": "SparkListenerJobStart", "Stage IDs": [1, 2],
     "Properties": {"spark.sql.execution.id": "7"}},
    {"Event": "SparkListenerJobStart", "Stage IDs": [2, 3],
     "Properties": {"spark.job.description": comment("dim_persons")}},
    {"Event": "SparkListenerJobStart", "Stage IDs": [4]},
    *(task(1, 2, 3_000_000_000) for _ in range(4)),
    task(2, 11),
    task(3, 12), task(3, 1),
    task(4, 0.5),
    # a task that was lost has no metrics
    {"Event": "SparkListenerTaskEnd", "Stage ID": 4},
]


def test_work_is_added_up_by_model():
    account = read_events(map(json.dumps, EVENTS))
    assert account.total.tasks == 8
    assert account.total.cpu_seconds == 16.25
    assert {model: work.run_seconds for model, work in account.models.items()} == {
        "fct_events": 19, "dim_persons": 13, "(no model)": 0.5,
    }


def test_the_slowest_and_the_lone_are_told():
    lines = tell(read_events(map(json.dumps, EVENTS)), 2)
    assert lines[3].startswith("| `fct_events` | 5 | 19 | 10 | 10 MB | 12.0 GB |")
    # 13 seconds in two tasks, 11 in one; 8 in four is not told
    stages = lines.index("|---|---|---|---|---|")
    assert lines[stages + 1:stages + 4] == [
        "| `dim_persons` | 2 | 13 | 12.0 | 0 MB |", "| `fct_events` | 1 | 11 | 11.0 | 0 MB |", "",
    ]
    assert lines[-1] == "Stages of a single task over 10 seconds: `fct_events` (11 s)"
