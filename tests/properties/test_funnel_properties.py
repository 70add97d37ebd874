"""Random small histories: the funnel models against the rules in plain Python.

The models' own SQL is compiled once by dbt and run over tables in memory, so an example costs
no dbt run. Times lie on a grid as coarse as the windows, so that ties and the edges of windows
are common, one microsecond off in some.
"""

import json
import os
from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from statistics import mean, median

import duckdb
import pytest
from dbt.cli.main import dbtRunner
from funnel_rules import DAY, Funnel, evaluate
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

ROOT = Path(__file__).parents[2]
TICK = 21_600  # seconds: four to a day
BASE = 19_723 * DAY  # 2024-01-01 in microseconds
EPOCH = datetime(1970, 1, 1)
FOLDERS = [
    "marts/funnel_matching",
    "marts/funnel_attempts",
    "marts/funnel_unordered",
    "marts/funnels",
]
DEFINED = ["int_funnel_steps__defined", "int_funnels__defined"]
FUNNEL_COLUMNS = [
    "funnel_name",
    "step_order",
    "window_seconds",
    "unit",
    "exclusion_rule",
    "breakdown",
    "breakdown_attribution",
    "breakdown_step",
]
STEP_COLUMNS = [
    "funnel_name",
    "step_number",
    "step_name",
    "event_name",
    "property",
    "operator",
    "value",
    "is_exclusion",
    "exclude_after_step",
    "exclude_before_step",
]
EVENT_COLUMNS = {
    "event_id": "varchar",
    "event_name": "varchar",
    "occurred_at": "timestamp",
    "person_id": "varchar",
    "session_id": "varchar",
    "account_id": "varchar",
    "is_bot": "boolean",
    "properties": "varchar",
    "received_at": "timestamp",
    "event_date": "date",
    "load_date": "date",
}
OTHER_COLUMNS = [
    "source",
    "raw_event_name",
    "event_type",
    "category",
    "stream_id",
    "anonymous_id",
    "device_id",
    "user_id",
    "platform",
    "page_path",
    "referrer_host",
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "browser",
    "os",
    "device_type",
    "country",
]


@pytest.fixture(scope="session")
def models(tmp_path_factory):
    """(relation, compiled SQL) of the funnel models, parents first."""
    folder = tmp_path_factory.mktemp("funnels")
    (folder / "landing").mkdir()
    before = dict(os.environ)
    os.environ.update(
        FOOTPATH_DATABASE=str(folder / "footpath.duckdb"),
        FOOTPATH_LANDING=str(folder / "landing"),
        FOOTPATH_PROJECT=str(ROOT),
        DBT_TARGET_PATH=str(folder / "target"),
        DBT_LOG_PATH=str(folder / "logs"),
    )
    try:
        result = dbtRunner().invoke(
            ["compile", "--quiet", "--project-dir", str(ROOT), "--profiles-dir", str(ROOT)]
            + ["--vars", "{as_of: '', timezone: UTC}"]
            + ["--select", *(f"path:models/{name}" for name in FOLDERS), *DEFINED]
        )
    finally:
        os.environ.clear()
        os.environ.update(before)
    assert result.success, result.exception
    nodes = {
        entry.node.unique_id: entry.node
        for entry in result.result.results
        if entry.node.resource_type == "model"
    }
    ordered, placed = [], set()
    while len(ordered) < len(nodes):
        for key, node in nodes.items():
            parents = set(node.depends_on.nodes) & set(nodes)
            if key not in placed and parents <= placed:
                ordered.append((node.relation_name, node.compiled_code))
                placed.add(key)
    return ordered


@pytest.fixture(scope="session")
def database():
    """An empty database in memory with the tables that the models read."""
    connection = duckdb.connect()
    connection.execute("attach ':memory:' as footpath; use footpath; set timezone = 'UTC'")
    connection.execute("set threads = 1")
    for schema in ("core", "definitions", "intermediate", "marts"):
        connection.execute(f"create schema {schema}")
    columns = [f"{name} {kind}" for name, kind in EVENT_COLUMNS.items()]
    columns += [f"{name} varchar" for name in OTHER_COLUMNS]
    connection.execute(f"create table core.fct_events ({', '.join(columns)})")
    # no funnel here goes by an alias
    connection.execute("""
        create table intermediate.int_event_aliases__defined (
            source varchar, spelled_name varchar, event_name varchar
        )
    """)
    for seed, names in (("funnels", FUNNEL_COLUMNS), ("funnel_steps", STEP_COLUMNS)):
        columns = ", ".join(f'"{name}" varchar' for name in names)
        connection.execute(f"create table definitions.{seed} ({columns})")
    return connection


def load(connection, table, columns, rows):
    """Replace the rows of a table; rows are tuples in the order of `columns`."""
    connection.execute(f"delete from {table}")
    if rows:
        marks = ", ".join("?" for _ in columns)
        connection.executemany(
            f"insert into {table} ({', '.join(columns)}) values ({marks})", rows
        )


def run(connection, models, funnels, events):
    """Build the models over these definitions and events."""
    connection.execute("drop schema marts cascade; create schema marts")
    load(
        connection,
        "definitions.funnels",
        FUNNEL_COLUMNS,
        [tuple(f[c] for c in FUNNEL_COLUMNS) for f in funnels],
    )
    load(
        connection,
        "definitions.funnel_steps",
        STEP_COLUMNS,
        [tuple({**row, "funnel_name": f["funnel_name"]}[c] for c in STEP_COLUMNS)
         for f in funnels for row in f["steps"]],
    )
    load(
        connection,
        "core.fct_events",
        ["event_id", "event_name", "occurred_at", "person_id", "session_id", "account_id",
         "is_bot", "properties"],
        [
            (e["id"], e["name"], EPOCH + timedelta(microseconds=e["at"]), e["person"],
             e["session"], e["account"], e["bot"], json.dumps(e["properties"]))
            for e in events
        ],
    )
    for relation, sql in models:
        connection.execute(f"create or replace table {relation} as {sql}")


names = st.sampled_from("abc")
properties = st.fixed_dictionaries(
    {},
    optional={"x": st.sampled_from(["u", "V", "", "2", 2, 10, 1.5, True, None, "p|q"]),
              "y": st.sampled_from(["u", "v"])},
)


@st.composite
def histories(draw):
    """Up to 14 events of two persons, with ties and microseconds beside the grid."""
    count = draw(st.integers(0, 14))
    ids = draw(st.permutations([f"e{i:02}" for i in range(count)]))
    return [
        {
            "id": ids[i],
            "name": draw(names),
            "at": BASE
            + draw(st.integers(0, 9)) * TICK * 1_000_000
            + draw(st.sampled_from([0, 0, 0, 1])),
            "person": draw(st.sampled_from(["p", "p", "p", "q"])),
            "session": draw(st.sampled_from(["s", "s", "t", None])),
            "account": draw(st.sampled_from(["k", None])),
            "bot": draw(st.integers(0, 9)) == 9,
            "properties": draw(properties),
        }
        for i in range(count)
    ]


@st.composite
def conditions(draw):
    """(property, operator, value) of a seed row; mostly none."""
    if draw(st.integers(0, 3)):
        return "", "", ""
    operator = draw(
        st.sampled_from(["", "exact", "is_not", "icontains", "not_icontains", "regex", "gt",
                         "gte", "lt", "lte", "in", "is_set", "is_not_set"])
    )
    if operator in ("gt", "gte", "lt", "lte"):
        value = draw(st.sampled_from(["2", "1.5", "10"]))
    elif operator == "regex":
        value = draw(st.sampled_from(["^[uv]$", "2|V"]))
    elif operator == "in":
        value = draw(st.sampled_from(["u|V", "2|true|p"]))
    else:
        value = draw(st.sampled_from(["u", "v", "2", "true"]))
    return draw(st.sampled_from("xy")), operator, value


@st.composite
def definitions(draw, name):
    """A funnel of one to four steps that may share events, alternatives and exclusions."""
    step_count = draw(st.integers(1, 4))
    rows = []

    def add(**given):
        prop, operator, value = draw(conditions())
        row = dict.fromkeys(STEP_COLUMNS, "")
        row |= {"event_name": draw(st.sampled_from(["a", "b", "c", "a", "b", ""]))}
        row |= {"property": prop, "operator": operator, "value": value, **given}
        rows.append(row)

    for step in range(1, step_count + 1):
        for _ in range(draw(st.sampled_from([1, 1, 1, 2]))):
            add(step_number=str(step), is_exclusion=draw(st.sampled_from(["false", ""])))
    if step_count > 1:
        for _ in range(draw(st.sampled_from([0, 0, 1, 2]))):
            after = draw(st.integers(1, step_count - 1))
            before = draw(st.integers(after + 1, step_count))
            add(is_exclusion="true", exclude_after_step=str(after),
                exclude_before_step=str(before))
    window = draw(st.sampled_from(["", "0", "1", "-1"] + [str(n * TICK) for n in (1, 2, 3, 5)]))
    return {
        "funnel_name": name,
        "step_order": draw(st.sampled_from(["", "ordered", "strict", "unordered", "unordered"])),
        "window_seconds": window,
        "unit": draw(st.sampled_from(["", "person", "person", "session", "account"])),
        "exclusion_rule": draw(st.sampled_from(["", "keep_earlier_steps", "drop_unit"])),
        "breakdown": draw(st.sampled_from(["", "x", "y"])),
        "breakdown_attribution": draw(
            st.sampled_from(["", "first_touch", "last_touch", "step", "all_steps"])
        ),
        "breakdown_step": str(draw(st.integers(1, step_count))),
        "steps": rows,
    }


def step_rows(rows, step_count):
    """(units, average, median seconds from the previous step) of each step."""
    table = []
    for step in range(step_count):
        times = [row[2] for row in rows if len(row[2]) > step]
        waits = [(t[step] - t[step - 1]) / 1e6 for t in times] if step else []
        table.append(
            (
                len(times),
                pytest.approx(mean(waits), rel=1e-9) if waits else None,
                pytest.approx(median(waits), rel=1e-9) if waits else None,
            )
        )
    return table


def expected_steps(units, step_count):
    """Rows of funnel_steps by breakdown value, the empty one when nobody entered."""
    values = {unit[0] for unit in units} or {""}
    return {v: step_rows([u for u in units if u[0] == v], step_count) for v in values}


@settings(
    max_examples=300,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    database=None,
)
@given(st.data())
def test_models_agree_with_the_rules(models, database, data):
    events = data.draw(histories())
    funnels = [data.draw(definitions(f"f{i}")) for i in range(4)]
    run(database, models, funnels, events)
    as_of = max((e["at"] for e in events), default=None)
    for definition in funnels:
        name = definition["funnel_name"]
        note(f"{name}: {definition}")
        units, days = evaluate(definition, events)
        funnel = Funnel(definition)

        got = database.execute(
            "select breakdown_value, unit_id, step_times, excluded_after_step,"
            " epoch_us(entered_at), furthest_step, epoch_us(converted_at)"
            " from marts.funnel_units where funnel_name = ?", [name]
        ).fetchall()
        got_units = []
        for value, unit, times, excluded, entered, furthest, converted in got:
            times = tuple(
                (datetime.strptime(time, "%Y-%m-%dT%H:%M:%S.%fZ") - EPOCH)
                // timedelta(microseconds=1)
                for time in json.loads(times)
            )
            got_units.append((value, unit, times, excluded))
            assert (entered, furthest) == (times[0], len(times))
            assert converted == (times[-1] if len(times) == funnel.step_count else None)
        assert sorted(got_units, key=str) == units

        got_steps = defaultdict(list)
        for value, *row in database.execute(
            "select breakdown_value, units, avg_seconds_from_previous,"
            " median_seconds_from_previous from marts.funnel_steps where funnel_name = ?"
            " order by breakdown_value, step_number", [name]
        ).fetchall():
            got_steps[value].append(tuple(row))
        assert got_steps == expected_steps(units, funnel.step_count)

        got_days = defaultdict(list)
        mature = {}
        for value, day, is_mature, *row in database.execute(
            "select breakdown_value, entry_date - date '1970-01-01', is_mature, units,"
            " avg_seconds_from_previous, median_seconds_from_previous"
            " from marts.funnel_steps_by_day where funnel_name = ?"
            " order by breakdown_value, entry_date, step_number", [name]
        ).fetchall():
            got_days[value, day].append(tuple(row))
            mature[day] = is_mature
        expected_days = {
            (value, day): step_rows(
                [d[1:] for d in days if d[:2] == (day, value)], funnel.step_count
            )
            for day, value in {d[:2] for d in days}
        }
        assert got_days == expected_days
        assert mature == {
            day: (day + 1) * DAY + funnel.window <= as_of for day in {d[0] for d in days}
        }
