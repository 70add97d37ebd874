"""Random small histories: the funnel models against the rules in plain Python.

The models' own SQL is compiled once by dbt and run over tables in memory, so an example costs
no dbt run. Times lie on a grid as coarse as the windows, so that ties and the edges of windows
are common, one microsecond off in some. Chance is Python's own with the example's number as seed:
hypothesis drew so many like examples that none of 1,500 ended on the edge of a timed window.
"""

import json
import os
import random
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from statistics import mean, median

import duckdb
import pytest
import yaml
from dbt.cli.main import dbtRunner
from funnel_rules import DAY, SEGMENTS, Funnel, attempts_of, end_of, evaluate

from plugins.definitions.cells import typed

ROOT = Path(__file__).parents[2]
TICK = 21_600  # seconds: four to a day
BASE = 19_723 * DAY  # 2024-01-01 in microseconds
EPOCH = datetime(1970, 1, 1)
SELECTED = [
    "int_funnel_steps__defined",
    "int_funnels__defined",
    "int_funnel_entries__defined",
    "int_retention_lines__defined",
    "int_definition_segments",
    "int_event_lines",
    "int_event_rules",
    "int_event_matches",
    "int_segment_matches",
    "path:models/intermediate/funnels",
    "path:models/marts/funnels",
]
# types of a seed's columns by their `type` in its YAML; all others are text
KINDS = {"integer": "bigint", "boolean": "boolean"}
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
    "row_id": "bigint",
    "arrival": "decimal(38, 0)",
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
CHANGE_COLUMNS = {
    "row_id": "bigint",
    "arrival": "decimal(38, 0)",
    "event_date": "date",
    "event_name": "varchar",
    "occurred_at": "timestamp",
    "account_id": "varchar",
    "is_bot": "boolean",
    "is_added": "boolean",
    "is_removed": "boolean",
    "old_person_id": "varchar",
    "old_session_id": "varchar",
    "person_id": "varchar",
    "session_id": "varchar",
}
OTHER_COLUMNS = [
    "event_id",
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
    "utm_term",
    "utm_content",
    "browser",
    "os",
    "device_type",
    "country",
    "region",
    "city",
    "screen_name",
    "bot_reason",
]


def compiled(folder, name):
    """The funnel models as dbt compiles them for the database that lies in `folder`.

    A list of (node, SQL), parents first. Over a database without anything in it that is SQL
    for all history, over one with kept tables and a plan that names none SQL for a run.
    """
    (folder / "landing").mkdir(exist_ok=True)
    before = dict(os.environ)
    os.environ.update(
        FOOTPATH_DATABASE=str(folder / "footpath.duckdb"),
        FOOTPATH_LANDING=str(folder / "landing"),
        FOOTPATH_PROJECT=str(ROOT),
        DBT_TARGET_PATH=str(folder / name),
        DBT_LOG_PATH=str(folder / "logs"),
    )
    try:
        result = dbtRunner().invoke(
            ["compile", "--quiet", "--project-dir", str(ROOT), "--profiles-dir", str(ROOT)]
            + ["--vars", "{as_of: '', timezone: UTC}"]
            + ["--select", *SELECTED]
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
                ordered.append((node, node.compiled_code))
                placed.add(key)
    return ordered


@pytest.fixture(scope="session")
def models(tmp_path_factory):
    """The funnel models over all history."""
    return compiled(tmp_path_factory.mktemp("funnels"), "all")


@pytest.fixture(scope="session")
def run_models(tmp_path_factory, models):
    """The funnel models in a run that adds to what is kept."""
    folder = tmp_path_factory.mktemp("funnel_runs")
    with duckdb.connect(folder / "footpath.duckdb") as connection:
        connection.execute("create schema runs; create table runs.plan (node varchar, mode varchar)")
        for node, _ in models:
            connection.execute("insert into runs.plan values (?, 'increment')", [node.unique_id])
            if node.config.materialized == "incremental":
                connection.execute(f"create schema if not exists {node.schema}")
                connection.execute(
                    f"create table {node.schema}.{node.alias} (funnel_name varchar)"
                )
    found = compiled(folder, "run")
    everything = {node.name: sql for node, sql in models}
    changed = {node.name for node, sql in found if sql != everything[node.name]}
    assert changed == {"int_event_matches", "int_funnel_matches"}
    return found


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
    connection.execute(f"create table intermediate.int_events__described ({', '.join(columns)})")
    connection.execute("""
        create view intermediate.int_loaded_until as
        select max(occurred_at) as loaded_until from intermediate.int_events__described
    """)
    columns = [f"{name} {kind}" for name, kind in CHANGE_COLUMNS.items()]
    connection.execute(f"create table intermediate.int_events__label_changes ({', '.join(columns)})")
    connection.execute("""
        create view intermediate.int_events__reassigned as
        select events.*, changes.is_added
        from intermediate.int_events__described as events
        inner join intermediate.int_events__label_changes as changes
            on events.row_id = changes.row_id
        where not changes.is_removed
    """)
    # no funnel here goes by an alias, nor its properties
    connection.execute("""
        create table intermediate.int_property_aliases__defined (
            source varchar, raw_name varchar, property varchar
        )
    """)
    connection.execute("""
        create table intermediate.int_event_aliases__defined (
            source varchar, spelled_name varchar, event_name varchar
        )
    """)
    # nor is there an experiment
    connection.execute("""
        create table intermediate.int_experiment_lines__defined (
            experiment_name varchar, role varchar, rule_number bigint, line bigint,
            spelled_name varchar, property varchar, operator varchar, value varchar,
            carried_property varchar
        )
    """)
    # nor a definition of attribution, a feature or a measure of health
    for family in ("attribution", "feature", "health"):
        connection.execute(f"""
            create table intermediate.int_{family}_lines__defined (
                family varchar, definition_name varchar, role varchar, rule_number bigint,
                line bigint, spelled_name varchar, property varchar, operator varchar,
                value varchar, span varchar, unit varchar, carried_property varchar
            )
        """)
    connection.execute("""
        create table definitions.retention_curves (
            retention_name varchar, start_event varchar, return_event varchar, period varchar,
            unit varchar, breakdown varchar, segment_name varchar
        )
    """)
    for definition in ("stickiness", "lifecycle", "path", "attribution"):
        connection.execute(f"""
            create table definitions.{definition}_definitions (
                {definition}_name varchar, unit varchar, segment_name varchar
            )
        """)
    connection.execute("""
        create table definitions.experiments (experiment_name varchar, segment_name varchar)
    """)
    connection.execute("""
        create table definitions.retention_events (
            line bigint, retention_name varchar, role varchar, event_name varchar,
            property varchar, operator varchar, value varchar
        )
    """)
    # nor is anything asked but funnels
    connection.execute("""
        create table intermediate.int_activity__defined (
            family varchar, definition_name varchar, spelled_name varchar, period varchar,
            unit varchar, segment_name varchar, asks_event boolean, asks_person boolean
        )
    """)
    connection.execute("""
        create table intermediate.int_segments__defined (
            segment_name varchar, line bigint, is_about_person boolean, property varchar,
            operator varchar, value varchar
        )
    """)
    # who is of a segment changes in no run here
    connection.execute("""
        create table intermediate.int_segment_persons (segment_name varchar, person_id varchar)
    """)
    connection.execute("create table intermediate.int_persons__touched (person_id varchar)")
    connection.execute("create table core.fct_sessions (session_id varchar, person_id varchar)")
    connection.execute("create table core.fct_active_days (account_id varchar, person_id varchar)")
    connection.execute("""
        create view intermediate.int_events__labelled as
        select row_id, event_date, person_id from intermediate.int_events__described
    """)
    asked, members = [], []
    for name, (rows, people) in SEGMENTS.items():
        asked += [(name, line, False, *row.values()) for line, row in enumerate(rows, start=2)]
        if people is not None:
            asked.append((name, 9, True, "plan", "is_set", ""))
            members += [(name, person) for person in people]
    load(connection, "intermediate.int_segments__defined",
         ["segment_name", "line", "is_about_person", "property", "operator", "value"], asked)
    load(connection, "intermediate.int_segment_persons", ["segment_name", "person_id"], members)
    for seed in ("funnels", "funnel_steps"):
        columns = ", ".join(
            f"{name} {KINDS.get(meta.get('type'), 'varchar')}"
            for name, meta in columns_of_seed(seed).items()
        )
        connection.execute(f"create table definitions.{seed} (line bigint, {columns})")
    return connection


@cache
def columns_of_seed(seed):
    """What the YAML of a seed says of each of its columns."""
    path = ROOT / f"seeds/definitions/funnels/{seed}.yml"
    columns = yaml.safe_load(path.read_text())["seeds"][0]["columns"]
    return {one["name"]: one.get("config", {}).get("meta", {}) for one in columns}


def load_seed(connection, seed, rows):
    """Replace the rows of a seed's table by those of a CSV file, typed as dbt types them."""
    columns = columns_of_seed(seed)
    load(connection, f"definitions.{seed}", ["line", *columns], [
        (line, *(typed(row.get(name, ""), meta) for name, meta in columns.items()))
        for line, row in enumerate(rows, start=2)
    ])


def load(connection, table, columns, rows):
    """Replace the rows of a table; rows are tuples in the order of `columns`."""
    connection.execute(f"delete from {table}")
    if rows:
        marks = ", ".join("?" for _ in columns)
        connection.executemany(
            f"insert into {table} ({', '.join(columns)}) values ({marks})", rows
        )


def write_events(connection, events):
    """Makes these the events, each the row with its number."""
    load(
        connection,
        "intermediate.int_events__described",
        ["row_id", "arrival", "event_name", "occurred_at", "event_date", "person_id", "session_id",
         "account_id", "is_bot", "properties"],
        [
            (e["id"], e["id"], e["name"], moment(e), moment(e).date(), e["person"],
             e["session"], e["account"], e["bot"], json.dumps(e["properties"]))
            for e in events
        ],
    )


def moment(event):
    return EPOCH + timedelta(microseconds=event["at"])


def run(connection, models, funnels, events, *, by_time=True):
    """Build the models over these definitions and events.

    Without `by_time`, the funnels that times alone decide take the way of all others.
    """
    connection.execute("drop schema marts cascade; create schema marts")
    load_seed(connection, "funnels", funnels)
    load_seed(connection, "funnel_steps", [
        {**row, "funnel_name": funnel["funnel_name"]} for funnel in funnels for row in funnel["steps"]
    ])
    write_events(connection, events)
    load(connection, "intermediate.int_events__label_changes", [], [])
    for node, sql in models:
        connection.execute(f"create or replace table {node.relation_name} as {sql}")
        if node.name == "int_funnels__defined" and not by_time:
            connection.execute(f"update {node.relation_name} set is_decided_by_time = false")


def run_again(connection, run_models, old, new):
    """Bring the models from the events `old` to the events `new`, as a run of dbt does."""
    write_events(connection, new)
    # a row of the raw data is what it is; only whose it is can change
    def row(event):
        return tuple(str(event[key]) for key in ("id", "name", "at", "account", "bot", "properties"))

    before, after = {row(e): e for e in old}, {row(e): e for e in new}
    changes = []
    for key in before.keys() | after.keys():
        was, now = before.get(key), after.get(key)
        labels = [(e or {}).get(name) for e in (was, now) for name in ("person", "session")]
        if was is None or now is None or labels[:2] != labels[2:]:
            one = now or was
            changes.append(
                (one["id"], one["id"], moment(one).date(), one["name"], moment(one), one["account"],
                 one["bot"], was is None, now is None, *labels)
            )
    load(connection, "intermediate.int_events__label_changes", list(CHANGE_COLUMNS), changes)
    relations = {node.name: node.relation_name for node, _ in run_models}
    relations["int_events__label_changes"] = "intermediate.int_events__label_changes"
    for node, sql in run_models:
        if node.config.materialized != "incremental":
            connection.execute(f"create or replace table {node.relation_name} as {sql}")
            continue
        rule = node.config.meta["replaces"]
        keys = ", ".join(rule["keys"])
        connection.execute(f"create or replace temporary table new_rows as {sql}")
        connection.execute(
            f"delete from {node.relation_name}"
            f" where ({keys}) in (select {keys} from {relations[rule['listed_in']]})"
        )
        connection.execute(f"insert into {node.relation_name} by name from new_rows")


def test_a_line_of_spans_that_asks_for_a_property_stops_the_build(database, models):
    """No family has one: spans are summed up by name, and would leave the condition out."""
    rules = next(sql for node, sql in models if node.name == "int_event_rules")
    load(database, "definitions.retention_curves",
         ["retention_name", "start_event", "return_event", "period"], [("r", "a", "a", "day")])
    run(database, models, [], [])
    lines = next(n.relation_name for n, _ in models if n.name == "int_event_lines")
    spans = "select span from (%s) where span is not null"
    try:
        assert database.execute(spans % rules).fetchall() == [("day",)] * 2
        for column in ("property", "carried_property"):
            database.execute(f"update {lines} set {column} = 'plan'")
            with pytest.raises(duckdb.Error, match="A line of retention r has a span and a property"):
                database.execute(spans % rules)
            database.execute(f"update {lines} set {column} = null")
    finally:
        load(database, "definitions.retention_curves", [], [])


def histories(chance):
    """Up to 14 events of two persons, with ties and microseconds beside the grid."""
    count = chance.choice([0, 1, 2, 4, 6, *range(7, 15)])
    return [
        {
            "id": number,
            "name": chance.choice("abc"),
            "at": BASE
            + chance.randint(0, 9) * TICK * 1_000_000
            + chance.choice([0, 0, 0, 1]),
            "person": chance.choice("pppq"),
            "session": chance.choice(["s", "s", "t", None]),
            "account": chance.choice(["k", None]),
            "bot": chance.randint(0, 9) == 9,
            "properties": properties(chance),
        }
        for number in chance.sample(range(count), count)
    ]


def properties(chance):
    values = {"x": ["u", "V", "", "2", 2, 10, 1.5, True, None, "p|q"], "y": ["u", "v"]}
    return {name: chance.choice(some) for name, some in values.items() if chance.randint(0, 1)}


def conditions(chance):
    """(property, operator, value) of a seed row; mostly none."""
    if chance.randint(0, 3):
        return "", "", ""
    operator = chance.choice(["", "exact", "is_not", "icontains", "not_icontains", "regex", "gt",
                              "gte", "lt", "lte", "in", "is_set", "is_not_set"])
    if operator in ("gt", "gte", "lt", "lte"):
        value = chance.choice(["2", "1.5", "10"])
    elif operator == "regex":
        value = chance.choice(["^[uv]$", "2|V"])
    elif operator == "in":
        value = chance.choice(["u|V", "2|true|p"])
    else:
        value = chance.choice(["u", "v", "2", "true"])
    return chance.choice("xy"), operator, value


def definitions(chance, name):
    """A funnel of one to four steps that may share events, alternatives and exclusions."""
    step_count = chance.randint(1, 4)
    rows = []

    def add(**given):
        prop, operator, value = conditions(chance)
        row = dict.fromkeys(STEP_COLUMNS, "")
        row |= {"event_name": chance.choice(["a", "b", "c", "a", "b", ""])}
        row |= {"property": prop, "operator": operator, "value": value, **given}
        rows.append(row)

    for step in range(1, step_count + 1):
        for _ in range(chance.choice([1, 1, 1, 2])):
            add(step_number=str(step), is_exclusion=chance.choice(["false", ""]))
    if step_count > 1:
        for _ in range(chance.choice([0, 0, 1, 2])):
            after = chance.randint(1, step_count - 1)
            before = chance.randint(after + 1, step_count)
            add(is_exclusion="true", exclude_after_step=str(after),
                exclude_before_step=str(before))
    window = chance.choice(["", "0", "1", "-1"] + [str(n * TICK) for n in (1, 1, 2, 2, 3, 3, 4, 5)])
    return {
        "funnel_name": name,
        "step_order": chance.choice(["", "ordered", "strict", "unordered", "unordered"]),
        "window_seconds": window,
        "unit": chance.choice(["", "person", "person", "session", "account"]),
        "exclusion_rule": chance.choice(["", "keep_earlier_steps", "drop_unit"]),
        "breakdown": chance.choice(["", "x", "y"]),
        "breakdown_attribution": chance.choice(
            ["", "first_touch", "last_touch", "step", "all_steps"]
        ),
        "breakdown_step": str(chance.randint(1, step_count)),
        "steps": rows,
    }


def optioned_definitions(chance, name):
    """A funnel with options that go together."""
    definition = definitions(chance, name)
    for row in definition["steps"]:
        if not row["event_name"]:
            row["event_name"] = chance.choice(["", "*"])
    asked = chance.sample(["entry", "attempts", "strict", "grace", "hold", "keys"], 2)
    # every other one, and often where what comes between two steps counts
    if chance.randint(0, 1):
        definition["segment_name"] = chance.choice(["of_events", "of_events", "of_people", "of_both"])
        definition["step_order"] = chance.choice([definition["step_order"], "strict"])
    order = definition["step_order"] or "ordered"
    if "entry" in asked and order != "unordered":
        definition["entry_rule"] = chance.choice(["first_entry", "first_ever", "first_match"])
    if "strict" in asked and order == "ordered":
        definition["strictness"] = chance.choice(
            ["no_repeat", "no_foreign", "increasing", "once", "no_repeat|no_foreign", "increasing|no_repeat"])
    strictness = set(definition.get("strictness", "").split("|")) - {"", "once"}
    if "grace" in asked and not strictness and order != "strict":
        definition["grace_seconds"] = chance.choice([str(TICK), str(2 * TICK)])
    if "attempts" in asked and not strictness & {"no_repeat", "no_foreign"}:
        definition |= {"counting": "attempts", "exclusion_rule": "keep_earlier_steps"}
    if "hold" in asked and order != "strict" and "no_foreign" not in strictness:
        definition["hold_constant"] = chance.choice(["x", "y", "session_id"])
    if "keys" in asked:
        definition["breakdown"] = chance.choice(["x+y", "y+x", "x+y+z"])
    definition["trend_interval"] = chance.choice(["", "day", "week", "month"])
    return definition


def timed_definitions(chance, name):
    """An ordered funnel of one to three steps in which no event can be two of them."""
    definition = definitions(chance, name)
    own_names = chance.sample("abc", 3)
    step_of_names = sorted(chance.choice([(1,), (1, 2), (1, 2, 3), (1, 1, 2), (1, 2, 2)]))
    rows = []
    for step, event_name in zip(step_of_names, own_names, strict=False):
        prop, operator, value = conditions(chance)
        rows.append(dict.fromkeys(STEP_COLUMNS, "") | {
            "step_number": str(step), "event_name": event_name,
            "property": prop, "operator": operator, "value": value,
        })
    return definition | {
        "step_order": chance.choice(["", "ordered"]),
        "breakdown_step": str(chance.choice(step_of_names)),
        "steps": rows,
    }


def examples(count):
    """Numbers of examples, each with its own chance: all of them, or the one asked for."""
    asked = os.environ.get("FOOTPATH_FUNNEL_EXAMPLE")
    for number in [int(asked)] if asked else range(count):
        yield number, random.Random(number)


def hold(number, check, events):
    """Checks an example; of one that fails, leaves out each event that is not needed for it."""
    try:
        return check(events)
    except AssertionError:
        pass
    for event in list(events):
        fewer = [one for one in events if one is not event]
        try:
            check(fewer)
        except AssertionError:
            events = fewer
    try:
        check(events)
    except AssertionError as error:
        shown = "\n".join(map(str, events))
        raise AssertionError(
            f"FOOTPATH_FUNNEL_EXAMPLE={number}, of which these events suffice:\n{shown}\n{error}"
        ) from None
    raise AssertionError(f"FOOTPATH_FUNNEL_EXAMPLE={number} fails one time and not the next")


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


def test_models_agree_with_the_rules(models, database):
    """Many funnels to a history: most of an example's time is the planning of the models' SQL."""
    edges = Counter()
    for number, chance in examples(120):
        events = histories(chance)
        funnels = [definitions(chance, f"f{i}") for i in range(10)]
        funnels += [timed_definitions(chance, f"f{i}") for i in range(10, 13)]
        funnels += [optioned_definitions(chance, f"f{i}") for i in range(20, 28)]

        def check(events, funnels=funnels):
            assert_models_agree(models, database, funnels, events)

        hold(number, check, events)
        for definition in funnels:
            window = Funnel(definition).window
            if int(definition["funnel_name"][1:]) > 19:
                continue
            kind = "timed" if int(definition["funnel_name"][1:]) > 9 else definition["step_order"]
            edges[kind or "ordered"] += sum(
                len(times) > 1 and times[-1] - times[0] == window
                for _, _, times, _ in evaluate(definition, events)[0]
            )
    # else a window that left out its own end would agree
    if not os.environ.get("FOOTPATH_FUNNEL_EXAMPLE"):
        assert min(edges[kind] for kind in ("timed", "ordered", "strict", "unordered")) > 5, edges


def assert_models_agree(models, database, funnels, events):
    run(database, models, funnels, events)
    as_of = max((e["at"] for e in events), default=None)
    for definition in funnels:
        name = definition["funnel_name"]
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
        assert sorted(got_units, key=str) == units, definition

        got_steps = defaultdict(list)
        for value, *row in database.execute(
            "select breakdown_value, units, avg_seconds_from_previous,"
            " median_seconds_from_previous from marts.funnel_steps where funnel_name = ?"
            " order by breakdown_value, step_number", [name]
        ).fetchall():
            got_steps[value].append(tuple(row))
        assert got_steps == expected_steps(units, funnel.step_count), definition

        got_attempts = {
            (value, step): attempts
            for value, step, attempts in database.execute(
                "select breakdown_value, step_number, attempts from marts.funnel_steps"
                " where funnel_name = ?", [name]
            ).fetchall()
        }
        counted = attempts_of(definition, events) if funnel.counts_attempts else {}
        assert got_attempts == {
            key: counted.pop(key, 0) if funnel.counts_attempts else None for key in got_attempts
        }, definition
        assert not counted, definition

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
        assert got_days == expected_days, definition
        assert mature == {
            day: end_of(funnel.interval, day) * DAY + funnel.window <= as_of
            for day in {d[0] for d in days}
        }


MARTS = ["funnel_units", "funnel_entry_steps", "funnel_steps", "funnel_steps_by_day"]


def test_both_ways_through_a_timed_funnel_are_one(models, database):
    for number, chance in examples(40):
        events = histories(chance)
        funnels = [timed_definitions(chance, f"f{i}") for i in range(10)]

        def check(events, funnels=funnels):
            assert_both_ways_are_one(models, database, funnels, events)

        hold(number, check, events)


def assert_both_ways_are_one(models, database, funnels, events):
    relations = {node.alias: node.relation_name for node, _ in models}
    run(database, models, funnels, events)
    assert rows_of(database, "(select distinct is_decided_by_time from"
                   f" {relations['int_funnels__defined']})") == [(True,)]
    by_time = {name: rows_of(database, relations[name]) for name in MARTS}
    assert not rows_of(
        database, f"{relations['int_funnel_events']} where occurrence is not null"
    )
    run(database, models, funnels, events, by_time=False)
    assert not rows_of(database, f"{relations['int_funnel_events']} where occurrence is null")
    for name in MARTS:
        assert by_time[name] == rows_of(database, relations[name]), name


def earlier(chance, events):
    """What may have been known of these events before the last of them came.

    Some were not there yet, some were another person's or in another session, of some another
    row was taken for the event; and some were there that are not any more.
    """
    known = []
    for event in [*events, *histories(chance)[:3]]:
        is_gone = event not in events
        fate = chance.choice(["same", "same", "absent", "absent", "moved", "replaced"])
        if fate == "absent":
            continue
        one = dict(event, id=event["id"] + 100 if is_gone else event["id"])
        if fate == "moved":
            one["person"] = chance.choice("pqr")
            one["session"] = chance.choice(["s", "t", None])
        if fate == "replaced":
            one["id"] += 1000
            one["at"] += chance.choice([-1, 1, 3]) * TICK * 1_000_000
            one["name"] = chance.choice("abc")
            one["properties"] = properties(chance)
            one["account"] = chance.choice(["k", None])
            one["bot"] = chance.choice([True, False])
        known.append(one)
    return known


KEPT_AND_READ = ["int_event_matches", *MARTS]


def test_runs_come_to_what_all_history_gives(models, run_models, database):
    relations = {node.alias: node.relation_name for node, _ in models}
    for number, chance in examples(int(os.environ.get("FOOTPATH_FUNNEL_RUNS", "20"))):
        events = histories(chance)
        funnels = [definitions(chance, f"f{i}") for i in range(6)]
        funnels += [timed_definitions(chance, f"f{i}") for i in range(6, 8)]
        funnels += [optioned_definitions(chance, f"f{i}") for i in range(20, 25)]
        states = [events]
        for _ in range(chance.randint(1, 2)):
            states.insert(0, earlier(chance, states[0]))
        # a run without any news changes nothing
        states.append(events)
        run(database, models, funnels, states[0])
        for old, new in pairwise(states):
            run_again(database, run_models, old, new)
        got = {name: rows_of(database, relations[name]) for name in KEPT_AND_READ}
        run(database, models, funnels, events)
        for name in KEPT_AND_READ:
            assert got[name] == rows_of(database, relations[name]), (
                f"{name}: FOOTPATH_FUNNEL_EXAMPLE={number}", states, funnels)


def rows_of(connection, relation):
    return sorted(connection.execute(f"from {relation}").fetchall(), key=str)
