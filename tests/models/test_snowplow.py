"""The published Snowplow shop sample, loaded alone, gives the published figures.

One landing zone holds nothing but the sample; it is built from CSV as it is published, from
Parquet with text contexts, from Parquet as lake loaders write it, with nested contexts, and
with times moved, since the published pauses alone would give the same sessions.
Referees are the published sessions and transactions in `snowplow_expected/` and, for the shop
funnel, a plain count over the raw file.
"""

import csv
import json
import shutil
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from tests.builds import ROOT, Project

SAMPLE = ROOT / "landing/snowplow/events/load_date=2022-12-23/snowplow_ecommerce_events.csv"
EXPECTED = Path(__file__).parent / "snowplow_expected"

STEPS = ["product_view", "add_to_cart", "checkout_step", "transaction"]
# the shipped funnels, whose window nobody exceeds, and two that many do
SHIPPED_FUNNELS = [
    ("shop_purchase", "person", 86400),
    ("shop_purchase_in_session", "session", 86400),
]
TIGHT_FUNNELS = [
    ("shop_purchase_at_once", "person", 10),
    ("shop_purchase_at_once_in_session", "session", 10),
]
FUNNELS = SHIPPED_FUNNELS + TIGHT_FUNNELS


def add_tight_funnels(project: Project) -> None:
    """The shop's funnel once more by person and session, with windows that many exceed."""
    for name, unit, seconds in TIGHT_FUNNELS:
        project.append_to_seed("funnels", f"{name},ordered,{seconds},{unit},keep_earlier_steps,,,\n")
        for number, event_name in enumerate(STEPS, start=1):
            step = f"{name},{number},{event_name},{event_name},,,,false,,\n"
            project.append_to_seed("funnel_steps", step)


def write_csv(folder: Path) -> None:
    shutil.copy(SAMPLE, folder)


def write_parquet(folder: Path) -> None:
    """The same rows and column names; instants and numbers typed, contexts as JSON text."""
    instants = ["etl", "collector", "dvce_created", "dvce_sent", "derived"]
    typed = ", ".join(f"cast({name}_tstamp as timestamptz) as {name}_tstamp" for name in instants)
    duckdb.execute(
        f"copy (select * replace ({typed}, cast(domain_sessionidx as bigint) as domain_sessionidx) "
        f"from read_csv('{SAMPLE}', all_varchar = true)) to '{folder / 'events.parquet'}'"
    )


def write_nested_parquet(folder: Path) -> None:
    """As lake loaders write it: contexts as lists of structs with fields in snake case, and
    column names with the major version only."""
    table = f"read_csv('{SAMPLE}', all_varchar = true)"
    columns = []
    for name, *_ in duckdb.execute(f"describe select * from {table}").fetchall():
        if not name.startswith(("contexts_", "unstruct_event_")):
            columns.append(name)
            continue
        text = f"replace(replace({name}, 'sessionId', 'session_id'), 'userId', 'user_id')"
        (structure,) = duckdb.execute(
            f"select json_group_structure(cast({text} as json)) from {table}"
        ).fetchone()
        columns.append(f"from_json({text}, '{structure}') as {name.rsplit('_', 2)[0]}")
    duckdb.execute(
        f"copy (select {', '.join(columns)} from {table}) to '{folder / 'events.parquet'}'"
    )


def write_misleading_gaps(folder: Path) -> None:
    """The same events at times that tell the collector's sessions from pauses: within each
    session one pause of 31 minutes, between two sessions of a person one minute."""
    with SAMPLE.open(newline="") as handle:
        rows = list(csv.DictReader(handle))
    events = raw_events()
    by_session = defaultdict(list)
    for number in sorted(range(len(rows)), key=lambda number: events[number]["at"]):
        by_session[events[number]["session"]].append(number)
    person_free_at = {}
    for numbers in by_session.values():
        first = events[numbers[0]]
        shift = person_free_at.get(first["person"], first["at"]) - first["at"]
        for position, number in enumerate(numbers):
            pause = timedelta(minutes=31 if position >= len(numbers) / 2 else 0)
            at = events[number]["at"] + shift + pause
            rows[number]["derived_tstamp"] = at.isoformat(" ")
        person_free_at[first["person"]] = at + timedelta(minutes=1)
    with (folder / "events.csv").open("w", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


FORMATS = {
    "csv": write_csv,
    "parquet": write_parquet,
    "nested_parquet": write_nested_parquet,
    "misleading_gaps": write_misleading_gaps,
}


class Builds:
    """Databases built from the sample in each format, each once."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.finished = {}

    def __call__(self, format: str):
        """A read-only connection to the database built from a format."""
        if format not in self.finished:
            self.finished[format] = self.build(format)
        finished = self.finished[format]
        assert finished.code == 0, finished.output[-6000:]
        return duckdb.connect(finished.database, read_only=True)

    def build(self, format: str):
        folder = self.folder / format
        folder.mkdir()
        project = Project(folder, sources=("tracker", "snowplow"))
        add_tight_funnels(project)
        load = project.landing / "snowplow/events/load_date=2022-12-23"
        load.mkdir(parents=True)
        FORMATS[format](load)
        # everything with its tests once; for the other formats what the events become
        selection = ["--select", "+path:models/core", "--resource-type", "seed", "model"]
        return project.build(*(selection if format != "csv" else []))


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return Builds(tmp_path_factory.mktemp("snowplow"))


def published(name: str) -> list[dict]:
    with (EXPECTED / f"{name}.csv").open(newline="") as handle:
        return list(csv.DictReader(handle))


def number(text: str) -> float:
    """A published figure as a number: none and false are 0, true is 1."""
    words = {"": 0.0, "false": 0.0, "true": 1.0}
    return words[text.lower()] if text.lower() in words else float(text)


SESSIONS = """
with

events as (

    select
        session_id,
        event_name,
        anonymous_id,
        coalesce(json_array_length(cast(properties as json) -> '$.products'), 0) > 0
            as has_products,
        cast(cast(properties as json) ->> '$.transaction.revenue' as decimal(18, 2)) as revenue
    from core.fct_events

)

select
    sessions.tracker_session_id,
    min(events.anonymous_id),
    count(distinct events.anonymous_id),
    count(*) filter (where event_name in ('product_view', 'list_view') and has_products),
    count(*) filter (where event_name = 'add_to_cart' and has_products),
    count(*) filter (where event_name = 'remove_from_cart' and has_products),
    count(*) filter (where event_name in ('checkout_step', 'transaction')),
    max(cast(event_name = 'transaction' as integer)),
    count(*) filter (where event_name = 'transaction'),
    coalesce(sum(revenue) filter (where event_name = 'transaction'), 0)
from core.fct_sessions as sessions
left join events on sessions.session_id = events.session_id
group by sessions.session_id, sessions.tracker_session_id
"""


@pytest.mark.parametrize("format", FORMATS)
def test_sessions_are_the_published_ones(built, format):
    rows = built(format).execute(SESSIONS).fetchall()
    found = {row[0]: (row[1], row[2], *map(float, row[3:])) for row in rows}
    expected = {
        row["domain_sessionid"]: (
            row["domain_userid"],
            1,
            *(
                number(row[name])
                for name in (
                    "number_product_views",
                    "number_add_to_carts",
                    "number_remove_from_carts",
                    "number_checkout_steps_visited",
                    "checkout_succeeded",
                    "total_number_transactions",
                    "total_transaction_revenue",
                )
            ),
        )
        for row in published("sessions")
    }
    assert len(rows) == len(found) == len(expected) == 63
    assert found == expected


@pytest.mark.parametrize("format", FORMATS)
def test_transactions_are_the_published_ones(built, format):
    rows = built(format).execute(
        """
        select
            sessions.tracker_session_id,
            properties ->> '$.transaction.transaction_id',
            properties ->> '$.transaction.currency',
            cast(properties ->> '$.transaction.revenue' as double),
            cast(properties ->> '$.transaction.total_quantity' as bigint),
            json_array_length(properties -> '$.products')
        from (
            select session_id, event_name, cast(properties as json) as properties
            from core.fct_events
        ) as events
        inner join core.fct_sessions as sessions on events.session_id = sessions.session_id
        where event_name = 'transaction'
        """
    ).fetchall()
    expected = [
        (
            row["domain_sessionid"],
            row["transaction_id"],
            row["transaction_currency"],
            float(row["transaction_revenue"]),
            int(row["transaction_total_quantity"]),
            int(row["number_products"]),
        )
        for row in published("transaction_interactions")
    ]
    assert len(expected) == 14
    assert Counter(rows) == Counter(expected)


def raw_events() -> list[dict]:
    """What the raw file says of each event, read without the project's help."""
    with SAMPLE.open(newline="") as handle:
        rows = list(csv.DictReader(handle))
    action = next(name for name in rows[0] if name.startswith("unstruct_event_"))
    client_session = next(name for name in rows[0] if "client_session" in name)
    events = []
    for row in rows:
        app = json.loads(row[client_session] or "[]")
        data = json.loads(row[action] or "{}")
        events.append(
            {
                "name": data.get("type") or row["event_name"],
                "at": datetime.fromisoformat(row["derived_tstamp"].removesuffix("+00:00")),
                "session": app[0]["sessionId"] if app else row["domain_sessionid"],
                # nobody logs in, so a browser or an install is a person
                "person": app[0]["userId"] if app else row["domain_userid"],
            }
        )
    return events


def count_steps(unit: str, seconds: int) -> list[int]:
    """Units that reach each step: every first step opens an attempt, the deepest counts."""
    by_unit = defaultdict(list)
    for event in raw_events():
        by_unit[event[unit]].append(event)
    units = [0] * len(STEPS)
    for events in by_unit.values():
        for reached in range(max(depth(events, start, seconds) for start in events)):
            units[reached] += 1
    return units


def depth(events: list[dict], start: dict, seconds: int) -> int:
    """Steps matched by the attempt that an event opens."""
    if start["name"] != STEPS[0]:
        return 0
    matched, at, end = 1, start["at"], start["at"] + timedelta(seconds=seconds)
    for name in STEPS[1:]:
        times = [event["at"] for event in events if event["name"] == name]
        times = [time for time in times if at <= time <= end]
        if not times:
            break
        matched, at = matched + 1, min(times)
    return matched


@pytest.mark.parametrize(("name", "unit", "seconds"), FUNNELS)
def test_shop_funnel_is_the_count_over_the_raw_file(built, name, unit, seconds):
    steps = built("csv").execute(
        f"select step_number, units from marts.funnel_steps where funnel_name = '{name}' "
        "order by step_number"
    ).fetchall()
    assert steps == list(enumerate(count_steps(unit, seconds), start=1))


def test_windows_and_units_of_the_funnels_tell_apart():
    counts = [tuple(count_steps(unit, seconds)) for _, unit, seconds in FUNNELS]
    assert len(set(counts)) == len(FUNNELS)
    assert all(count[0] > count[-1] > 0 for count in counts)


def test_events_are_the_raw_ones(built):
    rows = built("csv").execute(
        "select event_name, occurred_at, anonymous_id from core.fct_events"
    ).fetchall()
    raw = [(event["name"], event["at"], event["person"]) for event in raw_events()]
    assert len(raw) == 832
    assert Counter(rows) == Counter(raw)


def test_every_raw_row_is_accepted(built):
    ledger = built("csv").execute(
        "select source, disposition, reason, sum(rows) from quality.event_ledger group by all"
    ).fetchall()
    assert ledger == [("snowplow", "accepted", "", 832)]


def test_nobody_logs_in_so_every_install_is_a_person(built):
    (persons, identified), = built("csv").execute(
        "select count(*), count(*) filter (where is_identified) from core.dim_persons"
    ).fetchall()
    assert (persons, identified) == (len({event["person"] for event in raw_events()}), 0)


CONTEXTS = {
    "com_snowplowanalytics_snowplow_web_page_1_0_0": "web_page",
    "com_snowplowanalytics_snowplow_ecommerce_user_1_0_0": "user",
    "com_snowplowanalytics_snowplow_ecommerce_page_1_0_0": "page",
    "com_snowplowanalytics_snowplow_ecommerce_cart_1_0_0": "cart",
    "com_snowplowanalytics_snowplow_ecommerce_product_1_0_0": "products",
    "com_snowplowanalytics_snowplow_ecommerce_checkout_step_1_0_0": "checkout_step",
    "com_snowplowanalytics_snowplow_ecommerce_transaction_1_0_0": "transaction",
    "com_snowplowanalytics_snowplow_client_session_1_0_1": "client_session",
    "com_snowplowanalytics_mobile_screen_1_0_0": "screen",
}


def said(value):
    """A JSON value without the members that are null: they say nothing."""
    if isinstance(value, dict):
        return {name: said(member) for name, member in value.items() if member is not None}
    if isinstance(value, list):
        return [said(member) for member in value]
    return value


def raw_properties(row: dict) -> dict:
    """The event's own data, and each context under its short name; products are a list."""
    (action,) = (row[name] for name in row if name.startswith("unstruct_event_"))
    properties = json.loads(action or "{}")
    for column, name in CONTEXTS.items():
        entities = json.loads(row[f"contexts_{column}"] or "[]")
        if entities:
            properties[name] = entities if name == "products" else entities[0]
    return said(properties)


def test_properties_are_the_raw_data_and_contexts(built):
    with SAMPLE.open(newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert set(CONTEXTS) == {
        name.removeprefix("contexts_") for name in rows[0] if name.startswith("contexts_")
    }
    expected = Counter(json.dumps(raw_properties(row), sort_keys=True) for row in rows)
    found = Counter(
        json.dumps(said(json.loads(properties)), sort_keys=True)
        for (properties,) in built("csv")
        .execute("select properties from core.fct_events")
        .fetchall()
    )
    assert found == expected


def test_parquet_gives_the_same_core_tables(built):
    tables = built("csv").execute(
        "select table_name from information_schema.tables where table_schema = 'core'"
    ).fetchall()
    assert {"fct_events", "fct_sessions", "dim_persons"} <= {name for (name,) in tables}
    for (name,) in tables:
        from_csv, from_parquet = (
            Counter(built(format).execute(f"select * from core.{name}").fetchall())
            for format in ("csv", "parquet")
        )
        assert from_csv == from_parquet, name
